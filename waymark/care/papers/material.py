"""What a paper is made of: all that is kept of one conversation, read tolerantly, for several tools write it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from pydantic import TypeAdapter, ValidationError

from waymark.care.questionnaires.result import Kept, Result
from waymark.care.trials.dates import Moment
from waymark.care.trials.trial import Trial

if TYPE_CHECKING:
    from waymark.store.store import Store

MOST: Final = {"scores": 100, "trial": 60, "checkin": 100, "change": 60, "questions": 60}  # the latest ones
_LONGEST: Final = 2000  # characters of one text
_MOST_EFFECTS: Final = 20
_TRIAL: Final = TypeAdapter(Trial)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?.*", re.DOTALL)


class KeptRecord(Protocol):
    """A record of a tool, from the store or as tools are told of it."""

    @property
    def kind(self) -> str:
        """What sort of thing it is."""

    @property
    def key(self) -> str:
        """Which one."""

    @property
    def values(self) -> Mapping[str, Any] | None:
        """What is kept."""

    @property
    def created_at(self) -> datetime | None:
        """When it was kept first."""


@dataclass(frozen=True)
class Tried:
    """One treatment trial, what the person calls it where it is none that we know, and whether it goes on."""

    trial: Trial
    own_name: str = field(default="", repr=False)
    is_ongoing: bool = False


@dataclass(frozen=True)
class CheckIn:
    """How some areas of life were at one time, 0 to 10, and side effects with how much they bother."""

    at: datetime
    areas: Mapping[str, float] = field(repr=False)
    side_effects: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class CareChange:
    """Something that changed in the treatment; `on` is a date, `2027-03-05`."""

    what: str = field(repr=False)
    on: str


@dataclass(frozen=True)
class Material:
    """Everything that papers are made of; each oldest first."""

    scores: tuple[Kept, ...] = field(default=(), repr=False)
    trials: tuple[Tried, ...] = field(default=(), repr=False)
    checkins: tuple[CheckIn, ...] = field(default=(), repr=False)
    changes: tuple[CareChange, ...] = field(default=(), repr=False)
    questions: tuple[str, ...] = field(default=(), repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    has_safety_plan: bool = False


def read_material(store: Store, conversation_id: str) -> Material | None:
    """Return what is kept of a conversation; None where there is none any more.

    Raises:
        StoreError: the database cannot be asked.
    """
    if store.conversations.get(conversation_id) is None:
        return None
    scores = [(score.values, score.created_at) for score in store.scores.of(conversation_id)]
    questions = [question.text for question in store.questions.of(conversation_id)]
    return material_of(scores, store.records.of(conversation_id), questions)


def material_of(
    scores: Iterable[tuple[Mapping[str, Any], datetime]], records: Iterable[KeptRecord], questions: Sequence[str]
) -> Material:
    """Return the material in what was kept; what cannot be read is left out, and so is the oldest of too much."""
    kept = [record for record in records if record.values is not None]

    def latest(kind: str) -> list[KeptRecord]:
        return [record for record in kept if record.kind == kind][-MOST[kind] :]

    summaries = [record.values or {} for record in kept if record.kind == "summary"]
    answers = summaries[-1].get("answers") if summaries else None
    return Material(
        scores=tuple(_some(_score(values, at) for values, at in [*scores][-MOST["scores"] :])),
        trials=tuple(_some(_tried(record.values or {}) for record in latest("trial"))),
        checkins=tuple(_some(_checkin(record) for record in latest("checkin"))),
        changes=tuple(sorted(_some(map(_change, latest("change"))), key=lambda change: change.on)),
        questions=tuple(filter(None, map(_text, questions[-MOST["questions"] :]))),
        answers={str(name): _text(said) for name, said in _mapping(answers).items() if _text(said)},
        has_safety_plan=any("safety" in record.key or record.kind == "safety_plan" for record in kept if _plan(record)),
    )


def _some(found: Iterable[Any]) -> list[Any]:
    return [one for one in found if one is not None]


def _plan(record: KeptRecord) -> bool:
    return record.kind in ("plan", "safety_plan")


def _score(values: Mapping[str, Any], at: datetime) -> Kept | None:
    try:
        return Kept(result=Result.model_validate(dict(values)), at=at)
    except ValidationError:
        return None


def _tried(values: Mapping[str, Any]) -> Tried | None:
    """Return a trial with the fields that can be read."""
    given = {**values, **{name: _moment(values.get(name)) for name in ("began", "ended")}}
    while True:
        try:
            trial = _TRIAL.validate_python(given)
            effects = tuple(filter(None, map(_text, trial.side_effects[:_MOST_EFFECTS])))
            own_name = _text(values.get("called")) or _text(values.get("own_name"))
            told = replace(trial, name=_text(trial.name), side_effects=effects)
            if not (told.name or own_name):
                return None
            return Tried(told, own_name, is_ongoing=values.get("is_ongoing") is True)
        except ValidationError as error:
            wrong = {str(fault["loc"][0]) for fault in error.errors()}
            if wrong & {"kind", "name"} or not wrong & given.keys():
                return None
            given = {name: value for name, value in given.items() if name not in wrong}


def _moment(value: object) -> object:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    return Moment(*(int(part or 0) for part in found.groups())) if found else value


def _checkin(record: KeptRecord) -> CheckIn | None:
    values = record.values or {}
    at = _time(values.get("at")) or record.created_at
    areas = {_text(name): float(level) for name, level in _mapping(values.get("areas")).items() if _is_level(level)}
    effects = values.get("side_effects")
    told = [
        (_text(one.get("text")), _text(str(one.get("bother", "") if one.get("bother") is not None else ""))[:40])
        for one in (effects[:_MOST_EFFECTS] if isinstance(effects, list | tuple) else ())
        if isinstance(one, Mapping) and _text(one.get("text"))
    ]
    return CheckIn(at, areas, tuple(told)) if at is not None and (areas or told) else None


def _is_level(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 10


def _change(record: KeptRecord) -> CareChange | None:
    values = record.values or {}
    at = _time(values.get("on")) or record.created_at
    what = _text(values.get("what"))
    return CareChange(what, f"{at:%Y-%m-%d}") if at is not None and what else None


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(value: object) -> str:
    """Return a text on one line, without what no file can hold; empty where it is none."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(" " if _is_broken(sign) else sign for sign in value[:_LONGEST]).split())


def _is_broken(sign: str) -> bool:
    """Tell whether a sign is a control character, half of a pair, or no character at all."""
    return unicodedata.category(sign) in ("Cc", "Cs") or ord(sign) & 0xFFFE == 0xFFFE


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
