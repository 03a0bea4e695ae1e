"""A questionnaire as one form through a real gateway: assessed first, taken once, only as offered, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from time import monotonic, sleep
from uuid import uuid4

import pytest

from waymark.care.questionnaires.progress import as_form, start
from waymark.care.questionnaires.words import QuestionnaireWriter
from waymark.content import load_content
from waymark.messages import Button, Draft, Paragraph
from waymark.settings import ROOT, Settings
from waymark.store.upgrade import upgrade

from .conftest import free_port, running_gateway

SCORE = Draft(blocks=(Paragraph(text="Your total."),))
ZEROS = dict.fromkeys((f"phq9.{number}" for number in range(1, 10)), "0")


@pytest.fixture(scope="module")
def content():
    return load_content(ROOT / "content")


@pytest.fixture(scope="module")
def one_gateway(tmp_path_factory):
    settings = Settings(
        state_dir=tmp_path_factory.mktemp("state"), port=free_port(), rate_limits=False, store_deadline_seconds=10
    )
    upgrade(settings.store_url)
    with running_gateway(settings) as running:
        yield running


@pytest.fixture
def gateway(one_gateway):
    one_gateway.brain.is_down = False
    return one_gateway


@pytest.fixture
def offer(content):
    """Have the brain show the form of a run, and return it as the person gets it."""

    def offer(gateway, talk, run="r1", instrument="phq9"):
        progress = start(content.instruments, instrument, run=run, now=datetime.now(timezone.utc))
        shown = QuestionnaireWriter(content, {}).question(as_form(progress), "as_form")
        gateway.brain.answer = lambda question: (shown,)
        message = talk.say("all at once, please")["messages"][-1]
        gateway.brain.answer = lambda question: (SCORE,)
        (form,) = (block for block in message["blocks"] if block["type"] == "form")
        return form

    return offer


@pytest.fixture
def talk(gateway):
    return gateway.open()


@pytest.fixture
def form(gateway, talk, offer):
    return offer(gateway, talk)


def send(talk, form, values, **more):
    return talk.post(form={"id": form["id"], "values": values}, **more)


def said(talk):
    return [message["text"] for message in talk.transcript() if message["from"] == "person"]


def asked(talk):
    return [one.payload for one in talk.gateway.brain.asked if one.payload and one.conversation_id == talk.id]


def test_the_form_reaches_the_brain_whole_and_the_transcript_in_words(gateway, talk, form):
    values = {**ZEROS, "phq9.1": "2", "phq9.3": "skip", "phq9.10": "1"}
    answer = send(talk, form, values).raise_for_status().json()
    assert answer["safety"] == {"level": "none", "response": "none"}
    assert answer["messages"][0]["text"] == "Your total."
    assert asked(talk) == ["form:phq9:r1=2.0.skip.0.0.0.0.0.0.1"]
    assert said(talk)[-1].splitlines()[:4] == [
        "PHQ-9", "1. More than half the days", "2. Not at all", "3. Leave this one out"
    ]  # fmt: skip
    assert said(talk)[-1].splitlines()[-1] == "10. Somewhat difficult"


@pytest.mark.parametrize("value", ["1", "2", "3"])
@pytest.mark.parametrize("is_down", [False, True])
def test_the_ninth_answer_is_met_before_any_score(gateway, talk, form, value, is_down):
    gateway.brain.is_down = is_down
    answer = send(talk, form, {**ZEROS, "phq9.9": value}).raise_for_status().json()
    assert answer["safety"] == {"level": "passive_ideation", "response": "takeover"}
    assert "988" in answer["messages"][0]["text"]
    assert answer["messages"][0]["asks"] == "thinking_of_suicide"
    assert not any("total" in message["text"] for message in answer["messages"])


def test_then_the_brain_is_told_of_the_whole_form(talk, form):
    send(talk, form, {**ZEROS, "phq9.9": "2"})
    until(lambda: asked(talk) == ["form:phq9:r1=0.0.0.0.0.0.0.0.2."])


def test_after_the_talk_about_danger_go_on_leads_back_to_the_form(gateway, talk, form):
    send(talk, form, {**ZEROS, "phq9.9": "1"})
    assert "988" in talk.say("no")["messages"][0]["text"]
    assert talk.say("go on")["safety"]["response"] == "none"
    assert gateway.brain.asked[-1].text == "go on"


def test_with_the_brain_gone_the_answers_are_kept_for_later(gateway, talk, form):
    gateway.brain.is_down = True
    answer = send(talk, form, ZEROS).raise_for_status().json()
    assert "add this up" in answer["messages"][0]["text"]
    assert "988" in answer["messages"][0]["text"]
    gateway.brain.is_down = False
    until(lambda: any("Your total." in message["text"] for message in talk.transcript()))


def until(is_done, seconds=20):
    end = monotonic() + seconds
    while not is_done():
        assert monotonic() < end
        sleep(0.2)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"phq9.1": "0"},
        {**ZEROS, "phq9.2": "4"},
        {**ZEROS, "phq9.2": ""},
        {**ZEROS, "phq9.2": "Not at all"},
        {**ZEROS, "phq9.9": "9"},
        {**ZEROS, "phq9.11": "0"},
        {**ZEROS, "gad7.1": "0"},
        {**ZEROS, "": "0"},
    ],
)
def test_what_was_not_offered_or_is_missing_is_refused_and_loses_nothing(gateway, talk, form, values):
    before = talk.transcript()
    response = send(talk, form, values)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].startswith("form: ")
    assert talk.transcript() == before
    assert asked(talk) == []
    assert send(talk, form, ZEROS).status_code == 200


def test_what_is_missing_is_named_and_nothing_of_what_was_sent(talk, form):
    values = {name: value for name, value in ZEROS.items() if name not in ("phq9.3", "phq9.8")}
    assert "phq9.3, phq9.8" in send(talk, form, values).json()["detail"]
    for odd in ({**ZEROS, "canary words": "0"}, {**ZEROS, "phq9.1": "canary words"}):
        assert "canary" not in send(talk, form, odd).text


def test_a_disclosure_is_met_even_where_other_answers_are_missing(gateway, talk, form):
    answer = send(talk, form, {"phq9.9": "3"}).raise_for_status().json()
    assert answer["safety"]["response"] == "takeover"
    assert "988" in answer["messages"][0]["text"]
    assert said(talk)[-1] == "PHQ-9\n9. Nearly every day"


@pytest.mark.parametrize("forged", ["", "phq9", "form:phq9:r1", "x" * 5000])
def test_an_unknown_form_is_refused(talk, form, forged):
    assert send(talk, {"id": forged}, ZEROS).status_code == 422
    changed = f"{form['id'][:-2]}{'AA' if form['id'][-2:] != 'AA' else 'BB'}"
    assert send(talk, {"id": changed}, ZEROS).status_code == 422


def test_a_form_or_button_of_another_conversation_is_refused(gateway, talk, form, offer):
    other = gateway.open()
    assert send(other, form, ZEROS).status_code == 422
    assert other.post(button=form["id"]).status_code == 422
    assert send(other, offer(gateway, other), ZEROS).status_code == 200  # each has its own


def test_a_form_is_sent_once(gateway, talk, form):
    message_id = str(uuid4())
    first = send(talk, form, ZEROS, id=message_id).json()["messages"]
    assert send(talk, form, ZEROS, id=message_id).json()["messages"] == first  # a retry
    for values in (ZEROS, {**ZEROS, "phq9.1": "3"}):
        again = send(talk, form, values)
        assert again.status_code == 409
        assert "sent already" in again.json()["detail"]
    assert len(asked(talk)) == 1
    assert talk.say("hello")["messages"]
    met = send(talk, form, {**ZEROS, "phq9.9": "1"}).raise_for_status().json()
    assert met["safety"]["response"] == "takeover"  # danger is never refused


def test_the_form_of_another_run_may_be_sent(gateway, talk, form, offer):
    assert send(talk, form, ZEROS).status_code == 200
    assert send(talk, offer(gateway, talk, run="r2"), ZEROS).status_code == 200


def test_another_questionnaire_tells_of_no_danger(gateway, talk, offer):
    gad7 = offer(gateway, talk, instrument="gad7")
    values = dict.fromkeys((field["name"] for field in gad7["fields"]), "3")
    assert send(talk, gad7, values).json()["safety"]["response"] == "none"


def test_what_a_form_said_frightens_nobody_about_the_next_message(talk, form):
    send(talk, form, {**dict.fromkeys(ZEROS, "3"), "phq9.9": "0"}).raise_for_status()
    for text in ("ok thanks", "what does that mean?", "nearly every day"):
        assert talk.say(text)["safety"]["response"] == "none"


def test_words_typed_beside_the_form_answer_no_question(gateway, talk, form):
    talk.say("nearly every day")
    assert gateway.brain.asked[-1].asked == "phq9.form"


def test_beside_a_human_the_form_waits_until_they_have_left(gateway, talk, form):
    store = gateway.services.shelf.store
    store.conversations.set_state(talk.id, "held")
    assert send(talk, form, ZEROS).json()["messages"] == []
    assert said(talk)[-1].startswith("PHQ-9")
    store.conversations.set_state(talk.id, "assistant")
    until(lambda: any("Your total." in message["text"] for message in talk.transcript()))


@pytest.mark.parametrize(("channel", "count"), [("web", 1), ("telegram", 0)])
def test_a_form_is_offered_only_where_it_can_be_shown(gateway, talk, monkeypatch, channel, count):
    shelf = gateway.services.shelf
    recall = shelf.recall

    async def recalled(conversation_id):
        return replace(await recall(conversation_id), channel=channel)

    monkeypatch.setattr(shelf, "recall", recalled)
    buttons = tuple(Button(title=value, value=f"questionnaire:{value}") for value in ("as_form", "go_on"))
    gateway.brain.answer = lambda question: (Draft(blocks=(Paragraph(text="This is the PHQ-9."),), buttons=buttons),)
    titles = [button["title"] for button in talk.say("the PHQ-9")["messages"][0]["buttons"]]
    assert titles.count("as_form") == count
    assert "go_on" in titles
