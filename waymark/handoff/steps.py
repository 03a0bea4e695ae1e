"""The steps of an escalation, each safe to repeat, since one that was under way when the process died runs again.

A page keeps its id, an entry of the audit its key, and a message to the person its message id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from waymark.errors import CaseConflict, PageError, StoreError, UnknownConversation
from waymark.handoff.case import next_state, states_before
from waymark.handoff.page import Page, Stage, notify, send_webhook
from waymark.handoff.parts import Parts
from waymark.store import Case

_TRIES = 5


@dataclass(frozen=True)
class Steps:
    """What an escalation does to the world."""

    parts: Parts

    def look(self, case_id: str, stage: Stage) -> list[str] | None:
        """Return the targets of a stage, or None where nobody needs to be paged any more."""
        settings, case = self.parts.settings, self.parts.store.cases.get(case_id)
        if case is None or case.state not in states_before("paged" if stage == "raised" else "unreached"):
            return None
        kind, urls = ("next", settings.handoff_notify_next) if stage == "next" else ("notify", settings.handoff_notify)
        targets = [*(["webhook"] if settings.handoff_webhook_url else []), *(f"{kind}.{n}" for n in range(len(urls)))]
        return targets or (["console"] if stage in ("first", "raised") else [])  # its queue shows the case by itself

    async def send(self, case_id: str, page_id: str, stage: Stage, target: str) -> None:
        """Page one target, once.

        Raises:
            PageError: the page was not accepted.
        """
        cases = self.parts.store.cases
        case = await asyncio.to_thread(cases.get, case_id)
        if case is None or await asyncio.to_thread(cases.has_noted, case_id, _key(page_id, "paged", target)):
            return  # erased meanwhile, or sent just before the process died
        await self._send(target, Page.of(case, page_id, stage, self.parts.settings.console_url))
        with suppress(StoreError):  # at once if possible; the step after this one makes sure of it
            await asyncio.to_thread(self.record, case_id, "paged", page_id, target)

    async def _send(self, target: str, page: Page) -> None:
        settings = self.parts.settings
        kind, _, place = target.partition(".")
        if kind == "webhook" and settings.handoff_webhook_url and settings.handoff_webhook_secret:
            await send_webhook(settings.handoff_webhook_url, settings.handoff_webhook_secret.get_secret_value(), page)
        elif kind in ("notify", "next"):
            urls = settings.handoff_notify if kind == "notify" else settings.handoff_notify_next
            if int(place) >= len(urls):
                raise PageError("a target left the settings before it was paged; the others are paged")
            await notify(urls[int(place)].get_secret_value(), page)
        elif kind != "console":
            raise PageError("the webhook left the settings before it was paged; the other targets are paged")

    def record(self, case_id: str, event: str, page_id: str, target: str) -> None:
        """Write down what became of a page."""

        def write(case: Case) -> Case:
            return self.parts.store.cases.advance(
                case_id,
                event,
                actor="system",
                detail=target.partition(".")[0],
                expect=(case.state,),
                to=next_state(case.state, event),
                key=_key(page_id, event, target),
            )

        self._whatever_its_state(case_id, write)

    def conclude(self, case_id: str, round_id: str) -> bool:
        """Write down that nobody was reached; True if the person had been told that somebody would be."""
        try:
            case = self.parts.store.cases.advance(
                case_id,
                "unreached",
                actor="system",
                expect=states_before("unreached"),
                to="opened",
                talk="assistant",
                key=f"{round_id}:unreached",
            )
        except (CaseConflict, UnknownConversation):
            return False  # taken at the last moment, or erased
        return case.is_shared

    def speak(self, case_id: str, response: str, round_id: str) -> None:
        """Say a response to the person."""
        case = self.parts.store.cases.get(case_id)
        if case is not None:
            message_id = str(uuid5(NAMESPACE_URL, f"waymark:{round_id}:{response}"))
            with suppress(UnknownConversation):
                self.parts.speaker(case.conversation_id, response, message_id)

    def _whatever_its_state(self, case_id: str, write: Callable[[Case], Case]) -> None:
        """Write about a case unless it has ended; tries again where somebody else was quicker."""
        for _ in range(_TRIES):
            case = self.parts.store.cases.get(case_id)
            if case is None or case.state == "closed":
                return
            with suppress(CaseConflict):
                write(case)
                return


def _key(page_id: str, event: str, target: str) -> str:
    return f"{page_id}:{event}:{target}"
