"""The rows behind `Cases`: every function here works inside a writing transaction that its caller has begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from waymark.errors import CaseConflict
from waymark.messages import Level
from waymark.safety.assess import URGENCY
from waymark.store.conversations import ConversationState
from waymark.store.database import hold
from waymark.store.tables import audit, cases, conversations, now

CaseState = Literal["opened", "paged", "claimed", "joined", "closed"]
RANK: dict[str, int] = {level: rank for rank, level in enumerate((*URGENCY, "none"))}
_ENDS_PAGING = {"paged", "page_failed", "unreached", "claimed", "closed"}


@dataclass(frozen=True)
class Case:
    """One crisis of one conversation; open while `closed_at` is None.

    `is_shared` says that a responder may read the conversation, `page_due` that responders are still to be paged.
    """

    id: str
    conversation_id: str
    level: Level
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None = None
    is_shared: bool = False
    page_due: bool = False
    paged_at: datetime | None = None
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    joined_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class AuditEntry:
    """One thing that happened to a case; `detail` is a level, a kind of target or an outcome."""

    at: datetime
    actor: str
    event: str
    detail: str


def take(connection: sa.Connection, case_id: str) -> Case:
    """Return a case that nobody else can change until the transaction ends.

    Raises:
        CaseConflict: it was erased.
        UnknownConversation: it is being erased.
    """
    query = sa.select(cases).where(cases.c.id == case_id)
    row = connection.execute(query).first()
    if row is not None:
        hold(
            connection, row.conversation_id
        )  # as everywhere: first the conversation, so that no two wait for each other
        row = connection.execute(query).first()
    if row is None:
        raise conflict(case_id)
    return Case(**row._mapping)


def rise(connection: sa.Connection, case: Case, level: Level, is_shared: bool, page: bool) -> Case:
    """Return an open case at the more urgent of two levels, shared if it was or is to be."""
    values: dict[str, Any] = {}
    if RANK[level] < RANK[case.level]:
        note(connection, case, "raised", "system", level)
        values |= {"level": level, "page_due": case.page_due or page}
    if is_shared and not case.is_shared:
        note(connection, case, "shared", "system", level)
        values["is_shared"] = True
    if page and case.state == "opened":
        values["page_due"] = True
    return change(connection, case, **values) if values else case


def effects(case: Case, event: str, actor: str, detail: str, to: CaseState | None) -> dict[str, Any]:
    """Return the values that an event changes."""
    values: dict[str, Any] = {"state": to} if to else {}
    if event in _ENDS_PAGING:
        values["page_due"] = False
    if event == "paged" and case.paged_at is None:
        values["paged_at"] = now()
    if event == "claimed":
        values |= {"claimed_at": now(), "claimed_by": actor.removeprefix("responder:")}
    if event == "joined":
        values["joined_at"] = now()
    if to == "closed":
        values |= {"closed_at": now(), "outcome": detail}
    return values


def change(connection: sa.Connection, case: Case, **values: Any) -> Case:
    """Write new values and return the case with them."""
    if values:
        connection.execute(sa.update(cases).where(cases.c.id == case.id).values(values))
    return replace(case, **values)


def note(connection: sa.Connection, case: Case, event: str, actor: str, detail: str, key: str | None = None) -> None:
    """Add an entry to the audit."""
    row = {
        "case_id": case.id,
        "conversation_id": case.conversation_id,
        "at": now(),
        "actor": actor,
        "event": event,
        "detail": detail,
        "key": key,
    }
    connection.execute(sa.insert(audit).values(row))


def is_noted(connection: sa.Connection, case_id: str, key: str) -> bool:
    """Tell whether the audit has an entry with this key."""
    query = sa.select(audit.c.id).where(audit.c.case_id == case_id, audit.c.key == key)
    return connection.execute(query).first() is not None


def hand(
    connection: sa.Connection, case: Case, state: ConversationState, *, only_from: ConversationState | None = None
) -> None:
    """Say who answers in the conversation of a case."""
    mine = sa.update(conversations).where(conversations.c.id == case.conversation_id)
    if only_from is not None:
        mine = mine.where(conversations.c.state == only_from)
    connection.execute(mine.values(state=state))


def conflict(case_id: str) -> CaseConflict:
    """Return the error for a case that is not there, or not in the expected state."""
    return CaseConflict(f"case {case_id} is gone, with somebody else, or past that step; look at the queue again")
