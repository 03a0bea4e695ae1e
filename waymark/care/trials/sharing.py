"""Gives each trial what a text tells of several at once: "both for 8 weeks", "none of them helped", "ditto"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from waymark.care.trials.choosing import choose_weeks
from waymark.care.trials.segments import THEN, Course, sentence_around
from waymark.care.trials.told import Told
from waymark.care.trials.trial import Trial
from waymark.care.trials.words import TrialWordReader
from waymark.content.trial_schema import Effect

_ONLY: Final = re.compile(
    r"\b(?:only|just) (?:the |my )?$|\bonly (?:1|thing|drug|medicine) (?:\w+ ){0,5}?(?:was |is )(?:the )?$"
)
_HELPED: Final = ("half", "mostly", "full")


@dataclass(frozen=True)
class _Said:
    """What is said of all trials whose first mention lies from `since` up to `until`."""

    since: int
    until: int
    effect: Effect | None
    weeks: float | None


@dataclass(frozen=True)
class Sharing:
    """Shares it out; safe to share."""

    words: TrialWordReader

    def shared(self, taken: Sequence[tuple[Course, Trial]], told: Told) -> tuple[Trial, ...]:
        """Return the trials, in order, each with what was said of it and others together; its own words go first."""
        shares = list(self._said_of_all(told, taken))
        found: list[Trial] = []
        for course, trial in reversed(taken):
            following = taken[len(taken) - len(found)][0] if found else None
            first = course.stretches[0].named.start
            said = [(one.effect, one.weeks) for one in shares if one.since <= first < one.until]
            if following and course.stretches[-1].is_joined:  # "Zoloft and Lexapro did nothing"
                is_next = self._is_next(told, course, following)
                said.append((found[-1].effect, None if is_next else found[-1].weeks))
                if found[-1].weeks is None and not is_next:  # "six months of Lexapro and Zoloft"
                    found[-1] = replace(found[-1], weeks=trial.weeks)
            if following:
                found[-1] = self._like(found[-1], trial, following, told.text)
            for effect, weeks in said:
                trial = replace(
                    trial, effect=trial.effect or effect, weeks=weeks if trial.weeks is None else trial.weeks
                )
            found.append(trial)
        return self._but_one([course for course, _ in taken], found[::-1], told.text)

    def _like(self, trial: Trial, before: Trial, course: Course, text: str) -> Trial:
        """Return a trial with what is said to be as with the one before: "same story", "for as long", "nor did B"."""
        means = set()
        for stretch in course.stretches:
            means |= {hit.means for hit in self.words.hits(text[stretch.named.end : stretch.end], "same")}
            lead = self.words.hits(text[stretch.start : stretch.named.start], "same_lead")
            means |= {hit.means for hit in lead if not text[stretch.start + hit.end : stretch.named.start].strip()}
        if means & {"as", "effect"} and trial.effect is None:
            trial = replace(trial, effect=before.effect)
        if means & {"as", "length"} and trial.weeks is None:
            trial = replace(trial, weeks=before.weeks)
        return trial

    def _but_one(self, courses: Sequence[Course], trials: Sequence[Trial], text: str) -> tuple[Trial, ...]:
        """Return the trials; where only one is said to have helped, the others did not."""
        is_only = any(
            _ONLY.search(text[stretch.start : stretch.named.start]) and trial.effect in _HELPED
            for course, trial in zip(courses, trials, strict=True)
            for stretch in course.stretches
        )
        return tuple(replace(trial, effect="none") if is_only and trial.effect is None else trial for trial in trials)

    def _is_next(self, told: Told, one: Course, other: Course) -> bool:
        """Return whether one course followed another, so that a length is of one of them: "Zoloft, then Lexapro"."""
        between = told.text[one.stretches[-1].named.end : other.named.start]
        return bool(THEN.search(between)) and not self.words.hits(told.text, "together")

    def _said_of_all(self, told: Told, taken: Sequence[tuple[Course, Trial]]) -> Iterator[_Said]:
        if len(taken) < 2:
            return
        for hit in self.words.hits(told.text, "together"):
            start, end = sentence_around(told.text, hit.start, hit.end)
            later = [s.start for course, _ in taken for s in course.stretches if s.start >= end]
            end = min(later, default=len(told.text))
            mentions = [s.named for course, _ in taken for s in course.stretches if start <= s.named.start < end]
            begin = max((named.end for named in mentions if named.end <= hit.start), default=start)
            spans = [span for span in told.spans if begin <= span.start < end]
            spans = spans or [span for span in told.spans if start <= span.start < end]
            if mentions and hit.end <= mentions[0].start:  # "neither A (8 weeks) nor B": the length is of one
                spans = [one for one in spans if one.start > mentions[-1].start or one.end <= mentions[0].start]
            if hit.means == "ahead":  # "failed X and Y"
                yield _Said(hit.start, end, "none", None)
            else:
                yield _Said(0, end, self.words.effect(told.text[begin:end]), choose_weeks(spans, []))
