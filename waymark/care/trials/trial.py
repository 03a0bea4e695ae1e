"""One treatment that a person has tried, as far as it was told."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

from waymark.care.trials.dates import Moment
from waymark.content.trial_schema import Adherence, Effect, Kind, StoppedFor

Flag = Literal["impossible_dose", "impossible_duration", "impossible_date", "impossible_age"]
Field = Literal["dose_mg", "weeks", "sessions", "effect", "adherence", "stopped_for"]
# The order in which to ask: what decides whether a trial counts comes first.
_ASKED: dict[Kind, tuple[Field, ...]] = {
    "medicine": ("dose_mg", "weeks", "effect", "adherence", "stopped_for"),
    "procedure": ("sessions", "effect", "stopped_for"),
    "therapy": ("weeks", "effect"),
}


@dataclass(frozen=True)
class Trial:
    """What was told of one course of one treatment; None and empty are what was not told.

    `name` is the id of a medicine, treatment or therapy. `dose_mg` is the highest daily dose; of a patch, in 24 hours.
    `weeks` is how long it was taken in all, `has_vague_length` says that only "a while" was told. `effect` is the best
    that it did, `has_faded` that this did not last. `flags` name what was told and cannot be, and was not kept.
    """

    kind: Kind
    name: str
    dose_mg: float | None = None
    weeks: float | None = None
    has_vague_length: bool = False
    sessions: int | None = None
    began: Moment | None = None
    ended: Moment | None = None
    effect: Effect | None = None
    has_faded: bool = False
    adherence: Adherence | None = None
    side_effects: tuple[str, ...] = ()
    stopped_for: StoppedFor | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def missing(self) -> tuple[Field, ...]:
        """What is not known yet, in the order in which to ask; why it ended is not asked where it is known to help."""
        return tuple(
            name
            for name in _ASKED[self.kind]
            if getattr(self, name) is None and not (name == "stopped_for" and self.effect in ("mostly", "full"))
        )

    @property
    def tells_anything(self) -> bool:
        """Whether anything but the name was told."""
        return self != Trial(self.kind, self.name)

    def with_more(self, told: Trial) -> Trial:
        """Return this trial with what was told later; what was known stays where nothing new was told.

        Flags are those of what was told last: they ask for that answer again.
        """
        new = {
            field.name: value
            for field in fields(told)
            if field.name not in ("kind", "name", "flags") and (value := getattr(told, field.name))
        }
        return replace(self, **new, flags=told.flags)
