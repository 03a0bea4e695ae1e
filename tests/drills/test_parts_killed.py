"""Each part of a real, running Waymark is killed in turn: nobody in danger is left without lines, nothing is lost."""

import signal
import sqlite3
import time

import httpx
import pytest

from .conftest import running_house

pytestmark = pytest.mark.slow


def wait_for(condition, seconds=60.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            found = condition()
        except (httpx.HTTPError, AssertionError, KeyError):
            found = None
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("did not happen in time")


def assert_danger_is_answered(house, headers):
    started = time.monotonic()
    answer = house.say(headers, text="I want to die")
    assert answer["safety"]["response"] == "takeover"
    assert "988" in answer["messages"][0]["text"]
    assert time.monotonic() - started < 4


def test_a_question_gets_a_cited_answer(house):
    message = house.say(house.open(), text="what is treatment-resistant depression?")["messages"][0]
    assert message["cards"] == ["trd.what"]
    assert message["sources"]


def test_the_thread_is_kept(house):
    headers = house.open()
    house.say(headers, text="what is ECT?")
    message = house.say(headers, text="what about side effects?")["messages"][0]
    assert message["cards"]
    assert message["cards"][0].startswith("ect.")


def test_after_a_crisis_reply_the_talk_goes_on(house):
    headers = house.open()
    assert_danger_is_answered(house, headers)
    message = house.say(headers, text="does ECT affect memory?")["messages"][0]
    assert message["cards"] == ["ect.memory"]


def test_actions_killed(house):
    headers = house.open()
    house.kill("actions")
    assert_danger_is_answered(house, headers)
    assert house.say(headers, text="what is ECT?")["messages"][0]["cards"]
    wait_for(lambda: house.parts()["actions"] == "ok")


def test_brain_killed(house):
    headers = house.open()
    house.kill("brain")
    assert_danger_is_answered(house, house.open())
    answer = house.say(headers, text="what is ECT?")
    assert "988" in answer["messages"][0]["text"]
    wait_for(lambda: house.parts()["brain"] == "ok", 90)
    wait_for(lambda: [message for message in house.transcript(headers) if message["cards"]], 30)
    assert "brain" in house.output.read_text()


def test_gateway_killed(house):
    headers = house.open()
    house.say(headers, text="what is ECT?")
    house.kill("gateway")
    wait_for(lambda: httpx.get(f"{house.url}/healthz", trust_env=False).status_code == 200, 20)
    assert_danger_is_answered(house, headers)
    assert len(house.transcript(headers)) == 5


def test_database_locked(house):
    headers = house.open()
    lock = sqlite3.connect(house.state_dir / "waymark.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        assert_danger_is_answered(house, headers)
        with pytest.raises(httpx.HTTPStatusError) as error:
            house.say(headers, text="what is ECT?")
        assert error.value.response.status_code == 503
        assert "988" in error.value.response.json()["detail"]
    finally:
        lock.execute("ROLLBACK")
    assert house.say(headers, text="what is ECT?")["messages"][0]["cards"]


def test_danger_is_answered_while_the_brain_loads(tmp_path):
    with running_house(tmp_path) as house:
        wait_for(lambda: httpx.get(f"{house.url}/healthz", trust_env=False).status_code == 200, 60)
        headers = house.open()
        assert house.parts()["brain"] != "ok"
        assert_danger_is_answered(house, headers)
        house.process.send_signal(signal.SIGINT)
        assert house.process.wait(20) == 0


def test_what_a_person_wrote_is_in_no_log_of_any_process(house):
    canary = "zebrafish lullaby"
    headers = house.open()
    for text in (
        f"what is ECT {canary}",
        f"I want to die {canary}",
        f"/ask_card{{{canary}",
        f"/restart {canary}",
        "keep a question for my doctor",
        f"will {canary} help me?",
        "my questions",
        f"can I talk to a human {canary}",
        f"{canary} " * 150,
    ):
        house.say(headers, text=text)
    house.kill("actions")
    house.say(headers, text="keep a question for my doctor")
    house.say(headers, text=f"will {canary} help me?")
    house.kill("brain")
    house.say(headers, text=f"what is TMS {canary}")
    wait_for(lambda: house.parts()["brain"] == house.parts()["actions"] == "ok", 90)
    written = [path for path in house.state_dir.rglob("*") if path.is_file()]
    assert {"gateway.log", "brain.log", "actions.log", "waymark.db"} <= {path.name for path in written}
    for path in written:
        assert b"zebrafish" not in path.read_bytes(), path.name
