import threading
import time
from contextlib import suppress

import httpx
import pytest

from waymark.errors import StoreError

from .conftest import deactivate, joined

CANARY = "zebrafish lullaby at the lighthouse"


class Events:
    """The names of the events that an open page gets, but for those which only say that the gateway is there."""

    def __init__(self, desk, case=None):
        self.names: list[str] = []
        self.is_over = threading.Event()
        path = f"/console/events?case={case.id}" if case else "/console/events"
        self._thread = threading.Thread(target=self._read, args=(desk, path), daemon=True)
        self._thread.start()
        self.wait_for(1)

    def _read(self, desk, path):
        with (
            suppress(httpx.RemoteProtocolError),  # the gateway ends before the stream
            httpx.Client(base_url=desk.gateway.url, cookies=desk.client.cookies, trust_env=False) as client,
            client.stream("GET", path, timeout=10) as response,
        ):
            assert response.headers["content-type"].startswith("text/event-stream")
            for line in response.iter_lines():
                name, _, value = line.partition(": ")
                if name == "event" and value != "alive":
                    self.names.append(value)
        self.is_over.set()

    def wait_for(self, count):
        until = time.monotonic() + 5
        while len(self.names) < count:
            assert time.monotonic() < until, self.names
            time.sleep(0.01)


def test_open_page_is_told_of_a_new_case(ana, open_case):
    events = Events(ana)
    open_case()
    events.wait_for(2)
    assert set(events.names) == {"changed"}


def test_open_case_is_told_of_messages_and_of_nothing_else(ana, open_case):
    talk, case = open_case()
    other, _ = open_case()
    joined(ana, case)
    events = Events(ana, case)
    started = time.monotonic()
    talk.say("are you there")
    events.wait_for(2)
    assert time.monotonic() - started < 1.5
    seen = len(events.names)
    other.say("what is TRD")
    time.sleep(1.5)
    assert len(events.names) == seen


def test_case_that_is_not_shared_does_not_even_tell_that_something_was_said(ana, open_case):
    talk, case = open_case("active_ideation", text="I want to die")
    events = Events(ana, case)
    time.sleep(0.3)
    seen = len(events.names)
    talk.say("what is TRD")
    time.sleep(1.5)
    assert len(events.names) == seen


def test_stream_ends_when_the_responder_is_taken_off_the_list(gateway, ana):
    events = Events(ana)
    deactivate(gateway, "ana")
    assert events.is_over.wait(5)
    assert events.names[-1] == "signed_out"


@pytest.mark.parametrize("path", ["/console", "/console/cases/x"])
def test_database_that_is_down_is_said_on_a_page(gateway, ana, monkeypatch, path):
    def fail(*_):
        raise StoreError("down")

    monkeypatch.setattr(gateway.services.shelf.store.cases, "queue", fail)
    monkeypatch.setattr(gateway.services.shelf.store.cases, "get", fail)
    answer = ana.open(path)
    assert answer.status_code == 503
    assert "database does not answer" in answer.text


def test_login_while_the_database_is_down_is_no_refusal(gateway, make_desk, monkeypatch):
    desk = make_desk()

    def fail(_):
        raise StoreError("down")

    monkeypatch.setattr(gateway.services.shelf.store.responders, "get", fail)
    assert desk.sign_in().status_code == 503


def test_no_word_name_or_id_is_in_a_log_or_metric(gateway, make_desk, open_case, safe_logs, monkeypatch):
    captured = safe_logs()
    desk = make_desk("quetzal")
    desk.sign_in(f"wrong {CANARY}")
    desk.sign_in()
    talk, case = open_case(text=f"I have a plan to kill myself {CANARY}")
    joined(desk, case)
    desk.say(case, f"hello {CANARY}")
    cookie = desk.client.cookies["waymark_console"]

    def fail(*_):
        raise RuntimeError(CANARY)

    monkeypatch.setattr(gateway.services.talk_desk, "say", fail)
    assert desk.say(case, f"once more {CANARY}").status_code == 500
    metrics = gateway.client.get("/metrics").text
    written = "".join(captured.readouterr())
    assert "console.login.refused" in written
    for secret in (CANARY, "quetzal", case.id, talk.id, cookie):
        assert secret not in written
        assert secret not in metrics
