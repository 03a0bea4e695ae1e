"""Decides what a message is answered with: a card, cards to choose from, or what its intent calls for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from waymark.answers import thresholds as at
from waymark.answers.rank import NOTHING, Ranking

ASK_CARD: Final = "ask_card"
_ADVICE, _ELSEWHERE, _UNCLEAR, _LOW = "ask_personal_advice", "out_of_scope", "unclear", "express_low_mood"
_SIDE_EFFECT, _DANGER = "report_side_effect", "crisis"
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")


@dataclass(frozen=True)
class Choice:
    """What the person does, how sure that is, and which cards go with it."""

    intent: str
    confidence: float
    ranking: Ranking


def choose(intent: str, confidence: float, ranking: Ranking, *, is_readable: bool = True) -> Choice:
    """Return what to answer with, from the intent that a model read and the cards that fit.

    Args:
        intent: the likeliest intent.
        confidence: its probability.
        ranking: the cards that fit the message.
        is_readable: whether the message has any letters.
    """
    if not is_readable:
        return Choice(_UNCLEAR, 1.0, NOTHING)
    if ranking.is_same_question:
        return Choice(ASK_CARD, 1.0, ranking)
    if intent == _DANGER:  # the safety rules saw none, and they decide; sadness it is, and its answer names the line
        intent = _LOW
    if intent == _ADVICE and confidence >= at.ADVICE:
        return Choice(_ADVICE, confidence, _offered(ranking))
    if intent in (ASK_CARD, _ELSEWHERE):
        if ranking.verdict == "none":
            return Choice(_ELSEWHERE, confidence, NOTHING)
        if intent == ASK_CARD or ranking.in_thread or confidence < at.ELSEWHERE:
            return Choice(ASK_CARD, confidence, ranking)
        if ranking.verdict == "answer":
            return Choice(ASK_CARD, confidence, _offered(ranking))
        return Choice(_ELSEWHERE, confidence, NOTHING)
    if confidence >= (at.SIDE_EFFECT if intent == _SIDE_EFFECT else at.INTENT):
        return Choice(intent, confidence, _offered(ranking) if intent in (_SIDE_EFFECT, _LOW) else NOTHING)
    if ranking.verdict == "answer":
        return Choice(ASK_CARD, confidence, ranking)
    if confidence >= at.WEAK_INTENT:
        return Choice(intent, confidence, NOTHING)
    return (
        Choice(ASK_CARD, confidence, ranking) if ranking.verdict == "suggest" else Choice(_UNCLEAR, confidence, NOTHING)
    )


def is_readable(text: str) -> bool:
    """Return whether a text has letters enough to mean something."""
    return sum(character.isalpha() for character in text) >= at.FEWEST_LETTERS


def focus(text: str) -> str:
    """Return the part of a text that asks: all of a short one; of a long one its last questions, or else its end.

    Example: three paragraphs of a story that close with "Does ECT affect memory?" come back as that question.
    """
    text = text.strip()
    if len(text) <= at.SHORT_TEXT:
        return text
    sentences = [part for part in _SENTENCE_END.split(text) if part.strip()]
    asking = [part for part in sentences if part.rstrip().endswith("?")]
    return " ".join((asking or sentences)[-at.MOST_SENTENCES :])[-at.SHORT_TEXT * 2 :]


def _offered(ranking: Ranking) -> Ranking:
    """Return the cards as something to read, not as an answer."""
    near = tuple(card for card in ranking.cards if card.similarity >= at.ANSWER_SIMILARITY)
    return Ranking("suggest", near) if near else NOTHING
