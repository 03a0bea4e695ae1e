"""Deals doses and lengths that are told in a list to the treatments that were named before: "A, then B: 8 weeks and 10 weeks"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from waymark.care.trials.segments import Course
from waymark.care.trials.told import Told
from waymark.care.trials.trial import Trial

_IN_LIST: Final = re.compile(r" ?(?:,|and|&|, and) ?")
_SENTENCE_END: Final = re.compile(r"[.;!?\n]")
_PHASE: Final = 15  # characters after a length in which a dose makes it a step of one treatment: "4 weeks at 20"


def deal_doses(taken: Sequence[tuple[Course, Trial]], told: Told) -> list[tuple[Course, Trial]]:
    """Return the trials of medicines, each with its own dose where these stand in one list: "A and B, 300 and 40"."""
    names_end = max((course.named.end for course, _ in taken), default=0)
    later = [dose for dose in told.doses if dose.start >= names_end and dose.is_possible]
    listed = later[: len(taken)]
    is_of_all = len(taken) > 1 and len(listed) == len(taken) and all(trial.kind == "medicine" for _, trial in taken)
    between = [told.text[one.end : two.start] for one, two in pairwise(listed)]
    told_before = any(dose.start < names_end for dose in told.doses)
    if not is_of_all or told_before or not all(_IN_LIST.fullmatch(text) for text in between):
        return list(taken)
    return [(course, replace(trial, dose_mg=dose.amount)) for (course, trial), dose in zip(taken, listed, strict=True)]


def deal_weeks(taken: Sequence[tuple[Course, Trial]], told: Told) -> list[tuple[Course, Trial]]:
    """Return the trials, each with its own length where as many as there are trials stand in one list after all names.

    Lengths that come with doses are steps of one treatment, and stay with it.
    """
    names_end = max((course.named.end for course, _ in taken), default=0)
    spans = [span for span in told.spans if span.weeks is not None and span.is_possible]
    if len(taken) < 2 or len(spans) != len(taken) or spans[0].start < names_end:
        return list(taken)
    start, end = spans[0].start, spans[-1].end
    stop = _SENTENCE_END.search(told.text, end)
    until = min(end + _PHASE, stop.start() if stop else len(told.text))
    is_stepped = any(start <= dose.start < until for dose in told.doses)
    if is_stepped or _SENTENCE_END.search(told.text, start, end) or any(s.part in ("more", "total") for s in spans):
        return list(taken)
    return [
        (course, replace(trial, weeks=None if span.weeks is None else round(span.weeks, 1)))
        for (course, trial), span in zip(taken, spans, strict=True)
    ]
