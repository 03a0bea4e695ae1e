"""The map for every eye and hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .checks import assert_accessible

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1200, "height": 860}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_map_is_accessible_fits_its_width_and_leads_to_answers(gateway, make_page, viewport):
    for scheme in ("light", "dark"):
        page = make_page(
            url=f"{gateway.url}/map", viewport=viewport, color_scheme=scheme, java_script_enabled=scheme == "light"
        )
        link = page.locator("svg.map-picture:visible").get_by_role("link", name="Deep brain stimulation (DBS)")
        expect(link).to_have_count(1)
        if scheme == "light":
            assert_fits(page, viewport)
            assert_accessible(page)
            assert outside_their_boxes(page) == []
        link.click()
        expect(page).to_have_url(f"{gateway.url}/map/dbs")
        expect(page.get_by_role("heading", level=2, name="What is deep brain stimulation")).to_be_visible()
        if scheme == "light":
            assert_fits(page, viewport)
            assert_accessible(page)


def assert_fits(page, viewport):
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def outside_their_boxes(page):
    return page.evaluate(
        """() => [...document.querySelectorAll("svg.map-picture text")].filter((text) => text.checkVisibility())
            .filter((text) => {
                const box = text.previousElementSibling.getBBox(), words = text.getBBox();
                return words.x < box.x || words.x + words.width > box.x + box.width
                    || words.y < box.y || words.y + words.height > box.y + box.height;
            }).map((text) => text.textContent)"""
    )
