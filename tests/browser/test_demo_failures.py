"""The demo page when something fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from waymark.messages import Draft, Paragraph, message_from

from .checks import NETWORK_FAILS, assert_accessible
from .demo import answers, said, say, session

pytestmark = pytest.mark.browser


def test_retry_sends_the_same_message_once(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    sent = []
    page.route("**/api/v1/messages", lambda route: (sent.append(route.request.post_data_json), route.abort()))
    say(page, "does ECT affect memory?")
    trouble = page.locator(".trouble")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible(timeout=2_000)  # at the first failure, not the last
    retry = trouble.get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    expect(trouble).to_contain_text("not sent")
    page.unroute("**/api/v1/messages")
    page.on("request", lambda request: "/messages" in request.url and sent.append(request.post_data_json))
    retry.click()
    expect(answers(page)).to_have_count(2)
    expect(trouble).to_have_count(0)
    expect(page.get_by_label("Your message")).to_be_focused()
    assert len(sent) >= 3
    assert len({body["id"] for body in sent}) == 1
    assert said(gateway, page) == ["does ECT affect memory?"]
    expect(page.locator(".from-person")).to_have_count(1)


def test_message_written_while_the_server_was_down_is_sent_once_when_it_is_back(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    gateway.stop()
    say(page, "does ECT affect memory?")
    expect(page.locator(".trouble").get_by_role("button", name="Retry")).to_be_visible(timeout=40_000)
    expect(page.locator("#status")).to_contain_text("connection was lost")
    gateway.start()
    expect(answers(page)).to_have_count(2, timeout=40_000)
    expect(page.locator("#status")).to_be_empty()
    page.wait_for_timeout(500)
    assert said(gateway, page) == ["does ECT affect memory?"]
    expect(answers(page)).to_have_count(2)


def test_message_that_came_while_the_connection_was_cut_is_shown_once(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page.route("**/api/v1/events", lambda route: route.abort())
    gateway.stop()
    gateway.start()
    reply = message_from(Draft(blocks=(Paragraph(text="Said while nobody listened."),)))
    gateway.services.shelf.store.messages.add_replies(session(page)["id"], None, [reply])
    page.unroute("**/api/v1/events")
    expect(answers(page)).to_have_text([re.compile("Hello"), re.compile("while nobody listened")], timeout=40_000)


def test_answer_that_was_lost_on_the_way_is_not_said_twice(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    tries = []

    def lose_the_first_answer(route):
        tries.append(route.request.post_data_json["id"])
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/messages", lose_the_first_answer)
    say(page, "does ECT affect memory?")
    expect(page.locator(".delivery")).to_be_empty(timeout=40_000)
    page.wait_for_timeout(500)
    assert len(tries) == 2
    assert len(set(tries)) == 1
    assert said(gateway, page) == ["does ECT affect memory?"]
    expect(answers(page)).to_have_count(2)


def test_server_that_is_away_at_first_leaves_the_lines_and_a_way_to_try_again(make_page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page(clock=True)
    answers(page).wait_for()
    page.route("**/api/v1/conversations", lambda route: route.fulfill(status=503))
    page.add_init_script("sessionStorage.clear()")
    page.reload()
    trouble = page.locator("#trouble")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    assert_accessible(page)
    with page.expect_response("**/api/v1/conversations"):  # it tries again by itself, now for the last time
        page.clock.pause_at(page.evaluate("Date.now()") + 60_000)
    page.unroute("**/api/v1/conversations")
    trouble.get_by_role("button", name="Retry").click()
    page.clock.resume()
    answers(page).wait_for()
    expect(trouble).to_be_empty()


def test_first_message_opens_the_conversation_where_that_failed_before(make_page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page()
    answers(page).wait_for()
    page.route("**/api/v1/conversations", lambda route: route.fulfill(status=503))
    page.add_init_script("sessionStorage.clear()")
    page.reload()
    page.locator("#trouble .trouble").wait_for()
    page.unroute("**/api/v1/conversations")
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()
    expect(page.locator("#status")).to_be_empty()
    expect(page.locator("#trouble")).to_be_empty()


def test_text_that_is_too_long_to_send_can_be_put_back(page, watch):
    watch.allowed = (NETWORK_FAILS,)
    text = "long " * 20_000
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()
    trouble = page.locator(".trouble")
    expect(trouble).to_contain_text("too long")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    trouble.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Your message")).to_have_value(text.strip())
    expect(page.locator(".from-person")).to_have_count(0)
