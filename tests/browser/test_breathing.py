"""Breathing along with the circle: what it says and shows, with motion and without, for every eye and hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from waymark.messages import Breathing, Draft, Paragraph

from .checks import PHONE, assert_accessible
from .clinic import answers, launch, say

pytestmark = pytest.mark.browser
TEXT = "Breathe in for 2 seconds, and out for 3. Do this 2 times, or as often as feels right."
PACE = Breathing(inhale=2, hold=0, exhale=3, rounds=2, text=TEXT)


@pytest.fixture
def breathe(gateway, visit):
    """Open the widget with the circle in it."""

    def open_it(pace: Breathing = PACE, **options: object) -> Page:
        gateway.brain.says = (Draft(blocks=(Paragraph(text="Sit as you like."), pace), asks="exercise.step"),)
        page = visit(**options)
        launch(page)
        say(page, "next")
        expect(answers(page)).to_have_count(2)
        return page

    return open_it


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def moving(page: Page) -> int:
    return page.locator(".breathing-disc").evaluate("node => node.getAnimations().length")


def test_without_motion_it_counts_and_says_what_to_do(breathe):
    page = breathe(clock=True)
    expect(page.locator(".breathing").get_by_text(TEXT)).to_be_visible()
    expect(page.locator(".breathing-word")).to_have_text("Ready when you are")
    button(page, "Start the circle").click()
    expect(page.locator(".breathing-word")).to_have_text("Breathe in")
    expect(page.locator(".breathing-count")).to_have_text("2")
    expect(page.get_by_text("Breath 1 of 2")).to_be_visible()
    assert moving(page) == 0
    page.clock.run_for(2_000)
    expect(page.locator(".breathing-word")).to_have_text("Breathe out")
    page.clock.run_for(3_000)
    expect(page.get_by_text("Breath 2 of 2")).to_be_visible()
    page.clock.run_for(5_000)
    expect(page.locator(".breathing-word")).to_have_text("That was the last one")
    expect(button(page, "Start again")).to_be_visible()


def test_with_motion_the_circle_grows_and_shrinks_without_numbers(breathe):
    page = breathe()
    page.emulate_media(reduced_motion="no-preference")
    small = page.locator(".breathing-disc").bounding_box()["width"]
    button(page, "Start the circle").click()
    page.wait_for_timeout(1_500)
    assert moving(page) == 1
    assert page.locator(".breathing-disc").bounding_box()["width"] > small + 10
    expect(page.locator(".breathing-count")).to_have_text("")
    button(page, "Stop the circle").click()
    assert moving(page) == 0
    expect(page.locator(".breathing-word")).to_have_text("Ready when you are")
    page.wait_for_timeout(1_500)
    expect(page.locator(".breathing-word")).to_have_text("Ready when you are")


def test_a_breath_that_is_held_says_so(breathe):
    page = breathe(Breathing(inhale=1, hold=2, exhale=1, rounds=1, text="In, hold, out."), clock=True)
    button(page, "Start the circle").click()
    page.clock.run_for(1_000)
    expect(page.locator(".breathing-word")).to_have_text("Hold")


def test_it_is_spoken_of_at_its_beginning_and_end_only(breathe):
    page = breathe(clock=True)
    page.locator(".breathing [aria-live]").evaluate(
        """node => {
            window.spoken = [];
            new MutationObserver(() => window.spoken.push(node.textContent)).observe(node, { childList: true });
        }"""
    )
    button(page, "Start the circle").press("Enter")
    page.clock.run_for(12_000)
    expect(button(page, "Start again")).to_be_visible()
    spoken = page.evaluate("window.spoken")
    assert spoken == ["The circle has started: in for 2, out for 3 seconds, 2 times.", "That was the last one"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1180, "height": 860}, PHONE], ids=["desktop", "phone"])
def test_it_has_no_accessibility_fault(breathe, tmp_path, scheme, viewport):
    page = breathe(color_scheme=scheme, viewport=viewport)
    assert_accessible(page)
    page.emulate_media(reduced_motion="no-preference", color_scheme=scheme)
    button(page, "Start the circle").click()
    page.wait_for_timeout(1_800)
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    page.screenshot(path=folder / f"breathing-{scheme}-{viewport['width']}.png")
    assert_accessible(page)
    assert button(page, "Stop the circle").bounding_box()["height"] >= 44
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    button(page, "Stop the circle").click()
    button(page, "Start again").click()
    assert page.evaluate("document.querySelector('waymark-chat').shadowRoot.querySelector('.panel').scrollTop") == 0
    page.screenshot(path=folder / f"breathing-still-{scheme}-{viewport['width']}.png")
    assert_accessible(page)
