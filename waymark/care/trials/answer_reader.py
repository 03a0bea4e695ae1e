"""Reads the answer to one question about one trial, and all else that it tells of that trial."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, cast

from waymark.care.trials.kept_trial import MOST_SESSIONS, OWN, FieldName, KeptTrial, possible
from waymark.care.trials.names import Kind
from waymark.care.trials.plain import plain
from waymark.care.trials.talk_reader import TalkReader
from waymark.care.trials.trial import Flag, Trial
from waymark.care.trials.trial_reader import TrialReader
from waymark.content import Content
from waymark.content.trial_schema import Adherence, Effect, Medicine, StoppedFor

HintKind = Literal["tablets", "unit", "two_reasons", "unclear"]
EFFECTS: Final = ("none", "little", "half", "mostly", "full")
ADHERENCE: Final = ("most_days", "missed_many")
REASONS: Final = ("side_effects", "no_effect", "other", "ongoing")
UNKNOWN: Final = "unknown"  # the last answer of each list
_OF_FLAG: Final[Mapping[Flag, FieldName]] = {
    "impossible_dose": "dose_mg",
    "impossible_duration": "weeks",
    "impossible_date": "began",
    "impossible_age": "began",
}
_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?: ?(?:-|to|or) ?\d+(?:\.\d+)?)?(?![\w.]|\.\d)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MG: Final = re.compile(r"\d ?(?:mgs?|milli\w*|mcg|µg|ug|micro\w*|g|gr|grams?)\b")
_TIME: Final = re.compile(r"\b(?:days?|weeks?|wks?|months?|mths?|mos?|years?|yrs?|sessions?)\b")
_BARE_SHARE: Final = re.compile(r"(?<!\d)(?:0|[1-9][05]|100)(?!\d)")
_OWN: Final = {"name": OWN, "class": OWN, "use": "antidepressant", "names": [OWN], "unit": "mg"}
_SHORT_WEEKS: Final = 0.5
_FEW_WORDS: Final = 6  # a bare number in more words may be of anything


@dataclass(frozen=True)
class Answered:
    """What came of an answer: the trial after it, whether the question is settled, and what was told that cannot be.

    `is_told` says whether the trial knows anything that it did not know before.
    """

    kept: KeptTrial
    is_settled: bool
    is_told: bool
    flags: tuple[Flag, ...] = ()
    hint: HintKind = "unclear"


@dataclass(frozen=True)
class AnswerReader:
    """Reads answers about trials; safe to share."""

    reader: TrialReader
    talk: TalkReader

    @classmethod
    def from_content(cls, content: Content) -> AnswerReader:
        """Build it; a treatment under the person's own name is read as a medicine of which nothing is known.

        Raises:
            ContentError: a rule cannot be compiled.
            ValueError: the content has no files about trials.
        """
        if content.trials is None:
            raise ValueError("the content has no files about trials")
        reader = TrialReader.from_content(content)
        most = max((one.slip_above for one in content.medicines.values()), default=1.0)
        own = Medicine.model_validate(_OWN | {"slip_above": most})
        return cls(replace(reader, medicines={**reader.medicines, OWN: own}), TalkReader(content.trials.talk))

    def read(self, text: str, today: date) -> tuple[Trial, ...]:
        """Return the trials that a message tells; what cannot be is flagged, and not in them."""
        said = plain(text)
        return tuple(
            self._possible(replace(trial, weeks=self._weeks(trial, said)), today)
            for trial in self.reader.read(text, today)
        )

    def tells(self, kind: Kind, name: str, text: str, today: date) -> Trial:
        """Return what a text tells, all of it understood to be about one treatment."""
        told = self.reader.read_answer(Trial(kind, name), text, today)
        return self._possible(replace(told, weeks=self._weeks(told, plain(text))), today)

    def is_ongoing(self, text: str) -> bool:
        """Return whether a text says that a treatment goes on."""
        return self.talk.match("ongoing", plain(text)) is not None

    def answer(self, kept: KeptTrial, field: FieldName, text: str, today: date) -> Answered:
        """Return what a text does as the answer to the question about one field."""
        chosen = self._choice(field, text)
        if chosen == UNKNOWN or (chosen is None and self.talk.says("unknown", text)):
            return Answered(kept.without(field), is_settled=True, is_told=False)
        if chosen == "ongoing":
            after = kept.model_copy(update={"is_ongoing": True, "stopped_for": None})
            return Answered(after, is_settled=True, is_told=True)
        told = self._told(kept, field, text, today)
        hint: HintKind = "unclear"
        if chosen is not None:
            told = _with_choice(Trial(kept.kind, kept.name), told, field, chosen)
        elif field == "stopped_for":
            told, hint = self._with_reason(told, plain(text))
        elif field == "dose_mg" and told.dose_mg is not None and not _MG.search(plain(text)):
            hint = "tablets" if self.talk.match("tablets", plain(text)) else "unit"
            told = replace(told, dose_mg=None) if self._is_other_unit(plain(text)) else told
        elif field == "dose_mg" and self.talk.match("tablets", plain(text)):
            hint = "tablets"
        ongoing = self.is_ongoing(text)
        after = kept.with_more(replace(told, flags=()), is_ongoing=ongoing)
        is_settled = self._is_settled(kept, field, told, ongoing=ongoing)
        if is_settled and getattr(told, field) is None and field in after.missing:
            after = after.without(field)
        return Answered(after, is_settled, after != kept, told.flags, hint)

    def correct(self, kept: KeptTrial, text: str, last: FieldName | None, today: date) -> Answered:
        """Return what a correction does ("no, it was 100", "100, not 150"); a bare number is for what was told last."""
        said = self.talk.without("corrects", self.talk.without("instead", plain(text)).strip()).strip()
        numeric: FieldName = self._replaced(kept, text) or (last if last in ("weeks", "sessions") else "dose_mg")
        if kept.kind == "procedure" and numeric == "dose_mg":
            numeric = "sessions"
        elif kept.kind == "therapy" and numeric == "dose_mg":
            numeric = "weeks"
        return self.answer(kept, last if last and not _NUMBER.search(said) else numeric, said, today)

    def _replaced(self, kept: KeptTrial, text: str) -> FieldName | None:
        """Return which field holds the number that a correction says is not right: "not 20, 40"."""
        match = self.talk.match("instead", plain(text))
        number = re.search(r"\d+(?:\.\d+)?", match[0]) if match else None
        value = float(number[0]) if number else None
        names: tuple[FieldName, ...] = ("dose_mg", "weeks", "sessions")
        return next((name for name in names if value is not None and getattr(kept, name) == value), None)

    def _told(self, kept: KeptTrial, field: FieldName, text: str, today: date) -> Trial:
        """Return what an answer tells, without what its words can only be taken for by mistake."""
        said = plain(text)
        said = self.talk.without("corrects", said).strip() or said
        is_timed = bool(_TIME.search(said) or _YEAR.search(said))
        is_bare = bool(_NUMBER.search(said)) and len(said.split()) <= _FEW_WORDS and not _MG.search(said)
        if is_bare and field == "dose_mg" and kept.name == OWN and not is_timed and not self._is_other_unit(said):
            said = _NUMBER.sub(lambda match: f"{match[0]} mg", said, count=1)
        elif is_bare and field == "weeks" and not is_timed and not self._is_other_unit(said):
            said = _NUMBER.sub(lambda match: f"{match[0]} weeks", said, count=1)
        elif is_bare and field == "sessions" and not is_timed and kept.kind != "medicine":
            said = _NUMBER.sub(lambda match: f"{match[0]} sessions", said, count=1)
        elif field == "effect" and is_bare and _BARE_SHARE.fullmatch(said.strip(" .")):
            said = f"{said.strip(' .')}%"
        told = self.reader.read_answer(Trial(kept.kind, kept.name), said, today)
        if field != "dose_mg" and not _MG.search(said):
            told = replace(told, dose_mg=None, flags=tuple(f for f in told.flags if f != "impossible_dose"))
        if field != "effect" and not self.talk.match("about_effect", self.talk.without("corrects", said)):
            told = replace(told, effect=None, has_faded=False)
        if field in ("adherence", "stopped_for") and kept.effect is not None:
            told = replace(told, effect=None, has_faded=False)
        told = replace(told, weeks=self._weeks(told, said))
        too_many = field == "sessions" and any(float(n) > MOST_SESSIONS for n in re.findall(r"\d+", said))
        told = replace(told, sessions=None) if too_many else told
        return self._possible(told, today)

    def _is_other_unit(self, said: str) -> bool:
        return bool(self.talk.match("tablets", said) or self.talk.match("not_a_dose", said))

    def _weeks(self, told: Trial, said: str) -> float | None:
        """Return the length told; "3 tablets a day" tells none."""
        is_rate = told.weeks is not None and told.weeks < _SHORT_WEEKS and self.talk.match("a_day", said)
        return None if is_rate else told.weeks

    def _possible(self, told: Trial, today: date) -> Trial:
        medicine = self.reader.medicines.get(told.name) if told.kind == "medicine" else None
        return possible(told, medicine.slip_above if medicine else None, today)

    def _choice(self, field: FieldName, text: str) -> str | None:
        match field:
            case "effect":
                return self.talk.option("effect", text, (*EFFECTS, UNKNOWN))
            case "adherence":
                return self.talk.option("adherence", text, (*ADHERENCE, UNKNOWN))
            case "stopped_for":
                return self.talk.option("stopped_for", text, (*REASONS, UNKNOWN))
            case _:
                return None

    def _with_reason(self, told: Trial, said: str) -> tuple[Trial, HintKind]:
        if told.stopped_for is not None:
            return told, "unclear"
        failed = self.reader.words.effect(said) in ("none", "little") or bool(self.reader.words.hits(said, "faded"))
        if told.side_effects and failed:
            return told, "two_reasons"
        if told.side_effects:
            return replace(told, stopped_for="side_effects"), "unclear"
        if failed:
            return replace(told, stopped_for="no_effect"), "unclear"
        if self.talk.match("other_reason", said):
            return replace(told, stopped_for="other"), "unclear"
        return told, "unclear"

    def _is_settled(self, kept: KeptTrial, field: FieldName, told: Trial, *, ongoing: bool) -> bool:
        if field == "began":
            return told.began is not None or told.ended is not None
        if field == "stopped_for" and ongoing:
            return True
        if field == "weeks" and (told.has_vague_length or (kept.kind != "medicine" and told.sessions is not None)):
            return not told.flags
        if field == "sessions" and told.weeks is not None:
            return True
        return getattr(told, field) is not None


def field_of(flag: Flag) -> FieldName:
    """Return which question is asked again when something was told that cannot be."""
    return _OF_FLAG[flag]


def _with_choice(bare: Trial, told: Trial, field: FieldName, chosen: str) -> Trial:
    """Return what a plain choice tells, and nothing that its few words might be taken for besides."""
    if field == "effect":
        return replace(bare, effect=cast(Effect, chosen), has_faded=told.has_faded)
    if field == "adherence":
        return replace(bare, adherence=cast(Adherence, chosen))
    return replace(bare, stopped_for=cast(StoppedFor, chosen), side_effects=told.side_effects)
