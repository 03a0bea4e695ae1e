"""How far the setting of a reminder has come: what was said so far, and what is still to be asked. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from waymark.care.reminders.reminder import Problem, What, planned
from waymark.care.reminders.schedule import Schedule
from waymark.care.reminders.time_words import Heard
from waymark.messages import Frozen

Asked = Literal["what", "when", "day", "time", "half", "lead", "zone", "sure"]
ORDER: Final[tuple[Asked, ...]] = ("what", "when", "day", "time", "half", "lead", "zone", "sure")


class Wish(Frozen):
    """A reminder that is being set. `said_at` is when its time was told: "in two hours" counts from then.

    `before` is what was said about when before it was to be told anew: its day stands where only a time is told then.
    """

    what: What | None = None
    words: str = ""
    heard: Heard = Heard()
    before: Heard = Heard()
    said_at: datetime
    zone: str | None = None
    lead: int | None = None
    misses: int = 0

    @property
    def asked(self) -> Asked:
        """The open question."""
        heard = self.heard
        if self.what is None:
            return "what"
        if not heard.has_day:
            return "when"
        if heard.repeat in ("weekly", "two_weeks") and not heard.weekdays and heard.day is None:
            return "day"
        if not heard.has_time:
            return "time"
        if heard.is_half_open:
            return "half"
        if self.what == "appointment" and self.lead is None and heard.in_minutes is None:
            return "lead"
        return "zone" if self.zone is None else "sure"

    def planned(self, now: datetime) -> Schedule | Problem:
        """Return when it comes, or why it cannot; everything has been said.

        Raises:
            ValueError: the zone is unknown.
        """
        made = planned(self.heard, self.zone or "", self.said_at, lead=self.lead or 0)
        if isinstance(made, Schedule) and made.next_after(now) is None:
            return "past"
        return made

    def retold(self) -> Wish:
        """Return the wish with its time to be told anew, and perhaps its day."""
        return self.model_copy(update={"heard": Heard(), "before": self.heard})

    def timed(self, heard: Heard) -> Heard:
        """Return what was said so far with what is heard now; a time alone is for the day that was told before."""
        merged = self.heard.merged(heard)
        is_time_alone = not merged.has_day and self.before.has_day and self.before.in_minutes is None
        return self.before.merged(merged) if is_time_alone and merged.has_time else merged

    def without_time(self) -> Wish:
        """Return the wish with day and time to be told anew."""
        return self.model_copy(update={"heard": Heard()})

    def back(self) -> Wish:
        """Return the wish with the question before the open one to be answered anew."""
        match self.asked:
            case "what" | "when":
                return self.model_copy(update={"what": None, "words": ""})
            case "day" | "time" | "half":
                return self.without_time()
            case "lead":
                return self.without_time()
            case "zone":
                return self.model_copy(update={"lead": None}) if self.lead is not None else self.without_time()
            case "sure":
                return self.model_copy(update={"zone": None})
