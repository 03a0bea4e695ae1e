"""From disclosure to return: a person in one browser, a responder in another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .checks import assert_accessible
from .clinic import answers, launch, say
from .desk import claim_and_join, composer, entries

pytestmark = pytest.mark.browser


def test_from_disclosure_to_return_in_two_browsers(gateway, make_page, make_console):
    console = make_console()
    expect(console.get_by_text("Nobody is waiting.")).to_be_visible()
    person = make_page()
    person.locator(".from-assistant").wait_for()
    person.get_by_label("Your message").fill("I have a plan to kill myself tonight")
    person.keyboard.press("Enter")
    crisis, told = person.locator(".from-assistant").nth(1), person.locator(".from-assistant").nth(2)
    expect(crisis.locator("a[href='tel:988']").first).to_be_visible()
    expect(told).to_contain_text("trying to reach a person who can join this chat")

    expect(entries(console)).to_have_count(1)
    expect(console.locator("#announcer")).to_contain_text("A new case waits")
    expect(console.locator("#live-waiting")).to_contain_text("1 waiting")
    entries(console).get_by_role("link").click()
    expect(console.locator(".from-person .text")).to_have_text("I have a plan to kill myself tonight")
    expect(console.locator(".evidence code").first).to_have_text(re.compile(r"en\.\w+\.\d{3}"))
    claim_and_join(console)
    expect(person.locator("#status")).to_contain_text("talking with a person")

    composer(console).fill("Hello, I am a person and I am here with you.")
    expect(person.locator("#status")).to_contain_text("is typing")
    console.keyboard.press("Control+Enter")
    expect(person.locator(".from-responder")).to_contain_text("I am here with you")
    expect(composer(console)).to_have_value("")
    expect(composer(console)).to_be_focused()
    expect(console.locator(".from-responder .text")).to_have_text("Hello, I am a person and I am here with you.")

    person.get_by_label("Your message").fill("thank you for being here")
    person.keyboard.press("Enter")
    expect(console.locator(".from-person .text").last).to_have_text("thank you for being here")
    expect(console.locator("#announcer")).to_contain_text("The person wrote: thank you for being here")

    console.get_by_label("We talked").check()
    console.get_by_role("button", name="Close the case and return to Waymark").click()
    expect(console.locator("#live-facts")).to_contain_text("closed: we talked")
    expect(console.locator(".message")).to_have_count(0)
    expect(console.locator("#live-audit")).to_contain_text("ana: closed (We talked)")
    expect(person.locator(".from-system").last).to_contain_text("computer program")
    expect(person.locator("#status")).to_be_empty()
    said = person.locator(".message").count()
    person.get_by_label("Your message").fill("does ECT affect memory?")
    person.keyboard.press("Enter")
    expect(person.locator(".message")).to_have_count(said + 2)
    expect(person.locator(".message").last).to_contain_text("Yes, it often does")


def test_person_in_the_widget_and_responder_in_the_console_find_each_other(gateway, visit, make_page, make_console):
    assert_accessible(make_page(url=f"{gateway.url}/console"))
    console = make_console()
    expect(console.get_by_text("Nobody is waiting.")).to_be_visible()
    person = visit()
    launch(person)
    status = person.locator("#status")
    say(person, "I'm going to kill myself on Friday, I wrote the letters")
    expect(answers(person)).to_have_count(3)
    expect(answers(person).nth(1).locator("a[href='tel:988']").first).to_be_visible()
    expect(answers(person).nth(2)).to_contain_text("trying to reach a person who can join this chat")
    expect(status).to_contain_text("Nobody has joined yet")

    expect(entries(console)).to_have_count(1)
    expect(entries(console)).to_contain_text("Plan or intent")
    assert_accessible(console)
    entries(console).get_by_role("link").click()
    expect(console.locator(".from-person .text")).to_contain_text("I wrote the letters")
    assert_accessible(console)
    claim_and_join(console)
    expect(status).to_contain_text("A person has joined")
    expect(person.locator(".from-system")).to_have_count(1)
    expect(person.locator(".from-system")).to_contain_text("A person has joined this chat and can read it")

    composer(console).fill("Hello, I read what you wrote. Are you safe right now?")
    expect(status).to_contain_text("typing")
    console.keyboard.press("Control+Enter")
    expect(person.locator(".from-responder")).to_contain_text("Are you safe right now?")
    say(person, "yes, my sister is here")
    expect(console.locator(".from-person .text").last).to_have_text("yes, my sister is here")
    expect(answers(person)).to_have_count(3)
    assert_accessible(person)
    assert_accessible(console)

    console.get_by_label("We talked").check()
    console.get_by_role("button", name="Close the case and return to Waymark").click()
    expect(console.locator("#live-facts")).to_contain_text("closed: we talked")
    expect(person.locator(".from-system")).to_have_count(2)
    expect(person.locator(".from-system").last).to_contain_text("it is me again, a computer program")
    expect(status).to_be_empty()
    say(person, "does ECT affect memory?")
    expect(answers(person)).to_have_count(4)
    expect(answers(person).last).to_contain_text("Yes, it often does")
    console.get_by_role("link", name="Queue").click()
    expect(console.get_by_text("Nobody is waiting.")).to_be_visible()
    assert_accessible(console)


def test_person_who_is_offered_a_human_lets_them_read_by_button(visit, make_console):
    console, person = make_console(), visit()
    launch(person)
    say(person, "I want to die")
    expect(answers(person)).to_have_count(3)
    expect(entries(console)).to_contain_text("not shared")
    entries(console).get_by_role("link").click()
    expect(console.get_by_text("has not agreed to share")).to_be_visible()
    person.get_by_role("button", name="Yes, let them read it").click()
    expect(answers(person).last).to_contain_text("The people here can now read this chat")
    expect(person.locator("#status")).to_contain_text("Nobody has joined yet")
    expect(console.locator(".from-person .text").first).to_have_text("I want to die")
    claim_and_join(console)
    expect(person.locator("#status")).to_contain_text("A person has joined")
