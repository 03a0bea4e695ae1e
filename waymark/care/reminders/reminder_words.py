"""Puts reminders into words: what, how often, when next. All words are from `content/tools/en/reminders.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.my_data import payloads
from waymark.care.reminders.reminder import Reminder, What
from waymark.care.reminders.schedule import Schedule
from waymark.care.reminders.zones import zone_of
from waymark.content import Content
from waymark.messages import Bullets, Button, Draft, Paragraph

_MOST_BUTTONS: Final = 4


@dataclass(frozen=True)
class ReminderWords:
    """Words everything about reminders."""

    content: Content

    def say(self, name: str, **values: str) -> Draft:
        """Return a response of the tool."""
        return response_draft(self.content, f"reminders_{name}", 0, values)

    def title(self, name: str, **values: str) -> str:
        """Return fixed words of the tool, on one line."""
        return self.say(name, **values).text

    def what(self, what: What, own: str) -> str:
        """Return what a reminder is about."""
        return self.title(f"what_{what}", words=own)

    def when(self, schedule: Schedule) -> str:
        """Return how often a reminder comes, and at what time."""
        time = clock(schedule.hour, schedule.minute)
        named = words(self.content, "reminders_weekdays").split(", ")
        days = [named[day] for day in schedule.weekdays or (schedule.day.weekday(),)]
        listed = ", ".join(days[:-1]) + f" {self.title('and')} {days[-1]}" if len(days) > 1 else days[0]
        said = self.title(
            f"when_{schedule.repeat}",
            time=time,
            what=listed,
            first=f"{schedule.day:%A} {schedule.day.day} {schedule.day:%B %Y}",
        )
        return self.title(f"lead_{schedule.lead}", when=said) if schedule.lead else said

    def moment(self, at: datetime, zone: str) -> str:
        """Return a moment as it is read in a zone: Sunday 29 November 2026, 6:00 pm."""
        local = at.astimezone(zone_of(zone))
        return f"{local:%A} {local.day} {local:%B %Y}, {clock(local.hour, local.minute)}"

    def row(self, reminder: Reminder, number: int, now: datetime) -> str:
        """Return one line of the list."""
        due = reminder.schedule.next_after(now) or now
        values = {
            "number": str(number),
            "what": self.what(reminder.what, reminder.words),
            "when": self.when(reminder.schedule),
            "first": self.moment(due, reminder.schedule.zone),
        }
        return self.title("list_row", **values)

    def listed(self, reminders: dict[str, Reminder], now: datetime) -> Draft:
        """Return the list by key, oldest first, with buttons that end them."""
        rows = tuple(self.row(one, number, now) for number, one in enumerate(reminders.values(), 1))
        off = [
            Button(title=self.title("title_off", number=str(number)), value=f"{payloads.REMINDER_OFF}={key}")
            for number, key in enumerate(reminders, 1)
        ]
        stop = Button(title=self.title("title_all_off"), value=payloads.REMINDERS_STOP)
        lead = self.say("list")
        return lead.plus(Draft(blocks=(Bullets(items=rows),), buttons=(*off[:_MOST_BUTTONS], stop))).model_copy(
            update={"asks": payloads.ASKS_LIST}
        )

    def sent(self, reminder: Reminder, late_since: datetime | None) -> Draft:
        """Return what is sent when it is due; it tells nothing of health, for others may see the screen."""
        draft = self.say(f"sent_{reminder.what}")
        if late_since is not None:
            draft = draft.plus(self.say("sent_late", first=self.moment(late_since, reminder.schedule.zone)))
        start = Button(title=self.title("title_start"), value="questionnaire:phq9")
        buttons = (
            *((start,) if reminder.what == "phq9" else ()),
            Button(title=self.title("title_list"), value="tool:reminders:list"),
            Button(title=self.title("title_all_off"), value=payloads.REMINDERS_STOP),
        )
        one_line = Paragraph(text=" ".join(draft.text.split()))
        return Draft(blocks=(one_line,), buttons=buttons, asks=payloads.ASKS_REMINDED)


def clock(hour: int, minute: int) -> str:
    """Return a time of day as people read it: 6:00 pm."""
    return f"{hour % 12 or 12}:{minute:02d} {'am' if hour < 12 else 'pm'}"
