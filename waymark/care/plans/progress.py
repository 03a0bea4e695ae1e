"""How far a person has come in a plan, and each step that they can take. Pure: a step gives a new value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from waymark.content.plan_files import MOST_CHARACTERS, Plan
from waymark.messages import Frozen

Entries = dict[str, tuple[str, ...]]


class PlanRecord(Frozen):
    """What is kept of a plan: its entries by heading."""

    entries: Entries


class PlanProgress(Frozen):
    """The entries so far, and the open heading.

    `asked` is what the last message asked: for entries, for the new words of entry `number`, or whether to empty the
    part or the plan. `long` waits to be made shorter. `misses` counts messages in a row that gave nothing.
    """

    plan: str
    at: str
    entries: Entries
    asked: Literal["entries", "change", "clear", "delete"] = "entries"
    number: int = 0
    long: str = ""
    misses: int = 0
    country: str = ""

    @property
    def here(self) -> tuple[str, ...]:
        """The entries under the open heading."""
        return self.entries.get(self.at, ())


class Added(Frozen):
    """What became of new entries: those that are new, known already, too long, and beyond the most of the heading."""

    progress: PlanProgress
    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()


def entries_of(values: Mapping[str, Any] | None) -> Entries:
    """Return the entries of a kept plan.

    Raises:
        ValueError: what is kept is no plan.
    """
    return PlanRecord.model_validate(values).entries if values else {}


def first_open(plan: Plan, entries: Entries) -> str | None:
    """Return the first heading without an entry; None where there is none."""
    return next((heading.id for heading in plan.headings if not entries.get(heading.id)), None)


def add(progress: PlanProgress, plan: Plan, entries: Sequence[str]) -> Added:
    """Put entries under the open heading, as many as it holds."""
    here, known, too_long, left_over = list(progress.here), [], [], []
    for entry in entries:
        if any(entry.casefold() == other.casefold() for other in here):
            known.append(entry)
        elif len(entry) > MOST_CHARACTERS:
            too_long.append(entry)
        elif len(here) >= plan.heading(progress.at).most:
            left_over.append(entry)
        else:
            here.append(entry)
    new = tuple(here[len(progress.here) :])
    after = with_entries(progress, here).model_copy(update={"long": " ".join(too_long)})
    return Added(progress=after, new=new, known=tuple(known), too_long=tuple(too_long), left_over=tuple(left_over))


def remove(progress: PlanProgress, numbers: Sequence[int]) -> PlanProgress:
    """Take the entries of these numbers, from 1, out of the open heading."""
    return with_entries(progress, [entry for at, entry in enumerate(progress.here, 1) if at not in numbers])


def change(progress: PlanProgress, number: int, entry: str) -> PlanProgress:
    """Put an entry in the place of the one with a number."""
    return with_entries(progress, [entry if at == number else old for at, old in enumerate(progress.here, 1)])


def go(progress: PlanProgress, heading: str) -> PlanProgress:
    """Open another heading."""
    return asking(progress).model_copy(update={"at": heading})


def asking(progress: PlanProgress, asked: str = "entries", number: int = 0) -> PlanProgress:
    """Ask for something: entries again, or one of the other things; what was wrong before is forgotten."""
    return progress.model_copy(update={"asked": asked, "number": number, "long": "", "misses": 0})


def miss(progress: PlanProgress) -> PlanProgress:
    """Count a message that gave nothing."""
    return progress.model_copy(update={"misses": progress.misses + 1})


def with_entries(progress: PlanProgress, here: Sequence[str]) -> PlanProgress:
    """Return the plan with other entries under the open heading."""
    entries = {**progress.entries, progress.at: tuple(here)}
    return asking(progress).model_copy(update={"entries": {name: kept for name, kept in entries.items() if kept}})
