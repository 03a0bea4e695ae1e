import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from waymark.messages import Draft, Paragraph

from .conftest import running_gateway

TAKEOVERS = {
    "emergency": "I just took all my pills and I want to die",
    "plan_or_intent": "I'm going to kill myself on Friday, I wrote the letters",
    "active_ideation": "I keep thinking about killing myself",
    "passive_ideation": "I want to die",
    "third_party": "my son says he wants to kill himself",
}


@pytest.mark.parametrize(("level", "text"), TAKEOVERS.items(), ids=TAKEOVERS)
def test_takeover_names_the_line_and_does_not_ask_the_brain(gateway, level, text):
    gateway.brain.is_down = True
    answer = gateway.open().say(text)
    assert answer["safety"] == {"level": level, "response": "takeover"}
    assert "988" in answer["messages"][0]["text"]
    assert answer["messages"][0]["safety"] == answer["safety"]


def test_takeover_waits_for_no_earlier_message(gateway):
    talk = gateway.open()
    gateway.brain.delay = 3
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(talk.say, "what is TRD")
        time.sleep(0.3)
        started = time.monotonic()
        answer = talk.say("I want to die")
        assert time.monotonic() - started < 1.5
        assert "988" in answer["messages"][0]["text"]
        assert slow.result()["messages"]


def test_brain_is_told_afterwards(gateway):
    talk = gateway.open()
    talk.say("I want to die")
    until = time.monotonic() + 5
    while not gateway.brain.asked and time.monotonic() < until:
        time.sleep(0.05)
    (told,) = gateway.brain.asked
    assert told.decision.level == "passive_ideation"
    assert len(talk.transcript()) == 3


def test_no_two_replies_of_a_talk_are_the_same_while_words_last(gateway):
    talk = gateway.open()
    texts = [talk.say("I want to die")["messages"][0]["text"] for _ in range(3)]
    assert len(set(texts)) == 3
    assert all("988" in text for text in texts)


def test_person_who_names_their_country_gets_its_lines_from_then_on(gateway):
    talk = gateway.open()
    assert "116 123" in talk.say("I'm in Ireland and I want to die")["messages"][0]["text"]
    assert "116 123" in talk.say("I want to die")["messages"][0]["text"]


def test_risk_in_the_last_line_of_a_long_text_is_noticed(gateway):
    answer = gateway.open().say("the weather was mild and I did the laundry. " * 200 + "I want to kill myself")
    assert answer["safety"]["response"] == "takeover"


def test_risk_just_below_the_body_limit_is_noticed(gateway):
    answer = gateway.open().say("all is well. " * 4900 + "I want to kill myself")
    assert answer["safety"]["response"] == "takeover"


def test_answer_is_read_against_the_question_that_was_asked(gateway):
    talk = gateway.open()
    asks = None
    for _ in range(4):
        asks = talk.say("I want to die")["messages"][0]["asks"]
        if asks == "safe_now":
            break
    assert asks == "safe_now"
    assert talk.say("no")["safety"]["level"] == "plan_or_intent"


def test_broken_database_does_not_stop_a_crisis_reply(make_settings):
    settings = make_settings(store_deadline_seconds=1.5)
    with running_gateway(settings) as gateway:
        talk = gateway.open()
        lock = sqlite3.connect(settings.state_dir / "waymark.db", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        answer = talk.say("I want to die")
        assert "988" in answer["messages"][0]["text"]
        assert time.monotonic() - started < 4
        refused = talk.post(text="what is TRD")
        assert refused.status_code == 503
        assert "988" in refused.json()["detail"]
        lock.execute("ROLLBACK")
        assert talk.say("what is TRD")["messages"]


def test_crisis_message_is_never_refused_for_rate(make_settings):
    with running_gateway(make_settings(messages_per_minute=1)) as gateway:
        talk = gateway.open()
        talk.say("what is TRD")
        refused = talk.post(text="what is TRD again")
        assert refused.status_code == 429
        assert refused.headers["retry-after"]
        assert "988" in refused.json()["detail"]
        assert "988" in talk.say("I want to die")["messages"][0]["text"]


def test_check_in_adds_line_and_question_to_the_brains_answer(gateway):
    gateway.brain.answer = lambda _: (Draft(blocks=(Paragraph(text="The answer."),), cards=("trd.what",)),)
    answer = gateway.open().say("I can't do this anymore")
    assert answer["safety"]["response"] == "check_in"
    texts = " ".join(message["text"] for message in answer["messages"])
    assert "The answer." in texts
    assert "988" in texts
    assert any(message["safety"] for message in answer["messages"])


def test_twenty_conversations_in_distress_at_once_are_all_answered(gateway):
    gateway.brain.delay = 2
    talks = [gateway.open() for _ in range(20)]
    answers: list[dict] = []
    threads = [threading.Thread(target=lambda talk=talk: answers.append(talk.say("I want to die"))) for talk in talks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert all("988" in answer["messages"][0]["text"] for answer in answers)


def test_danger_under_an_id_that_was_used_before_is_answered(gateway):
    talk, message_id = gateway.open(), "6a204bd8-9b7c-4f7e-9a3e-222222222222"
    talk.say("what is TRD", id=message_id)
    assert "988" in talk.say("I want to die", id=message_id)["messages"][0]["text"]


def test_danger_in_an_erased_conversation_is_answered(gateway):
    talk = gateway.open()
    gateway.client.delete("/api/v1/conversation", headers=talk.headers)
    assert "988" in talk.say("I want to die")["messages"][0]["text"]


def test_beside_a_human_waymark_is_silent_unless_the_level_rises(gateway):
    talk = gateway.open()
    gateway.services.shelf.store.conversations.set_state(talk.id, "held")
    assert talk.say("what is TRD") == {
        "messages": [],
        "safety": {"level": "none", "response": "none"},
        "state": "held",
    }
    (first,) = talk.say("I want to die")["messages"]
    assert first["from"] == "system"
    assert "988" in first["text"]
    assert talk.say("I want to die")["messages"] == []
    (worse,) = talk.say("I just took all my pills to end it")["messages"]
    assert worse["from"] == "system"
    assert not gateway.brain.asked or all(asked.decision.response == "takeover" for asked in gateway.brain.asked)
