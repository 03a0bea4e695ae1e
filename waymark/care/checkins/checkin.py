"""How far a person has come in a check-in, or in marking a treatment change. Pure: a step gives a new value."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from pydantic import Field

from waymark.care.checkins.days import Precision
from waymark.content.checkin_files import BOTHER, SIDE_EFFECTS, TEN, CheckinBook
from waymark.messages import Frozen

KIND: Final = "checkin"  # of the records
CHANGE: Final = "change"
MOST_MISSES: Final = 2  # after the second message that answers nothing, a way out is shown
Place = Literal["choosing", "area", "bother", "more", "change", "when", "check"]


class Effect(Frozen):
    """A side effect in the person's own words, and how much it bothers them, as far as that is known."""

    text: str
    bother: int | None = None


class Checkin(Frozen):
    """One check-in.

    `queue` are the chosen areas; `answers` those that were answered, None where one was left out; an answered area of
    side effects has its `effects`, and `at_effect` is the one that is asked about. `with_more` asks for more areas at
    the end, `with_change` for a treatment change. `before` are the areas of the last time.
    """

    run: str
    began_at: datetime
    place: Place = "choosing"
    queue: tuple[str, ...] = ()
    at: int = 0
    answers: dict[str, int | None] = Field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    at_effect: int = 0
    with_more: bool = False
    with_change: bool = False
    what: str | None = None
    on: date | None = None
    precision: Precision = "day"
    before: tuple[str, ...] = ()
    misses: int = 0

    def fits(self, book: CheckinBook) -> bool:
        """Return whether it can be gone on with: its areas are there, its answers on their scales."""
        is_open = self.place not in ("area", "bother") or 0 <= self.at < len(self.queue)
        is_effect = self.place != "bother" or 0 <= self.at_effect < len(self.effects)
        is_told = self.place != "check" or (self.what is not None and self.on is not None)
        is_named = self.place != "when" or self.what is not None
        known = all(area in book.areas for area in (*self.queue, *self.answers, *self.before))
        on_scale = known and all(
            given is None or 0 <= given <= book.scale(area).most for area, given in self.answers.items()
        )
        bothers = (effect.bother for effect in self.effects if effect.bother is not None)
        return (
            on_scale
            and is_open
            and is_effect
            and is_told
            and is_named
            and all(0 <= bother <= book.scales[BOTHER].most for bother in bothers)
        )

    @property
    def area(self) -> str:
        """The area that is asked about."""
        return self.queue[self.at]

    @property
    def asks(self) -> str:
        """What the open question is called in a message."""
        return f"checkin.{self.area if self.place == 'area' else self.place}"

    @property
    def asked(self) -> str:
        """What a button of the open question carries before its answer."""
        return f"bother.{self.at_effect}" if self.place == "bother" else self.asks.removeprefix("checkin.")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return all(given is None for given in self.answers.values())

    def chosen(self, areas: tuple[str, ...], *, with_change: bool = False, with_more: bool = False) -> Checkin:
        """Ask about further areas."""
        queue = tuple(dict.fromkeys((*self.queue, *areas)))
        known = {"queue": queue, "with_change": with_change or self.with_change, "with_more": with_more}
        return self.model_copy(update=known)

    def answered(self, area: str, value: int | None, effects: tuple[Effect, ...] = ()) -> Checkin:
        """Put an answer down; the effects are replaced where it is about them."""
        known: dict[str, object] = {"answers": {**self.answers, area: value}, "misses": 0}
        return self.model_copy(update={**known, "effects": effects} if area == SIDE_EFFECTS else known)

    def bothered(self, bother: int | None) -> Checkin:
        """Put down how much the effect that is asked about bothers, and come to the next one that is not rated."""
        rated = self.effects[self.at_effect].model_copy(update={"bother": bother})
        effects = (*self.effects[: self.at_effect], rated, *self.effects[self.at_effect + 1 :])
        return self.model_copy(update={"effects": effects, "at_effect": self.at_effect + 1, "misses": 0})

    def opened(self, at: int) -> Checkin:
        """Open the question about an area of the queue."""
        return self.model_copy(update={"place": "area", "at": at, "misses": 0})

    def at_place(self, place: Place) -> Checkin:
        """Come to another place."""
        return self.model_copy(update={"place": place, "misses": 0})

    def missed(self) -> Checkin:
        """Count a message that answered nothing."""
        return self.model_copy(update={"misses": self.misses + 1})

    def heard(self) -> Checkin:
        """Forget the messages that answered nothing."""
        return self.model_copy(update={"misses": 0})

    @property
    def next_open(self) -> int | None:
        """The place of the first chosen area without an answer."""
        return next((at for at, area in enumerate(self.queue) if area not in self.answers), None)

    @property
    def next_effect(self) -> int | None:
        """The place of the next effect that has no rating and was not left out."""
        later = range(self.at_effect, len(self.effects))
        return next((at for at in later if self.effects[at].bother is None), None)

    def most(self, book: CheckinBook) -> int:
        """Return the top of the scale of the open question."""
        return book.scales[BOTHER if self.place == "bother" else TEN].most

    def values(self, now: datetime) -> dict[str, object]:
        """Return what is kept of a check-in."""
        areas = {area: given for area, given in self.answers.items() if given is not None and area != SIDE_EFFECTS}
        kept: dict[str, object] = {"areas": areas, "at": now.isoformat()}
        if self.answers.get(SIDE_EFFECTS) is not None:
            kept["side_effects"] = [effect.model_dump() for effect in self.effects]
        return kept

    def change_values(self, now: datetime) -> dict[str, object]:
        """Return what is kept of a treatment change."""
        on = self.on.isoformat() if self.on else None
        return {"what": self.what, "on": on, "precision": self.precision, "at": now.isoformat()}
