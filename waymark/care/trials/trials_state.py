"""How far a person has come in telling what they tried, and what is asked next. Pure: a step gives a new value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from waymark.care.tools.tool import Record, Said
from waymark.care.trials.kept_trial import FieldName, KeptTrial
from waymark.care.trials.names import Kind
from waymark.messages import Frozen

KIND: Final = "trial"  # of a record
NOT_JUDGED: Final = ".other"  # ends what is explained of a therapy or procedure
MOST_TRIALS: Final = 60
_MOST_TRAIL: Final = 20
MOST_WANTED: Final = 300
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,24}$")]
Step = Literal[
    "tell", "more", "field", "part", "name", "remove", "remove_all", "same", "taken", "kind", "which_change",
    "which_remove",
]  # fmt: skip


class Entry(Frozen):
    """One trial and the key that it is kept by; `is_seen` once it was among the kept records."""

    key: Key
    kept: KeptTrial
    is_seen: bool = False


class Place(Frozen):
    """One field of one trial."""

    key: Key
    field: FieldName


class Wanted(Frozen):
    """What is to be changed once it is known of which trial: `Wish`, without its keys."""

    part: str | None = None
    value: Annotated[str, StringConstraints(max_length=MOST_WANTED)] = ""
    kind: Kind | None = None
    name: str | None = None


class TrialsState(Frozen):
    """All that was told, and the open question.

    `entries` are the trials on the list, oldest first. `queue` are those of which something may be missing, `again` the
    fields to be asked first, `doubles` trials that may be the same as an earlier one. `waiting` and `unknown` are not
    on the list yet: of the first it is not sure that they were taken, of the second what they are. `latest` is the
    trial spoken of last, `trail` the answers given, last at the end, `explained` what was said of how trials count.
    `misses` counts messages in a row that answered
    nothing.
    """

    entries: tuple[Entry, ...] = ()
    at: Step = "tell"
    key: str = ""
    field: FieldName | None = None
    candidates: tuple[Key, ...] = ()
    wanted: Wanted | None = None
    queue: tuple[Key, ...] = ()
    again: tuple[Place, ...] = ()
    doubles: tuple[Key, ...] = ()
    waiting: tuple[Entry, ...] = ()
    unknown: tuple[Entry, ...] = ()
    latest: str = ""
    trail: tuple[Place, ...] = Field(default=(), max_length=_MOST_TRAIL)
    explained: tuple[str, ...] = ()
    misses: int = Field(default=0, ge=0)

    @property
    def asks(self) -> str:
        """What the open question is called in a message."""
        return f"trials.{self.field if self.at == 'field' else self.at}"

    @property
    def has_caveat(self) -> bool:
        """Whether it was said what the checklists are for."""
        return any(not one.endswith(NOT_JUDGED) for one in self.explained)

    def entry(self, key: str) -> Entry | None:
        """Return the trial of a key that is on the list."""
        return next((one for one in self.entries if one.key == key), None)

    def pending(self, key: str) -> Entry | None:
        """Return the treatment of a key that is not on the list yet."""
        return next((one for one in (*self.waiting, *self.unknown) if one.key == key), None)

    def number(self, key: str) -> int:
        """Return the place of a trial in the list, from 1."""
        return next(place for place, one in enumerate(self.entries, start=1) if one.key == key)

    def earlier(self, key: str) -> Entry | None:
        """Return the last trial before this one that is of the same treatment."""
        entry = self.entry(key)
        before = self.entries[: self.number(key) - 1] if entry else ()
        same = [one for one in before if entry and is_same_treatment(one.kept, entry.kept)]
        return same[-1] if same else None

    def put(self, key: str, kept: KeptTrial) -> TrialsState:
        """Put a trial on the list, or in the place that it has there; it is then the one spoken of."""
        if self.entry(key):
            entries = tuple(one.model_copy(update={"kept": kept}) if one.key == key else one for one in self.entries)
        else:
            entries = (*self.entries, Entry(key=key, kept=kept))
        return self.model_copy(update={"entries": entries, "latest": key})

    def drop(self, key: str) -> TrialsState:
        """Take a trial off the list, and all that was to be asked of it."""
        return self.model_copy(
            update={
                "entries": tuple(one for one in self.entries if one.key != key),
                "waiting": tuple(one for one in self.waiting if one.key != key),
                "unknown": tuple(one for one in self.unknown if one.key != key),
                "candidates": tuple(one for one in self.candidates if one != key),
                "queue": tuple(one for one in self.queue if one != key),
                "doubles": tuple(one for one in self.doubles if one != key),
                "again": tuple(one for one in self.again if one.key != key),
                "trail": tuple(one for one in self.trail if one.key != key),
                "latest": "" if self.latest == key else self.latest,
            }
        )

    def queued(self, *keys: str) -> TrialsState:
        """Ask later what is missing of these trials."""
        return self.model_copy(update={"queue": tuple(dict.fromkeys((*self.queue, *keys)))})

    def asking(self, key: str, field: FieldName) -> TrialsState:
        """Ask for one field of a trial before all else."""
        place = Place(key=key, field=field)
        return self.model_copy(update={"again": (place, *(one for one in self.again if one != place))})

    def asked(self, key: str, field: FieldName) -> TrialsState:
        """Count a question as answered."""
        place = Place(key=key, field=field)
        again = tuple(one for one in self.again if one != place)
        trail = (*(one for one in self.trail if one != place), place)[-_MOST_TRAIL:]
        return self.model_copy(update={"again": again, "trail": trail})

    def at_step(self, at: Step, key: str = "", candidates: Iterable[str] = ()) -> TrialsState:
        """Open a question of another kind."""
        return self.model_copy(
            update={"at": at, "key": key, "field": None, "candidates": tuple(candidates), "wanted": None, "misses": 0}
        )

    def with_all_asked(self) -> TrialsState:
        """Ask of every trial what is missing, also what was left out before."""
        entries = tuple(
            one.model_copy(update={"kept": one.kept.model_copy(update={"left": ()})}) for one in self.entries
        )
        return self.model_copy(update={"entries": entries}).queued(*(one.key for one in entries if one.kept.missing))

    def settled(self) -> tuple[TrialsState, tuple[str, ...]]:
        """Open the next question, and return with it the keys of the trials of which nothing is missing any more."""
        held = {*self.doubles, *(one.key for one in self.again)}
        waiting = [entry for key in self.queue if (entry := self.entry(key))]
        finished = tuple(one.key for one in waiting if not one.kept.missing and one.key not in held)
        queue = tuple(one.key for one in waiting if one.key not in finished)
        return self.model_copy(update={"queue": queue})._next(), finished

    def _next(self) -> TrialsState:
        if self.again:
            place = self.again[0]
            return self.at_step("field", place.key).model_copy(update={"field": place.field})
        if self.doubles:
            return self.at_step("same", self.doubles[0])
        if self.waiting:
            return self.at_step("taken", self.waiting[0].key)
        if self.unknown:
            return self.at_step("kind", self.unknown[0].key)
        entry = self.entry(self.queue[0]) if self.queue else None
        if entry is not None and entry.kept.missing:
            return self.at_step("field", entry.key).model_copy(update={"field": entry.kept.missing[0]})
        return self.at_step("more" if self.entries else "tell")

    def new_keys(self, count: int, now: datetime) -> tuple[str, ...]:
        """Return keys for new trials that no other trial has."""
        used = {one.key for one in (*self.entries, *self.waiting, *self.unknown)}
        number, found = int(now.timestamp() * 1000), list[str]()
        while len(found) < count:
            key = f"t{number:x}"
            found += [key] if key not in used else []
            number += 1
        return tuple(found)

    def with_records(self, said: Said) -> TrialsState:
        """Return the state with what is kept by now: more may be, and what was removed elsewhere is gone."""
        if said.records is None:
            return self
        kept = read_records(said.kept(KIND))
        state = self
        for entry in self.entries:
            if entry.is_seen and entry.key not in kept:
                state = state.drop(entry.key)
        known = tuple(one.model_copy(update={"is_seen": one.is_seen or one.key in kept}) for one in state.entries)
        others = tuple(Entry(key=key, kept=one, is_seen=True) for key, one in kept.items() if state.entry(key) is None)
        return state.model_copy(update={"entries": (*others, *known)})

    def changes_from(self, before: TrialsState) -> tuple[Record, ...]:
        """Return the records to keep, and those to forget, that make up the difference from an earlier state."""
        was = {one.key: one.kept for one in before.entries}
        now = {one.key: one.kept for one in self.entries}
        gone = [Record(KIND, key, None) for key in was if key not in now]
        return (*gone, *(Record(KIND, key, kept.values) for key, kept in now.items() if was.get(key) != kept))


def read_records(records: Iterable[Record]) -> dict[str, KeptTrial]:
    """Return the trials that records hold, by their keys; records that hold anything else are left out."""
    found: dict[str, KeptTrial] = {}
    for record in records:
        try:
            found[record.key] = Entry(key=record.key, kept=KeptTrial.from_values(record.values)).kept
        except ValueError:
            continue
    return found


def is_same_treatment(one: KeptTrial, other: KeptTrial) -> bool:
    """Return whether two trials are of the same treatment."""
    return (one.kind, one.name, (one.called or "").casefold()) == (
        other.kind,
        other.name,
        (other.called or "").casefold(),
    )


def today_of(said: Said) -> date:
    """Return the day of a message."""
    return said.now.date()
