"""What the rest of Waymark knows of handoff. Every method may be called from any thread; none waits for the network."""

from __future__ import annotations

from waymark.errors import CaseConflict, CaseError, StoreError
from waymark.handoff.case import OUTCOMES, URGENT, states_before
from waymark.handoff.parts import Parts, Speaker
from waymark.handoff.watch import Watch
from waymark.messages import Level
from waymark.settings import Settings
from waymark.store import Case, CaseState, ConversationState, Store


def is_staffed(store: Store, settings: Settings) -> bool:
    """Tell whether anybody can be reached; if not, or if that cannot be told, no human may be mentioned."""
    if settings.handoff_webhook_url or settings.handoff_notify:
        return True
    try:
        return store.responders.any()
    except StoreError:
        return False


class Handoff:
    """Cases of one gateway process; safe to use from many threads."""

    def __init__(self, store: Store, settings: Settings, speaker: Speaker, *, retry_seconds: float = 1.0):
        self._store = store
        self._settings = settings
        self._watch = Watch(Parts(store, settings, speaker, retry_seconds), is_needed=self._is_needed)

    def start(self) -> None:
        """Begin to page, in a thread of its own; call it once the gateway listens. Returns at once."""
        self._watch.start()

    def stop(self) -> None:
        """End; escalations under way go on in another process, or in the next one."""
        self._watch.stop()

    def is_staffed(self) -> bool:
        """Tell whether anybody can be reached; if not, or if that cannot be told, no human may be mentioned."""
        return is_staffed(self._store, self._settings)

    def open(self, conversation_id: str, level: Level) -> Case:
        """Open a case, or raise the open one, and have responders paged where there are any.

        Raises:
            UnknownConversation: the conversation was erased.
            StoreError: the case could not be kept.
        """
        case = self._store.cases.open(conversation_id, level, is_shared=level in URGENT, page=self.is_staffed())
        self._watch.wake()
        return case

    def share(self, conversation_id: str) -> Case | None:
        """Let responders read the conversation, as the person has agreed; None where no case is open."""
        open_cases = [case for case in self._store.cases.of(conversation_id) if case.state != "closed"]
        if not open_cases:
            return None
        case = self._store.cases.share(open_cases[-1].id, "person")
        self._watch.wake()
        return case

    def claim(self, case_id: str, responder: str) -> Case:
        """Give a case to a responder.

        Raises:
            CaseConflict: somebody else has it, or it is closed.
        """
        return self._step(case_id, "claimed", responder)

    def join(self, case_id: str, responder: str) -> Case:
        """Let the responder who has a case speak with the person; Waymark is silent from now on.

        Raises:
            CaseConflict: the responder does not have it, or it is closed.
        """
        return self._step(case_id, "joined", responder, talk="held")

    def close(self, case_id: str, responder: str, outcome: str) -> Case:
        """Close a case with its outcome; Waymark answers again.

        Raises:
            CaseConflict: the responder does not have it.
            CaseError: the outcome is none of OUTCOMES.
        """
        if outcome not in OUTCOMES:
            raise CaseError(f"a case cannot be closed with that outcome; choose one of {', '.join(OUTCOMES)}")
        return self._step(case_id, "closed", responder, detail=outcome, talk="assistant")

    def _step(
        self, case_id: str, to: CaseState, responder: str, *, detail: str = "", talk: ConversationState | None = None
    ) -> Case:
        """Take a case one step further; asked twice by the same responder, the second time changes nothing."""
        try:
            return self._store.cases.advance(
                case_id,
                to,
                actor=f"responder:{responder}",
                detail=detail,
                expect=states_before(to),
                to=to,
                talk=talk,
                holder=None if to == "claimed" else responder,
            )
        except CaseConflict:
            case = self._store.cases.get(case_id)
            if case is not None and case.state == to and case.claimed_by == responder:
                return case
            raise

    def _is_needed(self) -> bool:
        return self.is_staffed() or any(case.state == "paged" for case in self._store.cases.queue())
