"""What a responder does with a case: claim it, take it over from somebody else, join the talk, close it."""

from __future__ import annotations

from uuid import UUID, uuid5

from fastapi import APIRouter, Request, Response

from waymark.errors import CaseConflict, CaseError
from waymark.gateway.console.auth import CheckedForm, Responder
from waymark.gateway.console.case_page import REASONS, case_page
from waymark.gateway.console.render import go_to
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.events import QUEUE, Bell
from waymark.gateway.services import Parts, Services
from waymark.handoff.case import OUTCOMES
from waymark.store import Case

router = APIRouter(prefix="/console/cases/{case_id}", include_in_schema=False, route_class=ConsoleRoute)


@router.post("/claim")
async def claim(request: Request, services: Parts, responder: Responder, _: CheckedForm, case_id: str) -> Response:
    """Lock a case for this responder; of two at once, one gets it and the other is told who has it."""
    try:
        case = await services.shelf.run(services.handoff.claim, case_id, responder.name)
    except (CaseConflict, CaseError):
        return await case_page(request, services, responder, case_id, notice="conflict", status=409)
    return _changed(services, case)


@router.post("/take")
async def take_over(
    request: Request, services: Parts, responder: Responder, form: CheckedForm, case_id: str
) -> Response:
    """Take a case over from whoever the form names, for a reason that stands in the audit."""
    reason, holder = form.get("reason", ""), form.get("holder", "")
    if reason not in REASONS:
        return await case_page(request, services, responder, case_id, notice="no_reason", status=422)
    if holder == responder.name:
        return await case_page(request, services, responder, case_id, notice="conflict", status=409)
    try:
        case = await services.shelf.run(_take, services, case_id, holder, responder.name, reason)
    except CaseConflict:
        return await case_page(request, services, responder, case_id, notice="conflict", status=409)
    return _changed(services, case)


@router.post("/join")
async def join(request: Request, services: Parts, responder: Responder, _: CheckedForm, case_id: str) -> Response:
    """Join the talk: from now on the person's messages wait for this responder, and Waymark is silent."""
    case = await services.shelf.run(services.shelf.store.cases.get, case_id)
    if case is not None and not case.is_shared:
        return await case_page(request, services, responder, case_id, notice="not_shared", status=409)
    try:
        case = await services.shelf.run(services.handoff.join, case_id, responder.name)
    except (CaseConflict, CaseError):
        return await case_page(request, services, responder, case_id, notice="conflict", status=409)
    await _announce(services, case, "handoff_joined")
    return _changed(services, case)


@router.post("/close")
async def close(request: Request, services: Parts, responder: Responder, form: CheckedForm, case_id: str) -> Response:
    """Close a case with its outcome and give the talk back to Waymark, which says so in one sentence."""
    outcome = form.get("outcome", "")
    if outcome not in OUTCOMES:
        return await case_page(request, services, responder, case_id, notice="no_outcome", status=422)
    try:
        case, knows = await services.shelf.run(_close, services, case_id, responder.name, outcome)
    except (CaseConflict, CaseError):
        return await case_page(request, services, responder, case_id, notice="conflict", status=409)
    if knows:
        await _announce(services, case, "handoff_returned")
    return _changed(services, case)


def _take(services: Services, case_id: str, holder: str, name: str, reason: str) -> Case:
    return services.shelf.store.cases.advance(
        case_id,
        "claimed",
        actor=f"responder:{name}",
        detail=reason,
        expect=("claimed", "joined"),
        to="claimed",
        holder=holder,
    )


def _close(services: Services, case_id: str, name: str, outcome: str) -> tuple[Case, bool]:
    """Close a case; tell also whether its person knows of a human, and so is to know that none is there any more."""
    store = services.shelf.store
    found = store.cases.get(case_id)
    talk = store.conversations.get(found.conversation_id) if found is not None else None
    case = services.handoff.close(case_id, name, outcome)
    return case, case.joined_at is not None or (talk is not None and talk.state != "assistant")


async def _announce(services: Services, case: Case, response: str) -> None:
    """Say it once in a case, however often a form is sent or a case changes hands."""
    await services.talk_desk.announce(case.conversation_id, response, str(uuid5(UUID(case.id), response)))


def _changed(services: Services, case: Case) -> Response:
    services.bus.ring(case.conversation_id, Bell("state"))
    services.bus.ring(QUEUE, Bell("state"))
    return go_to(f"/console/cases/{case.id}")
