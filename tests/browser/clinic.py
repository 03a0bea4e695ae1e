"""A clinic's page with the widget in it, and what a person does there."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, Page

from waymark.gateway.events import Bell
from waymark.messages import Draft, Paragraph, message_from

LINKS = """
    <a href="tel:988" title="988 Suicide &amp; Crisis Lifeline">Call 988</a>
    <a href="sms:988" title="988 Suicide &amp; Crisis Lifeline">Text 988</a>
    <a href="tel:911" data-emergency>Call 911</a>"""
PAGE = """<!doctype html>
<html lang="en" dir="{direction}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Riverside Clinic</title>
  <link rel="stylesheet" href="/site.css">
</head>
<body>
  <main>
    <p class="brand">Riverside Clinic</p>
    <h1>When depression does not lift</h1>
    <p>Our mood disorders team sees people whose depression has stayed after two or more treatments.
      You can be referred by your doctor, or <a href="#refer">ask for an appointment yourself</a>.</p>
    <h2>Before your first visit</h2>
    <p>Bring a list of the treatments that you have tried, how long each one lasted, and what it was like for you.</p>
    <p>Waiting is hard. The people on the lines below are there at any hour.</p>
  </main>
  <waymark-chat {attributes}>{links}
  </waymark-chat>
  <script type="module" src="{gateway}/widget.js"></script>
</body>
</html>"""
# A style sheet as they are: a root size of 10 pixels, and rules for everything
STYLE = """
  html { font-size: 62.5%; } * { letter-spacing: 0.01em; }
  body { margin: 0; background: #eef2f6; color: #24313d; font: 1.7rem/1.6 Georgia, serif; }
  main { max-width: 62rem; margin: 0 auto; padding: 4rem 2.4rem; }
  waymark-chat { display: block; max-width: 62rem; margin: 0 auto; padding: 0 2.4rem; text-transform: uppercase; }
  a, button { color: #14507d; } button { background: yellow; border-radius: 0; } p { margin: 0 0 1.2em; }
  h1 { font-size: 3.4rem; line-height: 1.2; } h2 { font-size: 2.2rem; } .brand { font-weight: bold; color: #3d5a73; }
"""


@pytest.fixture
def site(one_site, gateway, watch):
    def serve(attributes: str = 'country="US"', *, direction: str = "ltr", links: str = LINKS, style: str = "") -> None:
        one_site.page = PAGE.format(attributes=attributes, direction=direction, links=links, gateway=gateway.url)
        one_site.style = STYLE + style

    one_site.serve = serve
    one_site.policy = (
        f"default-src 'none'; script-src {gateway.url}; connect-src {gateway.url}; style-src 'self'; "
        "form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    watch.origins += (one_site.url, one_site.stranger_url)
    serve()
    return one_site


@pytest.fixture
def visit(make_page: Callable[..., Page], site) -> Callable[..., Page]:
    """Open the clinic's page, and wait for the widget where its scripts run."""

    def visit(attributes: str | None = None, **options: object) -> Page:
        if attributes is not None:
            site.serve(attributes)
        page = make_page(url=site.url, **options)
        launcher(page).wait_for()
        return page

    return visit


@pytest.fixture
def chat(visit: Callable[..., Page]) -> Page:
    """The clinic's page with the dialog open and Waymark's greeting in it."""
    page = visit()
    launch(page)
    return page


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name="Ask Waymark")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Waymark", exact=True)


def lines(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Talk to a person now")


def answers(page: Page) -> Locator:
    return page.locator("waymark-chat .from-assistant")


def launch(page: Page) -> None:
    launcher(page).click()
    answers(page).first.wait_for()


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def session(page: Page) -> dict[str, str]:
    (kept,) = page.evaluate("Object.values(sessionStorage)")
    return dict(json.loads(kept))


def said(gateway, page: Page) -> list[str]:
    headers = {"Authorization": f"Bearer {session(page)['token']}"}
    response = httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    return [
        message["text"] for message in response.raise_for_status().json()["messages"] if message["from"] == "person"
    ]


def hear(page: Page) -> None:
    """Note everything that the live regions are given from now on."""
    page.evaluate(
        """() => {
            window.announced = [];
            for (const region of document.querySelector("waymark-chat").shadowRoot.querySelectorAll("[aria-live]")) {
                new MutationObserver((changes) => changes.forEach((change) =>
                    change.addedNodes.forEach((node) => window.announced.push(node.textContent))
                )).observe(region, { childList: true });
            }
        }"""
    )


def respond(gateway, page: Page, text: str) -> None:
    """Say something as the responder who holds the conversation."""
    reply = message_from(Draft(blocks=(Paragraph(text=text),)), "responder")
    gateway.services.shelf.store.messages.add_replies(session(page)["id"], None, [reply])
    gateway.ring(session(page)["id"], Bell("message"))


def set_state(gateway, page: Page, state: str) -> None:
    gateway.services.shelf.store.conversations.set_state(session(page)["id"], state)
    gateway.ring(session(page)["id"], Bell("state"))


def focused(page: Page) -> str:
    """Return what has the focus: id, class or name of a part of the widget, or the name of an element of the page."""
    return str(
        page.evaluate(
            """() => {
                const host = document.activeElement, inner = host?.shadowRoot?.activeElement;
                return inner ? inner.id || inner.className || inner.tagName : `page: ${host?.tagName}`;
            }"""
        )
    )


def style(node: Locator, name: str) -> str:
    return str(node.evaluate("(node, name) => getComputedStyle(node)[name]", name))
