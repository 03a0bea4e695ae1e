"""Talking in the widget: in a page of another origin, in a real Chromium, before a real gateway."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from waymark.gateway.events import Bell
from waymark.messages import Button, Draft, Paragraph, SourceNote

from .checks import NETWORK_FAILS, assert_accessible
from .clinic import (
    answers,
    hear,
    launch,
    launcher,
    lines,
    panel,
    respond,
    said,
    say,
    session,
    set_state,
)

pytestmark = pytest.mark.browser


def test_nothing_is_asked_of_the_server_before_the_dialog_opens(visit):
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(300)
    assert asked == []
    launch(page)
    assert sum(url.endswith("/conversations") for url in asked) == 1
    page.keyboard.press("Escape")
    launcher(page).click()
    expect(panel(page)).to_be_visible()
    page.wait_for_timeout(300)
    assert sum(url.endswith("/conversations") for url in asked) == 1


def test_allowed_page_talks_with_sources_and_choices(gateway, chat):
    say(chat, "does ECT affect memory?")
    answer = answers(chat).nth(1)
    expect(answer.get_by_role("heading", name="Does ECT affect memory?")).to_be_visible()
    expect(answer.get_by_role("rowheader", name="Weeks")).to_be_visible()
    answer.get_by_text("1 source").click()
    expect(answer.get_by_role("link", name=re.compile("A study of memory"))).to_be_visible()
    answer.get_by_role("button", name="Tell me more").click()
    expect(answers(chat)).to_have_count(3)
    assert said(gateway, chat) == ["does ECT affect memory?", "Tell me more"]


def test_wish_to_die_brings_the_lines_and_they_stay_one_tap_away(chat):
    say(chat, "I want to die")
    expect(answers(chat).last.locator("a[href='tel:988']").first).to_be_visible()
    expect(panel(chat).locator(".first a[href='tel:988']")).to_be_visible()
    chat.get_by_role("button", name="More lines").click()
    expect(lines(chat).get_by_role("link", name="Text HOME to 741741")).to_have_attribute(
        "href", "sms:741741?&body=HOME"
    )
    chat.keyboard.press("Escape")
    expect(panel(chat)).to_be_visible()
    expect(chat.get_by_role("button", name="More lines")).to_be_focused()


def test_lines_follow_the_country_that_the_person_names(chat):
    say(chat, "I'm in the UK and I want to die")
    expect(panel(chat).locator(".first a[href='tel:116123']")).to_be_visible()
    expect(panel(chat).locator(".first a[href='tel:988']")).to_have_count(0)
    chat.keyboard.press("Escape")
    chat.get_by_role("button", name="Crisis lines").click()
    expect(lines(chat).locator("a[href='tel:116123']").first).to_be_visible()


def test_what_a_message_holds_is_never_read_as_html(gateway, chat):
    attack = "what is ECT? <img src=/nothing onerror=\"document.title='taken'\">"
    source = SourceNote(title="A bad link", year=2020, url="javascript:alert(1)")
    button = Button(title="<b>bold</b>", value="x")
    gateway.brain.says = (Draft(blocks=(Paragraph(text=attack),), buttons=(button,), sources=(source,)),)
    say(chat, attack)
    answer = answers(chat).nth(1)
    expect(answer.get_by_role("button", name="<b>bold</b>")).to_be_visible()
    expect(answer.locator("p").nth(1)).to_have_text(attack)
    assert chat.locator(".message img, .message b, .message a[href^=javascript], waymark-chat [style]").count() == 0
    assert chat.title() == "Riverside Clinic"


def test_refusal_of_a_message_can_be_read_across_origins(chat, watch):
    watch.allowed = (NETWORK_FAILS,)
    chat.get_by_label("Your message").fill("long " * 20_000)
    chat.get_by_role("button", name="Send").click()
    trouble = chat.locator(".message .trouble")
    expect(trouble).to_contain_text("too long")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()


def test_waiting_joined_and_typing_are_shown_in_words(gateway, chat):
    status = chat.locator("#status")
    hear(chat)
    set_state(gateway, chat, "waiting")
    expect(status).to_contain_text("Nobody has joined yet")
    expect(panel(chat).locator("header")).to_contain_text("not a person")
    set_state(gateway, chat, "held")
    expect(status).to_contain_text("A person has joined")
    expect(panel(chat).locator("header")).not_to_contain_text("not a person")
    gateway.ring(session(chat)["id"], Bell("typing", "responder"))
    expect(status).to_contain_text("typing")
    respond(gateway, chat, "Hello, I read what you wrote.")
    expect(chat.locator(".from-responder")).to_contain_text("A person")
    expect(status).to_contain_text("A person has joined")
    say(chat, "thank you")
    expect(chat.locator(".from-person .delivery")).to_be_empty()
    set_state(gateway, chat, "assistant")
    expect(status).to_be_empty()
    announced = chat.evaluate("window.announced")
    for words in ("Nobody has joined", "A person has joined", "A person: Hello, I read"):
        assert sum(words in text for text in announced) == 1


def test_each_message_is_announced_once_where_it_can_be_heard(gateway, chat):
    hear(chat)
    say(chat, "does ECT affect memory?")
    expect(answers(chat)).to_have_count(2)
    chat.wait_for_timeout(2_500)  # long enough for the event stream to bring it once more
    assert [text[:32] for text in chat.evaluate("window.announced")] == ["Waymark: Does ECT affect memory?"]
    expect(panel(chat).locator("[aria-live]")).to_contain_text("Does ECT affect memory?")
    assert chat.locator("#transcript [aria-live], #transcript [role=log]").count() == 0


def test_message_that_comes_while_the_dialog_is_closed_is_announced_and_counted(gateway, chat):
    set_state(gateway, chat, "held")
    chat.keyboard.press("Escape")
    hear(chat)
    respond(gateway, chat, "Are you still there?")
    expect(launcher(chat)).to_have_accessible_name("Ask Waymark (1 new message)")
    heard = [text for text in chat.evaluate("window.announced") if "has joined" not in text]  # may come late
    assert heard == ["A person: Are you still there?"]
    assert_accessible(chat)
    chat.reload()
    respond(gateway, chat, "I am here.")  # a reload does not leave the responder alone
    expect(launcher(chat)).to_have_accessible_name("Ask Waymark (2 new messages)")
    launcher(chat).click()
    expect(chat.locator(".from-responder").last).to_be_in_viewport()
    expect(chat.locator(".badge")).to_be_hidden()
