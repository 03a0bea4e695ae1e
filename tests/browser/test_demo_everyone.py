"""The demo page for every eye and hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from waymark.messages import Draft, Paragraph

from .checks import NETWORK_FAILS, PHONE, assert_accessible
from .demo import answers, say

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1180, "height": 860}, PHONE], ids=["desktop", "phone"])
def test_page_has_no_accessibility_fault(make_page, scheme, viewport):
    page = make_page(color_scheme=scheme, viewport=viewport)
    answers(page).wait_for()
    assert_accessible(page)
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    answers(page).nth(1).get_by_text("1 source").click()
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    page.get_by_text("More lines").click()
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_failed_message_has_no_accessibility_fault(make_page, watch, scheme):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page(color_scheme=scheme)
    answers(page).wait_for()
    page.route("**/api/v1/messages", lambda route: route.abort())
    say(page, "does ECT affect memory?")
    page.get_by_role("button", name="Retry").wait_for()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 256}], ids=["phone", "zoom-400"])
def test_small_screens_need_no_sideways_scrolling_and_targets_are_large(make_page, viewport):
    page = make_page(viewport=viewport)
    answers(page).wait_for()
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .ways a, summary, textarea, .intro a")]
            .filter((node) => node.checkVisibility())
            .filter((node) => node.getBoundingClientRect().height < 44)
            .map((node) => node.outerHTML)"""
    )
    assert small == []


def test_answer_is_shown_from_its_beginning(gateway, make_page):
    gateway.brain.says = (Draft(blocks=tuple(Paragraph(text=f"Part {number}. " * 20) for number in range(12))),)
    page = make_page(viewport={"width": 400, "height": 700})
    answers(page).wait_for()
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    page.wait_for_timeout(300)
    top = answers(page).nth(1).bounding_box()["y"]
    bar = page.locator("#lifeline").bounding_box()
    assert bar["height"] - 2 <= top <= 400


def test_page_works_where_the_browser_keeps_nothing(make_page):
    page = make_page(
        init_script="Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } })"
    )
    answers(page).wait_for()
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()
