"""The widget in a page of another origin, in a real Chromium, before a real gateway."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from waymark.gateway.events import Bell
from waymark.messages import Button, Draft, Paragraph, SourceNote, message_from

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
MOST_BYTES = 45_000
NETWORK_FAILS = "Failed to load resource"
REFUSED = "blocked by CORS policy"
PHONE = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
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


def assert_accessible(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


# Help stands there, whatever fails


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


# Talking


def test_nothing_is_asked_of_the_server_before_the_dialog_opens(visit):
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(300)
    assert asked == []
    launch(page)
    assert sum(url.endswith("/conversations") for url in asked) == 1
    page.keyboard.press("Escape")
    launcher(page).click()
    expect(panel(page)).to_be_visible()
    page.wait_for_timeout(300)
    assert sum(url.endswith("/conversations") for url in asked) == 1


def test_allowed_page_talks_with_sources_and_choices(gateway, chat):
    say(chat, "does ECT affect memory?")
    answer = answers(chat).nth(1)
    expect(answer.get_by_role("heading", name="Does ECT affect memory?")).to_be_visible()
    expect(answer.get_by_role("rowheader", name="Weeks")).to_be_visible()
    answer.get_by_text("1 source").click()
    expect(answer.get_by_role("link", name=re.compile("A study of memory"))).to_be_visible()
    answer.get_by_role("button", name="Tell me more").click()
    expect(answers(chat)).to_have_count(3)
    assert said(gateway, chat) == ["does ECT affect memory?", "Tell me more"]


def test_wish_to_die_brings_the_lines_and_they_stay_one_tap_away(chat):
    say(chat, "I want to die")
    expect(answers(chat).last.locator("a[href='tel:988']").first).to_be_visible()
    expect(panel(chat).locator(".first a[href='tel:988']")).to_be_visible()
    chat.get_by_role("button", name="More lines").click()
    expect(lines(chat).get_by_role("link", name="Text HOME to 741741")).to_have_attribute(
        "href", "sms:741741?&body=HOME"
    )
    chat.keyboard.press("Escape")
    expect(panel(chat)).to_be_visible()
    expect(chat.get_by_role("button", name="More lines")).to_be_focused()


def test_lines_follow_the_country_that_the_person_names(chat):
    say(chat, "I'm in the UK and I want to die")
    expect(panel(chat).locator(".first a[href='tel:116123']")).to_be_visible()
    expect(panel(chat).locator(".first a[href='tel:988']")).to_have_count(0)
    chat.keyboard.press("Escape")
    chat.get_by_role("button", name="Crisis lines").click()
    expect(lines(chat).locator("a[href='tel:116123']").first).to_be_visible()


def test_what_a_message_holds_is_never_read_as_html(gateway, chat):
    attack = "<img src=/nothing onerror=\"document.title='taken'\"> javascript:alert(1)"
    source = SourceNote(title="A bad link", year=2020, url="javascript:alert(1)")
    button = Button(title="<b>bold</b>", value="x")
    gateway.brain.says = (Draft(blocks=(Paragraph(text=attack),), buttons=(button,), sources=(source,)),)
    say(chat, attack)
    answer = answers(chat).nth(1)
    expect(answer.get_by_role("button", name="<b>bold</b>")).to_be_visible()
    expect(answer.locator("p").nth(1)).to_have_text(attack)
    assert chat.locator(".message img, .message b, .message a[href^=javascript], waymark-chat [style]").count() == 0
    assert chat.title() == "Riverside Clinic"


def test_refusal_of_a_message_can_be_read_across_origins(chat, watch):
    watch.allowed = (NETWORK_FAILS,)
    chat.get_by_label("Your message").fill("long " * 20_000)
    chat.get_by_role("button", name="Send").click()
    trouble = chat.locator(".message .trouble")
    expect(trouble).to_contain_text("too long")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()


def test_waiting_joined_and_typing_are_shown_in_words(gateway, chat):
    status = chat.locator("#status")
    hear(chat)
    set_state(gateway, chat, "waiting")
    expect(status).to_contain_text("Nobody has joined yet")
    expect(panel(chat).locator("header")).to_contain_text("not a person")
    set_state(gateway, chat, "held")
    expect(status).to_contain_text("A person has joined")
    expect(panel(chat).locator("header")).not_to_contain_text("not a person")
    gateway.ring(session(chat)["id"], Bell("typing", "responder"))
    expect(status).to_contain_text("typing")
    respond(gateway, chat, "Hello, I read what you wrote.")
    expect(chat.locator(".from-responder")).to_contain_text("A person")
    expect(status).to_contain_text("A person has joined")
    say(chat, "thank you")
    expect(chat.locator(".from-person .delivery")).to_be_empty()
    set_state(gateway, chat, "assistant")
    expect(status).to_be_empty()
    announced = chat.evaluate("window.announced")
    for words in ("Nobody has joined", "A person has joined", "A person: Hello, I read"):
        assert sum(words in text for text in announced) == 1


def test_each_message_is_announced_once_where_it_can_be_heard(gateway, chat):
    hear(chat)
    say(chat, "does ECT affect memory?")
    expect(answers(chat)).to_have_count(2)
    chat.wait_for_timeout(2_500)  # long enough for the event stream to bring it once more
    assert [text[:32] for text in chat.evaluate("window.announced")] == ["Waymark: Does ECT affect memory?"]
    expect(panel(chat).locator("[aria-live]")).to_contain_text("Does ECT affect memory?")
    assert chat.locator("#transcript [aria-live], #transcript [role=log]").count() == 0


def test_message_that_comes_while_the_dialog_is_closed_is_announced_and_counted(gateway, chat):
    set_state(gateway, chat, "held")
    chat.keyboard.press("Escape")
    hear(chat)
    respond(gateway, chat, "Are you still there?")
    expect(launcher(chat)).to_have_accessible_name("Ask Waymark (1 new message)")
    assert chat.evaluate("window.announced") == ["A person: Are you still there?"]
    assert_accessible(chat)
    chat.reload()
    respond(gateway, chat, "I am here.")  # a reload does not leave the responder alone
    expect(launcher(chat)).to_have_accessible_name("Ask Waymark (2 new messages)")
    launcher(chat).click()
    expect(chat.locator(".from-responder").last).to_be_in_viewport()
    expect(chat.locator(".badge")).to_be_hidden()


# Coming back, and the network


def test_reload_restores_the_conversation_silently(gateway, chat):
    say(chat, "does ECT affect memory?")
    expect(answers(chat)).to_have_count(2)
    before = chat.locator("#transcript").inner_text()
    chat.reload()
    launcher(chat).wait_for()
    hear(chat)
    launch(chat)
    expect(answers(chat)).to_have_count(2)
    assert chat.locator("#transcript").inner_text() == before
    chat.wait_for_timeout(2_500)
    assert chat.locator("#transcript").inner_text() == before
    assert chat.evaluate("window.announced") == []
    answers(chat).nth(1).get_by_role("button", name="Tell me more").click()
    expect(answers(chat)).to_have_count(3)


def test_conversation_that_has_ended_meanwhile_is_not_replaced_before_the_dialog_opens(gateway, chat, watch):
    watch.allowed = (NETWORK_FAILS,)
    headers = {"Authorization": f"Bearer {session(chat)['token']}"}
    chat.goto("about:blank")
    httpx.delete(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    chat.go_back()
    launcher(chat).wait_for()
    chat.wait_for_timeout(500)
    assert chat.evaluate("sessionStorage.length") == 0
    launch(chat)
    expect(answers(chat)).to_have_count(1)


def test_server_that_is_away_is_no_matter_before_the_dialog_opens(chat, watch):
    watch.allowed = (NETWORK_FAILS,)
    chat.route("**/api/**", lambda route: route.abort())
    chat.reload()
    launcher(chat).wait_for()
    hear(chat)
    chat.wait_for_timeout(500)
    assert chat.evaluate("window.announced") == []
    launcher(chat).click()
    expect(chat.locator("#trouble a[href='tel:988']")).to_be_visible()
    chat.unroute("**/api/**")
    chat.locator("#trouble").get_by_role("button", name="Retry").click()
    expect(answers(chat)).to_have_count(1)
    expect(chat.locator("#trouble")).to_be_empty()


def test_message_of_a_cut_of_a_minute_is_sent_once_when_the_network_is_back(gateway, visit, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = visit(clock=True)
    launch(page)
    sent: list[str] = []
    page.route("**/api/**", lambda route: route.abort("internetdisconnected"))
    page.on("request", lambda request: "/messages" in request.url and sent.append(request.post_data_json["id"]))
    gateway.stop()  # ends the open stream; for the page there is no network from here on
    gateway.start()
    say(page, "does ECT affect memory?")
    trouble = page.locator(".message .trouble")
    expect(trouble.get_by_role("button", name="Retry")).to_be_visible(timeout=15_000)
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("connection was lost")
    page.clock.fast_forward("01:00")
    expect(trouble).to_be_visible()
    tries = len(sent)
    page.unroute("**/api/**")
    page.clock.fast_forward("00:11")
    expect(answers(page)).to_have_count(2, timeout=15_000)
    expect(trouble).to_have_count(0)
    expect(page.locator("#status")).to_be_empty()
    page.wait_for_timeout(500)
    assert len(sent) == tries + 1
    assert len(set(sent)) == 1
    assert said(gateway, page) == ["does ECT affect memory?"]


def test_stream_that_dies_without_a_word_is_noticed(gateway, visit, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = visit(clock=True)
    launch(page)
    streams: list[str] = []
    page.on("request", lambda request: "/events" in request.url and streams.append(request.url))
    page.clock.fast_forward("00:50")
    page.wait_for_timeout(200)
    page.clock.fast_forward("00:01")
    page.wait_for_timeout(1_000)
    assert len(streams) == 1
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)


def test_erasing_leaves_nothing_and_the_next_words_begin_anew(gateway, chat):
    say(chat, "does ECT affect memory?")
    expect(answers(chat)).to_have_count(2)
    headers = {"Authorization": f"Bearer {session(chat)['token']}"}
    chat.get_by_text("Options").click()
    assert_accessible(chat)
    chat.get_by_role("button", name="Erase everything").click()
    chat.get_by_role("dialog", name="Erase everything?").get_by_role("button", name="Erase everything").click()
    expect(chat.locator("#transcript")).to_have_text(re.compile("was erased"))
    assert chat.evaluate("sessionStorage.length") == 0
    assert httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False).status_code == 404
    expect(chat.get_by_label("Your message")).to_be_focused()
    say(chat, "I want to die")
    expect(answers(chat).last.locator("a[href='tel:988']").first).to_be_visible()


def test_copy_can_be_saved(chat):
    chat.get_by_text("Options").click()
    with chat.expect_download() as download:
        chat.get_by_role("button", name="Save a copy").click()
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [message["from"] for message in copy["messages"]] == ["assistant"]


# The page around it


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
    assert page.evaluate("document.querySelector('waymark-chat').hasAttribute('open')") is False


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


# For every eye and hand


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


# Pictures for the documentation: SCREENSHOTS=docs/images pytest -k pictures


def test_pictures_can_be_taken(gateway, visit, tmp_path):
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    gateway.brain.says = (
        Draft(
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
        ),
    )
    page = visit(viewport={"width": 1180, "height": 860})

    def picture(name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(250)
        page.screenshot(path=folder / f"widget-{name}.png")

    picture("closed")
    launch(page)
    say(page, "what is treatment-resistant depression?")
    expect(answers(page)).to_have_count(2)
    picture("open")
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    picture("crisis")
    set_state(gateway, page, "held")
    respond(
        gateway,
        page,
        "Hello, I'm Sam, and I'm on shift tonight. I have read what you wrote. I'm glad that you said it.",
    )
    expect(page.locator(".from-responder")).to_have_count(1)
    say(page, "ok. it's just been so long")
    respond(gateway, page, "That makes sense. Years of this would wear anyone down. Are you somewhere safe right now?")
    expect(page.locator(".from-responder")).to_have_count(2)
    picture("held")
