"""Help stands in the clinic's page, whatever fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .checks import NETWORK_FAILS, assert_accessible
from .clinic import (
    answers,
    launcher,
    lines,
    panel,
)

pytestmark = pytest.mark.browser


REFUSED = "blocked by CORS policy"


def test_lines_stand_in_the_page_with_scripts_off(site, make_page):
    page = make_page(url=site.url, java_script_enabled=False)
    links = page.locator("waymark-chat a")
    assert [link.get_attribute("href") for link in links.all()] == ["tel:988", "sms:988", "tel:911"]
    for link in links.all():
        expect(link).to_be_visible()


def test_lines_stand_in_the_page_while_the_server_is_down(gateway, site, make_page, watch):
    watch.allowed = (NETWORK_FAILS,)
    gateway.stop()
    try:
        page = make_page(url=site.url)
        page.wait_for_timeout(300)
        for link in page.locator("waymark-chat a").all():
            expect(link).to_be_visible()
        expect(launcher(page)).to_have_count(0)
    finally:
        gateway.start()


@pytest.mark.parametrize("missing", ["talk.js", "widget.css"])
def test_lines_stay_where_a_part_of_the_widget_does_not_arrive(site, make_page, watch, gateway, missing):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page()
    page.route(f"**/web/{missing}", lambda route: route.abort())
    page.goto(site.url)
    page.wait_for_timeout(500)
    expect(page.locator("waymark-chat a").first).to_be_visible()
    expect(launcher(page)).to_have_count(0)
    watch.faults[:] = [fault for fault in watch.faults if "Failed to fetch" not in fault]


def test_server_that_goes_down_leaves_the_lines_and_the_talk_begins_by_itself_later(gateway, visit, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = visit()
    gateway.stop()
    page.get_by_role("button", name="Crisis lines").click()
    expect(lines(page).locator("a[href='tel:988']")).to_be_visible()
    expect(lines(page).locator("a[href='sms:988']")).to_be_visible()
    expect(lines(page).locator("a[href='tel:911']")).to_be_visible()
    page.keyboard.press("Escape")
    launcher(page).click()
    expect(panel(page).locator(".first a[href='tel:988']")).to_be_visible()
    trouble = page.locator("#trouble")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    expect(trouble.get_by_role("button", name="Retry")).to_be_visible()
    assert_accessible(page)
    gateway.start()
    expect(answers(page)).to_have_count(1, timeout=30_000)
    expect(trouble).to_be_empty()
    page.get_by_role("button", name="More lines").click()
    expect(lines(page)).to_be_visible()


def test_page_of_an_unknown_origin_gets_no_conversation_but_the_lines(gateway, site, make_page, watch):
    watch.allowed = (NETWORK_FAILS, REFUSED)
    page = make_page(url=site.stranger_url)
    launcher(page).click()
    expect(page.locator("#trouble a[href='tel:988']")).to_be_visible()
    expect(panel(page).locator(".first a[href='tel:911']")).to_be_visible()
    page.get_by_role("button", name="More lines").click()
    expect(lines(page).locator("a[href='sms:988']")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    expect(answers(page)).to_have_count(0)
