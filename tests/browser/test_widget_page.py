"""The widget and the page around it."""

from __future__ import annotations

import gzip
import re

import httpx
import pytest
from playwright.sync_api import expect

from waymark.settings import ROOT

from .checks import NETWORK_FAILS
from .clinic import (
    answers,
    launch,
    launcher,
    panel,
    respond,
    say,
    set_state,
    style,
)

pytestmark = pytest.mark.browser


MOST_BYTES = 45_000


def test_policy_of_the_page_is_kept(site, visit):
    watch_policy = """
        window.violations = [];
        addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
    """
    page = visit(init_script=watch_policy)
    launch(page)
    say(page, "I want to die")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="More lines").click()
    page.keyboard.press("Escape")
    page.get_by_text("Options").click()
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Stay here").click()
    assert page.evaluate("window.violations") == []


def test_policy_of_the_page_would_notice(visit, watch):
    watch.allowed = ("style-src", "TrustedHTML")
    page = visit()
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"


def test_styles_of_the_page_do_not_reach_in_and_the_theme_does(site, visit):
    site.serve(style="waymark-chat { --waymark-accent: #5b2a86; --waymark-radius: 0; }")
    page = visit()
    launch(page)
    assert style(launcher(page), "backgroundColor") == "rgb(91, 42, 134)"
    assert style(panel(page), "borderRadius") == "0px"
    message = answers(page).locator("p").last
    assert style(message, "fontSize") == "16px"
    assert style(message, "fontFamily") == "system-ui, sans-serif"
    assert style(message, "textTransform") == "none"
    assert style(message, "letterSpacing") == "normal"
    assert style(panel(page).locator(".first a").first, "color") == "rgb(140, 54, 23)"


def test_attributes_choose_country_and_whether_it_is_open(visit):
    page = visit('country="gb" locale="en-GB" open')
    answers(page).wait_for()
    expect(panel(page).locator(".first a[href='tel:116123']")).to_be_visible()
    expect(answers(page)).to_contain_text("116 123")
    page.evaluate("document.querySelector('waymark-chat').open = false")
    expect(panel(page)).to_be_hidden()
    page.evaluate("document.querySelector('waymark-chat').setAttribute('open', '')")
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('waymark-chat').hasAttribute('open')")


def test_attributes_that_are_wrong_do_no_harm(visit):
    page = visit('country="Atlantis" locale="?" open')
    answers(page).wait_for()
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()


def test_api_names_another_gateway(visit, watch):
    watch.allowed = (NETWORK_FAILS, "Content Security Policy", "violates")
    watch.origins += ("https://elsewhere.example",)
    page = visit('api="https://elsewhere.example/" open')
    expect(page.locator("#trouble a[href='tel:988']")).to_be_visible()


def test_element_that_is_moved_goes_on(gateway, chat):
    chat.evaluate("document.body.prepend(document.querySelector('waymark-chat'))")
    expect(panel(chat)).to_be_visible()
    assert panel(chat).evaluate("node => node.matches(':modal')")
    set_state(gateway, chat, "held")
    respond(gateway, chat, "Still here.")
    expect(chat.locator(".from-responder")).to_have_count(1)
    expect(answers(chat)).to_have_count(1)


def test_first_load_is_small(site, make_page, gateway, capsys):
    page = make_page()
    loaded: dict[str, bytes] = {}
    page.on(
        "response",
        lambda response: response.url.startswith(gateway.url) and loaded.update({response.url: response.body()}),
    )
    page.goto(site.url)
    launcher(page).wait_for()
    total = sum(len(gzip.compress(body, 9)) for body in loaded.values())
    with capsys.disabled():
        print(f"\nwidget: {len(loaded)} files, {sum(map(len, loaded.values()))} bytes, {total} with gzip")
    assert total <= MOST_BYTES
    for url, body in loaded.items():
        assert len(body) < 500 or httpx.get(url, trust_env=False).headers["content-encoding"] == "gzip"
    modules = {url.rpartition("/")[2] for url in loaded if "/web/" in url and url.endswith(".js")}
    named = set(re.findall(r'"\./([a-z_]+\.js)"', (ROOT / "web" / "widget.js").read_text(encoding="utf-8")))
    assert modules == named | {"widget.js"}  # all are named at the top, so that they load side by side
