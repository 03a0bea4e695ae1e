"""Reads lengths whose unit was said before: "30 for a week, then 60 for seven"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from waymark.care.trials.span import NUMBER, WEEKS, Part, Span, meets

_ELIDED: Final = re.compile(
    rf"\b(?P<lead>|for another|for a further|a further|for the (?:next|last|first|other|remaining|following)|"
    rf"for|another|and|then|at that and|then another)"
    rf" (?P<count>{NUMBER})(?P<tail> (?:in all|in total|altogether|total|more|all told))?(?= ?[.,;:)]| ?$| in |"
    rf" more| with| it was| i (?:was|had|took)| of (?!them|these|those|the)| on )"
)
_AFTER_ALL: Final = re.compile(  # "seven weeks of one did nothing, the other helped in four"
    r"\b(?P<lead>after|in|within|the)(?<!in the) (?P<count>\d{1,2}(?:\.5)?)"
    r"(?P<tail>(?<!the \d)(?<!the \d\d)(?= ?[.;)]| ?$)|(?= (?:i|we) (?:spent|was|had|took|did|gave)\b))"
)
_PARALLEL: Final = re.compile(  # "12 weeks of one and 20 of another"
    rf"(?:\b(?:and|then)|,) (?:then )?(?:another |a further )?(?P<count>{NUMBER})(?= (?:of|on) (?!\d|them\b|"
    rf"these\b|those\b|it\b|which\b))"
)
_OF_ONE: Final = re.compile(r"^ (?:of|on) [^.,;]{2,40}?,? ?$")
_ALIKE: Final = re.compile(  # "I gave one 8 weeks and the other 12"
    rf"^(?:,? and|,) (?:the )?[a-z-]+ (?P<count>{NUMBER})(?= ?(?:[.;,)]|$))"
)
_GIVEN: Final = re.compile(r"\b(?:was|were|lasted|ran|gave [a-z-]+|got) (?:for )?(?:about )?$")


def elided_lengths(text: str, found: Sequence[Span]) -> list[Span]:
    """Return lengths in plain text whose unit was said with an earlier one of those found."""
    spans = []
    for match in sorted((*_ELIDED.finditer(text), *_AFTER_ALL.finditer(text)), key=lambda match: match.start()):
        lead, tail = match["lead"], match["tail"] or ""
        earlier = [span for span in found if span.end <= match.start() and span.weeks]
        if not earlier or meets(match.start(), match.end(), found) or (lead in ("and", "then") and not tail):
            continue
        if not lead and not tail:
            continue
        is_more = "another" in lead or "further" in lead or tail.endswith("more")
        part: Part = "more" if is_more else "total" if tail else "whole"
        if unit := _unit_of(text[earlier[-1].start : earlier[-1].end]):
            spans.append(Span(match.start(), match.end(), float(match["count"]) * WEEKS[unit], part))
    for match in _PARALLEL.finditer(text):
        last = next((span for span in reversed(found) if span.end <= match.start()), None)
        if last is None or meets(match.start(), match.end(), found):
            continue
        unit = _unit_of(text[last.start : last.end])
        if unit and _OF_ONE.search(text[last.end : match.start()]):
            spans.append(Span(match.start("count"), match.end(), float(match["count"]) * WEEKS[unit]))
    for span in found:
        alike = _ALIKE.match(text[span.end :]) if _GIVEN.search(text[: span.start]) else None
        if alike and (unit := _unit_of(text[span.start : span.end])):
            place = span.end + alike.start("count")
            spans.append(Span(place, span.end + alike.end(), float(alike["count"]) * WEEKS[unit]))
    return spans


def _unit_of(text: str) -> str | None:
    match = re.search(r"(day|week|wk|fortnight|month|mth|mo|year|yr)", text)
    return match[1][0] if match else None
