"""Coming back: who agreed to be kept for longer, by which code they return, and when a record is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make one table and one column."""
    op.create_table(
        "consents",
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("lookup", sa.Text),
        sa.Column("agreed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_consents_conversation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_consents"),
        sa.UniqueConstraint("lookup", name="uq_consents_lookup"),
    )
    op.add_column("records", sa.Column("due_at", TIME))
    op.create_index("ix_records_due_at", "records", ["due_at"])
