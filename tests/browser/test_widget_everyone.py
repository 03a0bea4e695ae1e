"""The widget for every eye and hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from waymark.messages import Draft, Paragraph

from .checks import NETWORK_FAILS, PHONE, assert_accessible
from .clinic import (
    answers,
    focused,
    launch,
    launcher,
    lines,
    panel,
    respond,
    say,
    set_state,
    style,
)

pytestmark = pytest.mark.browser


ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %


def test_keyboard_alone_is_enough_and_focus_comes_back(visit):
    page = visit()
    page.get_by_role("link", name="ask for an appointment").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Crisis lines")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lines(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.href").startswith("tel:")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Crisis lines")).to_be_focused()
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("does ECT affect memory?")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Tell me more")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(3)
    met = []
    for _ in range(40):
        page.keyboard.press("Tab")
        met.append(focused(page))
    assert {"text", "close", "options", "quiet"} <= set(met)
    assert {name for name in met if name.startswith("page")} <= {
        "page: BODY"
    }  # from there, on to the browser's own bar
    assert not {"launcher", "crisis-lines"} & set(met)
    page.get_by_text("Options").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save a copy")).to_be_visible()
    expect(page.get_by_role("button", name="More lines")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Save a copy")).to_be_hidden()
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()


def test_close_button_and_a_click_beside_close_the_dialog(visit):
    page = visit(viewport={"width": 1180, "height": 860})
    launch(page)
    page.get_by_role("button", name="Close the chat").click()
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    launch(page)
    page.mouse.click(40, 400)
    expect(panel(page)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1180, "height": 860}, PHONE], ids=["desktop", "phone"])
def test_widget_has_no_accessibility_fault(gateway, visit, watch, scheme, viewport):
    watch.allowed = (NETWORK_FAILS,)
    page = visit(color_scheme=scheme, viewport=viewport)
    assert_accessible(page)
    page.get_by_role("button", name="Crisis lines").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    launch(page)
    assert_accessible(page)
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    answers(page).nth(1).get_by_text("1 source").click()
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    assert_accessible(page)
    set_state(gateway, page, "held")
    respond(gateway, page, "Hello, I read what you wrote.")
    expect(page.locator(".from-responder")).to_have_count(1)
    assert_accessible(page)
    page.route("**/api/v1/messages", lambda route: route.abort())
    say(page, "are you there?")
    page.get_by_role("button", name="Retry").wait_for()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED], ids=["phone", "zoom-400"])
def test_small_screens_are_filled_and_everything_can_be_reached(visit, viewport):
    page = visit(viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    launch(page)
    assert panel(page).bounding_box() == {"x": 0, "y": 0, **viewport}
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    page.get_by_label("Your message").scroll_into_view_if_needed()
    expect(page.get_by_label("Your message")).to_be_in_viewport()
    small = page.evaluate(
        """() => {
            const root = document.querySelector("waymark-chat").shadowRoot;
            const scroller = root.querySelector(".scroller");
            return [...root.querySelectorAll("button, .ways a, summary, textarea")]
                .filter((node) => node.checkVisibility())
                .filter((node) => node.getBoundingClientRect().height < 44)
                .map((node) => node.outerHTML)
                .concat(scroller.scrollWidth > scroller.clientWidth ? ["scrolls sideways"] : []);
        }"""
    )
    assert small == []
    more = page.get_by_role("button", name="More lines")
    expect(more).to_be_in_viewport(ratio=1)  # wherever one has scrolled to
    more.click()
    expect(lines(page).locator("a[href^='tel:']").first).to_be_in_viewport()
    lines(page).get_by_role("button", name="Close").scroll_into_view_if_needed()
    lines(page).get_by_role("button", name="Close").click()
    page.get_by_text("Options").click()
    expect(more).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Erase everything").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Erase everything")).to_be_in_viewport()


def test_answer_is_shown_from_its_beginning(gateway, visit):
    gateway.brain.says = (Draft(blocks=tuple(Paragraph(text=f"Part {number}. " * 20) for number in range(12))),)
    page = visit(viewport={"width": 1180, "height": 860})
    launch(page)
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    page.wait_for_timeout(300)
    bar = page.locator(".lifeline").bounding_box()
    assert bar["y"] + bar["height"] - 2 <= answers(page).nth(1).bounding_box()["y"] <= 600
    page.keyboard.press("Escape")
    launcher(page).click()
    assert bar["y"] + bar["height"] - 2 <= answers(page).nth(1).bounding_box()["y"] <= 600


def test_widget_turns_with_the_direction_of_the_page(site, visit):
    site.serve(direction="rtl")
    page = visit(viewport={"width": 1180, "height": 860})
    assert launcher(page).bounding_box()["x"] < 200
    launch(page)
    assert panel(page).bounding_box()["x"] < 200
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    own = page.locator(".from-person > .as-written").bounding_box()
    assert own["x"] - panel(page).bounding_box()["x"] < 60  # own words at the end of the line: on the left
    assert_accessible(page)


def test_motion_is_for_those_who_did_not_turn_it_off(visit):
    page = visit()
    launch(page)
    assert style(panel(page), "animationName") == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert style(panel(page), "animationName") == "rise"
