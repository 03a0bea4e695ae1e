"""The door of the brain: who may come in, what a message looks like, and what never reaches a log."""

from __future__ import annotations

import sqlite3

import pytest

pytestmark = pytest.mark.slow

CANARY = "zebra-canary-7731"


@pytest.mark.parametrize("secret", ["x", "wrong", "Bearer", "ü"])
def test_a_stranger_is_turned_away(server, secret):
    response = server.client.post(
        f"{server.url}/webhooks/gateway/webhook",
        headers={"Authorization": f"Bearer {secret}".encode()},
        json={"sender": "x", "text": "hello", "metadata": {}},
    )
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


def test_no_header_at_all(server):
    assert server.client.post(f"{server.url}/webhooks/gateway/webhook", json={}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b'{"sender":"x"}', b'{"sender":"x","text":1}',
        b'{"sender":"x","text":"a","payload":"intent:greet"}', b'{"sender":"x","payload":"intent:restart"}',
        b'{"sender":"x","payload":"card:no.card"}', b'{"sender":"x","text":"a","parse_data":{}}',
        b'{"sender":"","text":"a"}', b"[" * 5000,
    ],
)  # fmt: skip
def test_garbage_is_refused(server, body):
    response = server.post(body)
    assert response.status_code == 422
    assert response.json()["status"] == 422


@pytest.mark.parametrize("text", ["\ud800", "a \udfff b", "\u0000", "\u202e", "e\u0301" * 300, "🙂" * 500])
def test_odd_characters_are_answered(server, text):
    body = '{"sender":"odd","metadata":{},"text":"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 65536 else c for c in text)
    response = server.post((body + '"}').encode("utf-8"))
    assert response.status_code == 200
    assert response.json()["messages"]


def test_rasas_own_doors_are_closed(server):
    for path in ("/webhooks/rest/webhook", "/conversations/x/tracker", "/model/parse", "/domain"):
        assert server.client.get(server.url + path).status_code == 404


def test_it_says_when_it_is_ready(server):
    assert server.client.get(f"{server.url}/webhooks/gateway/ready").json() == {"status": "ready"}


def test_nothing_that_was_said_is_in_a_log_or_readable_in_the_database(server, talk, workplace):
    for text in (CANARY, f"/{CANARY}", f'/ask_card{{"{CANARY}"', f"{CANARY} I want to die", f"EXTERNAL: {CANARY}"):
        talk(text)
    server.post({"sender": talk.id, "metadata": {}, "payload": CANARY})
    talk("keep a question for my doctor")
    talk(f"{CANARY}, will it hurt?")
    found = [path.name for path in workplace.iterdir() if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert found == []


def test_a_database_that_refuses_is_a_503(server, talk, workplace):
    talk("hello")
    holder = sqlite3.connect(workplace / "waymark.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        response = server.post({"sender": talk.id, "text": "what is ECT?", "metadata": {}})
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert response.status_code == 503
    assert response.json()["detail"] == "the database is down"
    assert talk("what is ECT?")[0].cards == ("ect.what",)
