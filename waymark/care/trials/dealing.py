"""Deals what is told in a list to the treatments that were named before: "A, then B: 8 weeks and 10 weeks"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from waymark.care.trials.segments import Course
from waymark.care.trials.told import Told, blanked
from waymark.care.trials.trial import Trial
from waymark.care.trials.words import TrialWordReader

_SENTENCE_END: Final = re.compile(r"[.;!?\n]")
_PHASE: Final = 15  # characters after a length in which a dose makes it a step of one treatment: "4 weeks at 20"
_JOINT: Final = r" ?(?:,? (?:and|n|then)|,|/|&|\+) ?"
_NUMBER: Final = r"\d+(?:\.\d+)?(?: ?mgs?\b)?"
_POINTS: Final = re.compile(r"\b(?:first|second|third|former|latter|other|both|neither|each|all)\b")
_MOST_WORDS: Final = 5  # in one of several effects that are told in a list

Pairs = Sequence[tuple[Course, Trial]]


def deal(taken: Pairs, told: Told, words: TrialWordReader) -> Pairs:
    """Return the trials, each with its own of what stands in one list after all names: lengths, doses, effects."""
    if len(taken) < 2:
        return taken
    return _deal_effects(_deal_doses(_deal_weeks(taken, told), told), told, words)


def _deal_weeks(taken: Pairs, told: Told) -> Pairs:
    """Deal lengths; those that come with doses are steps of one treatment, and stay with it."""
    names_end = _names_end(taken)
    spans = [span for span in told.spans if span.weeks is not None and span.is_possible]
    if len(spans) != len(taken) or spans[0].start < names_end:
        return taken
    start, end = spans[0].start, spans[-1].end
    stop = _SENTENCE_END.search(told.text, end)
    until = min(end + _PHASE, stop.start() if stop else len(told.text))
    is_stepped = any(start <= dose.start < until for dose in told.doses)
    if is_stepped or _SENTENCE_END.search(told.text, start, end) or any(s.part in ("more", "total") for s in spans):
        return taken
    return [
        (course, replace(trial, weeks=None if span.weeks is None else round(span.weeks, 1)))
        for (course, trial), span in zip(taken, spans, strict=True)
    ]


def _deal_doses(taken: Pairs, told: Told) -> Pairs:
    """Deal doses, where none stands beside a name."""
    names_end = _names_end(taken)
    start = min(course.named.start for course, _ in taken)
    if any(start <= dose.start < names_end for dose in told.doses) or any(
        trial.kind != "medicine" for _, trial in taken
    ):
        return taken
    times = [(span.start, span.end) for span in told.spans] + [(when.start, when.end) for when in told.dates]
    text = blanked(told.text, times)
    several = re.compile(rf"(?<![\d.,/]){_NUMBER}(?:{_JOINT}{_NUMBER}){{{len(taken) - 1}}}(?![\d%]|{_JOINT}\d)")
    match = several.search(text, names_end)
    if match is None:
        return taken
    amounts = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", match[0])]
    return [(course, replace(trial, dose_mg=amount)) for (course, trial), amount in zip(taken, amounts, strict=True)]


def _deal_effects(taken: Pairs, told: Told, words: TrialWordReader) -> Pairs:
    """Deal effects: "Results: none, half, none." """
    for sentence in re.split(r"[.;!?\n]", told.without_lengths[_names_end(taken) :]):
        pieces = [piece.strip() for piece in re.split(r",| and ", sentence.rpartition(":")[2])]
        effects = [words.effect(f"{piece}.") or words.effect(f", {piece}.") for piece in pieces]
        if _POINTS.search(sentence):
            continue
        is_short = all(0 < len(piece.split()) <= _MOST_WORDS for piece in pieces)
        if is_short and len(pieces) == len(taken) and None not in effects and len(set(effects)) > 1:
            return [
                (course, replace(trial, effect=effect)) for (course, trial), effect in zip(taken, effects, strict=True)
            ]
    return taken


def _names_end(taken: Pairs) -> int:
    return max((course.named.end for course, _ in taken), default=0)
