"""Decides what a message is answered with: a card, cards to choose from, or what its intent calls for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from waymark.answers import thresholds as at
from waymark.answers.compare import Pair
from waymark.answers.find import Found
from waymark.answers.rank import NOTHING, Ranking
from waymark.content.treatment_schema import Treatment

ASK_CARD: Final = "ask_card"
_ADVICE, _ELSEWHERE, _UNCLEAR, _LOW = "ask_personal_advice", "out_of_scope", "unclear", "express_low_mood"
_SIDE_EFFECT, _DANGER = "report_side_effect", "crisis"


@dataclass(frozen=True)
class Choice:
    """What the person does, how sure that is, and which cards go with it."""

    intent: str
    confidence: float
    ranking: Ranking
    second: str | None = None  # the card of the second question
    pair: Pair | None = None  # two treatments to be shown side by side

    def given(self, treatments: Mapping[str, Treatment]) -> tuple[str, ...]:
        """Return the ids of the cards that this gives, so that the talk goes on about them."""
        if self.intent != ASK_CARD:
            return ()
        if self.pair is not None:
            return tuple(treatments[name].card for name in self.pair)
        if self.ranking.verdict != "answer":
            return ()
        return (self.ranking.ids[0], *((self.second,) if self.second else ()))


def choose(
    intent: str,
    confidence: float,
    found: Found,
    *,
    is_readable: bool = True,
    is_wish: bool = False,
    is_question: bool = False,
) -> Choice:
    """Return what to answer with, from the intent that a model read and what fits.

    Two treatments are set side by side whatever else was read: the table chooses for nobody.

    Args:
        intent: the likeliest intent.
        confidence: its probability.
        found: the cards and treatments that fit the message.
        is_readable: whether the message has any letters.
        is_wish: whether the intent is to use a tool: "make a safety plan" is one, "what is a safety plan" a card's.
        is_question: whether the message looks like a question.
    """
    if not is_readable:
        return Choice(_UNCLEAR, 1.0, NOTHING)
    if found.pair is not None:
        return Choice(ASK_CARD, 1.0, found.ranking, pair=found.pair)
    if is_wish and confidence >= at.WISH and not (is_question and _is_near(found.ranking)):
        return Choice(intent, confidence, NOTHING)
    choice = _for_one(ASK_CARD if is_wish else intent, confidence, found.ranking)
    if choice.intent == _ADVICE and confidence < at.ADVICE_BEYOND_DOUBT and _both_sure(found):
        choice = Choice(ASK_CARD, 1.0, found.ranking)
    if found.second is not None and choice.intent == ASK_CARD and choice.ranking.verdict == "answer":
        return replace(choice, second=found.second.ids[0])
    return choice


def _for_one(intent: str, confidence: float, ranking: Ranking) -> Choice:
    if ranking.is_same_question:
        return Choice(ASK_CARD, 1.0, ranking)
    is_elsewhere = intent == _ELSEWHERE and confidence >= (
        at.ELSEWHERE_OF_THREAD if ranking.in_thread else at.ELSEWHERE
    )
    if _outweighs(ranking, intent) and not (is_elsewhere and ranking.in_thread):
        return Choice(ASK_CARD, 1.0, ranking)
    if intent == _DANGER:  # the safety rules saw none, and they decide; sadness it is, and its answer names the line
        intent = _LOW
    if intent == _ADVICE and confidence >= at.ADVICE:
        return Choice(_ADVICE, confidence, _offered(ranking))
    if intent in (ASK_CARD, _ELSEWHERE):
        if ranking.verdict == "none":
            return Choice(_ELSEWHERE, confidence, NOTHING)
        if not is_elsewhere:
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


def _both_sure(found: Found) -> bool:
    """Return whether both questions of a message are beyond doubt those of two cards."""
    both = () if found.second is None else (found.ranking.cards[0], found.second.cards[0])
    return bool(both) and min(card.likelihood for card in both) >= at.BOTH_SURE


def _is_near(ranking: Ranking) -> bool:
    """Return whether a card answers, and has been asked for much like this."""
    return ranking.verdict == "answer" and ranking.cards[0].similarity >= at.NEAR_WISH


def _outweighs(ranking: Ranking, intent: str) -> bool:
    """Return whether a card fits so well that the intent must have been misread; advice is believed sooner."""
    if ranking.verdict != "answer":
        return False
    first, is_personal = ranking.cards[0], intent in (_ADVICE, _SIDE_EFFECT, _LOW)
    if ranking.in_thread:
        least = at.SURE_OF_THREAD_PERSONAL if is_personal else at.SURE_OF_THREAD
        return first.likelihood >= at.SURE_OF_THREAD_LIKELIHOOD and first.similarity >= least
    is_sure = first.likelihood >= at.SURE_LIKELIHOOD and first.similarity >= at.SURE_SIMILARITY
    return is_sure and not is_personal


def _offered(ranking: Ranking) -> Ranking:
    """Return the cards as something to read, not as an answer."""
    near = tuple(card for card in ranking.cards if card.similarity >= at.ANSWER_SIMILARITY)
    return Ranking("suggest", near) if near else NOTHING
