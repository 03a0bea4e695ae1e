"""Papers behind links: who can open them, for how long, and what is in them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from io import BytesIO

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader

from waymark.care.papers.paper import Wanted
from waymark.care.papers.summary_tool import SummaryTool
from waymark.care.questionnaires.step import Stepper
from waymark.care.tools.tool import Said
from waymark.errors import StoreError
from waymark.gateway.sessions import SignedLink
from waymark.messages import Button, Draft, Paragraph

from .conftest import running_gateway

PHQ9 = [(2, 2, 2, 2, 2, 2, 2, 0, 1), (1, 1, 1, 1, 1, 1, 1, 0, 0)]
GOAL = "Sleeping through the night — ça ira"
SERTRALINE = {"kind": "medicine", "name": "sertraline", "dose_mg": 150, "weeks": 10, "effect": "none"}
KINDS = {"pdf": "application/pdf", "page": "text/html", "fhir": "application/fhir+json", "csv": "text/csv"}


def offering(*payloads):
    buttons = tuple(Button(title=payload, value=payload) for payload in payloads)
    return lambda _: (Draft(blocks=(Paragraph(text="Your summary is ready."),), buttons=buttons),)


def offered(answer):
    return {button["title"]: button["value"] for message in answer["messages"] for button in message["buttons"]}


def press(talk, value):
    response = talk.post(button=value)
    assert response.status_code == 200, response.text
    return response.json()


def link_in(answer):
    (link,) = [
        item["url"]
        for message in answer["messages"]
        for block in message["blocks"]
        if block["type"] == "links"
        for item in block["items"]
    ]
    return link


def kept(talk):
    """Keep two scores, a trial, a question and a summary's answers for a conversation."""
    store = talk.gateway.services.shelf.store
    for number, answers in enumerate(PHQ9):
        store.scores.add(talk.id, f"run{number}", {"instrument": "phq9", "answers": answers, "function": None})
    store.records.put(talk.id, "trial", "1", SERTRALINE)
    store.records.put(talk.id, "summary", "latest", {"answers": {"goals": GOAL}, "parts": ["goals"]})
    store.questions.add(talk.id, "Which trials counted?")
    return talk


def opened(talk, kind, choice=""):
    payload = Wanted(kind, choice).payload
    talk.gateway.brain.answer = offering(payload)
    link = link_in(press(talk, offered(talk.say("Please make a summary"))[payload]))
    return talk.gateway.client.get(link)


def signed(talk, kind="csv", now=None, **changes):
    link = SignedLink(changes.get("conversation_id", talk.id), kind, changes.get("choice", ""))
    return talk.gateway.services.paper_links.sign(link, now)


