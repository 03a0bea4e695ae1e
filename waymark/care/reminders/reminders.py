"""The tool that sets and lists reminders, one message at a time. Nothing is kept before the person has said yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from waymark.answers.render import words
from waymark.care.my_data import payloads
from waymark.care.reminders.reminder import KIND, SET_AT, Reminder
from waymark.care.reminders.reminder_words import ReminderWords, clock
from waymark.care.reminders.schedule import Schedule
from waymark.care.reminders.subject_words import lead_in, number_in, subject_of, wants_all, wants_off
from waymark.care.reminders.time_words import Heard, TimeHint, half_of_day, read_times
from waymark.care.reminders.wish import Asked, Wish
from waymark.care.reminders.zones import ZoneReader, zone_of, zone_words
from waymark.care.tools.tool import Move, Record, Said, value
from waymark.content import Content
from waymark.messages import Button, Draft

NAME: Final = "reminders"
SET, LIST = "set_reminder", "list_reminders"
MOST: Final = 20
_MOST_MISSES: Final = 2
_CITIES: Final = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London")
_LEADS: Final = (0, 60, 1440)


@dataclass(frozen=True)
class Reminders:
    """The tool `reminders`."""

    content: Content

    @classmethod
    def from_content(cls, content: Content) -> Reminders:
        """Build the tool."""
        return cls(content)

    @property
    def name(self) -> str:
        """What its words, buttons and records are called by."""
        return NAME

    @property
    def intents(self) -> frozenset[str]:
        """The intents that begin it."""
        return frozenset({SET, LIST})

    def begin(self, said: Said) -> Move:
        """Read what was asked for: a list, an end, or a reminder with all that was said about it."""
        if said.choice == "list" or (said.intent == LIST and said.choice is None):
            return self._list(said)
        if said.choice is None and wants_off(said.text) and said.intent != SET:
            return self._list(said)
        if said.records is None:
            return _closed(self._words.say("not_read"))
        if len(said.kept(KIND)) >= MOST:
            return _closed(self._words.say("too_many").plus(self._listed(said)))
        wish = Wish(said_at=said.now, zone=self._known_zone(said))
        return self._heard(wish, said, begins=True) or self._open(wish, said.now)

    def hear(self, state: str, said: Said) -> Move | None:
        """Read an answer to the open question, or a better day or time at any of them.

        Raises:
            ValueError: the state is none of this version.
        """
        wish = Wish.model_validate_json(state)
        if said.choice is not None:
            return self._choose(wish, said)
        if said.command is not None:
            return self._obey(wish, said)
        return self._heard(wish, said)

    def ask(self, state: str) -> Draft:
        """Return the open question.

        Raises:
            ValueError: the state is none of this version.
        """
        wish = Wish.model_validate_json(state)
        return self._question(wish, wish.said_at)

    @cached_property
    def _words(self) -> ReminderWords:
        return ReminderWords(self.content)

    @cached_property
    def _zones(self) -> ZoneReader:
        return ZoneReader(self.content.time_zones)

    @cached_property
    def _yes(self) -> frozenset[str]:
        return frozenset(
            _bare(said) for said in (*self.content.answers.yes, words(self.content, "reminders_title_yes"))
        )

    @cached_property
    def _no(self) -> frozenset[str]:
        return frozenset(
            _bare(said) for said in (*self.content.answers.no, words(self.content, "reminders_title_change"))
        )

    def _known_zone(self, said: Said) -> str | None:
        """Return the zone of the newest reminder."""
        for record in reversed(said.kept(KIND)):
            try:
                return Reminder.of(record.values or {}).schedule.zone
            except ValueError:
                continue
        return None

    def _heard(self, wish: Wish, said: Said, *, begins: bool = False) -> Move | None:
        asked = wish.asked
        text = said.text
        if asked == "sure" and (answer := self._sure(wish, said)) is not None:
            return answer
        if asked == "zone":
            return self._hear_zone(wish, said)
        if asked == "lead" and (lead := lead_in(text)) is not None:
            return self._open(wish.model_copy(update={"lead": lead, "misses": 0}), said.now)
        if asked == "half" and (part := half_of_day(text)) is not None:
            halved = wish.heard.merged(Heard(part=part))
            return self._open(wish.model_copy(update={"heard": halved, "misses": 0}), said.now)
        zone = self._zones.named_in(text)
        read = read_times(text, is_time_asked=asked in ("time", "half"))
        if read.hint is not None:
            return self._hint(wish, said, read.hint, read.heard if begins else None)
        changes: dict[str, object] = {}
        if read.heard != Heard():
            timed = wish.timed(read.heard)
            changes |= {"heard": timed}
            if read.heard.has_day or timed.in_days is None:
                changes |= {"said_at": said.now}
        if zone is not None:
            changes["zone"] = zone
        is_elsewhere = (said.is_question or said.is_aside) and not begins
        if wish.what is None and not is_elsewhere:
            changes |= subject_of(read.rest)
        if not changes:
            if begins:
                return None
            return None if is_elsewhere else self._hint(wish, said, asked)
        if is_elsewhere and not set(changes) & {"heard"}:
            return None
        changed = wish.model_copy(update=changes)
        if asked == changed.asked == "when" and read.heard.has_time and not begins:
            return self._hint(changed, said, "which_day")
        return self._open(changed.model_copy(update={"misses": 0}), said.now)

    def _hear_zone(self, wish: Wish, said: Said) -> Move | None:
        zone = self._zones.read(said.text)
        if zone in ("unknown", "several"):
            bare = _bare(said.text)
            if bare.isdigit() and 1 <= int(bare) <= len(_CITIES):
                return self._open(wish.model_copy(update={"zone": _CITIES[int(bare) - 1], "misses": 0}), said.now)
            if said.is_question or said.is_aside:
                return None
            return self._hint(wish, said, "zone" if zone == "unknown" else "zone_wide")
        return self._open(wish.model_copy(update={"zone": zone, "misses": 0}), said.now)

    def _sure(self, wish: Wish, said: Said) -> Move | None:
        bare = _bare(said.text)
        if bare in self._yes:
            return self._set(wish, said)
        if bare in self._no:
            return self._open(wish.retold(), said.now)
        return None

    def _set(self, wish: Wish, said: Said) -> Move:
        made = wish.planned(said.now)
        due = made.next_after(said.now) if isinstance(made, Schedule) else None
        if not isinstance(made, Schedule) or due is None or wish.what is None:
            return self._open(wish, said.now)
        reminder = Reminder(what=wish.what, words=wish.words, schedule=made)
        key = f"{wish.said_at:%Y%m%d%H%M%S%f}"  # a yes that is read again keeps no second one
        draft = self._words.say("set", **self._values(reminder, due))
        buttons = (
            Button(title=self._words.title("calendar_title"), value=f"{payloads.CALENDAR}={key}"),
            Button(title=self._words.title("title_list"), value=value(NAME, "list")),
        )
        kept = Record(KIND, key, {**reminder.kept(due), SET_AT: said.now.isoformat()})
        return Move("", draft.model_copy(update={"buttons": buttons}), (kept,), is_done=True)

    def _values(self, reminder: Reminder, due: datetime) -> dict[str, str]:
        schedule = reminder.schedule
        what, when = self._words.what(reminder.what, reminder.words), self._words.when(schedule)
        return {"what": what, "when": when, "first": self._words.moment(due, schedule.zone)}

    def _choose(self, wish: Wish, said: Said) -> Move:
        kind, _, rest = (said.choice or "").partition(".")
        asked, now = wish.asked, said.now
        if kind == "list":
            return Move(wish.model_dump_json(), self._listed(said).plus(self._question(wish, now)))
        changes: dict[str, object] | None = None
        if kind == "what" and rest in ("phq9", "appointment", "medicines"):
            changes = {"what": rest, "words": "", "lead": None}
        elif kind == "when" and asked in ("when", "day") and rest in ("daily", "weekly", "two_weeks"):
            changes = {"heard": wish.heard.merged(Heard.model_validate({"repeat": rest})), "said_at": now}
        elif kind == "when" and asked == "when" and rest == "tomorrow":
            changes = {"heard": wish.heard.merged(Heard(in_days=1)), "said_at": now}
        elif kind == "half" and asked == "half" and rest in ("am", "pm"):
            part = "morning" if rest == "am" else "evening"
            changes = {"heard": wish.heard.merged(Heard.model_validate({"part": part}))}
        elif kind == "lead" and rest in map(str, _LEADS) and wish.what == "appointment":
            changes = {"lead": int(rest)}
        elif kind == "zone" and rest in map(str, range(len(_CITIES))) and asked in ("zone", "sure"):
            changes = {"zone": _CITIES[int(rest)]}
        elif asked == "sure" and said.choice == "yes":
            return self._set(wish, said)
        elif asked == "sure" and said.choice == "change":
            return self._open(wish.retold(), now)
        if changes is None:
            return self._open(wish, now, lead="old_button")
        return self._open(wish.model_copy(update={**changes, "misses": 0}), now)

    def _obey(self, wish: Wish, said: Said) -> Move | None:
        assert said.command is not None
        asked = wish.asked
        match said.command.name:
            case "restart":
                fresh = Wish(said_at=said.now, zone=self._known_zone(said))
                return self._open(fresh, said.now, lead="restarted")
            case "back" | "change":
                return self._open(wish.back().model_copy(update={"misses": 0}), said.now, lead="back")
            case "skip":
                if asked == "lead":
                    return self._open(wish.model_copy(update={"lead": 0, "misses": 0}), said.now)
                return self._open(wish, said.now, lead="no_skip")
            case "why":
                kind = asked if asked in ("what", "zone", "sure") else "when"
                return self._open(wish, said.now, lead=f"why_{kind}")
            case _:
                if asked == "sure" and _bare(said.text) in self._yes:
                    return self._set(wish, said)
                return self._open(wish, said.now)

    def _hint(self, wish: Wish, said: Said, kind: Asked | TimeHint | str, heard: Heard | None = None) -> Move:
        """Return one kind hint, and at the second in a row a way out; nothing of the message is taken."""
        missed = wish.model_copy(update={"misses": wish.misses + 1})
        if heard is not None:
            missed = missed.model_copy(update=subject_of(read_times(said.text).rest))
        name = kind if f"reminders_hint_{kind}" in self.content.responses else "when"
        question = self._question(missed, said.now)
        draft = self._words.say(f"hint_{name}").plus(question)
        if missed.misses >= _MOST_MISSES:
            stop = Button(title=self._words.title("title_stop"), value="intent:stop")
            draft = self._words.say("way_out").plus(draft)
            draft = draft.model_copy(update={"buttons": (*draft.buttons, stop)})
        return Move(missed.model_dump_json(), draft)

    def _open(self, wish: Wish, now: datetime, *, lead: str | None = None) -> Move:
        """Return the next question; a time that cannot be is told, and asked anew."""
        if wish.asked == "sure":
            made = wish.planned(now)
            if not isinstance(made, Schedule):
                wish, lead = wish.without_time(), f"hint_{made}"
        question = self._question(wish, now)
        draft = self._words.say(lead).plus(question) if lead else question
        return Move(wish.model_dump_json(), draft)

    def _question(self, wish: Wish, now: datetime) -> Draft:
        asked = wish.asked
        values: dict[str, str] = {}
        if asked == "half":
            values["time"] = clock(wish.heard.hour or 0, wish.heard.minute).split()[0]
        elif asked == "sure":
            made = wish.planned(now)
            due = made.next_after(now) if isinstance(made, Schedule) else None
            if not isinstance(made, Schedule) or due is None or wish.what is None:
                return self._question(wish.without_time(), now)
            reminder = Reminder(what=wish.what, words=wish.words, schedule=made)
            local = now.astimezone(zone_of(made.zone))
            here = {"zone": zone_words(made.zone), "time": clock(local.hour, local.minute)}
            values = {**self._values(reminder, due), **here}
        draft = self._words.say(f"ask_{asked}", **values)
        return draft.model_copy(update={"buttons": self._buttons(asked), "asks": f"{NAME}.{asked}"})

    def _buttons(self, asked: Asked) -> tuple[Button, ...]:
        made: dict[Asked, tuple[str, ...]] = {
            "what": ("what.phq9", "what.appointment", "what.medicines"),
            "when": ("when.daily", "when.weekly", "when.two_weeks", "when.tomorrow"),
            "half": ("half.am", "half.pm"),
            "lead": tuple(f"lead.{minutes}" for minutes in _LEADS),
            "sure": ("yes", "change"),
        }
        if asked == "zone":
            cities = enumerate(_CITIES)
            return tuple(Button(title=zone_words(zone), value=value(NAME, f"zone.{place}")) for place, zone in cities)
        choices = made.get(asked, ())
        return tuple(Button(title=self._words.title(_title(choice)), value=value(NAME, choice)) for choice in choices)

    def _list(self, said: Said) -> Move:
        if said.records is None:
            return _closed(self._words.say("not_read"))
        text = said.text.casefold() if said.choice is None else ""
        reminders = self._kept(said)
        if reminders and wants_off(text):
            place = number_in(text)
            if place is not None:
                return _closed(self._off(reminders, place, said.now))
            if wants_all(text) or len(reminders) == 1:
                stop = Button(title=self._words.title("title_all_off"), value=payloads.REMINDERS_STOP)
                return _closed(self._words.say("all_off_ask").model_copy(update={"buttons": (stop,)}))
        return _closed(self._listed(said))

    def _off(self, reminders: dict[str, Reminder], place: int, now: datetime) -> Draft:
        if not 1 <= place <= len(reminders):
            return self._words.say("no_number").plus(self._words.listed(reminders, now))
        key, reminder = list(reminders.items())[place - 1]
        said = {"what": self._words.what(reminder.what, reminder.words), "when": self._words.when(reminder.schedule)}
        title = self._words.title("title_off", number=str(place))
        button = Button(title=title, value=f"{payloads.REMINDER_OFF}={key}")
        return self._words.say("off_ask", number=str(place), **said).model_copy(update={"buttons": (button,)})

    def _listed(self, said: Said) -> Draft:
        reminders = self._kept(said)
        if not reminders:
            new = Button(title=self._words.title("title_new"), value=value(NAME))
            return self._words.say("list_empty").model_copy(update={"buttons": (new,)})
        return self._words.listed(reminders, said.now)

    def _kept(self, said: Said) -> dict[str, Reminder]:
        found: dict[str, Reminder] = {}
        for record in said.kept(KIND):
            try:
                found[record.key] = Reminder.of(record.values or {})
            except ValueError:
                continue
        return found


def _closed(draft: Draft) -> Move:
    return Move("", draft, is_done=True)


def _title(choice: str) -> str:
    """Return the name of a choice's title: `title_lead_60`, `title_daily`, `title_yes`."""
    kind, _, rest = choice.partition(".")
    return f"title_{kind}_{rest}" if kind == "lead" else f"title_{rest or kind}"


def _bare(text: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign.isspace() else "" for sign in text.casefold())
    return " ".join(kept.split())
