"""The path of one message: assess, store, answer.

A takeover waits neither for the brain nor for the conversation's queue: it is answered from `content/` here, and the
brain is told afterwards. Only `none` and `check_in` ask the brain, one message of a conversation at a time, within a
deadline.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import structlog

from waymark.answers.render import SHARE
from waymark.care.my_data.payloads import ERASE_SURE, is_of_data
from waymark.care.questionnaires.disclosure import Discloser
from waymark.errors import BrainError, StoreError, UnknownConversation
from waymark.gateway.asking import Asking
from waymark.gateway.brain_client import ASK, TELL, Brain, Question
from waymark.gateway.data_desk import DataDesk, ShownOnce
from waymark.gateway.deciding import decide
from waymark.gateway.envelope import enveloped
from waymark.gateway.events import Bell, Bus
from waymark.gateway.gap_desk import GapDesk, is_gap
from waymark.gateway.inbound import Inbound
from waymark.gateway.limits import Limits
from waymark.gateway.metrics import Metrics
from waymark.gateway.paper_desk import PaperDesk, is_paper
from waymark.gateway.plan_desk import Glance, PlanDesk
from waymark.gateway.problems import Problem
from waymark.gateway.referral import Referral
from waymark.gateway.sessions import ButtonSigner
from waymark.gateway.shelf import Recall, Shelf
from waymark.gateway.wire import Answer
from waymark.gateway.words import Words
from waymark.messages import Draft, Message, Sender, message_from
from waymark.safety import Decision, Responder, RiskState
from waymark.safety.talk import is_rise
from waymark.store import ConversationState

_log = structlog.get_logger()


class Pipeline:
    """Answers messages. One per gateway process."""

    def __init__(
        self,
        *,
        responder: Responder,
        shelf: Shelf,
        brain: Brain,
        words: Words,
        bus: Bus,
        limits: Limits,
        buttons: ButtonSigner,
        metrics: Metrics,
        referral: Referral,
        papers: PaperDesk,
        data: DataDesk,
        deadline_seconds: float,
        max_text: int,
    ):
        self._responder = responder
        self._discloser = Discloser(responder)
        self._shelf = shelf
        self._words = words
        self._bus = bus
        self._limits = limits
        self._buttons = buttons
        self._metrics = metrics
        self._referral = referral
        self._papers = papers
        self._data = data
        self._gaps = GapDesk(shelf, words)
        self._asking = Asking(brain, bus, papers, self._gaps, data)
        self._plans = PlanDesk(words.content, shelf)
        self._deadline = deadline_seconds
        self._max_text = max_text
        self._in_flight: dict[tuple[str, str], asyncio.Task[Answer]] = {}
        self._late: set[asyncio.Task[None]] = set()

    async def receive(self, inbound: Inbound) -> Answer:
        """Answer one message, once: a retry gets the same answer, also while the first is under way.

        Raises:
            Problem: the conversation is gone, the rate is exceeded, the id was used for another message, or nothing
            can be stored; never for a message that speaks of danger.
        """
        key = (inbound.conversation_id, inbound.message_id)
        task = self._in_flight.get(key)
        if task is None:
            task = asyncio.create_task(self._answer_whatever_happens(inbound))
            self._in_flight[key] = task
            task.add_done_callback(lambda _: self._in_flight.pop(key, None))
        return await asyncio.shield(task)  # a client that hangs up does not stop its answer from being stored

    async def _answer_whatever_happens(self, inbound: Inbound) -> Answer:
        try:
            return await self._answer(inbound)
        except Problem:
            raise
        except Exception as error:  # noqa: BLE001 a fault of ours must not become silence: assess once more
            _log.exception("gateway.message.failed", exc_info=error)
            self._metrics.failures.labels("gateway").inc()
            known = self._shelf.last_known(inbound.conversation_id)
            decision, _ = await self._decide(inbound, replace(known, risk=RiskState(language=known.risk.language)))
            drafts = [] if decision.speaks_alone else self._own("cannot_look_up", known)[0]
            replies = self._messages(inbound.conversation_id, enveloped(drafts, decision, self._responder))
            return Answer(messages=tuple(replies), safety=decision.note, state="assistant")

    async def _answer(self, inbound: Inbound) -> Answer:
        started = time.monotonic()
        before = await self._shelf.recall(inbound.conversation_id)
        decision, risk = await self._decide(inbound, before)
        plan = self._plans.glance(inbound.conversation_id, decision, before)
        if not decision.speaks and self._data.wish(inbound.payload, inbound.text, before) == ERASE_SURE:
            return await self._erase(inbound, before, decision)
        if not decision.speaks:
            self._refuse_if_needed(inbound, before)
        if before.exists and before.is_stored:
            try:
                earlier: Sequence[Message] = await self._keep(inbound)
            except (StoreError, Problem) as error:
                before, earlier = replace(before, is_stored=False), ()
                if isinstance(error, StoreError):
                    self._metrics.failures.labels("store").inc()
                if not decision.speaks:  # danger is answered all the same
                    raise self._refusal(error, before) from None
            if earlier:
                return Answer(messages=tuple(earlier), safety=decision.note, state=before.state)
        after = replace(before, risk=risk, country=decision.country)
        if after.exists:
            self._shelf.remember(inbound.conversation_id, after)
        self._metrics.messages.labels(decision.level, decision.response).inc()
        drafts, sender = await self._drafts(inbound, before, after, decision, plan, started)
        replies = await self._say(inbound, after, drafts, sender)
        if plan is not None and not (plan.done() and (plan.result() is None or plan.result() in drafts)):
            late = asyncio.create_task(self._follow_with_plan(inbound, plan))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
        await self._settle(inbound, before, after, decision)
        self._metrics.seconds.labels(decision.response).observe(time.monotonic() - started)
        state = await self._state(inbound, before, decision)
        return Answer(messages=tuple(replies), safety=decision.note, state=state)

    def turn_of(self, conversation_id: str) -> asyncio.Lock:
        """Return what the brain is asked under, and a conversation erased: else the brain may keep a turn of it."""
        return self._asking.turn_of(conversation_id)

    async def _erase(self, inbound: Inbound, before: Recall, decision: Decision) -> Answer:
        """Erase the conversation; the answer is stored nowhere, and the same when it is asked for again."""
        async with self.turn_of(inbound.conversation_id):
            draft = await self._data.erase(inbound.conversation_id, before)
        return Answer(messages=(message_from(draft),), safety=decision.note, state="assistant")

    async def _state(self, inbound: Inbound, before: Recall, decision: Decision) -> ConversationState:
        """Return who answers from now on; only danger and consent change it."""
        if not (before.exists and before.is_stored) or (decision.response != "takeover" and inbound.payload != SHARE):
            return before.state
        return (await self._shelf.recall(inbound.conversation_id)).state

    async def _decide(self, inbound: Inbound, recall: Recall) -> tuple[Decision, RiskState]:
        text = inbound.text if inbound.payload is None else ""  # a button's title is ours
        decision, risk = await decide(self._discloser, text, recall, self._discloser.answer_in(inbound.payload))
        is_unsaid = recall.state == "held" and not is_rise(decision.level, recall.risk.level)
        leaves_open = inbound.payload == SHARE or any(
            is_ours(inbound.payload) for is_ours in (is_gap, is_paper, is_of_data)
        )
        if is_unsaid or leaves_open:  # what is not said now was not said, and our question stays open
            risk = risk.model_copy(update={"said": recall.risk.said, "asks": recall.risk.asks})
        return decision, risk

    def _refuse_if_needed(self, inbound: Inbound, recall: Recall) -> None:
        if not recall.exists:
            raise _gone()
        if not recall.is_stored:
            raise self._not_stored(recall)
        if inbound.missing:
            raise Problem(422, f"form: no answer to {', '.join(inbound.missing)}; a question may be left out, not open")
        if not self._limits.allows_message(inbound.conversation_id):
            detail = self._words.text("slow_down", recall.country, recall.language)
            lines = self._responder.lines(recall.country, recall.language)
            raise Problem(429, detail, lines=lines, headers={"Retry-After": str(self._limits.seconds_to_wait)})

    def _refusal(self, error: Exception, recall: Recall) -> Problem:
        if isinstance(error, Problem):
            return error
        return _gone() if isinstance(error, UnknownConversation) else self._not_stored(recall)

    def _not_stored(self, recall: Recall) -> Problem:
        detail = self._words.text("not_saved", recall.country, recall.language)
        return Problem(503, detail, lines=self._responder.lines(recall.country, recall.language))

    async def _keep(self, inbound: Inbound) -> Sequence[Message]:
        """Store the person's message; return its replies where this is a retry of one that was answered.

        Raises:
            StoreError: it could not be stored.
        """
        messages = self._shelf.store.messages
        kept = await self._shelf.run(
            messages.add_from_person, inbound.conversation_id, inbound.message, inbound.fingerprint, inbound.once
        )
        if kept.is_new:
            self._bus.ring(inbound.conversation_id, Bell("message"))
            return ()
        if kept.was_sent:
            raise Problem(409, "this form was sent already; what was sent first stands")
        if not kept.same:
            raise Problem(409, "this message id was already used for another message; send a new id")
        return await self._shelf.run(messages.replies_to, inbound.conversation_id, inbound.message_id)

    async def _drafts(
        self,
        inbound: Inbound,
        before: Recall,
        after: Recall,
        decision: Decision,
        plan: Glance | None,
        started: float,
    ) -> tuple[Sequence[Draft], Sender]:
        """Decide what is said, and by whom."""
        about_humans: Sequence[Draft] = ()
        if decision.response == "takeover" and before.exists and before.is_stored:
            about_humans = await self._refer(inbound, decision, before)
        wish = None if decision.speaks else self._data.wish(inbound.payload, inbound.text, before)
        if wish is not None:  # also beside a human: it is the person's own data
            self._metrics.answers.labels("gateway").inc()
            done = await self._data.answer(inbound.conversation_id, wish, after)
            return done, "system" if before.state == "held" else "assistant"
        if before.state == "held":  # beside a human Waymark is silent, except when the level rises
            rises = is_rise(decision.level, before.risk.level)
            if inbound.form is not None and not decision.speaks_alone:  # it is added up when the human has left
                await self._put_aside(ASK, _question(inbound, decision, after), inbound.message_id)
            return ([self._responder.draft(decision)] if rises else []), "system"
        if decision.speaks_alone:
            self._metrics.answers.labels("gateway").inc()
            return [self._responder.draft(decision), *await self._plans.at_hand(plan), *about_humans], "assistant"
        if len(inbound.text) > self._max_text:
            drafts, origin = self._own("too_long", after)
        elif not inbound.text.strip() and inbound.payload is None:
            drafts, origin = self._own("empty_message", after)
        elif inbound.payload == SHARE:
            drafts, origin = [await self._referral.share(inbound.conversation_id, before)], "gateway"
        elif inbound.payload is not None and is_gap(inbound.payload):
            drafts, origin = [await self._gaps.keep(inbound.conversation_id, inbound.payload, after)], "gateway"
        elif inbound.payload is not None and is_paper(inbound.payload):
            drafts, origin = [await self._papers.answer(inbound.conversation_id, inbound.payload, after)], "gateway"
        else:
            drafts, origin = await self._converse(inbound, after, decision, started)
        self._metrics.answers.labels(origin).inc()
        return enveloped(drafts, decision, self._responder), "assistant"

    async def _refer(self, inbound: Inbound, decision: Decision, before: Recall) -> Sequence[Draft]:
        try:
            return await self._referral.refer(inbound.conversation_id, decision, before)
        except StoreError:
            self._metrics.failures.labels("store").inc()
            _log.warning("gateway.case.not_opened", part="store")
            return ()

    def _own(self, response: str, recall: Recall) -> tuple[Sequence[Draft], str]:
        return [self._words.draft(response, recall.country, recall.language)], "gateway"

    async def _converse(
        self, inbound: Inbound, recall: Recall, decision: Decision, started: float
    ) -> tuple[Sequence[Draft], str]:
        question = _question(inbound, decision, recall)
        try:
            seconds = self._deadline - (time.monotonic() - started)
            return await self._asking.answer(question, inbound.message_id, recall, seconds), "brain"
        except BrainError:
            _log.warning("brain.question.failed", part="brain")
            self._metrics.failures.labels("brain").inc()
            await self._put_aside(ASK, question, inbound.message_id)
            return self._own("cannot_look_up" if inbound.form is None else "form_not_added_up", recall)

    async def answer_late(self, question: Question, message_id: str) -> None:
        """Answer a question that was kept while the brain was away; later, where a human or danger is there by now.

        Raises:
            BrainError: the brain is still away, or now is not the time.
            UnknownConversation: the conversation was erased.
        """
        recall = await self._shelf.recall(question.conversation_id)
        if not recall.exists:
            raise UnknownConversation("the conversation was erased while its question waited")
        if recall.state != "assistant" or recall.risk.level != "none":
            raise BrainError("a question of everyday waits while a human or danger is there")
        drafts = await self._asking.answer(question, message_id, recall, self._deadline)
        decision = question.decision
        replies = [self._words.draft("late_answer_intro", decision.country, decision.language), *drafts]
        await self._store_replies(
            question.conversation_id, message_id, self._messages(question.conversation_id, replies)
        )

    async def _follow_with_plan(self, inbound: Inbound, plan: Glance) -> None:
        """Show the plan as a further message, where reading it took longer than the crisis answer."""
        draft = await plan
        if draft is not None:
            with suppress(StoreError):
                replies = self._messages(inbound.conversation_id, [draft])
                await self._store_replies(inbound.conversation_id, inbound.message_id, replies)

    async def _settle(self, inbound: Inbound, before: Recall, after: Recall, decision: Decision) -> None:
        """Keep what the talk needs later; the answer is already safe, so a failure here is only counted."""
        if not (after.exists and after.is_stored):
            return
        store, conversation_id = self._shelf.store, inbound.conversation_id
        try:
            if after.risk != before.risk:
                await self._shelf.run(store.risks.put, conversation_id, after.risk.model_dump(mode="json"))
            if after.country != before.country:
                await self._shelf.run(store.conversations.set_country, conversation_id, after.country)
            if decision.response == "takeover":
                await self._put_aside(TELL, _question(inbound, decision, after), inbound.message_id)
        except StoreError:
            self._metrics.failures.labels("store").inc()
            _log.warning("gateway.state.not_kept", part="store")

    async def _say(
        self, inbound: Inbound, recall: Recall, drafts: Sequence[Draft], sender: Sender
    ) -> Sequence[Message]:
        replies = self._messages(inbound.conversation_id, drafts, sender)
        kept = [reply for reply, draft in zip(replies, drafts, strict=True) if not isinstance(draft, ShownOnce)]
        if kept and recall.exists and recall.is_stored:
            try:
                await self._store_replies(inbound.conversation_id, inbound.message_id, kept)
            except StoreError:
                self._metrics.failures.labels("store").inc()
                _log.warning("gateway.reply.not_kept", part="store")
        return replies

    def _messages(self, conversation_id: str, drafts: Sequence[Draft], sender: Sender = "assistant") -> list[Message]:
        return [message_from(self._buttons.signed(conversation_id, draft), sender) for draft in drafts]

    async def _store_replies(self, conversation_id: str, message_id: str, replies: Sequence[Message]) -> None:
        await self._shelf.run(self._shelf.store.messages.add_replies, conversation_id, message_id, replies)
        self._bus.ring(conversation_id, Bell("message"))

    async def _put_aside(self, kind: str, question: Question, message_id: str) -> None:
        body = {"question": question.as_json(), "message_id": message_id}
        with suppress(StoreError):
            await self._shelf.run(self._shelf.store.outbox.add, kind, question.conversation_id, body)


def _gone() -> Problem:
    return Problem(404, "this conversation was erased or has expired; open a new one")


def _question(inbound: Inbound, decision: Decision, recall: Recall) -> Question:
    return Question(
        conversation_id=inbound.conversation_id,
        decision=decision,
        text=None if inbound.payload is not None else inbound.text,
        payload=inbound.payload,
        locale=recall.locale,
        asked=recall.asked,
    )
