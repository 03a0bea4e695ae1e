"""The one thing that the rest of Waymark holds of the database."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from waymark.errors import StoreError
from waymark.keys import load_keys
from waymark.settings import Settings
from waymark.store.addresses import Addresses
from waymark.store.arrivals import Arrivals
from waymark.store.button_ids import ButtonIds
from waymark.store.cases import Cases
from waymark.store.consents import Consents
from waymark.store.conversations import Conversations
from waymark.store.crypto import Cipher
from waymark.store.database import Database
from waymark.store.executors import Executors
from waymark.store.gaps import Gaps
from waymark.store.messages import Messages
from waymark.store.outbox import Outbox
from waymark.store.questions import Questions
from waymark.store.records import Records
from waymark.store.reminders import Reminders
from waymark.store.responders import Responders
from waymark.store.risks import Risks
from waymark.store.scores import Scores
from waymark.store.tables import SCHEMA_REVISION
from waymark.store.trackers import Trackers


class Store:
    """Everything that is kept, by what it is; safe to use from many threads at once."""

    def __init__(self, database: Database, cipher: Cipher, gap_days: int):
        self._database = database
        self.conversations = Conversations(database)
        self.messages = Messages(database, cipher)
        self.risks = Risks(database, cipher)
        self.cases = Cases(database)
        self.responders = Responders(database)
        self.executors = Executors(database)
        self.outbox = Outbox(database, cipher)
        self.trackers = Trackers(database, cipher)
        self.scores = Scores(database, cipher)
        self.records = Records(database, cipher)
        self.questions = Questions(database, cipher, self.records)
        self.consents = Consents(database, cipher)
        self.reminders = Reminders(database, cipher)
        self.gaps = Gaps(database, cipher, gap_days)
        self.arrivals = Arrivals(database, cipher)
        self.addresses = Addresses(database, cipher)
        self.button_ids = ButtonIds(database, cipher)

    @classmethod
    def open(
        cls, url: str, encryption_keys: Sequence[str], *, deadline_seconds: float = 1.5, gap_days: int = 90
    ) -> Store:
        """Return a store that connects when it is first used.

        Raises:
            SettingsError: the URL or a key has the wrong form.
        """
        return cls(Database(url, deadline_seconds), Cipher(encryption_keys), gap_days)

    @classmethod
    def of(cls, settings: Settings) -> Store:
        """Return the store of an installation, with its URL, keys and deadline.

        Raises:
            SettingsError: the URL or a key has the wrong form.
        """
        return cls.open(
            settings.store_url,
            load_keys(settings).encryption,
            deadline_seconds=settings.store_deadline_seconds,
            gap_days=settings.gap_days,
        )

    def close(self) -> None:
        """Close all connections; a later call would open new ones."""
        self._database.close()

    def check(self) -> None:
        """Make sure that the database answers and has the tables of this version.

        Raises:
            StoreError: it cannot be reached, or its schema is older or newer.
        """
        with self._database.read("tell its revision") as connection:
            found = revision_of(connection)
        if found != SCHEMA_REVISION:
            raise StoreError(
                f"{self._database.name} has schema revision {found or 'none'}, this version needs {SCHEMA_REVISION}; "
                "run `waymark db upgrade`"
            )


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision of the schema that the database has, None before its first migration."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
