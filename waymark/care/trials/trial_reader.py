"""Reads which treatments a person has tried, and how each went, from one message of their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from waymark.care.trials.choosing import choose_dose, choose_weeks
from waymark.care.trials.dates import weeks_between
from waymark.care.trials.dealing import deal
from waymark.care.trials.doses import DoseFound
from waymark.care.trials.names import PROCEDURES, Named, TreatmentNames
from waymark.care.trials.plain import plain
from waymark.care.trials.second_courses import SecondCourses
from waymark.care.trials.segments import THEN, Course, courses_of, stretches_of
from waymark.care.trials.sharing import Sharing
from waymark.care.trials.taken import TakenReader
from waymark.care.trials.told import Told, sessions_in
from waymark.care.trials.trial import Flag, Trial
from waymark.care.trials.words import TrialWordReader
from waymark.content import Content
from waymark.content.trial_schema import Adherence, Medicine, StoppedFor

_FIRST_PERSON: Final = {
    "he": "i", "she": "i", "his": "my", "her": "my", "him": "me", "hes": "im", "shes": "im", "himself": "myself",
    "herself": "myself",
}  # fmt: skip
_THIRD_PERSON: Final = re.compile(rf"\b(?:{'|'.join(_FIRST_PERSON)})\b")
_ENDED: Final = re.compile(r"\b(?:stop\w*|quit|came off|off|until|till|end\w*|finish\w*|gave up|discontinued)\b")
_AGE: Final = re.compile(r"\baged? (?:of )?(\d{1,4})\b|\b(\d{1,4})(?: years? old|yo)\b")
_OLDEST: Final = 120
_BESIDE: Final = 14  # characters after a name in which a number can hardly be anything but its dose
_OF_IT: Final = re.compile(r"^(?: ?(?:mgs?|mcg|milligrams?))?,?(?: (?:of|a day of|worth of))?(?: \w+)? ?$")


@dataclass(frozen=True)
class TrialReader:
    """Reads trials; built once, safe to share."""

    names: TreatmentNames
    words: TrialWordReader
    taken: TakenReader
    medicines: Mapping[str, Medicine]
    second: SecondCourses
    sharing: Sharing

    @classmethod
    def from_content(cls, content: Content) -> TrialReader:
        """Build the reader.

        Raises:
            ContentError: a rule cannot be compiled.
        """
        names, words = TreatmentNames.from_content(content), TrialWordReader.from_content(content)
        return cls(names, words, TakenReader(names, words), content.medicines, SecondCourses(words), Sharing(words))

    def read(self, text: str, today: date | None = None) -> tuple[Trial, ...]:
        """Return one trial per course of treatment that the person took, in the order of naming; never raises.

        What is only planned, offered, refused or another person's is none. With `today`, "since March" has a length and
        the future is impossible.

        Example: "sertraline 150 for about 10 weeks in 2019, did nothing" is one trial of `sertraline`, 150 mg, 10
        weeks, effect `none`.
        """
        told = Told.read(self._own(plain(text)), today)
        named = self.second.added(told, self.names.read(told.text))
        if not named:
            return ()
        stretches = stretches_of(told.text, named)
        courses = courses_of(
            stretches, [self.second.is_again(told, place, stretches) for place in range(len(stretches))]
        )
        courses = tuple(self.taken.of_oneself(course, told.text) for course in courses)
        pairs = [(course, self._trial(course, told)) for course in courses]
        taken = [(course, trial) for course, trial in pairs if self.taken.is_taken(course, trial, told.text)]
        return self.sharing.shared(deal(taken, told, self.words), told)

    def read_answer(self, trial: Trial, text: str, today: date | None = None) -> Trial:
        """Return the trial with what an answer adds that does not name it again: "150", "about 10 weeks", "not much".

        An answer that names the same treatment is read like any message; other treatments in it are left aside.
        """
        same = [one for one in self.read(text, today) if one.name == trial.name]
        if same:
            return trial.with_more(same[0])
        told = Told.read(plain(text), today)
        named = Named(trial.kind, trial.name, 0, 0)
        return trial.with_more(self._trial(Course(named, stretches_of(told.text, [named])), told))

    def _own(self, text: str) -> str:
        """Return what is written on behalf of another person as if that person had written it."""
        if not self.words.hits(text, "proxy"):
            return text
        return _THIRD_PERSON.sub(lambda match: _FIRST_PERSON[match[0]], text)

    def _trial(self, course: Course, told: Told) -> Trial:
        named, text = course.named, told.text
        pieces = [(stretch.start, stretch.end) for stretch in course.stretches]
        quiet = told.without_lengths
        own = " ".join(_without_name(quiet, stretch.named, stretch.start, stretch.end) for stretch in course.stretches)
        spans = [span for span in told.spans if _lies_in(span.start, pieces)]
        dates = [when for when in told.dates if _lies_in(when.start, pieces)]
        doses = list(self._doses(course, told))
        flags: list[Flag] = []
        dose = None
        if named.kind == "medicine":
            near = [(stretch.named.end, stretch.named.end + _BESIDE) for stretch in course.stretches]
            dose, is_slip = choose_dose(doses, self.medicines[named.id], near)
            flags += ["impossible_dose"] if is_slip else []
        elif named.id == "esketamine":
            dose = max((one.amount for one in doses if 20 <= one.amount <= 100), default=None)
        elif named.id in PROCEDURES:
            dose = max((one.amount for one in doses if one.has_unit), default=None)
        flags += ["impossible_duration"] if any(not span.is_possible for span in spans) else []
        flags += ["impossible_date"] if any(not when.is_possible for when in dates) else []
        flags += ["impossible_age"] if any(int(match[1] or match[2]) > _OLDEST for match in _AGE.finditer(own)) else []
        steps = [one.start for one in doses] + [match.start() for match in THEN.finditer(text)]
        weeks = choose_weeks(spans, steps)
        if weeks is None:
            weeks = next((when.weeks for when in dates if when.weeks), None)
        if weeks is None and len(dates) == 2 and _ENDED.search(text[dates[0].end : dates[1].start + 6]):
            weeks = weeks_between(*dates)
        has_faded = self.words.has_faded(own)
        return Trial(
            kind=named.kind,
            name=named.id,
            dose_mg=dose,
            weeks=None if weeks is None else round(weeks, 1),
            has_vague_length=weeks is None and any(span.weeks is None for span in spans),
            sessions=sessions_in(own) if named.kind != "medicine" else None,
            began=next((when.began for when in dates if when.began), None),
            ended=next((when.ended for when in dates if when.ended), None),
            effect=self.words.effect(own) or ("mostly" if has_faded and not self._is_open(own) else None),
            has_faded=has_faded,
            adherence=cast("Adherence | None", self._means(own, "adherence")) if named.kind == "medicine" else None,
            side_effects=tuple(dict.fromkeys(hit.means for hit in self.words.hits(own, "side_effect"))),
            stopped_for=cast("StoppedFor | None", self._means(own, "stopped_for")),
            flags=tuple(flags),
        )

    def _doses(self, course: Course, told: Told) -> Iterator[DoseFound]:
        """Yield what may be doses of a course; a bare number before the name only where it leads to it."""
        for stretch in course.stretches:
            for dose in told.doses:
                if stretch.start <= dose.start < stretch.end:
                    leads = dose.end > stretch.named.start or _OF_IT.match(told.text[dose.end : stretch.named.start])
                    if dose.has_unit or leads:
                        yield dose

    def _means(self, text: str, tells: str) -> str | None:
        return next((hit.means for hit in self.words.hits(text, tells)), None)

    def _is_open(self, text: str) -> bool:
        return any(hit.means == "unknown" for hit in self.words.hits(text, "effect"))


def _without_name(text: str, named: Named, start: int, end: int) -> str:
    return f"{text[start : max(start, named.start)]}#{text[max(start, named.end) : end]}"


def _lies_in(place: int, pieces: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in pieces)
