"""Cases: one per crisis that a human is asked to take over; at most one of a conversation is open.

A case and what happened to it are written in one transaction. The audit is only ever added to; it goes when the
conversation is erased. Neither holds a word that a person wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from waymark.messages import Level
from waymark.store.case_rows import (
    RANK,
    AuditEntry,
    Case,
    CaseState,
    change,
    conflict,
    effects,
    hand,
    is_noted,
    note,
    rise,
    take,
)
from waymark.store.conversations import ConversationState
from waymark.store.database import Database, hold
from waymark.store.tables import audit, cases, now


class Cases:
    """All cases."""

    def __init__(self, database: Database):
        self._database = database

    def open(self, conversation_id: str, level: Level, *, is_shared: bool = False, page: bool = False) -> Case:
        """Return the open case of a conversation, or open one; its level only rises and sharing only begins.

        With `page`, responders are to be paged: for a new case, one that nobody was found for, and a higher level.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        fresh = Case(str(uuid4()), conversation_id, level, "opened", now(), is_shared=is_shared, page_due=page)
        query = sa.select(cases).where(cases.c.conversation_id == conversation_id, cases.c.closed_at.is_(None))
        with self._database.write("open a case") as connection:
            hold(connection, conversation_id)
            row = connection.execute(query).first()
            if row is None:
                connection.execute(sa.insert(cases).values(vars(fresh)))
                note(connection, fresh, "opened", "system", level)
                found = fresh
            else:
                found = rise(connection, Case(**row._mapping), level, is_shared, page)
            if page and found.is_shared and found.state in ("opened", "paged"):
                hand(connection, found, "waiting", only_from="assistant")
        return found

    def share(self, case_id: str, actor: str) -> Case:
        """Let responders read the conversation of a case; once is enough.

        Raises:
            CaseConflict: the case is gone or closed.
        """
        with self._database.write("share a case") as connection:
            case = take(connection, case_id)
            if case.state == "closed":
                raise conflict(case_id)
            if case.is_shared:
                return case
            note(connection, case, "shared", actor, "")
            if case.state in ("opened", "paged"):
                hand(connection, case, "waiting", only_from="assistant")
            return change(connection, case, is_shared=True, page_due=case.page_due or case.state == "opened")

    def advance(
        self,
        case_id: str,
        event: str,
        *,
        actor: str,
        expect: Sequence[CaseState],
        detail: str = "",
        to: CaseState | None = None,
        talk: ConversationState | None = None,
        key: str | None = None,
        holder: str | None = None,
    ) -> Case:
        """Write down what happened to a case, and take it `to` its new state, in one transaction.

        Args:
            case_id: the case.
            event: what happened, a word of the closed list in `waymark.handoff.case`.
            actor: "system", "person" or "responder:<name>".
            expect: the states in which this may happen.
            detail: a level, a kind of target, an outcome.
            to: the state afterwards; the same when left out.
            talk: who answers in the conversation afterwards; unchanged when left out.
            holder: the responder who must have it.
            key: an event with a key that was written down before is not written again, and changes nothing.

        Raises:
            CaseConflict: the case is gone, in none of the expected states, or with somebody else.
        """
        with self._database.write("change a case") as connection:
            case = take(connection, case_id)
            if key is not None and is_noted(connection, case_id, key):
                return case
            if case.state not in expect or holder not in (None, case.claimed_by):
                raise conflict(case_id)
            note(connection, case, event, actor, detail, key)
            if talk is not None:
                hand(connection, case, talk)
            return change(connection, case, **effects(case, event, actor, detail, to))

    def has_noted(self, case_id: str, key: str) -> bool:
        """Tell whether an event with this key was written down."""
        with self._database.read("read an audit") as connection:
            return is_noted(connection, case_id, key)

    def get(self, case_id: str) -> Case | None:
        """Return a case, or None once it is erased."""
        found = self._read(sa.select(cases).where(cases.c.id == case_id))
        return found[0] if found else None

    def of(self, conversation_id: str) -> list[Case]:
        """Return all cases of a conversation, oldest first."""
        mine = cases.c.conversation_id == conversation_id
        return self._read(sa.select(cases).where(mine).order_by(cases.c.opened_at, cases.c.id))

    def queue(self) -> list[Case]:
        """Return all open cases, the most urgent level first, and of one level the oldest first."""
        waiting = self._read(sa.select(cases).where(cases.c.closed_at.is_(None)))
        return sorted(waiting, key=lambda case: (RANK[case.level], case.opened_at, case.id))

    def due(self) -> list[Case]:
        """Return the open cases for which responders are still to be paged."""
        return self._read(sa.select(cases).where(cases.c.closed_at.is_(None), cases.c.page_due))

    def audit(self, case_id: str) -> list[AuditEntry]:
        """Return all that happened to a case, in order."""
        query = sa.select(audit.c.at, audit.c.actor, audit.c.event, audit.c.detail)
        with self._database.read("read an audit") as connection:
            rows = connection.execute(query.where(audit.c.case_id == case_id).order_by(audit.c.id))
            return [AuditEntry(**row._mapping) for row in rows]

    def _read(self, query: sa.Select[Any]) -> list[Case]:
        with self._database.read("read cases") as connection:
            return [Case(**row._mapping) for row in connection.execute(query)]
