"""A person's own data in the widget: a copy, coming back with a code, erasing by talking."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from waymark.care.my_data import payloads
from waymark.messages import Button, Draft, Paragraph

from .checks import NETWORK_FAILS, assert_accessible
from .clinic import answers, launch, said, say, session

pytestmark = pytest.mark.browser
CODE = re.compile(r"(?:[0-9A-Z]{3}-){5}[0-9A-Z]{3}")


def offers(*values):
    buttons = tuple(Button(title=f"Do {number}", value=value) for number, value in enumerate(values))
    return (Draft(blocks=(Paragraph(text="What would you like?"),), buttons=buttons),)


def enter_code(page, code):
    page.get_by_text("Options").click()
    page.get_by_role("button", name="I have a code").click()
    dialog = page.get_by_role("dialog", name="Come back with your code")
    dialog.get_by_label("Your return code").fill(code)
    return dialog


def test_copy_is_saved_from_the_link(gateway, chat):
    gateway.brain.says = offers(payloads.EXPORT)
    say(chat, "export my data")
    chat.get_by_role("button", name="Do 0").click()
    with chat.expect_download() as download:
        chat.get_by_role("link", name="Save my copy").click()
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert copy["conversation_id"] == session(chat)["id"]


def test_code_brings_the_talk_to_another_device(gateway, chat, visit, watch):
    watch.allowed = (NETWORK_FAILS,)
    gateway.brain.says = offers(payloads.RETURN)
    say(chat, "keep my record")
    chat.get_by_role("button", name="Do 0").click()
    code = CODE.search(answers(chat).get_by_text(CODE).inner_text())[0]
    other = visit()
    launch(other)
    dialog = enter_code(other, "wrong")
    dialog.get_by_role("button", name="Open my record").click()
    expect(dialog.get_by_role("alert")).to_contain_text("opens nothing")
    assert_accessible(other)
    dialog.get_by_label("Your return code").fill(code.lower().replace("-", " "))
    dialog.get_by_role("button", name="Open my record").click()
    expect(answers(other).last).to_contain_text("Welcome back")
    expect(dialog).to_be_hidden()
    expect(other.get_by_label("Your message")).to_be_focused()
    assert session(other)["id"] == session(chat)["id"]
    assert said(gateway, other) == ["keep my record", "Do 0"]
    assert not CODE.search(other.locator("waymark-chat").inner_text())


def test_erasing_by_talking_leaves_nothing_and_the_next_words_begin_anew(gateway, chat):
    gateway.brain.says = offers(payloads.ERASE)
    say(chat, "delete everything")
    chat.get_by_role("button", name="Do 0").click()
    chat.get_by_role("button", name="Yes, erase everything").click()
    expect(answers(chat)).to_have_count(1)
    expect(answers(chat).first).to_contain_text("is erased")
    assert chat.evaluate("sessionStorage.length") == 0
    chat.wait_for_timeout(1_500)
    expect(answers(chat)).to_have_count(1)
    say(chat, "hello again")
    expect(answers(chat)).to_have_count(3)
    assert said(gateway, chat) == ["hello again"]
