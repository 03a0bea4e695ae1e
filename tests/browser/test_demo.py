"""The demo page as a person meets it, in a real Chromium, before a real gateway."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from waymark.messages import Button, Draft, Paragraph, SourceNote, message_from

from .checks import assert_accessible
from .demo import answers, say, session, stored

pytestmark = pytest.mark.browser


def test_page_says_what_it_is(page):
    intro = page.locator(".intro")
    for words in ("computer program", "not a person", "not a crisis service", "no clinician has reviewed"):
        expect(intro).to_contain_text(words)
    expect(answers(page)).to_contain_text("not a person")
    assert page.locator(".intro a[href='/crisis-protocol']").get_attribute("href") == "/crisis-protocol"


def test_lines_come_first_and_work_with_scripts_off(make_page):
    page = make_page(java_script_enabled=False)
    links = page.locator("#lifeline-first a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "tel:988",
        "sms:988",
        "https://988lifeline.org/chat",
        "tel:911",
    ]
    for link in links.all():
        expect(link).to_be_visible()
    assert page.locator("a[href], button, summary").nth(1).get_attribute("href") == "tel:988"  # after the skip link
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_hidden()
    page.get_by_text("More lines").click()
    expect(page.get_by_role("link", name="Text HOME to 741741")).to_have_attribute("href", "sms:741741?&body=HOME")


def test_crisis_protocol_can_be_read(page):
    page.locator(".intro a[href='/crisis-protocol']").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


def test_wish_to_die_shows_988_as_a_link_to_call(page):
    say(page, "I want to die")
    link = answers(page).last.get_by_role("link", name=re.compile("988")).first
    expect(link).to_be_visible()
    assert link.get_attribute("href") == "tel:988"


def test_lines_speak_the_language_of_the_answer(page):
    say(page, "me quiero morir")
    lines = answers(page).last.locator(".crisis")
    expect(lines).to_contain_text("Emergencias:")
    expect(lines.get_by_role("link", name=re.compile("^Teléfono 988")).first).to_have_attribute("href", "tel:988")
    expect(lines.get_by_role("link", name=re.compile("^(Call|Text) "))).to_have_count(0)


def test_answer_is_shown_with_sources_tables_and_choices(page):
    say(page, "does ECT affect memory?")
    answer = answers(page).nth(1)
    expect(answer.get_by_role("heading", name="Does ECT affect memory?")).to_be_visible()
    expect(answer.get_by_role("columnheader")).to_have_count(2)
    expect(answer.get_by_role("rowheader", name="Weeks")).to_be_visible()
    answer.get_by_text("1 source").click()
    source = answer.get_by_role("link", name=re.compile("A study of memory"))
    assert source.get_attribute("rel") == "noopener noreferrer"
    answer.get_by_role("button", name="Tell me more").click()
    expect(page.locator(".from-person")).to_have_text([re.compile("ECT affect"), re.compile("Tell me more")])
    expect(answers(page)).to_have_count(3)


def test_keyboard_alone_is_enough(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the chat")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("Your message")
    expect(field).to_be_focused()
    page.keyboard.type("does ECT")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("affect memory?")
    expect(field).to_have_value("does ECT\naffect memory?")
    expect(page.locator(".from-person")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.press("Shift+Tab")  # the last choice stands right before the text field
    expect(page.get_by_role("button", name="Tell me more")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(3)


def test_nothing_is_sent_while_there_is_nothing_to_send(page):
    say(page, "  \n ")
    page.wait_for_timeout(200)
    expect(page.locator(".from-person")).to_have_count(0)


def test_slow_answer_says_that_it_is_still_working(gateway, page):
    gateway.brain.delay = 2.0
    say(page, "does ECT affect memory?")
    expect(page.locator(".delivery")).to_have_text("Sending…")
    expect(page.locator(".delivery")).to_have_text("Still working…", timeout=1_500)
    expect(answers(page)).to_have_count(2)
    expect(page.locator(".delivery")).to_be_empty()


def test_danger_does_not_wait_for_a_slow_answer(gateway, page):
    gateway.brain.delay = 3.0
    say(page, "does ECT affect memory?")
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible(timeout=1_500)
    expect(answers(page)).to_have_count(3)


def test_each_message_is_announced_once(gateway, page):
    page.evaluate(
        """() => {
            window.announced = [];
            new MutationObserver((changes) => changes.forEach((change) =>
                change.addedNodes.forEach((node) => window.announced.push(node.textContent))
            )).observe(document.getElementById("announcer"), { childList: true });
        }"""
    )
    say(page, "does ECT affect memory?")
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    page.wait_for_timeout(2_500)  # long enough for the event stream to bring each of them once more
    announced = page.evaluate("window.announced")
    assert sorted(text[:20] for text in announced) == sorted(
        f"Waymark: {message['text']}"[:20] for message in stored(gateway, page)[1:] if message["from"] == "assistant"
    )
    expect(answers(page)).to_have_count(3)
    assert page.locator("[aria-live]").count() == 1
    assert page.locator("#transcript [aria-live], #transcript [role=log]").count() == 0


def test_message_that_comes_later_is_shown_once(gateway, page):
    gateway.brain.is_down = True
    say(page, "does ECT affect memory?")
    expect(answers(page).nth(1)).to_contain_text("can't look that up")
    gateway.brain.is_down = False
    expect(page.get_by_role("heading", name="Does ECT affect memory?")).to_have_count(1, timeout=40_000)
    expect(answers(page)).to_have_count(4)  # greeting, apology, introduction, card
    page.wait_for_timeout(2_500)
    expect(answers(page)).to_have_count(4)


def test_words_of_a_responder_are_shown_as_those_of_a_person(gateway, page):
    store, conversation = gateway.services.shelf.store, session(page)["id"]
    store.conversations.set_state(conversation, "held")
    reply = message_from(Draft(blocks=(Paragraph(text="Hello, I read what you wrote."),)), "responder")
    store.messages.add_replies(conversation, None, [reply])
    expect(page.locator("#status")).to_contain_text("talking with a person")
    expect(page.locator(".from-responder")).to_contain_text("A person")
    say(page, "thank you")
    expect(
        page.locator(".from-person .delivery")
    ).to_be_empty()  # while a person holds the talk, no answer is no failure
    expect(page.locator("#status")).to_contain_text("talking with a person")
    store.conversations.set_state(conversation, "assistant")
    expect(page.locator("#status")).to_be_empty()


def test_lines_follow_the_country_that_the_person_names(page):
    say(page, "I'm in the UK and I want to die")
    expect(page.locator("#lifeline-first a[href='tel:116123']")).to_be_visible()
    expect(page.locator("#lifeline a[href='tel:988']")).to_have_count(0)
    page.get_by_text("More lines").click()
    expect(page.locator("#lifeline-all").get_by_role("link", name="Call 111, option 2")).to_have_attribute(
        "href", "tel:111"
    )
    assert_accessible(page)


def test_what_a_message_holds_is_never_read_as_html(gateway, page):
    attack = "what is ECT? <img src=/nothing onerror=\"document.title='taken'\">"
    source = SourceNote(title="A bad link", year=2020, url="javascript:alert(1)")
    button = Button(title="<b>bold</b>", value="x")
    gateway.brain.says = (Draft(blocks=(Paragraph(text=attack),), buttons=(button,), sources=(source,)),)
    say(page, attack)
    answer = answers(page).nth(1)
    expect(answer.get_by_role("button", name="<b>bold</b>")).to_be_visible()
    expect(answer.locator("p").nth(1)).to_have_text(attack)
    assert page.locator(".message img, .message b, .message a[href^=javascript], [style]").count() == 0
    assert "taken" not in page.title()
