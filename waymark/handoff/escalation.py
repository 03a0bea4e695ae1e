"""The escalation of one case, as a DBOS workflow: it goes on after a crash where it was.

Which targets a stage has is itself a step, so that an escalation under way bears a change of the settings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from dbos import DBOS, StepOptions

from waymark.handoff.page import Stage
from waymark.handoff.steps import Steps

P = ParamSpec("P")
T = TypeVar("T")
_PAGE_ATTEMPTS = 5
_STORE_ATTEMPTS = 20  # with growing pauses, hours of a database that is down
_bound: list[Steps] = []  # DBOS calls workflows by their name, so what they need is found here
_log = structlog.get_logger()


def bind(steps: Steps) -> None:
    """Give the workflows of this process the steps that they take."""
    _bound[:] = [steps]


@DBOS.workflow(name="escalate")
async def escalate(case_id: str, round_id: str) -> None:
    """Page, page again, page the next contact, and tell the person the truth if nobody took the case."""
    steps, reached = _bound[0], False
    settings = steps.parts.settings
    stages: tuple[tuple[Stage, float], ...] = (
        ("first", settings.page_again_seconds),
        ("again", settings.next_contact_seconds),
        ("next", settings.give_up_seconds),
    )
    for stage, seconds in stages:
        if stage == "again" and not reached:
            continue  # nothing took the first page: the next contact must not wait
        outcome = await _page(case_id, f"{round_id}.{stage}", stage)
        if outcome is None:
            return
        reached = reached or outcome
        if reached:
            await DBOS.sleep_async(seconds)
    if await _lasting("conclude", steps.conclude, case_id, round_id):
        await _lasting("speak", steps.speak, case_id, "handoff_unreached", round_id)


@DBOS.workflow(name="alert")
async def alert(case_id: str, alert_id: str) -> None:
    """Page once more, because the level of a case has risen."""
    await _page(case_id, alert_id, "raised")


async def _page(case_id: str, page_id: str, stage: Stage) -> bool | None:
    """Page all targets of a stage at once; True if any took it, None if nobody needs to be paged any more."""
    steps = _bound[0]
    targets = await _lasting("look", steps.look, case_id, stage)
    if targets is None:
        return None
    taken = await asyncio.gather(*(_send(case_id, page_id, stage, target) for target in targets))
    for target, is_taken in zip(targets, taken, strict=True):
        event = "paged" if is_taken else "page_failed"
        await _lasting("record", steps.record, case_id, event, page_id, target)
    return any(taken)


async def _send(case_id: str, page_id: str, stage: Stage, target: str) -> bool:
    steps = _bound[0]
    options = _retrying("send", steps.parts.retry_seconds, 2.0, _PAGE_ATTEMPTS)
    try:
        await DBOS.run_step_async(options, steps.send, case_id, page_id, stage, target)
    except Exception as error:  # noqa: BLE001 whatever is wrong with one target, the others and the next contact follow
        _log.warning("handoff.page.failed", kind=target.partition(".")[0], exc_info=error)
        return False
    return True


async def _lasting(name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a step on the database in a thread, for as long as it takes the database to come back."""
    return await DBOS.run_step_async(_retrying(name, 1.0, 1.5, _STORE_ATTEMPTS), function, *args, **kwargs)


def _retrying(name: str, seconds: float, rate: float, attempts: int) -> StepOptions:
    return {
        "name": name,
        "retries_allowed": True,
        "interval_seconds": seconds,
        "backoff_rate": rate,
        "max_attempts": attempts,
    }
