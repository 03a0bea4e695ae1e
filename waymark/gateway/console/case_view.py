"""What one responder may see of one case. Without the person's consent that is its level, its state and its times."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from waymark.content.schema import Country
from waymark.gateway.console.evidence import Evidence
from waymark.gateway.services import Services
from waymark.messages import Message
from waymark.store import AuditEntry, Case, Store

MOST_MESSAGES = 200


@dataclass(frozen=True)
class Row:
    """One message of the transcript, with the evidence in it where a person wrote it."""

    message: Message
    evidence: Evidence | None


@dataclass(frozen=True)
class CaseView:
    """A case as a page shows it; nothing of the conversation is in it unless `is_readable`."""

    case: Case
    audit: Sequence[AuditEntry]
    queue: Sequence[Case]
    is_readable: bool
    messages: Sequence[Message] = ()
    rows: Sequence[Row] = ()
    country: Country | None = None


async def view_case(services: Services, case_id: str) -> CaseView | None:
    """Return a case with all that may be seen of it; None once it is erased.

    Raises:
        StoreError: the database cannot be asked.
    """
    view = await services.shelf.run(_load, services.shelf.store, services, case_id)
    if view is None or not view.messages:
        return view
    evidence = await asyncio.to_thread(services.console.evidence.of, view.case.conversation_id, view.messages)
    return replace(view, rows=[Row(message, evidence.get(message.id)) for message in view.messages])


def _load(store: Store, services: Services, case_id: str) -> CaseView | None:
    case = store.cases.get(case_id)
    if case is None:
        return None
    view = CaseView(
        case=case,
        audit=store.cases.audit(case_id),
        queue=store.cases.queue(),
        is_readable=case.is_shared and case.state != "closed",  # after a case, the conversation is the person's again
    )
    if not view.is_readable:
        return view
    conversation = store.conversations.get(case.conversation_id)
    if conversation is None:
        return None
    return replace(
        view,
        messages=store.messages.recent(case.conversation_id, MOST_MESSAGES),
        country=services.content.country(conversation.country),
    )
