"""Pictures for the documentation: SCREENSHOTS=docs/images pytest tests/browser/test_pictures.py"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from waymark.messages import Button, Draft, Paragraph, SourceNote

from .clinic import answers, launch, say
from .desk import claim_and_join, composer, entries

pytestmark = pytest.mark.browser
DESKTOP = {"width": 1180, "height": 860}
TALL = {"width": 1180, "height": 960}
ANSWER = Draft(
    blocks=(
        Paragraph(
            text="Treatment-resistant depression, or TRD, usually means this: you have tried at least two "
            "antidepressants. Each was at a fair dose, for long enough, and taken as planned. The depression "
            "has still not lifted enough."
        ),
        Paragraph(text="It does not say what will happen next. And it says nothing bad about you."),
        Paragraph(text="This text was written from published sources. No clinician has reviewed it yet."),
    ),
    buttons=(Button(title="Tell me more", value="a"), Button(title="How common is it?", value="b")),
    cards=("trd.what",),
    sources=tuple(SourceNote(title="Study", year=2020, url="https://doi.org/10.1000/1") for _ in range(3)),
)


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))

    def take(page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size > 10_000

    return take


def test_pictures_can_be_taken(gateway, visit, make_console, open_case, picture):
    gateway.brain.says = (ANSWER,)
    person = visit(viewport=DESKTOP)
    picture(person, "widget-closed")
    launch(person)
    say(person, "what is treatment-resistant depression?")
    expect(answers(person)).to_have_count(2)
    picture(person, "widget-open")
    say(person, "I'm going to kill myself on Friday, I wrote the letters")
    expect(answers(person)).to_have_count(4)
    picture(person, "widget-crisis")

    for level in ("passive_ideation", "active_ideation", "emergency"):
        open_case(level)
    bea = make_console("bea")
    entries(bea).filter(has_text="Active thoughts").get_by_role("button", name="Claim").click()
    bea.locator("#live-facts").get_by_text("with you").wait_for()
    console = make_console(viewport=DESKTOP)
    expect(console.get_by_text("with bea")).to_be_visible()
    picture(console, "console-queue")

    entries(console).filter(has_text="Plan or intent").get_by_role("link").click()
    claim_and_join(console)
    for hello, answer in (
        (
            "Hello, I'm Sam, and I'm on shift tonight. I read what you wrote. I'm glad that you said it.",
            "it's just been so long",
        ),
        ("That makes sense. Years of this would wear anyone down. Are you somewhere safe right now?", ""),
    ):
        composer(console).fill(hello)
        console.keyboard.press("Control+Enter")
        expect(person.locator(".from-responder").last).to_contain_text(hello)
        if answer:
            say(person, answer)
            expect(console.locator(".from-person .text").last).to_have_text(answer)
    expect(composer(console)).to_have_value("")
    composer(console).fill("Is there somebody who can")
    console.set_viewport_size(TALL)
    console.locator("#latest").scroll_into_view_if_needed()
    picture(console, "console-case")
    expect(person.locator("#status")).to_contain_text("A person has joined", timeout=40_000)
    picture(person, "widget-held")
