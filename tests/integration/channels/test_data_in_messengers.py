"""A person's own data in a messenger: a text list in place of a file, and one way to erase."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone

from waymark.care.my_data import payloads
from waymark.care.reminders.reminder import KIND, Reminder
from waymark.care.reminders.schedule import Schedule
from waymark.messages import Button, Draft, Paragraph

from .house import settle

OFFERS = {"See": payloads.SHOW, "Copy": payloads.EXPORT, "Erase": payloads.ERASE, "Sure": payloads.ERASE_SURE}


def offer(house) -> None:
    buttons = tuple(Button(title=title, value=value) for title, value in OFFERS.items())
    house.brain.answer = lambda _: (Draft(blocks=(Paragraph(text="Here you are."),), buttons=buttons),)
    house.say("my data")
    house.hear("Here you are.")


def test_what_is_kept_and_a_copy_come_as_text(house):
    house.meet()
    offer(house)
    house.store.questions.add(house.conversation(), "what about sleep?")
    house.press(house.rig.button("See"))
    assert "Where I can write to you in this messenger" in house.hear("What I keep about you")
    house.press(house.rig.button("Copy"))
    assert "what about sleep?" in house.hear("besides our messages")
    assert not [text for text in house.rig.sent() if "/api/" in text]


def test_erasing_is_asked_about_in_the_messengers_own_way(house):
    house.meet()
    offer(house)
    house.press(house.rig.button("Erase"))
    house.hear("Shall I erase everything")
    house.press(house.rig.button("Yes, erase it now"))
    house.hear("is erased")
    assert house.kept() == 0


def test_an_old_button_that_is_sure_erases_and_begins_nothing_anew(house):
    house.meet()
    offer(house)
    event = house.rig.new_id()
    for _ in range(2):
        house.press(house.rig.button("Sure"), event=event)
    house.hear("is erased")
    assert house.kept() == 0


def keep_reminder(house, due):
    when = {"hour": due.hour, "minute": due.minute, "zone": "Etc/UTC"}
    made = Reminder(what="phq9", schedule=Schedule(repeat="weekly", day=due.date(), **when))
    house.store.records.put(house.conversation(), KIND, "r1", made.kept(due))


def remind(house, at):
    asyncio.run(house.gateway.services.chores._reminding.remind(at))


def test_a_reminder_is_brought_once_and_ended_by_its_button(house):
    house.meet()
    due = (datetime.now(timezone.utc) + timedelta(days=1)).replace(second=0, microsecond=0)
    keep_reminder(house, due)
    for _ in range(2):
        remind(house, due)
    assert house.hear("A reminder from you") == "A reminder from you: your check-in is due."
    settle()
    assert len([text for text in house.rig.sent() if "A reminder from you" in text]) == 1
    house.press(house.rig.button("Stop reminders"))
    house.hear("All reminders are stopped")
    assert house.store.records.of(house.conversation(), KIND) == []


def test_the_stop_of_the_messenger_ends_reminders(house):
    house.meet()
    keep_reminder(house, datetime.now(timezone.utc) + timedelta(days=1))
    house.say("/stop")
    house.hear("they are stopped")
    assert house.store.records.of(house.conversation(), KIND) == []
