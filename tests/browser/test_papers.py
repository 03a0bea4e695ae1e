"""Charts and papers in the widget: drawn and told, in any colours and widths, and links that open the files."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from waymark.messages import Button, Chart, ChartBand, ChartMark, Draft, Heading, Link, Links, Paragraph, Point

from .checks import PHONE, assert_accessible
from .clinic import answers, hear, launch, say, session

pytestmark = pytest.mark.browser
VALUES = (("2027-01-08", 20), ("2027-01-22", 18), ("2027-02-05", 15), ("2027-02-19", 11), ("2027-03-05", 9))
BANDS = ((0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"), (20, 27, "severe"))
SUMMARY = "5 values from 8 January 2027 to 5 March 2027, each out of 27. The first is 20 and the last is 9."
CHART = Chart(
    title="PHQ-9 totals over time",
    points=tuple(Point(at=at, value=value) for at, value in VALUES),
    minimum=0,
    maximum=27,
    summary=SUMMARY,
    bands=tuple(ChartBand(first=first, last=last, label=label) for first, last, label in BANDS),
    marks=(ChartMark(at="2027-01-25", label="lithium added"), ChartMark(at="2027-01-26", label="therapy began")),
)
PHQ9 = {"instrument": "phq9", "answers": [1] * 9, "function": None}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_chart_is_drawn_and_told(gateway, visit, colours, tmp_path):
    page = visit(color_scheme=colours, viewport=PHONE if colours == "dark" else {"width": 1000, "height": 860})
    launch(page)
    gateway.brain.says = (Draft(blocks=(Heading(text="Your scores so far"), CHART)),)
    say(page, "my scores")
    figure = answers(page).nth(1).locator("figure")
    picture = figure.get_by_role("img", name="PHQ-9 totals over time")
    expect(picture).to_be_visible()
    expect(picture).to_have_accessible_description(SUMMARY)
    expect(figure.locator("figcaption")).to_have_text(SUMMARY)
    assert figure.locator("circle").count() == 5
    assert figure.locator(".band").count() == 2
    assert figure.locator(".mark").count() == 2
    assert figure.locator(".value").all_text_contents() == ["20", "18", "15", "11", "9"]
    assert "5 Mar 2027" in figure.locator("text").all_text_contents()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert figure.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")
    assert_accessible(page)
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    figure.screenshot(path=folder / f"chart-{colours}.png")


def test_chart_of_one_point_or_of_broken_dates_does_no_harm(gateway, chat):
    broken = CHART.model_copy(update={"points": (Point(at="whenever", value=3),), "marks": ()})
    one = CHART.model_copy(update={"points": CHART.points[:1], "minimum": 0, "maximum": 0, "bands": ()})
    gateway.brain.says = (Draft(blocks=(broken, one)),)
    say(chat, "my scores")
    expect(answers(chat).nth(1).locator("figcaption")).to_have_count(2)
    assert answers(chat).nth(1).locator("svg").count() == 1
    assert "NaN" not in answers(chat).nth(1).locator("svg").evaluate("(node) => node.outerHTML")


def test_a_button_brings_a_link_that_opens_the_page_to_print(gateway, chat, watch):
    store, me = gateway.services.shelf.store, session(chat)["id"]
    for run in ("a", "b"):
        store.scores.add(me, run, PHQ9)
    store.records.put(me, "summary", "latest", {"answers": {"goals": "Sleeping through the night"}})
    buttons = (Button(title="As a page to print", value="paper:page:goals.scores"),)
    gateway.brain.says = (Draft(blocks=(Paragraph(text="Ready."),), buttons=buttons),)
    hear(chat)
    say(chat, "a summary please")
    chat.get_by_role("button", name="As a page to print").click()
    link = answers(chat).last.get_by_role("link", name=re.compile("Open the page to print"))
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert link.get_attribute("href").startswith(f"{gateway.url}/api/v1/documents/")
    assert not any("/documents/" in text for text in chat.evaluate("window.announced"))
    with chat.context.expect_page() as opened:
        link.click()
    paper = opened.value
    watch.page(paper)
    expect(paper.get_by_role("heading", name="What matters most to me at this visit")).to_be_visible()
    expect(paper.get_by_text("Sleeping through the night")).to_be_visible()
    expect(paper.get_by_role("img", name="PHQ-9 totals over time")).to_be_visible()
    assert paper.locator("img").evaluate("(image) => image.naturalWidth") > 100
    assert_accessible(paper)
    paper.emulate_media(media="print")
    expect(paper.get_by_text("in the menu of your browser")).to_be_hidden()


def test_links_never_leave_the_gateway_by_a_trick(gateway, chat):
    tricks = ("//evil.example/x", "/\\evil.example", "javascript:alert(1)", "http://evil.example/")
    gateway.brain.says = (Draft(blocks=(Links(items=tuple(Link(title=url, url=url) for url in tricks)),)),)
    say(chat, "links")
    expect(answers(chat).nth(1).locator(".papers")).to_be_visible()
    assert answers(chat).nth(1).locator("a").count() == 0
