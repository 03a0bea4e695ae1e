"""Coming back to the demo page, leaving it, erasing what was said."""

from __future__ import annotations

import json
import re
import time

import httpx
import pytest
from playwright.sync_api import expect

from .checks import NETWORK_FAILS, assert_accessible
from .demo import answers, say, token

pytestmark = pytest.mark.browser


def test_reload_restores_the_conversation_silently(gateway, page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    before = page.locator("#transcript").inner_text()
    page.reload()
    expect(answers(page)).to_have_count(2)
    assert page.locator("#transcript").inner_text() == before
    page.wait_for_timeout(2_500)
    assert page.locator("#transcript").inner_text() == before
    expect(page.locator("#announcer")).to_be_empty()
    answers(page).nth(1).get_by_role("button", name="Tell me more").click()
    expect(answers(page)).to_have_count(3)


def test_erasing_asks_first_and_then_leaves_nothing(gateway, page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    headers = {"Authorization": f"Bearer {token(page)}"}
    page.get_by_role("button", name="Erase everything").click()
    dialog = page.get_by_role("dialog", name="Erase everything?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Keep it").click()
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="Erase everything").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#transcript")).to_have_text(re.compile("was erased"))
    expect(page.locator(".message")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0
    assert httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False).status_code == 404
    expect(page.get_by_label("Your message")).to_be_focused()
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()


def test_new_conversation_asks_first_and_begins_anew(page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    earlier = token(page)
    page.get_by_role("button", name="New conversation").click()
    page.keyboard.press("Escape")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Start a new one").click()
    expect(answers(page)).to_have_count(1)
    expect(page.locator(".from-person")).to_have_count(0)
    assert token(page) != earlier


def test_conversation_that_was_erased_elsewhere_gives_way_to_a_new_one(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    headers = {"Authorization": f"Bearer {token(page)}"}
    httpx.delete(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    expect(page.locator(".note")).to_contain_text("has ended", timeout=40_000)
    expect(answers(page)).to_have_count(1)
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)


def test_message_sent_with_an_expired_token_reaches_a_new_conversation(page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page.route(
        "**/api/v1/messages",
        lambda route: route.fulfill(status=401, content_type="application/problem+json", body="{}"),
        times=1,
    )
    earlier = token(page)
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()
    expect(page.locator(".note")).to_contain_text("has ended")
    assert token(page) != earlier


def test_token_is_renewed_when_half_of_its_life_is_over(page):
    earlier = token(page)
    time.sleep(1.1)  # tokens tell whole seconds
    page.evaluate(
        """() => {
            const session = JSON.parse(sessionStorage.getItem("waymark.session"));
            sessionStorage.setItem("waymark.session", JSON.stringify({ ...session, renewAt: 0 }));
        }"""
    )
    page.reload()
    answers(page).wait_for()
    page.wait_for_function(
        "earlier => JSON.parse(sessionStorage.getItem('waymark.session')).token !== earlier", arg=earlier
    )


def test_copy_can_be_saved(page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [message["from"] for message in copy["messages"]] == ["assistant", "person", "assistant"]
