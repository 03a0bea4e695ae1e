import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .conftest import running_gateway


def wait_for(condition, seconds=8.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("did not happen in time")


def test_dead_brain_is_said_with_the_lines_and_the_question_is_answered_later(gateway):
    talk = gateway.open()
    gateway.brain.is_down = True
    answer = talk.say("what is TRD")
    assert "988" in answer["messages"][0]["text"]
    assert answer["messages"][0]["cards"] == []
    gateway.brain.is_down = False
    late = wait_for(lambda: [message for message in talk.transcript() if message["cards"]])
    assert late[0]["cards"] == ["trd.what"]


def test_slow_brain_is_not_waited_for_longer_than_the_deadline(make_settings):
    with running_gateway(make_settings(brain_deadline_seconds=1.0)) as gateway:
        gateway.brain.delay = 30
        started = time.monotonic()
        assert gateway.open().say("what is TRD")["messages"][0]["text"]
        assert time.monotonic() - started < 2.5


def test_brain_that_says_nothing_counts_as_away(gateway):
    gateway.brain.answer = lambda _: ()
    answer = gateway.open().say("what is TRD")
    assert answer["messages"][0]["text"]


def test_messages_of_one_conversation_reach_the_brain_one_at_a_time_and_in_order(gateway):
    talk = gateway.open()
    gateway.brain.delay = 0.3
    with ThreadPoolExecutor() as pool:
        futures = []
        for number in range(3):
            futures.append(pool.submit(talk.say, f"question number {number}"))
            time.sleep(0.1)
        for future in futures:
            future.result()
    assert [question.text for question in gateway.brain.asked] == [f"question number {number}" for number in range(3)]


def test_retry_while_the_first_try_is_under_way_gets_the_same_answer(gateway):
    talk = gateway.open()
    gateway.brain.delay = 0.5
    message_id = "6a204bd8-9b7c-4f7e-9a3e-111111111111"
    with ThreadPoolExecutor() as pool:
        first, second = (pool.submit(talk.say, "what is TRD", id=message_id) for _ in range(2))
        assert first.result() == second.result()
    assert len(gateway.brain.asked) == 1


def test_client_that_hangs_up_finds_its_answer_in_the_transcript(gateway):
    talk = gateway.open()
    gateway.brain.delay = 0.6
    with pytest.raises(httpx.TimeoutException):
        httpx.post(f"{gateway.url}/api/v1/messages", json={"text": "what is TRD"}, headers=talk.headers, timeout=0.2)
    wait_for(lambda: len(talk.transcript()) == 3)


def test_readiness_names_the_missing_part(gateway):
    gateway.brain.is_down = True
    response = gateway.client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["store"] == "ok"
    assert "kept and answered later" in response.json()["parts"]["brain"]
    assert gateway.client.get("/healthz").status_code == 200
