"""Puts questions to the parts of the brain that answer, and judges what a person would get."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.eval_answers.sets import Question
from benchmarks.ranking import Reader
from waymark.answers.choose import ASK_CARD, Choice
from waymark.answers.render import card_draft, cards_draft, comparison_draft
from waymark.answers.thread import Thread
from waymark.content import Content
from waymark.safety import Responder


@dataclass(frozen=True)
class Outcome:
    """What became of a question: the cards given, whether they are right, and whether the facts are there."""

    intent: str
    given: tuple[str, ...]
    is_right: bool
    is_offered: bool
    has_facts: bool
    is_taken_over: bool
    seconds: float

    @property
    def word(self) -> str:
        """The outcome in one word."""
        if self.is_right:
            return "right"
        if self.given:
            return "wrong card"
        return "offered" if self.is_offered else self.intent


def judge(questions: Sequence[Question], reader: Reader, content: Content, responder: Responder) -> list[Outcome]:
    """Return what becomes of each question, in order."""
    return [_judge(question, reader, content, responder) for question in questions]


def _judge(question: Question, reader: Reader, content: Content, responder: Responder) -> Outcome:
    started = time.perf_counter()
    choice = reader.read(question.text, Thread(question.thread).written or None)
    seconds = time.perf_counter() - started
    given, shown = choice.given(content.treatments), _shown(choice, content)
    is_right = (
        not given
        if question.kind == "outside"
        else bool(given) and all(_holds(group, shown) for group in question.groups)
    )
    text = _text(choice, content)
    return Outcome(
        intent=choice.intent,
        given=given,
        is_right=is_right,
        is_offered=choice.intent == ASK_CARD and all(_holds(group, choice.ranking.ids) for group in question.groups),
        has_facts=all(fact.lower() in text.lower() for fact in question.facts),
        is_taken_over=responder.assessor.assess(question.text).response == "takeover",
        seconds=seconds,
    )


def _shown(choice: Choice, content: Content) -> tuple[str, ...]:
    """Return the cards whose content is shown; a comparison shows facts of all cards of both treatments."""
    given = choice.given(content.treatments)
    if choice.pair is None:
        return given
    topics = {content.treatments[name].topic for name in choice.pair}
    return tuple(card.id for card in content.cards.values() if card.topic in topics)


def _holds(group: frozenset[str], cards: Sequence[str]) -> bool:
    return any(card in group or f"{card.split('.')[0]}.*" in group for card in cards)


def _text(choice: Choice, content: Content) -> str:
    given = choice.given(content.treatments)
    if choice.pair is not None:
        draft = comparison_draft(content, choice.pair)
        return draft.text
    if len(given) == 2:
        return cards_draft(content, *given).text
    return card_draft(content, given[0]).text if given else ""
