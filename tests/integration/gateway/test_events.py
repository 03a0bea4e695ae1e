import json
import threading
import time
from contextlib import contextmanager

import httpx


class Stream:
    def __init__(self, talk, last_seen=None):
        headers = dict(talk.headers)
        if last_seen is not None:
            headers["Last-Event-ID"] = last_seen
        self.events: list[dict] = []
        self.is_open = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(talk.gateway.url, headers), daemon=True)
        self._thread.start()
        assert self.is_open.wait(5)

    def _read(self, url, headers):
        with httpx.stream("GET", f"{url}/api/v1/events", headers=headers, timeout=10) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            event: dict = {}
            for line in response.iter_lines():
                if self._stop.is_set():
                    return
                name, _, value = line.partition(": ")
                if name in ("event", "id", "data"):
                    event[name] = value
                elif not line and event:
                    self.events.append(event)
                    self.is_open.set()
                    event = {}

    def wait_for(self, count, kind="message"):
        until = time.monotonic() + 6
        while time.monotonic() < until:
            found = [event for event in self.events if event["event"] == kind]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise AssertionError(f"saw {self.events}")

    def close(self):
        self._stop.set()


@contextmanager
def following(talk, last_seen=None):
    stream = Stream(talk, last_seen)
    try:
        yield stream
    finally:
        stream.close()


def test_stream_tells_state_typing_and_each_message_once(gateway):
    talk = gateway.open()
    with following(talk) as stream:
        talk.say("what is TRD")
        messages = [json.loads(event["data"]) for event in stream.wait_for(2)]
        assert [message["from"] for message in messages] == ["person", "assistant"]
        assert json.loads(stream.wait_for(1, "state")[0]["data"]) == {"state": "assistant"}
        assert stream.wait_for(1, "typing")
        time.sleep(0.3)
        assert len(stream.wait_for(2)) == 2


def test_stream_resumes_after_the_last_event_seen(gateway):
    talk = gateway.open()
    with following(talk) as stream:
        talk.say("first question")
        last_seen = stream.wait_for(2)[-1]["id"]
    talk.say("second question")
    with following(talk, last_seen) as stream:
        messages = [json.loads(event["data"]) for event in stream.wait_for(2)]
    assert messages[0]["text"] == "second question"


def test_stream_of_another_conversation_sees_nothing(gateway):
    talk, other = gateway.open(), gateway.open()
    with following(other) as stream:
        talk.say("what is TRD")
        time.sleep(0.5)
        assert not [event for event in stream.events if event["event"] == "message"]


def test_stream_without_a_token_is_refused(gateway):
    assert gateway.client.get("/api/v1/events").status_code == 401


def test_last_event_id_that_is_not_ours_is_refused(gateway):
    headers = {**gateway.open().headers, "Last-Event-ID": "x" * 50}
    assert gateway.client.get("/api/v1/events", headers=headers).status_code == 400
