"""What a responder says to the person."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from waymark.errors import StoreError
from waymark.gateway.console.auth import CheckedForm, Responder
from waymark.gateway.console.case_page import case_page
from waymark.gateway.console.render import go_to
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.events import Bell
from waymark.gateway.services import Parts
from waymark.store import Case

router = APIRouter(prefix="/console/cases/{case_id}", include_in_schema=False, route_class=ConsoleRoute)


@router.post("/say")
async def say(request: Request, services: Parts, responder: Responder, form: CheckedForm, case_id: str) -> Response:
    """Say something to the person, once however often the form is sent; only who has joined the talk may."""
    text = form.get("text", "").replace("\r\n", "\n").strip()
    case = await services.shelf.run(services.shelf.store.cases.get, case_id)
    notice, status = _refusal(case, responder.name, text, services.settings.max_text_characters)
    if case is not None and not notice:
        try:
            await services.talk_desk.say(
                case.conversation_id, responder.name, text, _message_id(form.get("message_id"))
            )
        except StoreError:
            notice, status = "not_saved", 503
    if notice:
        return await case_page(request, services, responder, case_id, notice=notice, draft=text, status=status)
    return go_to(f"/console/cases/{case_id}#latest")


@router.post("/typing")
async def typing(services: Parts, responder: Responder, _: CheckedForm, case_id: str) -> Response:
    """Let the person see that somebody is writing."""
    case = await services.shelf.run(services.shelf.store.cases.get, case_id)
    if _is_in_talk(case, responder.name) and case is not None:
        services.bus.ring(case.conversation_id, Bell("typing", "responder"))
    return Response(status_code=204)


def _is_in_talk(case: Case | None, name: str) -> bool:
    return case is not None and case.is_shared and case.state == "joined" and case.claimed_by == name


def _refusal(case: Case | None, name: str, text: str, most: int) -> tuple[str, int]:
    if not _is_in_talk(case, name):
        return "not_joined", 409
    if not text:
        return "empty", 422
    return ("too_long", 422) if len(text) > most else ("", 200)


def _message_id(sent: str | None) -> str | None:
    try:
        return str(UUID(sent))
    except (TypeError, ValueError):
        return None
