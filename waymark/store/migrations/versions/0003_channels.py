"""Channels: who is reached where, what arrived already, and the short ids of buttons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make three tables."""
    op.create_table(
        "addresses",
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("lookup", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("queued_seq", NUMBER, nullable=False),
        sa.Column("blocked_at", TIME),
        sa.Column("failed_at", TIME),
        _belongs_to_conversation("addresses"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_addresses"),
        sa.UniqueConstraint("channel", "lookup", name="uq_addresses_channel_lookup"),
    )
    op.create_table(
        "arrivals",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("conversation_id", sa.Text),
        sa.Column("seen_at", TIME, nullable=False),
        _belongs_to_conversation("arrivals"),
        sa.PrimaryKeyConstraint("channel", "event", name="pk_arrivals"),
    )
    op.create_index("ix_arrivals_conversation_id", "arrivals", ["conversation_id"])
    op.create_index("ix_arrivals_seen_at", "arrivals", ["seen_at"])
    op.create_table(
        "button_ids",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("pressed_at", TIME),
        _belongs_to_conversation("button_ids"),
        sa.PrimaryKeyConstraint("id", name="pk_button_ids"),
    )
    op.create_index("ix_button_ids_conversation_id", "button_ids", ["conversation_id"])


def _belongs_to_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"], ["conversations.id"], name=f"fk_{table}_conversation_id", ondelete="CASCADE"
    )
