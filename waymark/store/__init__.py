"""What Waymark keeps: one database, SQLite or PostgreSQL, with everything that a person wrote encrypted in it.

Only this package knows SQL, Alembic and Fernet; everybody else asks a `Store`.
"""

from waymark.store.cases import Case, CaseState
from waymark.store.conversations import Conversation, ConversationState
from waymark.store.messages import Kept
from waymark.store.outbox import OutboxItem
from waymark.store.questions import Question
from waymark.store.store import Store

__all__ = ["Case", "CaseState", "Conversation", "ConversationState", "Kept", "OutboxItem", "Question", "Store"]
