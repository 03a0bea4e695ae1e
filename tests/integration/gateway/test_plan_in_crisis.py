"""A kept safety plan is shown after the crisis words, and never instead of them, before them, or at their cost."""

from __future__ import annotations

import threading
import time

import pytest

from waymark.errors import StoreError

ENTRIES = {"warning_signs": ["I lie awake"], "people": ["Ana 555 0100"], "reasons": ["the dog"]}
LEAD = "You once wrote down a plan"


def keep_plan(gateway, talk, entries=ENTRIES):
    gateway.services.shelf.store.records.put(talk.id, "plan", "safety_plan", {"entries": entries})


def texts(answer):
    return [message["text"] for message in answer["messages"]]


def hear(talk, text, lead=LEAD):
    """Say something; return what was said since, with the plan also where it followed a moment later."""
    before = len(talk.transcript()) + 1  # the person's own words
    talk.say(text)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        found = [message["text"] for message in talk.transcript()[before:]]
        if any(said.startswith(lead) for said in found):
            return found
        time.sleep(0.05)
    raise AssertionError("no plan was shown")


@pytest.fixture
def planned(gateway):
    talk = gateway.open(country="GB")
    keep_plan(gateway, talk)
    return talk


@pytest.mark.parametrize(
    "text", ["I keep thinking about killing myself", "I'm going to kill myself on Friday, I wrote the letters"]
)
def test_the_plan_follows_the_crisis_words(planned, text):
    crisis, plan = hear(planned, text)[:2]
    assert LEAD not in crisis
    assert "116 123" in crisis or "85258" in crisis
    assert plan.startswith(LEAD)
    assert "- Ana 555 0100" in plan
    assert "116 123" in plan


def test_it_is_kept_in_the_transcript_and_not_said_twice_in_a_row(planned):
    hear(planned, "I want to die")
    assert not any(LEAD in text for text in texts(planned.say("I want to die")))
    time.sleep(0.3)
    assert sum(LEAD in message["text"] for message in planned.transcript()) == 1


def test_it_is_shown_again_when_asked_for(planned):
    hear(planned, "I want to die")
    hear(planned, "can we do a safety plan")


@pytest.mark.parametrize(
    "text",
    [
        "I just took all my pills and I want to die",
        "my son says he wants to kill himself",
        "what is TRD",
        "I feel a bit low today",
    ],
)
def test_it_stays_away_where_one_thing_is_to_be_done_or_nobody_is_in_danger(planned, text):
    assert not any(LEAD in said for said in texts(planned.say(text)))


def test_without_a_plan_or_with_an_empty_one_nothing_is_added(gateway):
    talk = gateway.open()
    assert len(texts(talk.say("I want to die"))) == 1
    other = gateway.open()
    keep_plan(gateway, other, {})
    assert len(texts(other.say("I want to die"))) == 1


def test_in_spanish_the_words_around_it_are_spanish(gateway):
    talk = gateway.open(locale="es-US")
    keep_plan(gateway, talk)
    found = hear(talk, "quiero morirme, no quiero vivir", "Una vez escribiste un plan")
    assert "En peligro: llama al 911" in found[1]


def test_beside_a_human_it_is_not_shown(gateway, planned):
    gateway.services.shelf.store.conversations.set_state(planned.id, "held")
    assert not any(LEAD in text for text in texts(planned.say("I want to die")))


@pytest.mark.parametrize("values", [{"entries": 3}, {"other": {}}])
def test_what_is_no_plan_is_left_out(gateway, planned, values):
    gateway.services.shelf.store.records.put(planned.id, "plan", "safety_plan", values)
    answer = planned.say("I want to die")
    assert answer["safety"]["response"] == "takeover"
    assert len(texts(answer)) == 1


def test_a_plan_that_cannot_be_read_takes_nothing_from_the_answer(gateway, planned, monkeypatch):
    def broken(*_):
        raise StoreError("gone")

    monkeypatch.setattr(gateway.services.shelf.store.records, "of", broken)
    (crisis,) = texts(planned.say("I want to die"))
    assert "116 123" in crisis or "85258" in crisis


def test_a_plan_that_is_slow_to_read_makes_the_answer_no_later_and_follows(gateway, planned, monkeypatch):
    go_on, records = threading.Event(), gateway.services.shelf.store.records
    read = records.of
    monkeypatch.setattr(records, "of", lambda *values: go_on.wait(8) and read(*values))
    started = time.monotonic()
    (crisis,) = texts(planned.say("I want to die"))
    assert time.monotonic() - started < 4
    assert "116 123" in crisis or "85258" in crisis
    go_on.set()
    until = time.monotonic() + 5
    while not any(LEAD in message["text"] for message in planned.transcript()) and time.monotonic() < until:
        time.sleep(0.05)
    assert "- Ana 555 0100" in planned.transcript()[-1]["text"]


# GET /api/v1/plan


def get_plan(gateway, talk):
    return gateway.client.get("/api/v1/plan", headers=talk.headers)


def test_the_plan_is_given_as_a_message(gateway, planned):
    message = get_plan(gateway, planned).raise_for_status().json()
    assert "- the dog" in message["text"]
    assert "In danger: call 999 or 112" in message["text"]
    assert {block["type"] for block in message["blocks"]} == {"paragraph", "heading", "list"}
    assert message["from"] == "assistant"
    assert len(planned.transcript()) == 1


def test_its_buttons_can_be_pressed(gateway, planned):
    button = get_plan(gateway, planned).json()["buttons"][0]
    assert planned.post(button=button["value"]).status_code == 200
    assert gateway.brain.asked[-1].payload == "tool:safety_plan:go.warning_signs"


def test_without_a_plan_it_tells_how_to_make_one(gateway):
    talk = gateway.open()
    message = get_plan(gateway, talk).json()
    assert [button["title"] for button in message["buttons"]] == ["Make my safety plan"]
    talk.post(button=message["buttons"][0]["value"])
    assert gateway.brain.asked[-1].payload == "tool:safety_plan"


def test_it_needs_the_conversations_own_token(gateway, planned):
    assert gateway.client.get("/api/v1/plan").status_code == 401
    assert "the dog" not in get_plan(gateway, gateway.open()).text


def test_of_an_erased_conversation_nothing_is_left(gateway, planned):
    gateway.client.delete("/api/v1/conversation", headers=planned.headers).raise_for_status()
    assert get_plan(gateway, planned).status_code == 404


def test_while_the_database_is_away_it_says_so_with_the_lines(gateway, planned, monkeypatch):
    def broken(*_):
        raise StoreError("gone")

    monkeypatch.setattr(gateway.services.shelf.store.records, "of", broken)
    response = get_plan(gateway, planned)
    assert response.status_code == 503
    assert "116 123" in response.text
