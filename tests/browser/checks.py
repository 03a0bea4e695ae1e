"""What browser tests of all pages share."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NETWORK_FAILS = "Failed to load resource"
PHONE = {"width": 320, "height": 640}


def assert_accessible(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