def get(gateway, document, **headers):
    return gateway.client.get(f"/api/v1/documents/{document}", headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_pressing_brings_a_link_that_opens_without_a_token(gateway, kind):
    response = opened(kept(gateway.open()), kind)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith(KINDS[kind])
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    begins = "inline" if kind == "page" else "attachment"
    assert response.headers["content-disposition"].startswith(begins)
    assert len(response.content) > 100


def test_the_link_stands_in_the_text_too_and_holds_no_bearer_token(gateway):
    talk = kept(gateway.open())
    gateway.brain.answer = offering("paper:pdf")
    answer = press(talk, offered(talk.say("a summary please"))["paper:pdf"])
    link = link_in(answer)
    assert link.startswith("/api/v1/documents/")
    assert any(link in message["text"] for message in answer["messages"])
    assert talk.headers["Authorization"].split()[1] not in link
    refused = httpx.get(
        f"{gateway.url}/api/v1/conversation",
        headers={"Authorization": f"Bearer {link.rpartition('/')[2]}"},
        trust_env=False,
    )
    assert refused.status_code == 401


def test_pdf_holds_what_was_chosen_and_nothing_else(gateway):
    talk = kept(gateway.open())
    pages = PdfReader(BytesIO(opened(talk, "pdf", "goals.trials").content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert GOAL in text
    assert "Sertraline" in text
    assert "not a diagnosis" in text
    assert "PHQ-9" not in text


def test_page_escapes_what_a_person_wrote_and_runs_nothing(gateway):
    talk = kept(gateway.open())
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    gateway.services.shelf.store.records.put(talk.id, "summary", "latest", {"answers": {"goals": attack}})
    response = opened(talk, "page")
    assert "<script" not in response.text
    assert "<img src=x" not in response.text
    assert "&lt;script&gt;" in response.text
    assert "data:image/png;base64," in response.text
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_answers_about_death_go_in_only_where_the_person_said_so(gateway):
    talk = kept(gateway.open())
    usual, told = (opened(talk, "fhir", choice) for choice in ("scores", "scores.safety"))
    assert "44260-8" not in usual.text
    assert "44261-6" in usual.text
    assert "44260-8" in told.text
    assert ",2,2,2,2,2,2,2,0,1" not in opened(talk, "csv").text
    assert ",2,2,2,2,2,2,2,0,1" in opened(talk, "csv", "scores.safety").text
    assert "better off dead" not in opened(talk, "page", "scores").text


def test_picture_of_a_form(gateway):
    talk = kept(gateway.open())
    response = opened(talk, "png", "phq9")
    assert Image.open(BytesIO(response.content)).format == "PNG"
    assert opened(talk, "png", "gad7").status_code == 404
    assert opened(talk, "png", "../etc").status_code == 404


def test_fhir_bundle_is_json_of_resources(gateway):
    bundle = json.loads(opened(kept(gateway.open()), "fhir").content)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds == ["Patient", "QuestionnaireResponse", "QuestionnaireResponse", "MedicationStatement"]


def test_link_expires(gateway):
    talk = kept(gateway.open())
    now = datetime.now(timezone.utc)
    assert get(gateway, signed(talk, now=now - timedelta(minutes=14))).status_code == 200
    assert get(gateway, signed(talk, now=now - timedelta(minutes=15, seconds=1))).status_code == 404


def test_tampered_links_and_other_signed_things_open_nothing(gateway):
    talk, other = kept(gateway.open()), kept(gateway.open())
    mine, theirs = signed(talk), signed(other)
    claims, signature = mine.rsplit(".", 1)
    foreign = f"{theirs.rsplit('.', 1)[0]}.{signature}"
    token = talk.headers["Authorization"].split()[1]
    button = talk.opened["messages"][0]["buttons"][0]["value"]
    broken = [f"{claims}.{signature[:-2]}xx", claims, foreign, token, button, "x", "%00", "a" * 3000]
    assert [get(gateway, document).status_code for document in broken] == [404] * len(broken)


def test_erased_conversation_and_unknown_kinds_are_over(gateway):
    talk = kept(gateway.open())
    document = signed(talk)
    assert get(gateway, signed(talk, kind="passwd")).status_code == 404
    assert get(gateway, document).status_code == 200
    gateway.client.delete("/api/v1/conversation", headers=talk.headers)
    assert get(gateway, document).status_code == 404
    assert get(gateway, signed(talk, conversation_id="nobody")).status_code == 404


def test_person_with_a_browser_is_told_in_words(gateway):
    response = get(gateway, "x", Accept="text/html,*/*")
    assert response.status_code == 404
    assert "go back to your talk" in response.text
    assert response.headers["content-type"].startswith("text/html")


def test_button_of_another_conversation_and_typed_payloads_bring_no_link(gateway):
    talk, other = kept(gateway.open()), gateway.open()
    gateway.brain.answer = offering("paper:pdf")
    value = offered(talk.say("a summary please"))["paper:pdf"]
    assert other.post(button=value).status_code == 422
    assert talk.post(button="paper:pdf").status_code == 422
    assert "/api/v1/documents/" not in json.dumps(talk.say("paper:pdf"))


def test_announced_summary_is_put_into_the_message(gateway):
    talk = kept(gateway.open())
    gateway.brain.answer = offering("paper:show:goals.scores.questions", "paper:pdf:goals")
    answer = talk.say("make my summary")
    (message,) = answer["messages"]
    assert GOAL in message["text"]
    assert "Which trials counted?" in message["text"]
    assert "Your summary is ready." in message["text"]
    assert "Sertraline" not in message["text"]
    assert set(offered(answer)) == {"paper:pdf:goals"}
    assert [block["type"] for block in message["blocks"]].count("chart") == 1


def test_summary_can_be_shown_again_by_its_button(gateway):
    talk = kept(gateway.open())
    gateway.brain.answer = offering("paper:show:goals", "greet")
    store = gateway.services.shelf.store
    failing = {"on": True}
    real = store.records.of

    def of(*values):
        if failing["on"]:
            raise StoreError("down")
        return real(*values)

    store.records.of = of
    button = offered(talk.say("make my summary"))["paper:show:goals"]
    answer = press(talk, button)
    assert "can't get to your records" in answer["messages"][0]["text"]
    failing["on"] = False
    answer = press(talk, offered(answer)["Try again"])
    assert GOAL in answer["messages"][0]["text"]
    assert "As a PDF file" in offered(answer)


def test_press_asks_the_brain_nothing_and_leaves_danger_open(gateway):
    talk = kept(gateway.open())
    gateway.brain.answer = offering("paper:pdf")
    value = offered(talk.say("a summary please"))["paper:pdf"]
    talk.say("I want to kill myself")
    risks, asked = gateway.services.shelf.store.risks, len(gateway.brain.asked)
    open_question = risks.get(talk.id)["asks"]
    press(talk, value)
    assert open_question is not None
    assert risks.get(talk.id)["asks"] == open_question
    assert len(gateway.brain.asked) == asked


def test_database_that_fails_is_told(gateway, monkeypatch):
    talk = kept(gateway.open())
    document = signed(talk)

    def failing(*_):
        raise StoreError("down")

    monkeypatch.setattr(gateway.services.shelf.store.scores, "of", failing)
    response = get(gateway, document)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"


def test_papers_are_limited_in_rate(make_settings):
    with running_gateway(make_settings(messages_per_minute=3)) as gateway:
        talk = kept(gateway.open())
        document = signed(talk)
        assert [get(gateway, document).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert talk.say("I want to die")["safety"]["response"] == "takeover"


def test_nothing_a_person_wrote_is_logged(gateway, safe_logs):
    captured = safe_logs()
    for kind in KINDS:
        opened(kept(gateway.open()), kind)
    logged = "".join(captured.readouterr())
    assert "Sleeping" not in logged
    assert "/documents/" not in logged


def test_a_summary_is_made_by_talking_and_opened_as_a_file(gateway):
    """The brain's part is played by the tool itself: what it keeps is saved before its words go out."""
    content, store = gateway.services.content, gateway.services.shelf.store
    tool, stepper, talk = SummaryTool.from_content(content), Stepper(content.instruments), kept(gateway.open())
    states: list[str] = []

    def answer(question):
        text, now = question.text or "", datetime.now(timezone.utc)
        said = Said(text, now, command=stepper.command(text) if text else None)
        move = tool.hear(states[-1], said) if states else tool.begin(said)
        states.append(move.state)
        for record in move.keeps:
            store.records.put(question.conversation_id, record.kind, record.key, record.values)
        return (move.draft,)

    gateway.brain.answer = answer
    asked = [
        talk.say(text)["messages"][-1]["asks"]
        for text in ("make a summary", "all but the check-ins", "no", "Reading a book again", "skip")
    ]
    assert asked == ["summary.parts", "summary.safety", "summary.goals", "summary.changed", "summary.notes"]
    last = talk.say("Allergic to penicillin")
    text = last["messages"][-1]["text"]
    for words in ("Reading a book again", "Sertraline", "Which trials counted?", "PHQ-9", "Your summary is ready"):
        assert words in text
    assert "better off dead" not in text
    assert "check-ins" not in text
    pdf = gateway.client.get(link_in(press(talk, offered(last)["As a PDF file"])))
    told = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages).split())
    assert "Reading a book again" in told
    assert "Allergic to penicillin" in told
