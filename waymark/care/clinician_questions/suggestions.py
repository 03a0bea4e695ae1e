"""Suggests questions for the clinician: those of the cards that the talk was about, as content has them.

None is made up, and none is chosen for a person's case: the newest topic comes first, one question of each card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final

from waymark.answers.render import response_draft
from waymark.care.clinician_questions.question_list import new_among
from waymark.content import Content

GENERAL: Final = "appointments.questions"  # the card whose questions fit any visit
MOST_SUGGESTED: Final = 3
_TO_FILL_IN: Final = "…"  # a question with a gap is one to write, not to choose


def suggest(content: Content, cards: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the names of up to three questions of these cards that are not among the known ones.

    Args:
        content: where the questions stand.
        cards: ids, the newest first; without any, or with nothing left in them, the general questions are suggested.
        known: questions as they are listed already.
    """
    return _fresh(content, cards, known) or _fresh(content, (GENERAL,), known)


def question_in(content: Content, name: str) -> str | None:
    """Return a suggested question as it stands on a list; None where content has it no more."""
    card_id, _, place = name.rpartition(".")
    card = content.cards.get(card_id)
    if card is None or not place.isdecimal() or int(place) >= len(card.questions):
        return None
    text = card.questions[int(place)]
    if card_id == GENERAL:
        return text
    topic = content.topics[card.topic].head.title
    return response_draft(content, "clinician_questions_of_topic", 0, {"topic": topic, "text": text}).text


def _fresh(content: Content, cards: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    names = {text: name for name in _named(content, cards) if (text := question_in(content, name)) is not None}
    return tuple(names[text] for text in new_among(names, known))[:MOST_SUGGESTED]


def _named(content: Content, cards: Sequence[str]) -> Iterator[str]:
    """Return the names of all questions of cards, the first of each card before the second of any."""
    known = (content.cards[name] for name in dict.fromkeys(cards) if name in content.cards)
    each = [
        [f"{card.id}.{place}" for place, text in enumerate(card.questions) if _TO_FILL_IN not in text] for card in known
    ]
    return (name for name in chain.from_iterable(zip_longest(*each)) if name is not None)
