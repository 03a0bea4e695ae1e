"""Bringing in a human: what is opened, what is shared, and what the person is told of it."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from waymark.answers.render import SHARE
from waymark.errors import StoreError

PLAN = "I'm going to kill myself on Friday, I wrote the letters"
PASSIVE = "I want to die"
EMERGENCY = "I just took all my pills and I want to die"
PAGED = "trying to reach a person who can join this chat"
OFFERED = "let them read this chat?"
SHARED = "The people here can now read this chat"
UNSHARED = "could not let anyone know"
HUMANS = ("this chat", "people here", "reach a person")


@pytest.fixture
def cases(gateway):
    return gateway.services.shelf.store.cases


@pytest.fixture
def staffed(gateway):
    gateway.services.shelf.store.responders.add("ana", "no digest")
    return gateway


def texts(answer):
    return [message["text"] for message in answer["messages"]]


def share_button(answer):
    (button,) = [button for message in answer["messages"] for button in message["buttons"]]
    return button["value"]


def leave_unstaffed(gateway):
    with sqlite3.connect(gateway.settings.state_dir / "waymark.db") as connection:
        connection.execute("UPDATE responders SET is_active = 0")


def close(gateway, case):
    for step in (gateway.services.handoff.claim, gateway.services.handoff.join):
        step(case.id, "ana")
    return gateway.services.handoff.close(case.id, "ana", "reached")


def paged(cases, conversation_id, *, times):
    """Wait until the open case of a conversation was paged so often; return its audit."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        events = [entry.event for case in cases.of(conversation_id) for entry in cases.audit(case.id)]
        if events.count("paged") >= times:
            return events
        time.sleep(0.02)
    raise AssertionError(events)


def mentions_humans(answer):
    return any(words in text for text in texts(answer) for words in HUMANS)


@pytest.mark.parametrize("text", [PLAN, PASSIVE, EMERGENCY])
def test_where_nobody_is_staffed_no_human_is_mentioned_and_a_case_is_kept(gateway, cases, text):
    talk = gateway.open()
    for _ in range(3):
        answer = talk.say(text)
        assert len(answer["messages"]) == 1
        assert not mentions_humans(answer)
        assert answer["state"] == "assistant"
    (case,) = cases.of(talk.id)
    assert (case.state, case.page_due) == ("opened", False)


def test_plan_is_shared_at_once_and_the_person_is_told_after_the_crisis_words(staffed, cases):
    talk = staffed.open()
    answer = talk.say(PLAN)
    crisis, told = answer["messages"]
    assert "988" in crisis["text"]
    assert crisis["safety"]["level"] == "plan_or_intent"
    assert PAGED in told["text"]
    assert "988" in told["text"]
    assert answer["state"] == "waiting"
    (case,) = cases.of(talk.id)
    assert case.is_shared
    assert case.level == "plan_or_intent"


def test_person_is_told_once_and_not_with_each_message(staffed, cases):
    talk = staffed.open()
    assert mentions_humans(talk.say(PLAN))
    for text in (PLAN, PASSIVE, EMERGENCY):
        answer = talk.say(text)
        assert not mentions_humans(answer)
        assert "988" in answer["messages"][0]["text"]
        assert answer["state"] == "waiting"
    (case,) = cases.of(talk.id)
    assert case.level == "emergency"


def test_passive_wish_brings_an_offer_and_shares_nothing(staffed, cases):
    talk = staffed.open()
    answer = talk.say(PASSIVE)
    assert "988" in texts(answer)[0]
    assert OFFERED in texts(answer)[1]
    assert share_button(answer) != SHARE
    assert answer["state"] == "assistant"
    assert not cases.of(talk.id)[0].is_shared
    again = talk.say(PASSIVE)
    assert not mentions_humans(again)
    paged(cases, talk.id, times=1)
    assert not mentions_humans(talk.say(PASSIVE))


def test_offer_is_made_where_somebody_came_on_shift_after_the_case_was_opened(gateway, cases):
    talk = gateway.open()
    assert not mentions_humans(talk.say(PASSIVE))
    gateway.services.shelf.store.responders.add("ana", "no digest")
    assert OFFERED in texts(talk.say(PASSIVE))[1]
    assert not mentions_humans(talk.say(PASSIVE))
    assert len(cases.of(talk.id)) == 1


def test_pressing_the_button_shares_the_case(staffed, cases):
    talk = staffed.open()
    answer = talk.post(button=share_button(talk.say(PASSIVE))).json()
    assert SHARED in texts(answer)[0]
    assert "988" in texts(answer)[0]
    assert answer["state"] == "waiting"
    (case,) = cases.of(talk.id)
    assert case.is_shared
    assert [entry.actor for entry in cases.audit(case.id) if entry.event == "shared"] == ["person"]
    assert all(asked.payload != SHARE for asked in staffed.brain.asked)


def test_pressing_the_button_after_the_case_was_closed_opens_another(staffed, cases):
    talk = staffed.open()
    button = share_button(talk.say(PASSIVE))
    talk.post(button=button)
    close(staffed, cases.of(talk.id)[0])
    answer = talk.post(button=button).json()
    assert SHARED in texts(answer)[0]
    assert answer["state"] == "waiting"
    earlier, fresh = cases.of(talk.id)
    assert earlier.state == "closed"
    assert fresh.is_shared
    assert fresh.level == "passive_ideation"


def test_pressing_the_button_where_nobody_is_staffed_any_more_says_so(staffed, cases):
    talk = staffed.open()
    button = share_button(talk.say(PASSIVE))
    leave_unstaffed(staffed)
    answer = talk.post(button=button).json()
    assert UNSHARED in texts(answer)[0]
    assert "988" in texts(answer)[0]
    assert answer["state"] == "assistant"
    assert not cases.of(talk.id)[0].is_shared


