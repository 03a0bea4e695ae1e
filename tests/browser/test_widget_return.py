"""Coming back to the widget, network cuts, leaving."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from playwright.sync_api import expect

from .checks import NETWORK_FAILS, assert_accessible
from .clinic import (
    answers,
    hear,
    launch,
    launcher,
    said,
    say,
    session,
)

pytestmark = pytest.mark.browser


def test_reload_restores_the_conversation_silently(gateway, chat):
    say(chat, "does ECT affect memory?")
    expect(answers(chat)).to_have_count(2)
    before = chat.locator("#transcript").inner_text()
    chat.reload()
    launcher(chat).wait_for()
    hear(chat)
    launch(chat)
    expect(answers(chat)).to_have_count(2)
    assert chat.locator("#transcript").inner_text() == before
    chat.wait_for_timeout(2_500)
    assert chat.locator("#transcript").inner_text() == before
    assert chat.evaluate("window.announced") == []
    answers(chat).nth(1).get_by_role("button", name="Tell me more").click()
    expect(answers(chat)).to_have_count(3)


def test_conversation_that_has_ended_meanwhile_is_not_replaced_before_the_dialog_opens(gateway, chat, watch):
    watch.allowed = (NETWORK_FAILS,)
    headers = {"Authorization": f"Bearer {session(chat)['token']}"}
    chat.goto("about:blank")
    httpx.delete(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    chat.go_back()
    launcher(chat).wait_for()
    chat.wait_for_timeout(500)
    assert chat.evaluate("sessionStorage.length") == 0
    launch(chat)
    expect(answers(chat)).to_have_count(1)


def test_server_that_is_away_is_no_matter_before_the_dialog_opens(chat, watch):
    watch.allowed = (NETWORK_FAILS,)
    chat.route("**/api/**", lambda route: route.abort())
    chat.reload()
    launcher(chat).wait_for()
    hear(chat)
    chat.wait_for_timeout(500)
    assert chat.evaluate("window.announced") == []
    launcher(chat).click()
    expect(chat.locator("#trouble a[href='tel:988']")).to_be_visible()
    chat.unroute("**/api/**")
    chat.locator("#trouble").get_by_role("button", name="Retry").click()
    expect(answers(chat)).to_have_count(1)
    expect(chat.locator("#trouble")).to_be_empty()


def test_message_of_a_cut_of_a_minute_is_sent_once_when_the_network_is_back(gateway, visit, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = visit(clock=True)
    launch(page)
    sent: list[str] = []
    page.route("**/api/**", lambda route: route.abort("internetdisconnected"))
    page.on("request", lambda request: "/messages" in request.url and sent.append(request.post_data_json["id"]))
    gateway.stop()  # ends the open stream; for the page there is no network from here on
    gateway.start()
    say(page, "does ECT affect memory?")
    trouble = page.locator(".message .trouble")
    expect(trouble.get_by_role("button", name="Retry")).to_be_visible(timeout=40_000)
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("connection was lost")
    page.clock.fast_forward("01:00")
    expect(trouble).to_be_visible()
    tries = len(sent)
    page.unroute("**/api/**")
    page.clock.fast_forward("00:11")
    expect(answers(page)).to_have_count(2, timeout=40_000)
    expect(trouble).to_have_count(0)
    expect(page.locator("#status")).to_be_empty()
    page.wait_for_timeout(500)
    assert len(sent) == tries + 1
    assert len(set(sent)) == 1
    assert said(gateway, page) == ["does ECT affect memory?"]


def test_stream_that_dies_without_a_word_is_noticed(gateway, visit, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = visit(clock=True)
    launch(page)
    streams: list[str] = []
    page.on("request", lambda request: "/events" in request.url and streams.append(request.url))
    page.clock.fast_forward("00:50")
    page.wait_for_timeout(200)
    page.clock.fast_forward("00:01")
    page.wait_for_timeout(1_000)
    assert len(streams) == 1
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)


def test_erasing_leaves_nothing_and_the_next_words_begin_anew(gateway, chat):
    say(chat, "does ECT affect memory?")
    expect(answers(chat)).to_have_count(2)
    headers = {"Authorization": f"Bearer {session(chat)['token']}"}
    chat.get_by_text("Options").click()
    assert_accessible(chat)
    chat.get_by_role("button", name="Erase everything").click()
    chat.get_by_role("dialog", name="Erase everything?").get_by_role("button", name="Erase everything").click()
    expect(chat.locator("#transcript")).to_have_text(re.compile("was erased"))
    assert chat.evaluate("sessionStorage.length") == 0
    assert httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False).status_code == 404
    expect(chat.get_by_label("Your message")).to_be_focused()
    say(chat, "I want to die")
    expect(answers(chat).last.locator("a[href='tel:988']").first).to_be_visible()


def test_copy_can_be_saved(chat):
    chat.get_by_text("Options").click()
    with chat.expect_download() as download:
        chat.get_by_role("button", name="Save a copy").click()
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [message["from"] for message in copy["messages"]] == ["assistant"]
