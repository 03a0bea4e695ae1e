"""A questionnaire as one form in the widget: filled in by hand or keyboard, what is open is named, sent once."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from waymark.care.questionnaires.progress import as_form, start
from waymark.care.questionnaires.words import QuestionnaireWriter
from waymark.content import load_content
from waymark.messages import Draft, Paragraph
from waymark.settings import ROOT

from .checks import NETWORK_FAILS, PHONE, assert_accessible
from .clinic import answers, focused, hear, launch, said, say, session, style

pytestmark = pytest.mark.browser
SCORE = (Draft(blocks=(Paragraph(text="Your PHQ-9 total is 0 out of 27."),)),)
ANSWERS = ["Not at all", "Several days", "More than half the days", "Nearly every day", "Leave this one out"]


@pytest.fixture(scope="module")
def content():
    return load_content(ROOT / "content")


@pytest.fixture
def ask(gateway, content):
    """Have the form shown in the dialog; the brain then tells a total."""

    def ask(page: Page, run: str = "r1", instrument: str = "phq9"):
        progress = start(content.instruments, instrument, run=run, now=datetime.now(timezone.utc))
        gateway.brain.says = (QuestionnaireWriter(content, {}).question(as_form(progress), "as_form"),)
        shown = page.locator("waymark-chat form.questions")
        count = shown.count()
        say(page, "all at once")
        expect(shown).to_have_count(count + 1)
        gateway.brain.says = SCORE
        return shown.last

    return ask


def choose(form, number: int, answer: str = "Not at all") -> None:
    form.locator("fieldset").nth(number - 1).get_by_label(answer, exact=True).check()


def choose_all(form, *, but: tuple[int, ...] = ()) -> None:
    for number in range(1, 10):
        if number not in but:
            choose(form, number)


def test_the_form_is_what_was_published_and_accessible(chat, ask, content):
    hear(chat)
    form = ask(chat)
    expect(chat.get_by_role("form", name="PHQ-9")).to_be_visible()
    for number, item in enumerate(content.instruments.instruments["phq9"].items, start=1):
        group = form.get_by_role("group", name=f"{number}. {item.text}", exact=True)
        assert group.get_by_role("radio").count() == 5
        assert [text.strip() for text in group.locator("label").all_inner_texts()] == ANSWERS
    message = answers(chat).last
    expect(message).to_contain_text("No permission required")
    expect(message).to_contain_text("Question 9 asks about thoughts")
    expect(message.get_by_role("button", name="One question at a time")).to_be_visible()
    assert form.locator("input:checked").count() == 0
    told = " ".join(chat.evaluate("window.announced"))
    assert "PHQ-9, a form with 10 questions" in told
    assert "Poor appetite" not in told  # it is there to be gone through, not to be read out in one breath
    assert_accessible(chat)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_it_fits_a_phone_and_shows_what_is_chosen(visit, ask, colours, tmp_path):
    page = visit(color_scheme=colours, viewport=PHONE)
    launch(page)
    form = ask(page)
    choose(form, 2, "Several days")
    form.get_by_role("button", name="Send the form").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert form.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")
    heights = form.locator("label").evaluate_all("(nodes) => nodes.map((node) => node.getBoundingClientRect().height)")
    assert min(heights) >= 44
    assert_accessible(page)
    form.screenshot(path=Path(os.environ.get("SCREENSHOTS", tmp_path)) / f"form-{colours}.png")


def test_what_is_still_open_is_named_and_leads_there(gateway, chat, ask):
    form = ask(chat)
    choose_all(form, but=(3, 8))
    form.get_by_role("button", name="Send the form").click()
    left = form.get_by_role("group", name="2 questions are still open")
    expect(left).to_be_focused()
    expect(left.get_by_role("button")).to_have_count(2)
    assert_accessible(chat)
    left.get_by_role("button", name="Question 3: Trouble falling").click()
    third = form.locator("fieldset").nth(2)
    expect(third.get_by_role("radio").first).to_be_focused()
    expect(third).to_have_accessible_description("Still open")
    choose(form, 3, "Leave this one out")
    expect(form.get_by_role("group", name="1 question is still open")).to_be_visible()
    assert len(said(gateway, chat)) == 1
    choose(form, 8, "Leave this one out")
    expect(form.locator(".still-open, .mark").filter(visible=True)).to_have_count(0)
    form.get_by_role("button", name="Send the form").click()
    expect(answers(chat).last).to_contain_text("total is 0")
    assert said(gateway, chat)[-1].splitlines()[3] == "3. Leave this one out"


def test_the_keyboard_alone_fills_it_in_and_focus_is_seen(gateway, chat, ask):
    form = ask(chat)
    form.get_by_role("radio").first.focus()
    for _ in range(9):
        chat.keyboard.press("Space")
        chat.keyboard.press("ArrowDown")  # several days
        chat.keyboard.press("ArrowUp")
        focus = form.locator("input:focus")
        assert style(focus, "outlineStyle") == "solid"
        assert style(focus, "outlineWidth") == "3px"
        chat.keyboard.press("Tab")
    chat.keyboard.press("Tab")  # over the last question, which may stay open
    expect(form.get_by_role("button", name="Send the form")).to_be_focused()
    chat.keyboard.press("Enter")
    expect(answers(chat).last).to_contain_text("total is 0")
    assert focused(chat) == "state"
    expect(form.get_by_text("You sent this form.")).to_be_focused()
    assert said(gateway, chat)[-1].splitlines() == ["PHQ-9", *(f"{number}. Not at all" for number in range(1, 10))]


def test_it_is_sent_once_and_stays_sent_after_a_reload(gateway, chat, ask):
    form = ask(chat)
    choose_all(form)
    form.get_by_role("button", name="Send the form").dblclick()
    expect(answers(chat).last).to_contain_text("total is 0")
    expect(form.get_by_role("radio").first).to_be_disabled()
    expect(form.get_by_role("button", name="Send the form")).to_be_hidden()
    assert len(said(gateway, chat)) == 2
    expect(chat.locator("waymark-chat .from-person")).to_have_count(2)
    chat.reload()
    launch(chat)
    form = chat.locator("waymark-chat form.questions")
    expect(form.get_by_text("You sent this form.")).to_be_visible()
    expect(form.get_by_role("radio").first).to_be_disabled()
    assert form.locator("input:checked").count() == 9
    assert_accessible(chat)


def test_what_was_chosen_outlives_a_reload_until_the_talk_is_erased(chat, ask):
    form = ask(chat)
    choose(form, 1, "Several days")
    choose(form, 9, "Nearly every day")
    chat.reload()
    launch(chat)
    form = chat.locator("waymark-chat form.questions")
    chosen = form.locator("input:checked")
    expect(chosen).to_have_count(2)
    assert chosen.evaluate_all("(nodes) => nodes.map((node) => [node.name, node.value])") == [
        ["phq9.1", "1"],
        ["phq9.9", "3"],
    ]
    assert session(chat)["forms"]
    chat.get_by_text("Options").click()
    chat.get_by_role("button", name="Erase everything").click()
    chat.get_by_role("dialog", name="Erase everything?").get_by_role("button", name="Erase everything").click()
    expect(form).to_have_count(0)
    assert chat.evaluate("sessionStorage.length") == 0


def test_the_ninth_answer_brings_the_lines_and_no_total(gateway, chat, ask):
    form = ask(chat)
    choose_all(form, but=(9,))
    choose(form, 9, "Several days")
    gateway.brain.is_down = True
    form.get_by_role("button", name="Send the form").click()
    expect(answers(chat).last).to_contain_text("988")
    expect(chat.get_by_text("total is")).to_have_count(0)


def test_a_form_sent_elsewhere_before_is_told_to_stand(gateway, chat, ask, watch):
    watch.allowed = (NETWORK_FAILS,)
    form = ask(chat)
    choose_all(form)
    values = {f"phq9.{number}": "0" for number in range(1, 10)}
    sent = chat.evaluate(
        """async ([address, values]) => {
            const [kept] = Object.values(sessionStorage).map((text) => JSON.parse(text));
            const body = JSON.stringify({ form: { id: Object.keys(kept.forms)[0], values } });
            const headers = { "Content-Type": "application/json", Authorization: `Bearer ${kept.token}` };
            return (await fetch(`${address}/api/v1/messages`, { method: "POST", headers, body })).status;
        }""",
        [gateway.url, values],
    )
    assert sent == 200
    form.get_by_role("button", name="Send the form").click()
    trouble = chat.locator("waymark-chat .trouble")
    expect(trouble).to_contain_text("This form was sent before.")
    expect(trouble.get_by_role("button")).to_have_count(0)
    expect(form.get_by_role("radio").first).to_be_disabled()


def test_a_form_that_is_refused_can_be_changed_and_sent(gateway, chat, ask, watch):
    watch.allowed = (NETWORK_FAILS,)
    form = ask(chat)
    choose_all(form)
    chat.route("**/api/v1/messages", lambda route: route.fulfill(status=422, body="{}"), times=1)
    form.get_by_role("button", name="Send the form").click()
    chat.get_by_role("button", name="Go back to the form").click()
    expect(form.get_by_role("button", name="Send the form")).to_be_focused()
    choose(form, 1, "Leave this one out")
    form.get_by_role("button", name="Send the form").click()
    expect(answers(chat).last).to_contain_text("total is 0")
    assert said(gateway, chat)[-1].splitlines()[1] == "1. Leave this one out"


def test_a_failure_keeps_every_answer_and_sends_once_when_it_is_over(gateway, chat, ask, watch):
    watch.allowed = (NETWORK_FAILS,)
    form = ask(chat)
    choose_all(form)
    gateway.stop()
    try:
        form.get_by_role("button", name="Send the form").click()
        expect(chat.locator("waymark-chat .trouble").first).to_contain_text("988")
    finally:
        gateway.start()
    expect(answers(chat).last).to_contain_text("total is 0", timeout=60_000)
    assert len(said(gateway, chat)) == 2


def test_the_same_form_shown_again_takes_the_place_of_the_first(chat, ask):
    first = ask(chat)
    choose(first, 1, "Several days")
    again = ask(chat)
    first = chat.locator("waymark-chat form.questions").first
    expect(first.get_by_text("shown again further down")).to_be_visible()
    expect(first.get_by_role("radio").first).to_be_disabled()
    expect(again.get_by_label("Several days").first).to_be_checked()
    expect(again.get_by_role("radio").first).to_be_enabled()
