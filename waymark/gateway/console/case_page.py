"""One case: what is known of it, what was said, and what its responder may do next."""

from __future__ import annotations

from uuid import uuid4

from fastapi import APIRouter, Request, Response

from waymark.gateway.console.auth import Responder, SignedIn
from waymark.gateway.console.case_view import view_case
from waymark.gateway.console.render import page
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.services import Parts, Services
from waymark.handoff.case import OUTCOMES
from waymark.safety.respond import crisis_block, shown_line

REASONS = ("no_reply", "shift_over", "agreed")  # why a case is taken over from somebody else
router = APIRouter(prefix="/console/cases", include_in_schema=False, route_class=ConsoleRoute)


@router.get("/{case_id}")
async def show_case(request: Request, services: Parts, responder: Responder, case_id: str) -> Response:
    """Show a case."""
    return await case_page(request, services, responder, case_id)


async def case_page(
    request: Request,
    services: Services,
    responder: SignedIn,
    case_id: str,
    *,
    notice: str = "",
    draft: str = "",
    status: int = 200,
) -> Response:
    """Return the page of a case, with a notice about what was just tried and text that could not be sent.

    Raises:
        StoreError: the database cannot be asked.
    """
    view = await view_case(services, case_id)
    if view is None:
        return page(request, "trouble.html", {"kind": "gone", "me": responder}, 404)
    values = {
        "me": responder,
        "self_address": f"/console/cases/{case_id}",
        "queue": view.queue,
        "view": view,
        "case": view.case,
        "is_mine": view.case.claimed_by == responder.name,
        "reasons": REASONS,
        "outcomes": OUTCOMES,
        "notice": notice,
        "draft": draft,
        "message_id": str(uuid4()),
    }
    if view.country is not None:
        values["crisis"] = crisis_block(view.country, view.case.level)
        values["all_lines"] = [shown_line(line) for line in view.country.lines]
    return page(request, "case.html", values, status)
