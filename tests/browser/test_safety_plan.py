"""The safety plan is one tap away: in the widget, on the demo page, by keyboard, offline, after a reload, on paper."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from waymark.messages import Draft, Paragraph

from .checks import NETWORK_FAILS, PHONE, assert_accessible
from .clinic import launch, launcher, panel, respond, said, say, session

pytestmark = pytest.mark.browser
ENTRIES = {"warning_signs": ["I lie awake"], "people": ["Ana 555 0100"]}


def keep_plan(gateway, page: Page) -> None:
    gateway.services.shelf.store.records.put(session(page)["id"], "plan", "safety_plan", {"entries": ENTRIES})


def plan(page: Page):
    return page.get_by_role("dialog", name="My safety plan")


def open_plan(page: Page) -> None:
    page.get_by_role("button", name="My safety plan").first.click()


def stored(page: Page) -> str:
    return str(page.evaluate("() => Object.values(sessionStorage).join()"))


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


@pytest.fixture
def planned(gateway, chat) -> Page:
    keep_plan(gateway, chat)
    return chat


def test_the_plan_is_one_tap_away_and_focus_comes_back(planned):
    opener = panel(planned).get_by_role("button", name="My safety plan")
    opener.click()
    expect(plan(planned).get_by_text("Ana 555 0100")).to_be_visible()
    expect(plan(planned).get_by_role("heading", name="People I can ask for help")).to_be_visible()
    expect(plan(planned).get_by_role("heading", name="My safety plan")).to_be_focused()
    planned.keyboard.press("Escape")
    expect(plan(planned)).to_be_hidden()
    expect(panel(planned)).to_be_visible()
    expect(opener).to_be_focused()


def test_from_the_lines_it_is_one_tap_too(planned):
    planned.keyboard.press("Escape")
    planned.get_by_role("button", name="Crisis lines").click()
    planned.get_by_role("dialog", name="Talk to a person now").get_by_role("button", name="My safety plan").click()
    expect(plan(planned).get_by_text("I lie awake")).to_be_visible()
    plan(planned).get_by_role("button", name="Close").click()
    expect(planned.get_by_role("dialog", name="Talk to a person now")).to_be_visible()


def test_without_a_plan_it_can_be_begun_from_there(gateway, chat):
    gateway.brain.says = (Draft(blocks=(Paragraph(text="Part 1 of 7"),)),)
    open_plan(chat)
    expect(plan(chat).get_by_text("You have no safety plan here yet")).to_be_visible()
    expect(plan(chat).get_by_role("button", name="Print")).to_be_hidden()
    plan(chat).get_by_role("button", name="Make my safety plan").click()
    expect(plan(chat)).to_be_hidden()
    expect(chat.get_by_text("Part 1 of 7", exact=True)).to_be_visible()
    assert said(gateway, chat) == ["Make my safety plan"]


def test_before_any_talk_it_tells_how_to_make_one(visit):
    page = visit()
    page.get_by_role("button", name="Crisis lines").click()
    open_plan(page)
    expect(plan(page).get_by_text("In the chat you can make one")).to_be_visible()
    expect(plan(page).get_by_role("button", name="Print")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0


def test_after_a_reload_and_with_the_server_down_it_still_shows(gateway, site, planned, watch):
    open_plan(planned)
    expect(plan(planned).get_by_text("I lie awake")).to_be_visible()
    planned.reload()
    launcher(planned).wait_for()
    watch.allowed = (NETWORK_FAILS,)
    gateway.stop()
    try:
        planned.get_by_role("button", name="Crisis lines").click()
        open_plan(planned)
        expect(plan(planned).get_by_text("I lie awake")).to_be_visible()
        expect(plan(planned).get_by_text("can't be reached right now")).to_be_visible()
        expect(plan(planned).locator(".choice")).to_have_count(0)
    finally:
        gateway.start()


def test_where_it_was_never_seen_the_lines_stand_in_its_place(gateway, planned, watch):
    watch.allowed = (NETWORK_FAILS,)
    planned.route("**/api/v1/plan", lambda route: route.abort())
    open_plan(planned)
    expect(plan(planned).get_by_text("Your plan can't be reached")).to_be_visible()
    expect(plan(planned).locator("a[href='tel:988']").first).to_be_visible()


def test_while_it_is_made_the_copy_is_kept_up_to_date(gateway, planned, watch):
    gateway.brain.says = (Draft(blocks=(Paragraph(text="Part 4 of 7"),), asks="safety_plan.people"),)
    say(planned, "Ana 555 0100")
    wait_until(planned, lambda: "Ana 555 0100" in stored(planned))
    watch.allowed = (NETWORK_FAILS,)
    planned.route("**/api/v1/plan", lambda route: route.abort())
    open_plan(planned)
    expect(plan(planned).get_by_text("Ana 555 0100")).to_be_visible()


def test_erasing_everything_takes_the_copy_away(planned):
    open_plan(planned)
    expect(plan(planned).get_by_text("I lie awake")).to_be_visible()
    planned.keyboard.press("Escape")
    planned.get_by_text("Options").click()
    planned.get_by_role("button", name="Erase everything").click()
    planned.get_by_role("dialog", name="Erase everything?").get_by_role("button", name="Erase everything").click()
    wait_until(planned, lambda: "I lie awake" not in stored(planned))
    open_plan(planned)
    expect(plan(planned).get_by_text("You have no safety plan here yet")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1180, "height": 860}, PHONE], ids=["desktop", "phone"])
def test_it_has_no_accessibility_fault_and_fits(gateway, visit, scheme, viewport):
    page = visit(color_scheme=scheme, viewport=viewport)
    launch(page)
    keep_plan(gateway, page)
    expect(panel(page).get_by_role("button", name="More lines")).to_be_in_viewport(ratio=1)
    opener = panel(page).get_by_role("button", name="My safety plan")
    expect(opener).to_be_in_viewport(ratio=1)
    assert opener.bounding_box()["height"] >= 44
    assert_accessible(page)
    opener.click()
    expect(plan(page).get_by_text("I lie awake")).to_be_visible()
    assert_accessible(page)
    assert plan(page).evaluate("node => node.scrollWidth <= node.clientWidth")
    expect(plan(page).get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)


def test_on_paper_stands_the_plan_alone(planned):
    planned.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    planned.emulate_media(color_scheme="dark")
    open_plan(planned)
    expect(plan(planned).get_by_text("I lie awake")).to_be_visible()
    plan(planned).get_by_role("button", name="Print").click()
    assert planned.evaluate("window.printed") == 1
    planned.emulate_media(media="print")
    expect(planned.get_by_text("I lie awake")).to_be_visible()
    expect(planned.locator(".brand")).to_be_hidden()
    expect(panel(planned)).to_be_hidden()
    expect(plan(planned).locator("button").first).to_be_hidden()
    assert plan(planned).evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"
    planned.emulate_media(media="screen")
    planned.keyboard.press("Escape")
    planned.emulate_media(media="print")
    expect(planned.locator(".brand")).to_be_visible()


def test_the_demo_page_has_it_too(gateway, page):
    keep_plan(gateway, page)
    open_plan(page)
    expect(plan(page).get_by_text("I lie awake")).to_be_visible()
    assert_accessible(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("I lie awake")).to_be_visible()
    expect(page.get_by_role("heading", name="Waymark", exact=True)).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="My safety plan")).to_be_focused()
    expect(page.get_by_text("More lines")).to_be_visible()


def test_words_of_the_plan_are_shown_as_text(gateway, chat):
    entries = {"people": ["<img src=x onerror=alert(1)> & <b>Ana</b>"]}
    gateway.services.shelf.store.records.put(session(chat)["id"], "plan", "safety_plan", {"entries": entries})
    open_plan(chat)
    expect(plan(chat).get_by_text("<img src=x onerror=alert(1)> & <b>Ana</b>")).to_be_visible()
    assert plan(chat).locator("img").count() == 0


def test_a_message_of_a_person_who_joined_disturbs_nothing(gateway, planned):
    open_plan(planned)
    expect(plan(planned).get_by_text("I lie awake")).to_be_visible()
    respond(gateway, planned, "Hello, I read what you wrote.")
    expect(planned.locator(".from-responder")).to_have_count(1)
    expect(plan(planned)).to_be_visible()
    assert json.loads(stored(planned))["plan"]["text"]
