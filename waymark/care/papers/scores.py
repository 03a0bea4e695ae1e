"""Scores as papers tell of them: those of forms that are known, and with answers that the form has."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.care.questionnaires.result import Kept
from waymark.content import Content


def known_scores(content: Content, scores: Iterable[Kept]) -> tuple[Kept, ...]:
    """Return the scores that fit their form as it is now, in their order."""
    return tuple(one for one in scores if _fits(content, one))


def most_of(content: Content, one: Kept) -> int:
    """Return the highest total of a score's form."""
    instrument = content.instruments.instruments[one.result.instrument]
    return len(instrument.items) * content.instruments.scale(instrument.scale).most


def _fits(content: Content, one: Kept) -> bool:
    instrument = content.instruments.instruments.get(one.result.instrument)
    if instrument is None or len(one.result.answers) != len(instrument.items):
        return False
    most = content.instruments.scale(instrument.scale).most
    function, most_function = one.result.function, content.instruments.scale(instrument.function.scale).most
    return all(given is None or 0 <= given <= most for given in one.result.answers) and (
        function is None or 0 <= function <= most_function
    )
