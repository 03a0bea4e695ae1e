"""Questions for the editors: what people asked that nothing answers, and let us see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from waymark.gateway.console.auth import CheckedForm, Responder
from waymark.gateway.console.render import go_to, page
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.services import Parts
from waymark.store import Case, Gap, Store

GAPS = "/console/gaps"
PAGE_SIZE = 50
_NUMBER = re.compile(r"[0-9]{1,6}")
router = APIRouter(prefix=GAPS, include_in_schema=False, route_class=ConsoleRoute)


@dataclass(frozen=True)
class _View:
    total: int
    number: int
    last: int
    gaps: Sequence[Gap]
    queue: Sequence[Case]


@router.get("")
async def show_gaps(request: Request, services: Parts, responder: Responder) -> Response:
    """Show one page of the list, newest first; a number beyond the end shows the last page."""
    view = await services.shelf.run(_load, services.shelf.store, _number(request.query_params.get("page")))
    values = {"me": responder, "queue": view.queue, "view": view, "self_address": _address(view.number)}
    return page(request, "gaps.html", values)


@router.post("/{gap_id}/remove")
async def remove(services: Parts, _: Responder, form: CheckedForm, gap_id: int) -> Response:
    """Remove one question for good; one that is gone already stays so."""
    await services.shelf.run(services.shelf.store.gaps.remove, gap_id)
    return go_to(_address(_number(form.get("page"))))


def _load(store: Store, wanted: int) -> _View:
    total = sum(store.gaps.counts().values())
    last = max(1, -(-total // PAGE_SIZE))
    number = min(wanted, last)
    return _View(
        total=total,
        number=number,
        last=last,
        gaps=store.gaps.newest(PAGE_SIZE, (number - 1) * PAGE_SIZE),
        queue=store.cases.queue(),
    )


def _number(typed: str | None) -> int:
    """Return the number of a page; the first where none was given."""
    return max(1, int(typed)) if typed and _NUMBER.fullmatch(typed) else 1


def _address(number: int) -> str:
    return GAPS if number == 1 else f"{GAPS}?page={number}"
