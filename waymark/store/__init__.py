"""What Waymark keeps: one database, SQLite or PostgreSQL, with everything that a person wrote encrypted in it.

Only this package knows SQL, Alembic and Fernet; everybody else asks a `Store`.
"""

from waymark.store.addresses import Address, Parcel
from waymark.store.arrivals import Arrival
from waymark.store.button_ids import Pressed
from waymark.store.case_rows import AuditEntry, Case, CaseState
from waymark.store.consents import Consent
from waymark.store.conversations import Conversation, ConversationState
from waymark.store.gaps import Gap
from waymark.store.messages import Kept
from waymark.store.outbox import OutboxItem
from waymark.store.questions import Question
from waymark.store.records import StoredRecord
from waymark.store.reminders import DueRecord
from waymark.store.scores import Score
from waymark.store.store import Store

__all__ = [
    "Address",
    "Arrival",
    "AuditEntry",
    "Case",
    "CaseState",
    "Consent",
    "Conversation",
    "ConversationState",
    "DueRecord",
    "Gap",
    "Kept",
    "OutboxItem",
    "Parcel",
    "Pressed",
    "Question",
    "Score",
    "Store",
    "StoredRecord",
]
