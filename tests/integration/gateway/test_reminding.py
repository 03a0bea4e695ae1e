"""Reminders come once, through the channel, never into a crisis; on the web a calendar file does it."""

import asyncio
import threading
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from waymark.care.my_data import payloads
from waymark.care.reminders.reminder import KIND, Reminder
from waymark.care.reminders.reminders import Reminders
from waymark.care.reminders.schedule import Schedule
from waymark.care.tools.tool import Said
from waymark.content import load_content
from waymark.errors import StoreError
from waymark.gateway.reminding import AFTER_DANGER
from waymark.messages import Button, Draft, Paragraph
from waymark.settings import ROOT
from waymark.store.retention import erase_expired

CONTENT = load_content(ROOT / "content")
DUE = (datetime.now(timezone.utc) + timedelta(days=7)).replace(second=0, microsecond=0)
UTC = timezone.utc


def reminder(what="phq9", repeat="weekly", due=DUE, words=""):
    when = {"hour": due.hour, "minute": due.minute, "zone": "Etc/UTC"}
    return Reminder(what=what, words=words, schedule=Schedule(repeat=repeat, day=due.date(), **when))


@pytest.fixture
def person(gateway):
    """A conversation of a messenger, and what is done with it."""
    store = gateway.services.shelf.store
    place = {"kind": "none", "lease_seconds": 0.0, "locale": "en", "country": "US"}
    taken = store.arrivals.take_in("telegram", "1", "someone", {}, **place)
    token = gateway.services.tokens.issue(taken.conversation_id).token
    return type(gateway.open())(gateway, taken.conversation_id, {"Authorization": f"Bearer {token}"}, {})


def store_of(talk):
    return talk.gateway.services.shelf.store


def keep(talk, made, key="r1", due=DUE):
    store_of(talk).records.put(talk.id, KIND, key, made.kept(due))


def remind(talk, at):
    asyncio.run(talk.gateway.services.chores._reminding.remind(at))


def sent(talk):
    return [message for message in store_of(talk).messages.all(talk.id) if message.text.startswith("A reminder")]


def due_at(talk):
    return [record.values["due_at"] for record in store_of(talk).records.of(talk.id, KIND)]


def texts(answer):
    return "\n".join(message["text"] for message in answer["messages"])


def buttons(answer):
    return {button["title"]: button["value"] for message in answer["messages"] for button in message["buttons"]}


@pytest.mark.parametrize("what", ["phq9", "appointment", "medicines", "own"])
def test_what_is_sent_says_nothing_about_health(person, what):
    keep(person, reminder(what, words="ask about my sertraline"))
    remind(person, DUE)
    (message,) = sent(person)
    for word in ("phq", "depress", "medic", "pill", "doctor", "sertraline", "mood", "health", "waymark"):
        assert word not in message.text.lower()
    assert "\n" not in message.text


def test_it_comes_when_it_is_due_and_once(person):
    keep(person, reminder())
    remind(person, DUE - timedelta(seconds=1))
    assert sent(person) == []
    for _ in range(3):
        remind(person, DUE)
    assert len(sent(person)) == 1
    assert due_at(person) == [(DUE + timedelta(days=7)).isoformat()]
    remind(person, DUE + timedelta(days=7))
    assert len(sent(person)) == 2


