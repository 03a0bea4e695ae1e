"""Reads which treatments a person has tried, and how each went, from one message of their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from waymark.care.trials.choosing import choose_dose, choose_weeks
from waymark.care.trials.dates import weeks_between
from waymark.care.trials.dealing import deal_doses, deal_weeks
from waymark.care.trials.doses import DoseFound
from waymark.care.trials.names import PROCEDURES, Named, TreatmentNames
from waymark.care.trials.plain import plain
from waymark.care.trials.segments import Course, Stretch, courses_of, sentence_around, stretches_of
from waymark.care.trials.taken import TakenReader
from waymark.care.trials.told import Told
from waymark.care.trials.trial import Flag, Trial
from waymark.care.trials.words import TrialWordReader
from waymark.content import Content
from waymark.content.trial_schema import Adherence, Effect, Medicine, StoppedFor

_SESSIONS: Final = re.compile(
    r"\bx ?(\d{1,3})\b|\b(\d{1,3}) (?:\w+ ){0,2}?(?:sessions?|treatments?|infusions?|goes|rounds?|appointments?|"
    r"shocks|doses)\b"
)
_MOST_SESSIONS: Final = 400
_SECOND: Final = re.compile(
    r"\bagain\b|\bback on (?:it|them|the same)\b|\bretried\b"
    r"|\b(?P<nth>(?:the |a |my )?(?:second|2nd) (?:time|go|round|course|try|attempt|spell|stint|lot|series)"
    r"|another (?:go|course|round|try|spell))\b|\b(?P<second>the (?:second|2nd|other)(?: 1)?)\b(?! of\b)"
)
_TWICE: Final = re.compile(
    r"\b2 (?:\w+ )?(?:rounds|courses|times|goes|lots|stints|trials|spells|series|tries)\b|\btwice\b(?! a| per| daily)"
)
_OTHERS: Final = re.compile(  # what another person took, given to oneself: "They gave me the same"
    r"\b(?:gave|put|prescribed|started|tried|offered) me (?:on |with |onto )?"
    r"(?:the same(?: 1| thing| stuff| tablets?| pills?| drug| medicine)?|it too|it as well|that too)\b"
)
_FIRST_PERSON: Final = {
    "he": "i", "she": "i", "his": "my", "her": "my", "him": "me", "hes": "im", "shes": "im", "himself": "myself",
    "herself": "myself",
}  # fmt: skip
_THIRD_PERSON: Final = re.compile(rf"\b(?:{'|'.join(_FIRST_PERSON)})\b")
_ENDED: Final = re.compile(r"\b(?:stop\w*|quit|came off|off|until|till|end\w*|finish\w*|gave up|discontinued)\b")
_THEN: Final = re.compile(r"\bthen\b|\bfollowed by\b|\blater\b")
_AGE: Final = re.compile(r"\baged? (?:of )?(\d{1,4})\b|\b(\d{1,4})(?: years? old|yo)\b")
_OLDEST: Final = 120
_BESIDE: Final = 14  # characters after a name in which a number can hardly be anything but its dose
_AROUND: Final = (22, 18)  # characters before and after a name that may say "again"
_OF_IT: Final = re.compile(r"^(?: ?(?:mgs?|mcg|milligrams?))?,?(?: (?:of|a day of|worth of))?(?: \w+)? ?$")


@dataclass(frozen=True)
class TrialReader:
    """Reads trials; built once, safe to share."""

    names: TreatmentNames
    words: TrialWordReader
    taken: TakenReader
    medicines: Mapping[str, Medicine]

    @classmethod
    def from_content(cls, content: Content) -> TrialReader:
        """Build the reader.

        Raises:
            ContentError: a rule cannot be compiled.
        """
        names, words = TreatmentNames.from_content(content), TrialWordReader.from_content(content)
        return cls(names, words, TakenReader(names, words), content.medicines)

    def read(self, text: str, today: date | None = None) -> tuple[Trial, ...]:
        """Return one trial per course of treatment that the person took, in the order of naming; never raises.

        What is only planned, offered, refused or another person's is none. With `today`, "since March" has a length and
        the future is impossible.

        Example: "sertraline 150 for about 10 weeks in 2019, did nothing" is one trial of `sertraline`, 150 mg, 10
        weeks, effect `none`.
        """
        told = Told.read(self._own(plain(text)), today)
        named = self._with_second_courses(told, self.names.read(told.text))
        if not named:
            return ()
        stretches = stretches_of(told.text, named)
        courses = courses_of(stretches, [self._is_again(told, place, stretches) for place in range(len(stretches))])
        courses = tuple(self.taken.of_oneself(course, told.text) for course in courses)
        pairs = [(course, self._trial(course, told)) for course in courses]
        taken = [(course, trial) for course, trial in pairs if self.taken.is_taken(course, trial, told.text)]
        return tuple(self._shared(deal_weeks(deal_doses(taken, told), told), told))

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

    def _with_second_courses(self, told: Told, names: Sequence[Named]) -> list[Named]:
        """Return the names, and "again" among them where a length follows: a second course of the last one."""
        found = list(names)
        for match in _SECOND.finditer(told.text):
            _, end = sentence_around(told.text, match.start(), match.end())
            before = [named for named in names if named.end <= match.start()]
            near = any(-2 <= named.start - match.end() <= 12 or 0 <= match.start() - named.end <= 3 for named in names)
            until = min((named.start for named in names if named.start > match.end()), default=end)
            facts = [one.start for one in told.spans] + [one.start for one in told.dates]
            facts += [one.start for one in told.doses]
            is_told = any(match.end() <= place < min(end, until) for place in facts)
            if match["nth"]:
                is_told = is_told or self.words.effect(told.text[match.end() : min(end, until)]) is not None
            is_told = is_told and (match["second"] is None or bool(_TWICE.search(told.text)))
            if before and is_told and not near:
                found.append(Named(before[-1].kind, before[-1].id, match.start(), match.end()))
        for match in _OTHERS.finditer(told.text):
            if before := [named for named in names if named.end <= match.start()]:
                found.append(Named(before[-1].kind, before[-1].id, match.start(), match.end()))
        return sorted(found, key=lambda named: named.start)

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
        steps = [one.start for one in doses] + [match.start() for match in _THEN.finditer(text)]
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
            sessions=_sessions(own) if named.kind != "medicine" else None,
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

    def _is_again(self, told: Told, place: int, stretches: Sequence[Stretch]) -> bool:
        """Return whether a mention begins another course: it says so, or tells a whole trial after a whole one."""
        named = stretches[place].named
        before, after = _AROUND
        window = told.text[max(0, named.start - before) : named.start] + "x" + told.text[named.end : named.end + after]
        if self.words.hits(window, "again"):
            return True
        earlier = [one for one in stretches[:place] if one.named.id == named.id]
        if not earlier:
            return False
        pair = (earlier[-1], stretches[place])
        is_meant = told.text[: named.start].endswith("the ")  # "the Prozac", which was told of before
        return all(self._is_whole(told, one) for one in pair) or (not is_meant and self._is_twice(told, *pair))

    def _is_twice(self, told: Told, one: Stretch, other: Stretch) -> bool:
        """Return whether two stretches each tell a length and an effect, and differ in both."""
        lengths = [choose_weeks([s for s in told.spans if part.start <= s.start < part.end], []) for part in (one, other)]
        effects = [self.words.effect(told.text[part.start : part.end]) for part in (one, other)]
        return None not in (*lengths, *effects) and lengths[0] != lengths[1] and effects[0] != effects[1]

    def _is_whole(self, told: Told, stretch: Stretch) -> bool:
        """Return whether a stretch tells how long or when, how much, and the effect."""
        own = told.text[stretch.start : stretch.end]
        whens = [one.start for one in told.dates]
        is_timed = any(_lies_in(time, [(stretch.start, stretch.end)]) for time in whens)
        is_long = any(stretch.start <= span.start < stretch.end for span in told.spans)
        is_dosed = any(stretch.start <= dose.start < stretch.end for dose in told.doses)
        is_told = is_timed or (is_long and is_dosed) or _sessions(own) is not None
        return is_told and self.words.effect(own) is not None

    def _shared(self, taken: Sequence[tuple[Course, Trial]], told: Told) -> Iterator[Trial]:
        """Yield the trials with what the text tells of several at once: "both for 8 weeks", "none of them helped"."""
        shares = list(self._said_of_all(told, taken))
        found: list[Trial] = []
        for course, trial in reversed(taken):
            first = course.stretches[0].named.start
            said = [(effect, weeks) for since, until, effect, weeks in shares if since <= first < until]
            if course.stretches[-1].is_joined and found:  # "Zoloft and Lexapro did nothing"
                is_next = self._is_next(told, course, taken[len(taken) - len(found)][0])
                said.append((found[-1].effect, None if is_next else found[-1].weeks))
                if found[-1].weeks is None and not is_next:  # "six months of Lexapro and Zoloft"
                    found[-1] = replace(found[-1], weeks=trial.weeks)
            if found and self._is_same(taken[len(taken) - len(found)][0], told.text):
                following = found[-1]
                weeks = trial.weeks if following.weeks is None else following.weeks
                found[-1] = replace(following, effect=following.effect or trial.effect, weeks=weeks)
            for effect, weeks in said:
                trial = replace(
                    trial, effect=trial.effect or effect, weeks=weeks if trial.weeks is None else trial.weeks
                )
            found.append(trial)
        yield from reversed(found)

    def _is_next(self, told: Told, one: Course, other: Course) -> bool:
        """Return whether one course followed another, so that a length is of one of them: "Zoloft, then Lexapro"."""
        between = told.text[one.stretches[-1].named.end : other.named.start]
        return bool(_THEN.search(between)) and not self.words.hits(told.text, "together")

    def _is_same(self, course: Course, text: str) -> bool:
        """Return whether a trial is told by the one before: "Prozac 20, 8 weeks, nothing. Zoloft 100, same story"."""
        return any(self.words.hits(text[stretch.named.end : stretch.end], "same") for stretch in course.stretches)

    def _said_of_all(
        self, told: Told, taken: Sequence[tuple[Course, Trial]]
    ) -> Iterator[tuple[int, int, Effect | None, float | None]]:
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
            if hit.means == "ahead":  # "failed X and Y"
                yield hit.start, end, "none", None
            else:
                yield 0, end, self.words.effect(told.text[begin:end]), choose_weeks(spans, [])


def _without_name(text: str, named: Named, start: int, end: int) -> str:
    return f"{text[start : max(start, named.start)]}#{text[max(start, named.end) : end]}"


def _sessions(text: str) -> int | None:
    counts = [int(match[1] or match[2]) for match in _SESSIONS.finditer(text)]
    return max((count for count in counts if 0 < count <= _MOST_SESSIONS), default=None)


def _lies_in(place: int, pieces: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in pieces)
