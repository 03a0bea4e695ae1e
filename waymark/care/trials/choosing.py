"""Chooses, of all that a text tells of one treatment, its dose and its length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from waymark.care.trials.doses import DoseFound
from waymark.care.trials.span import Span
from waymark.content.trial_schema import Medicine

_YEARS: Final = range(1950, 2040)  # a bare number among these is a year
_LEAST_SHARE: Final = 0.004  # of `slip_above`; a smaller bare number is no dose
_MICROGRAMS: Final = 0.001
_LONG_FIRST: Final = 26  # weeks; who tells of the first three years took it at least that long
_STEP: Final = 30  # characters between the doses of one telling: "50 mg, then after a month 100"


def choose_dose(
    doses: Sequence[DoseFound], medicine: Medicine, near: Sequence[tuple[int, int]]
) -> tuple[float | None, bool]:
    """Return the highest daily dose in mg, and whether one was told that cannot be.

    Args:
        doses: what was read, of this medicine.
        medicine: tells what a bare number means and what is a slip of the pen.
        near: from where to where a number stands right beside the name.
    """
    amounts: list[float] = []
    is_slip = False
    told = [dose for dose in doses if dose.has_unit]
    for dose in doses:
        amount = dose.amount if dose.has_unit or medicine.unit != "mcg" else dose.amount * _MICROGRAMS
        beside = any(start <= dose.start < end for start, end in near)
        if not dose.has_unit:
            if dose.amount in _YEARS and not beside:
                continue
            if told and not beside and all(_apart(dose, other) > _STEP for other in told):
                continue
            if dose.amount < 0 or amount < _LEAST_SHARE * medicine.slip_above:
                continue
        if not dose.is_possible or amount > medicine.slip_above or (dose.has_unit and amount == 0):
            is_slip = is_slip or dose.has_unit or beside
            continue
        amounts.append(amount)
    return (max(amounts) if amounts else None), is_slip


def choose_weeks(spans: Sequence[Span], steps: Sequence[int]) -> float | None:
    """Return how long a treatment was taken in all, in weeks, or None where nothing exact was told.

    A total is believed; lengths of successive doses are added; else the longest counts. `steps` are places at which the
    text tells of a dose: between two lengths they make a next step.
    """
    known = [span for span in spans if span.weeks is not None and span.is_possible]
    totals = [span.weeks or 0 for span in known if span.part == "total"]
    if totals:
        return _rounded(max(totals))
    parts = ("first", "whole", "more") if any(span.part == "more" for span in known) else ("whole", "more")
    firm = [span for span in known if span.part in parts]
    if not firm:
        late = [span.weeks or 0 for span in known if span.part == "weak"]
        after = sum(
            span.weeks or 0 for span in known if span.part == "next"
        )  # "3 months later ..., 3 months after that"
        late = [max(late, default=0) + after] if after else late
        late = late or [span.weeks or 0 for span in known if span.part == "first" and (span.weeks or 0) >= _LONG_FIRST]
        return _rounded(max(late)) if late else None
    total = firm[0].weeks or 0
    for before, span in pairwise(firm):
        is_next = span.part == "more" or any(before.end <= step < span.start for step in steps)
        total = total + (span.weeks or 0) if is_next else max(total, span.weeks or 0)
    return _rounded(total)


def _rounded(weeks: float) -> float:
    return round(weeks, 1)


def _apart(one: DoseFound, other: DoseFound) -> int:
    return max(one.start - other.end, other.start - one.end)
