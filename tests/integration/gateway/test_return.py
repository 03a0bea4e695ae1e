"""Coming back with a code: shown once, kept as a hash, one conversation, hard to guess."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from uuid import uuid4

from waymark.care.my_data import payloads
from waymark.care.my_data.return_code import new_code, shown
from waymark.care.my_data.return_code_tool import ReturnCodeTool
from waymark.care.tools.tool import Said
from waymark.content import load_content
from waymark.errors import StoreError
from waymark.messages import Button, Draft, Paragraph
from waymark.settings import ROOT
from waymark.store.retention import erase_expired

from .conftest import running_gateway

OFFER = ReturnCodeTool.from_content(load_content(ROOT / "content")).begin(Said(text="", now=datetime.now())).draft
CODE = re.compile(r"\b(?:[0-9A-Z]{3}-){5}[0-9A-Z]{3}\b")


def texts(answer):
    return "\n".join(message["text"] for message in answer["messages"])


def buttons(answer):
    return {button["title"]: button["value"] for message in answer["messages"] for button in message["buttons"]}


def press(talk, value, **more):
    response = talk.post(button=value, **more)
    assert response.status_code == 200, response.text
    return response.json()


def agree(talk):
    talk.gateway.brain.answer = lambda _: (OFFER,)
    return press(talk, buttons(talk.say("keep my record"))["Yes, keep my record"])


def come_back(gateway, code, **more):
    return gateway.client.post("/api/v1/return", json={"code": code, **more})


def code_in(answer):
    return CODE.search(texts(answer))[0]


def test_offer_says_for_how_long_and_that_it_is_encrypted(gateway):
    talk = gateway.open()
    gateway.brain.answer = lambda _: (OFFER,)
    said = texts(talk.say("keep my record"))
    assert "365 days" in said
    assert "encrypted" in said


def test_code_opens_the_same_conversation_on_another_device(gateway):
    talk = gateway.open()
    talk.say("what is TRD")
    code = code_in(agree(talk))
    response = come_back(gateway, code.lower().replace("-", " "))
    assert response.status_code == 200
    opened = response.json()
    assert opened["conversation_id"] == talk.id
    assert set(opened) == set(talk.opened)
    assert "988" in opened["messages"][0]["text"]
    headers = {"Authorization": f"Bearer {opened['token']}"}
    kept = gateway.client.get("/api/v1/conversation", headers=headers).json()
    assert "what is TRD" in [message["text"] for message in kept["messages"]]
    assert gateway.client.post("/api/v1/messages", json={"text": "hi"}, headers=headers).status_code == 200


def test_a_typed_yes_is_consent_too(gateway):
    talk = gateway.open()
    gateway.brain.answer = lambda _: (OFFER,)
    talk.say("keep my record")
    assert come_back(gateway, code_in(talk.say("yes"))).status_code == 200


def test_a_yes_to_something_else_is_none(gateway):
    talk = gateway.open()
    talk.say("yes")
    assert gateway.services.shelf.store.consents.of(talk.id) is None


def test_code_is_shown_once_and_stands_nowhere(gateway, safe_logs):
    logs = safe_logs()
    talk = gateway.open()
    code = code_in(agree(talk))
    come_back(gateway, code)
    come_back(gateway, "not " + code)
    assert not CODE.search("\n".join(message["text"] for message in talk.transcript()))
    plain = code.replace("-", "")
    written = "".join(logs.readouterr())
    for secret in (code, plain):
        assert secret not in written
        for file in gateway.settings.state_dir.glob("*.db*"):
            assert secret.encode() not in file.read_bytes()
    with closing(sqlite3.connect(gateway.settings.state_dir / "waymark.db")) as database:
        ((lookup,),) = database.execute("SELECT lookup FROM consents").fetchall()
    assert re.fullmatch(r"[0-9a-f]{64}", lookup)


def test_press_that_is_sent_again_makes_no_second_code(gateway):
    talk = gateway.open()
    gateway.brain.answer = lambda _: (OFFER,)
    value, message_id = buttons(talk.say("keep my record"))["Yes, keep my record"], str(uuid4())
    code = code_in(press(talk, value, id=message_id))
    again = press(talk, value, id=message_id)
    assert not CODE.search(texts(again))
    assert "Take a new code" in buttons(again)
    assert not CODE.search(texts(press(talk, value)))
    assert come_back(gateway, code).status_code == 200


def test_new_code_ends_the_old_one(gateway):
    talk = gateway.open()
    first = agree(talk)
    second = press(talk, buttons(first)["Take a new code"])
    assert come_back(gateway, code_in(first)).status_code == 404
    assert come_back(gateway, code_in(second)).status_code == 200


def test_forgotten_code_opens_nothing_and_the_usual_time_counts(gateway):
    talk = gateway.open()
    first = agree(talk)
    assert "30 days" in texts(press(talk, buttons(first)["Forget my code"]))
    assert come_back(gateway, code_in(first)).status_code == 404
    assert gateway.services.shelf.store.consents.of(talk.id) is None
    assert "There is no code" in texts(press(talk, buttons(first)["Forget my code"]))


def test_erased_conversation_is_opened_by_no_code(gateway):
    talk = gateway.open()
    code = code_in(agree(talk))
    gateway.client.delete("/api/v1/conversation", headers=talk.headers)
    assert come_back(gateway, code).status_code == 404


def test_wrong_code_is_a_problem_with_the_lines(gateway):
    for code in ("", " ", "-", shown(new_code()), "my code", "🙂", "x" * 200, "half \ud800", "' OR 1=1"):
        headers = {"Content-Type": "application/json"}
        response = gateway.client.post("/api/v1/return", content=json.dumps({"code": code}), headers=headers)
        assert response.status_code == 404, code
        assert response.headers["content-type"] == "application/problem+json"
        assert "988" in response.json()["detail"]
        assert "opens nothing" in response.json()["detail"]


def test_lines_of_a_refusal_are_those_of_the_country(gateway):
    assert "116 123" in come_back(gateway, "wrong", country="GB").json()["detail"]


def test_body_of_another_form_is_refused(gateway):
    for body in ({}, {"code": 1}, {"code": "x" * 201}, {"code": "x", "more": 1}):
        assert gateway.client.post("/api/v1/return", json=body).status_code == 422


def test_tries_of_one_address_are_limited_also_where_limits_are_off(make_settings):
    settings = make_settings(rate_limits=False, return_tries_per_hour=3, trusted_proxies=("127.0.0.0/8",))
    with running_gateway(settings) as gateway:
        code = code_in(agree(gateway.open()))
        statuses = [come_back(gateway, "wrong").status_code for _ in range(4)]
        assert statuses == [404, 404, 404, 429]
        refused = come_back(gateway, code)
        assert refused.status_code == 429
        assert "988" in refused.json()["detail"]
        assert int(refused.headers["retry-after"]) > 0
        other = gateway.client.post("/api/v1/return", json={"code": code}, headers={"X-Forwarded-For": "203.0.113.9"})
        assert other.status_code == 200


def test_tries_of_all_are_limited(make_settings):
    settings = make_settings(return_tries_per_hour_in_all=2, trusted_proxies=("127.0.0.0/8",))
    with running_gateway(settings) as gateway:
        headers = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(3)]
        tries = [gateway.client.post("/api/v1/return", json={"code": "x"}, headers=one) for one in headers]
        assert [response.status_code for response in tries] == [404, 404, 429]


def test_database_that_fails_is_told(gateway, monkeypatch):
    def failing(*_):
        raise StoreError("down")

    talk = gateway.open()
    gateway.brain.answer = lambda _: (OFFER,)
    value = buttons(talk.say("keep my record"))["Yes, keep my record"]
    monkeypatch.setattr(gateway.services.shelf.store.consents, "agree", failing)
    answer = press(talk, value)
    assert "could not do that" in texts(answer)
    assert not CODE.search(texts(answer))
    monkeypatch.setattr(gateway.services.shelf.store.consents, "find", failing)
    response = come_back(gateway, shown(new_code()))
    assert response.status_code == 503
    assert "988" in response.json()["detail"]


def test_conversation_with_consent_is_kept_for_longer(gateway):
    talk, other = gateway.open(), gateway.open()
    agree(talk)
    store, now = gateway.services.shelf.store, datetime.now(timezone.utc)
    assert erase_expired(store, 30, now + timedelta(days=31), 365) == 1
    assert store.conversations.get(other.id) is None
    assert store.conversations.get(talk.id) is not None
    assert erase_expired(store, 30, now + timedelta(days=366), 365) == 1
    assert store.conversations.get(talk.id) is None


def test_in_a_messenger_the_account_is_the_key(gateway):
    store = gateway.services.shelf.store
    taken = store.arrivals.take_in(
        "telegram", "1", "someone", {}, kind="none", lease_seconds=0.0, locale="en", country="US"
    )
    token = gateway.services.tokens.issue(taken.conversation_id).token
    talk = type(gateway.open())(gateway, taken.conversation_id, {"Authorization": f"Bearer {token}"}, {})
    answer = agree(talk)
    assert not CODE.search(texts(answer))
    assert "from this account" in texts(answer)
    consent = store.consents.of(talk.id)
    assert consent is not None
    assert not consent.has_code
    assert "30 days" in texts(press(talk, buttons(answer)["Don't keep it for longer"]))


def test_other_buttons_of_a_brain_are_left_as_they_are(gateway):
    draft = Draft(blocks=(Paragraph(text="A card."),), buttons=(Button(title="See", value=payloads.SHOW),))
    gateway.brain.answer = lambda _: (draft,)
    (message,) = gateway.open().say("hello")["messages"]
    assert message["text"] == "A card."
