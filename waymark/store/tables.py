"""The tables as this version of Waymark knows them; `migrations/` makes them, and a test compares the two.

Every table with something of a conversation has a column `conversation_id`: that is how erasing finds it.
A gap is of no conversation: its person passed it on without one.
What a person wrote, or what tells about it, stands only in columns named `sealed`.
"""

from __future__ import annotations

from datetime import datetime, timezone

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

SCHEMA_REVISION = "0007"


class UtcTime(TypeDecorator[datetime]):
    """A moment, always with its time zone in Python and always UTC in the database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return the moment in UTC; one without a time zone is refused, since nobody knows when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored; use datetime.now(timezone.utc)")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return the moment with its time zone, which SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def now() -> datetime:
    """Return the present moment as the store keeps it."""
    return datetime.now(timezone.utc)


def _number() -> sa.types.TypeEngine[int]:
    """Return the type of a number that the database counts up; SQLite counts only its own INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _conversation(primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "conversation_id",
        sa.Text,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("last_at", UtcTime, nullable=False, index=True),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("seq", _number(), primary_key=True),
    _conversation(),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("reply_to", sa.Text),
    sa.Column("fingerprint", sa.Text),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.UniqueConstraint("conversation_id", "message_id"),
    sa.Index(None, "conversation_id", "seq"),
    sa.Index(None, "conversation_id", "reply_to", "seq"),
    sqlite_autoincrement=True,  # an erased message's number is never given again: clients resume by it
)

risks = sa.Table(
    "risks",
    metadata,
    _conversation(primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("saved_at", UtcTime, nullable=False),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _conversation(),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("opened_at", UtcTime, nullable=False),
    sa.Column("closed_at", UtcTime),
    sa.Column("is_shared", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("page_due", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("paged_at", UtcTime),
    sa.Column("claimed_by", sa.Text),
    sa.Column("claimed_at", UtcTime),
    sa.Column("joined_at", UtcTime),
    sa.Column("outcome", sa.Text),
    sa.Index(None, "conversation_id", "opened_at"),
    sa.Index(
        "uq_cases_one_open",
        "conversation_id",
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    ),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", _number(), primary_key=True),
    _conversation(),
    sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("key", sa.Text),
    sa.UniqueConstraint("case_id", "key"),
    sa.Index(None, "case_id", "id"),
    sa.Index(None, "conversation_id", "id"),
    sqlite_autoincrement=True,
)

responders = sa.Table(
    "responders",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
)

executors = sa.Table(
    "executors",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("seen_at", UtcTime, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", _number(), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    _conversation(),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("claimed_until", UtcTime),
    sa.Index(None, "kind", "due_at", "id"),
    sa.Index(None, "conversation_id", "kind", "due_at", "id"),
    sqlite_autoincrement=True,  # a worker that comes late must not end another item of the same number
)

trackers = sa.Table(
    "trackers",
    metadata,
    sa.Column("conversation_id", sa.Text, primary_key=True),  # no foreign key: `rasa shell` names its own
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("saved_at", UtcTime, nullable=False, index=True),
)

questions = sa.Table(  # of earlier versions: today they are records, see `Questions.carry_over`
    "questions",
    metadata,
    sa.Column("id", _number(), primary_key=True),
    _conversation(),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Index(None, "conversation_id", "id"),
    sqlite_autoincrement=True,
)

scores = sa.Table(
    "scores",
    metadata,
    _conversation(primary_key=True),
    sa.Column("run", sa.Text, primary_key=True),  # one run of a questionnaire, so that it is kept once
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
)

records = sa.Table(
    "records",
    metadata,
    _conversation(primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
    sa.Column("due_at", UtcTime, index=True),  # when something is to be done about it: a reminder
)

consents = sa.Table(
    "consents",
    metadata,
    _conversation(primary_key=True),
    sa.Column("lookup", sa.Text, unique=True),  # a keyed hash of the return code; none where an account is the key
    sa.Column("agreed_at", UtcTime, nullable=False),
)

addresses = sa.Table(
    "addresses",
    metadata,
    _conversation(primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("lookup", sa.Text, nullable=False),  # a keyed hash: finds the address, does not tell it
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("queued_seq", _number(), nullable=False),  # messages up to this number are in the outbox, or were
    sa.Column("blocked_at", UtcTime),
    sa.Column("failed_at", UtcTime),
    sa.UniqueConstraint("channel", "lookup"),
)

arrivals = sa.Table(
    "arrivals",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("event", sa.Text, primary_key=True),  # a keyed hash: some providers' ids hold a telephone number
    sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    sa.Column("seen_at", UtcTime, nullable=False, index=True),
)

button_ids = sa.Table(
    "button_ids",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _conversation(),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("pressed_at", UtcTime),
    sa.Index(None, "conversation_id"),
)

gaps = sa.Table(
    "gaps",
    metadata,
    sa.Column("id", _number(), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),  # the day alone: a moment would lead to the conversation
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
    sqlite_autoincrement=True,  # a form that comes late must not remove another gap of the same number
)

gap_marks = sa.Table(
    "gap_marks",
    metadata,
    _conversation(primary_key=True),
    sa.Column("message_id", sa.Text, primary_key=True),
)
