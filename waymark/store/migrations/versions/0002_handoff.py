"""Handoff: who has a case and since when, what happened to it, who may take one, and which processes page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Extend the cases, which stay as they are, and make three tables."""
    for flag in ("is_shared", "page_due"):
        op.add_column("cases", sa.Column(flag, sa.Boolean, nullable=False, server_default=sa.false()))
    for moment in ("paged_at", "claimed_at", "joined_at"):
        op.add_column("cases", sa.Column(moment, TIME))
    for word in ("claimed_by", "outcome"):
        op.add_column("cases", sa.Column(word, sa.Text))
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_audit_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_audit_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("case_id", "key", name="uq_audit_case_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_case_id_id", "audit", ["case_id", "id"])
    op.create_index("ix_audit_conversation_id_id", "audit", ["conversation_id", "id"])
    op.create_table(
        "responders",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_responders"),
    )
    op.create_table(
        "executors",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_executors"),
    )