def test_gateways_that_look_at_once_send_it_once(person):
    keep(person, reminder())
    together = [threading.Thread(target=remind, args=(person, DUE)) for _ in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert len(sent(person)) == 1


def test_one_that_comes_once_is_forgotten_then(person):
    keep(person, reminder(repeat="once"))
    remind(person, DUE)
    assert len(sent(person)) == 1
    assert store_of(person).records.of(person.id, KIND) == []


def test_a_gateway_that_was_away_brings_it_late_and_says_so(person):
    keep(person, reminder(repeat="once"))
    remind(person, DUE + timedelta(hours=5))
    (message,) = sent(person)
    assert "couldn't bring it on time" in message.text


def test_one_that_comes_again_anyway_is_left_out_when_it_is_stale(person):
    keep(person, reminder(repeat="daily"))
    remind(person, DUE + timedelta(hours=13))
    assert sent(person) == []
    assert due_at(person) == [(DUE + timedelta(days=1)).isoformat()]


@pytest.mark.parametrize("state", ["held", "waiting"])
def test_it_waits_while_a_human_is_there(person, state):
    keep(person, reminder(repeat="once"))
    store_of(person).conversations.set_state(person.id, state)
    remind(person, DUE)
    assert sent(person) == []
    store_of(person).conversations.set_state(person.id, "assistant")
    remind(person, DUE + timedelta(hours=1))
    assert len(sent(person)) == 1


def test_it_waits_for_a_day_after_danger(person):
    keep(person, reminder(repeat="once"))
    danger = DUE - timedelta(hours=2)
    store_of(person).risks.put(person.id, {"level": "active_ideation", "at": danger.isoformat()})
    for hours in (0, 1, 21):
        remind(person, DUE + timedelta(hours=hours))
    assert sent(person) == []
    remind(person, danger + AFTER_DANGER)
    (message,) = sent(person)
    assert "couldn't bring it on time" in message.text


def test_it_does_not_break_into_a_talk(person):
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    person.say("what is TRD")
    keep(person, reminder(repeat="once", due=now), due=now)
    remind(person, datetime.now(UTC))
    assert sent(person) == []
    remind(person, datetime.now(UTC) + timedelta(minutes=3))
    assert len(sent(person)) == 1


def test_a_person_who_lets_nothing_through_gets_none(person):
    keep(person, reminder())
    store_of(person).addresses.note_blocked(person.id, True)
    remind(person, DUE)
    assert sent(person) == []
    assert due_at(person) == [(DUE + timedelta(days=7)).isoformat()]


def test_on_the_web_nothing_is_said_and_it_moves_on(gateway):
    talk = gateway.open()
    keep(talk, reminder())
    remind(talk, DUE)
    assert sent(talk) == []
    assert due_at(talk) == [(DUE + timedelta(days=7)).isoformat()]


def test_one_of_another_version_is_left_alone(person):
    store_of(person).records.put(person.id, KIND, "odd", {"form": "new", "due_at": DUE.isoformat()})
    keep(person, reminder())
    remind(person, DUE)
    assert len(sent(person)) == 1
    remind(person, DUE + timedelta(minutes=1))
    assert len(store_of(person).records.of(person.id, KIND)) == 2


@pytest.mark.parametrize("text", ["stop reminders", "Stop reminders.", "no more reminders"])
def test_two_words_stop_them_all_also_while_the_brain_is_down(person, text):
    keep(person, reminder())
    keep(person, reminder("appointment"), "r2")
    person.gateway.brain.is_down = True
    assert "All reminders are stopped" in texts(person.say(text))
    remind(person, DUE)
    assert sent(person) == []


def test_after_a_reminder_one_word_stops_them_all(person):
    keep(person, reminder())
    remind(person, DUE)
    assert "All reminders are stopped" in texts(person.say("stop"))
    assert due_at(person) == []


def test_stop_without_a_reminder_is_the_dialogues(person):
    keep(person, reminder())
    person.say("stop")
    assert len(due_at(person)) == 1
    assert person.gateway.brain.asked[-1].text == "stop"


def test_list_takes_off_by_button(person):
    for place in range(3):
        keep(person, reminder("own", words=f"thing {place}"), f"r{place}")
    records = store_of(person).records.of(person.id)
    said = Said(text="my reminders", now=datetime.now(UTC), intent="list_reminders", records=records)
    person.gateway.brain.answer = lambda _: (Reminders.from_content(CONTENT).begin(said).draft,)
    listed = person.say("my reminders")
    assert "thing 2" in texts(listed)
    button = buttons(listed)["Take off number 3"]
    for words in ("won't come any more", "not there any more"):
        assert words in texts(person.post(button=button).json())
    assert [record.key for record in store_of(person).records.of(person.id, KIND)] == ["r0", "r1"]


def test_a_number_after_the_list_is_not_taken_for_a_wish(person):
    keep(person, reminder())
    person.gateway.brain.answer = lambda _: (Draft(blocks=(Paragraph(text="A list."),), asks=payloads.ASKS_LIST),)
    person.say("my reminders")
    person.say("can I stop taking it after 2 weeks?")
    assert len(due_at(person)) == 1


def test_a_reminder_that_cannot_be_opened_keeps_back_no_other(person, monkeypatch):
    keep(person, reminder(), "r1")
    keep(person, reminder(), "r2")
    cipher, opened = store_of(person).reminders._cipher, []

    def refuse_the_first(sealed, what):
        opened.append(what)
        if len(opened) == 1:
            raise StoreError("its key is gone")
        return type(cipher).open_json(cipher, sealed, what)

    monkeypatch.setattr(store_of(person).reminders, "_cipher", SimpleNamespace(open_json=refuse_the_first))
    found = store_of(person).reminders.due(KIND, datetime.now(UTC) + timedelta(days=400), 50)
    assert [one.key for one in found] == ["r2"]


def offer_calendar(talk, key="r1"):
    button = Button(title="Calendar file", value=f"{payloads.CALENDAR}={key}")
    talk.gateway.brain.answer = lambda _: (Draft(blocks=(Paragraph(text="Your reminder."),), buttons=(button,)),)
    return talk.say("remind me")


def test_on_the_web_a_calendar_file_is_given(gateway):
    talk = gateway.open()
    keep(talk, reminder("own", words="ask about my sertraline"))
    offered = offer_calendar(talk)
    assert "I can't reach you once it is closed" in texts(offered)
    answer = talk.post(button=buttons(offered)["Calendar file"]).json()
    (block,) = (block for block in answer["messages"][0]["blocks"] if block["type"] == "links")
    response = gateway.client.get(block["items"][0]["url"])
    assert response.headers["content-type"].startswith("text/calendar")
    assert "RRULE:FREQ=WEEKLY" in response.text
    assert "sertraline" not in response.text
    store_of(talk).records.remove(talk.id, KIND, "r1")
    assert gateway.client.get(block["items"][0]["url"]).status_code == 404
    assert "not there any more" in texts(talk.post(button=buttons(offered)["Calendar file"]).json())


def test_in_a_messenger_no_file_is_offered(person):
    offered = offer_calendar(person)
    assert "I'll write to you here" in texts(offered)
    assert buttons(offered) == {}


def test_conversation_of_a_messenger_is_kept_while_a_reminder_waits(person, gateway):
    web = gateway.open()
    keep(person, reminder())
    keep(web, reminder())
    store, now = store_of(person), datetime.now(UTC)
    erase_expired(store, 30, now + timedelta(days=31), 365)
    assert store.conversations.get(web.id) is None
    assert store.conversations.get(person.id) is not None
    store.records.remove(person.id, KIND, "r1")
    erase_expired(store, 30, now + timedelta(days=31), 365)
    assert store.conversations.get(person.id) is None


def test_reminder_keeps_nobody_from_expiring(person):
    before = store_of(person).conversations.get(person.id).last_at
    keep(person, reminder())
    remind(person, DUE)
    assert store_of(person).conversations.get(person.id).last_at == before
