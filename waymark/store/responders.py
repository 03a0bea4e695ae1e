"""Responders: the people who may take a case, with the digest of their password."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from waymark.store.database import Database, upsert
from waymark.store.tables import now, responders


@dataclass(frozen=True)
class ResponderRow:
    """One responder; who is not active can neither log in nor be counted on."""

    name: str
    password_hash: str = field(repr=False)
    is_active: bool
    created_at: datetime


class Responders:
    """All responders."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, name: str, password_hash: str) -> None:
        """Add a responder, or give one who is there a new password and let them in again."""
        row = {"name": name, "password_hash": password_hash, "is_active": True, "created_at": now()}
        with self._database.write("add a responder") as connection:
            upsert(connection, responders, row)

    def get(self, name: str) -> ResponderRow | None:
        """Return an active responder, or None."""
        query = sa.select(responders).where(responders.c.name == name, responders.c.is_active)
        with self._database.read("look up a responder") as connection:
            row = connection.execute(query).first()
        return ResponderRow(**row._mapping) if row else None

    def names(self) -> list[str]:
        """Return the names of the active responders in order."""
        query = sa.select(responders.c.name).where(responders.c.is_active).order_by(responders.c.name)
        with self._database.read("list responders") as connection:
            return list(connection.scalars(query))

    def any(self) -> bool:
        """Tell whether there is an active responder."""
        query = sa.select(responders.c.name).where(responders.c.is_active).limit(1)
        with self._database.read("look for a responder") as connection:
            return connection.execute(query).first() is not None