def test_pressing_the_button_while_the_database_fails_says_so(staffed, cases, monkeypatch):
    talk = staffed.open()
    button = share_button(talk.say(PASSIVE))
    monkeypatch.setattr(staffed.services.handoff, "share", failing)
    assert UNSHARED in texts(talk.post(button=button).json())[0]
    assert not cases.of(talk.id)[0].is_shared


def test_button_of_somebody_else_shares_nothing(staffed, cases):
    talk, other = staffed.open(), staffed.open()
    button = share_button(talk.say(PASSIVE))
    other.say(PASSIVE)
    assert other.post(button=button).status_code == 422
    assert other.post(button=SHARE).status_code == 422
    assert not any(case.is_shared for each in (talk, other) for case in cases.of(each.id))


def test_typing_what_the_button_stands_for_does_nothing(staffed, cases):
    talk = staffed.open()
    talk.say(PASSIVE)
    answer = talk.say(SHARE)
    assert SHARED not in " ".join(texts(answer))
    assert answer["state"] == "assistant"
    assert not cases.of(talk.id)[0].is_shared


def test_rise_beside_a_human_brings_the_lines_once_and_pages_again(staffed, cases):
    talk = staffed.open()
    talk.say(PLAN)
    paged(cases, talk.id, times=1)
    case = cases.of(talk.id)[0]
    staffed.services.handoff.claim(case.id, "ana")
    staffed.services.handoff.join(case.id, "ana")
    answer = talk.say(EMERGENCY)
    (message,) = answer["messages"]
    assert message["from"] == "system"
    assert "911" in message["text"]
    assert "988" in message["text"]
    assert answer["state"] == "held"
    assert talk.say(EMERGENCY)["messages"] == []
    events = paged(cases, talk.id, times=2)
    assert events.count("raised") == 1
    assert events.index("raised") < len(events) - 1 - events[::-1].index("paged")
    found = cases.get(case.id)
    assert (found.level, found.state, found.claimed_by) == ("emergency", "joined", "ana")


def test_rise_above_an_offer_is_told_as_what_it_is(staffed, cases):
    talk = staffed.open()
    talk.say(PASSIVE)
    answer = talk.say(PLAN)
    assert PAGED in texts(answer)[1]
    assert answer["state"] == "waiting"
    (case,) = cases.of(talk.id)
    assert case.is_shared


def test_person_whose_claimed_case_becomes_readable_is_told_so(staffed, cases):
    talk = staffed.open()
    talk.say(PASSIVE)
    paged(cases, talk.id, times=1)
    staffed.services.handoff.claim(cases.of(talk.id)[0].id, "ana")
    assert PAGED in texts(talk.say(PLAN))[1]
    assert not mentions_humans(talk.say(PLAN))


def test_retry_of_a_message_opens_nothing_twice(staffed, cases):
    talk, message_id = staffed.open(), str(uuid4())
    first = talk.say(PLAN, id=message_id)
    close(staffed, cases.of(talk.id)[0])
    assert texts(talk.say(PLAN, id=message_id)) == texts(first)
    assert len(cases.of(talk.id)) == 1
    assert len(talk.transcript()) == 4


def test_retry_of_a_pressed_button_shares_once(staffed, cases):
    talk, message_id = staffed.open(), str(uuid4())
    button = share_button(talk.say(PASSIVE))
    first, second = (talk.post(button=button, id=message_id).json() for _ in range(2))
    assert texts(first) == texts(second)
    (case,) = cases.of(talk.id)
    assert [entry.event for entry in cases.audit(case.id)].count("shared") == 1


def failing(*_):
    raise StoreError("down")


def test_database_that_fails_at_the_case_leaves_the_crisis_words_and_no_promise(staffed, cases, monkeypatch):
    monkeypatch.setattr(cases, "open", failing)
    talk = staffed.open()
    answer = talk.say(PLAN)
    assert "988" in texts(answer)[0]
    assert not mentions_humans(answer)
    assert answer["state"] == "assistant"
    monkeypatch.undo()
    assert cases.of(talk.id) == []
    assert PAGED in texts(talk.say(PLAN))[1]


@pytest.mark.parametrize(("text", "told"), [(PLAN, PAGED), (PASSIVE, OFFERED)])
def test_crisis_messages_at_once_open_one_case_and_are_told_once(staffed, cases, text, told):
    talk = staffed.open()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(talk.say, [text] * 4))
    assert all("988" in texts(answer)[0] for answer in answers)
    assert sum(told in said for answer in answers for said in texts(answer)) == 1
    assert len(cases.of(talk.id)) == 1


@pytest.mark.parametrize("stolen", ["Bearer {id}", "Bearer {other}{id}", "Basic {id}"])
def test_id_of_a_conversation_without_its_token_opens_nothing(staffed, cases, stolen):
    talk, other = staffed.open(), staffed.open()
    token = other.headers["Authorization"].removeprefix("Bearer ")
    headers = {"Authorization": stolen.format(id=talk.id, other=token)}
    answer = staffed.client.post("/api/v1/messages", json={"text": PLAN}, headers=headers)
    assert answer.status_code == 401
    for path in ("conversation", "events"):
        assert staffed.client.get(f"/api/v1/{path}", headers=headers).status_code == 401
    assert httpx.delete(f"{staffed.url}/api/v1/conversation", headers=headers, trust_env=False).status_code == 401
    assert cases.of(talk.id) == []
    assert len(talk.transcript()) == 1
