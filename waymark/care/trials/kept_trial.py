"""A treatment trial as it is kept: what was told, in plain JSON, with nothing in it that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints

from waymark.care.trials import trial as trials
from waymark.care.trials.dates import EARLIEST_YEAR, Moment
from waymark.care.trials.names import Kind
from waymark.care.trials.trial import Flag, Trial
from waymark.content.trial_schema import Adherence, Effect, StoppedFor
from waymark.messages import Frozen

OWN: Final = "own"  # the name of a treatment that is not known here; `called` has the person's own words
MOST_WEEKS: Final = 4_200  # about eighty years
MOST_SESSIONS: Final = 400
_MOST_PROCEDURE_MG: Final = 1_000  # of a medicine that is given in a clinic; more is a slip of the pen
_MONTHS_A_YEAR: Final = 12
_MOST_DAYS: Final = 31
FieldName = Literal["dose_mg", "weeks", "sessions", "effect", "adherence", "stopped_for", "began"]


class KeptTrial(Frozen):
    """One course of one treatment; None and empty are what was not told.

    The fields are those of `Trial`. `called` is the person's own name for a treatment that is not known here, whose
    `name` is then `own`. `is_ongoing` says that it is still taken. `left` are the fields that the person does not know,
    or would not tell: they are not asked again.
    """

    kind: Kind
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
    called: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None
    dose_mg: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    weeks: float | None = Field(default=None, gt=0, le=MOST_WEEKS)
    has_vague_length: bool = False
    sessions: int | None = Field(default=None, gt=0, le=MOST_SESSIONS)
    began: Moment | None = None
    ended: Moment | None = None
    effect: Effect | None = None
    has_faded: bool = False
    adherence: Adherence | None = None
    side_effects: tuple[str, ...] = ()
    stopped_for: StoppedFor | None = None
    is_ongoing: bool = False
    left: tuple[FieldName, ...] = ()

    @classmethod
    def of(cls, trial: Trial, *, called: str | None = None) -> KeptTrial:
        """Return what is kept of a trial; its flags are not.

        Raises:
            ValueError: it holds what cannot be; `possible` takes that out.
        """
        told = {name: getattr(trial, name) for name in cls.model_fields if hasattr(trial, name)}
        return cls(**told, called=called)

    @classmethod
    def from_values(cls, values: Mapping[str, Any] | None) -> KeptTrial:
        """Return the trial that a record of kind `trial` holds.

        Raises:
            ValueError: it holds something else.
        """
        return cls.model_validate(dict(values or {}))

    @property
    def values(self) -> dict[str, Any]:
        """What a record holds of it: plain JSON, without what was not told."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def trial(self) -> Trial:
        """The trial itself, to be judged and asked about."""
        told = {name: getattr(self, name) for name in type(self).model_fields if name in Trial.__dataclass_fields__}
        return Trial(**told)

    @property
    def tells_anything(self) -> bool:
        """Whether anything but its name is known."""
        return self.trial.tells_anything or self.is_ongoing

    @property
    def missing(self) -> tuple[trials.Field, ...]:
        """What is still to be asked, in order: not what was left out, nor why it ended where it goes on."""
        return tuple(
            name
            for name in self.trial.missing
            if name not in self.left and not (name == "stopped_for" and self.is_ongoing)
        )

    def with_more(self, told: Trial, *, is_ongoing: bool = False) -> KeptTrial:
        """Return this trial with what was told later; what is told now is no longer left out."""
        trial = self.trial.with_more(told)
        if told.weeks is not None:
            trial = replace(trial, has_vague_length=False)
        if told.effect is not None:
            trial = replace(trial, has_faded=told.has_faded)
        values = {name: getattr(trial, name) for name in type(self).model_fields if hasattr(trial, name)}
        left = tuple(name for name in self.left if getattr(told, name) is None)
        ongoing = (self.is_ongoing or is_ongoing) and not told.stopped_for
        return self.model_copy(update={**values, "left": left, "is_ongoing": ongoing})

    def without(self, name: FieldName) -> KeptTrial:
        """Return this trial with one field that is not known and not asked again."""
        if name in self.left:
            return self
        return self.model_copy(update={"left": (*self.left, name)})


def possible(trial: Trial, slip_above: float | None, today: date) -> Trial:
    """Return a trial without what cannot be, which is flagged instead.

    Args:
        trial: as it was read.
        slip_above: a dose in mg above which a number is a slip of the pen; None where it is no medicine.
        today: nothing that was taken lies after it.
    """
    flags: list[Flag] = list(trial.flags)
    most = _MOST_PROCEDURE_MG if slip_above is None else slip_above
    if trial.dose_mg is not None and not 0 < trial.dose_mg <= most:
        trial, flags = replace(trial, dose_mg=None), [*flags, "impossible_dose"]
    if trial.weeks is not None and not 0 < trial.weeks <= MOST_WEEKS:
        trial, flags = replace(trial, weeks=None), [*flags, "impossible_duration"]
    if trial.sessions is not None and not 0 < trial.sessions <= MOST_SESSIONS:
        trial = replace(trial, sessions=None)
    if trial.began is not None and not _has_been(trial.began, today):
        trial, flags = replace(trial, began=None), [*flags, "impossible_date"]
    if trial.ended is not None and not _has_been(trial.ended, today):
        trial, flags = replace(trial, ended=None), [*flags, "impossible_date"]
    if trial.began and trial.ended and trial.began.year and 0 < trial.ended.year < trial.began.year:
        trial, flags = replace(trial, began=None, ended=None), [*flags, "impossible_date"]
    return replace(trial, flags=tuple(dict.fromkeys(flags)))


def _has_been(moment: Moment, today: date) -> bool:
    if not (0 <= moment.month <= _MONTHS_A_YEAR and 0 <= moment.day <= _MOST_DAYS):
        return False
    if not moment.year:
        return True
    return moment.year >= EARLIEST_YEAR and (moment.year, moment.month) <= (today.year, today.month)
