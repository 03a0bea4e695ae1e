"""The demo page as a person meets it, in a real Chromium, before a real gateway."""

from __future__ import annotations

import json
import re
import time

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from waymark.messages import Button, Draft, Paragraph, SourceNote, message_from

pytestmark = pytest.mark.browser

NETWORK_FAILS = "Failed to load resource"
PHONE = {"width": 320, "height": 640}


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def answers(page: Page):
    return page.locator(".from-assistant")


def session(page: Page) -> dict[str, str]:
    return dict(json.loads(page.evaluate("sessionStorage.getItem('waymark.session')")))


def token(page: Page) -> str:
    return session(page)["token"]


def stored(gateway, page: Page) -> list[dict]:
    headers = {"Authorization": f"Bearer {token(page)}"}
    response = httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    return list(response.raise_for_status().json()["messages"])


def said(gateway, page: Page) -> list[str]:
    return [message["text"] for message in stored(gateway, page) if message["from"] == "person"]


def assert_accessible(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


# What stands there before anything is said


def test_page_says_what_it_is(page):
    intro = page.locator(".intro")
    for words in ("computer program", "not a person", "not a crisis service", "no clinician has reviewed"):
        expect(intro).to_contain_text(words)
    expect(answers(page)).to_contain_text("not a person")
    assert page.locator(".intro a").get_attribute("href") == "/crisis-protocol"


def test_lines_come_first_and_work_with_scripts_off(make_page):
    page = make_page(java_script_enabled=False)
    links = page.locator("#lifeline-first a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "tel:988",
        "sms:988",
        "https://988lifeline.org/chat",
        "tel:911",
    ]
    for link in links.all():
        expect(link).to_be_visible()
    assert page.locator("a[href], button, summary").nth(1).get_attribute("href") == "tel:988"  # after the skip link
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_hidden()
    page.get_by_text("More lines").click()
    expect(page.get_by_role("link", name="Text HOME to 741741")).to_have_attribute("href", "sms:741741?&body=HOME")


def test_crisis_protocol_can_be_read(page):
    page.locator(".intro a").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


# Talking


def test_wish_to_die_shows_988_as_a_link_to_call(page):
    say(page, "I want to die")
    link = answers(page).last.get_by_role("link", name=re.compile("988")).first
    expect(link).to_be_visible()
    assert link.get_attribute("href") == "tel:988"


def test_answer_is_shown_with_sources_tables_and_choices(page):
    say(page, "does ECT affect memory?")
    answer = answers(page).nth(1)
    expect(answer.get_by_role("heading", name="Does ECT affect memory?")).to_be_visible()
    expect(answer.get_by_role("columnheader")).to_have_count(2)
    expect(answer.get_by_role("rowheader", name="Weeks")).to_be_visible()
    answer.get_by_text("1 source").click()
    source = answer.get_by_role("link", name=re.compile("A study of memory"))
    assert source.get_attribute("rel") == "noopener noreferrer"
    answer.get_by_role("button", name="Tell me more").click()
    expect(page.locator(".from-person")).to_have_text([re.compile("ECT affect"), re.compile("Tell me more")])
    expect(answers(page)).to_have_count(3)


def test_keyboard_alone_is_enough(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the chat")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("Your message")
    expect(field).to_be_focused()
    page.keyboard.type("does ECT")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("affect memory?")
    expect(field).to_have_value("does ECT\naffect memory?")
    expect(page.locator(".from-person")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(2)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.press("Shift+Tab")  # the last choice stands right before the text field
    expect(page.get_by_role("button", name="Tell me more")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(3)


def test_nothing_is_sent_while_there_is_nothing_to_send(page):
    say(page, "  \n ")
    page.wait_for_timeout(200)
    expect(page.locator(".from-person")).to_have_count(0)


def test_slow_answer_says_that_it_is_still_working(gateway, page):
    gateway.brain.delay = 2.0
    say(page, "does ECT affect memory?")
    expect(page.locator(".delivery")).to_have_text("Sending…")
    expect(page.locator(".delivery")).to_have_text("Still working…", timeout=1_500)
    expect(answers(page)).to_have_count(2)
    expect(page.locator(".delivery")).to_be_empty()


def test_danger_does_not_wait_for_a_slow_answer(gateway, page):
    gateway.brain.delay = 3.0
    say(page, "does ECT affect memory?")
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible(timeout=1_500)
    expect(answers(page)).to_have_count(3)


def test_each_message_is_announced_once(gateway, page):
    page.evaluate(
        """() => {
            window.announced = [];
            new MutationObserver((changes) => changes.forEach((change) =>
                change.addedNodes.forEach((node) => window.announced.push(node.textContent))
            )).observe(document.getElementById("announcer"), { childList: true });
        }"""
    )
    say(page, "does ECT affect memory?")
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    page.wait_for_timeout(2_500)  # long enough for the event stream to bring each of them once more
    announced = page.evaluate("window.announced")
    assert sorted(text[:20] for text in announced) == sorted(
        f"Waymark: {message['text']}"[:20] for message in stored(gateway, page)[1:] if message["from"] == "assistant"
    )
    expect(answers(page)).to_have_count(3)
    assert page.locator("[aria-live]").count() == 1
    assert page.locator("#transcript [aria-live], #transcript [role=log]").count() == 0


def test_message_that_comes_later_is_shown_once(gateway, page):
    gateway.brain.is_down = True
    say(page, "does ECT affect memory?")
    expect(answers(page).nth(1)).to_contain_text("can't look that up")
    gateway.brain.is_down = False
    expect(page.get_by_role("heading", name="Does ECT affect memory?")).to_have_count(1, timeout=15_000)
    expect(answers(page)).to_have_count(4)  # greeting, apology, introduction, card
    page.wait_for_timeout(2_500)
    expect(answers(page)).to_have_count(4)


def test_words_of_a_responder_are_shown_as_those_of_a_person(gateway, page):
    store, conversation = gateway.services.shelf.store, session(page)["id"]
    store.conversations.set_state(conversation, "held")
    reply = message_from(Draft(blocks=(Paragraph(text="Hello, I read what you wrote."),)), "responder")
    store.messages.add_replies(conversation, None, [reply])
    expect(page.locator("#status")).to_contain_text("talking with a person")
    expect(page.locator(".from-responder")).to_contain_text("A person")
    say(page, "thank you")
    expect(
        page.locator(".from-person .delivery")
    ).to_be_empty()  # while a person holds the talk, no answer is no failure
    expect(page.locator("#status")).to_contain_text("talking with a person")
    store.conversations.set_state(conversation, "assistant")
    expect(page.locator("#status")).to_be_empty()


def test_lines_follow_the_country_that_the_person_names(page):
    say(page, "I'm in the UK and I want to die")
    expect(page.locator("#lifeline-first a[href='tel:116123']")).to_be_visible()
    expect(page.locator("#lifeline a[href='tel:988']")).to_have_count(0)
    page.get_by_text("More lines").click()
    expect(page.locator("#lifeline-all").get_by_role("link", name="Call 111, option 2")).to_have_attribute(
        "href", "tel:111"
    )
    assert_accessible(page)


def test_what_a_message_holds_is_never_read_as_html(gateway, page):
    attack = "<img src=/nothing onerror=\"document.title='taken'\"> javascript:alert(1)"
    source = SourceNote(title="A bad link", year=2020, url="javascript:alert(1)")
    button = Button(title="<b>bold</b>", value="x")
    gateway.brain.says = (Draft(blocks=(Paragraph(text=attack),), buttons=(button,), sources=(source,)),)
    say(page, attack)
    answer = answers(page).nth(1)
    expect(answer.get_by_role("button", name="<b>bold</b>")).to_be_visible()
    expect(answer.locator("p").nth(1)).to_have_text(attack)
    assert page.locator(".message img, .message b, .message a[href^=javascript], [style]").count() == 0
    assert "taken" not in page.title()


# When something fails


def test_retry_sends_the_same_message_once(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    sent = []
    page.route("**/api/v1/messages", lambda route: (sent.append(route.request.post_data_json), route.abort()))
    say(page, "does ECT affect memory?")
    trouble = page.locator(".trouble")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible(timeout=2_000)  # at the first failure, not the last
    retry = trouble.get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    expect(trouble).to_contain_text("not sent")
    page.unroute("**/api/v1/messages")
    page.on("request", lambda request: "/messages" in request.url and sent.append(request.post_data_json))
    retry.click()
    expect(answers(page)).to_have_count(2)
    expect(trouble).to_have_count(0)
    expect(page.get_by_label("Your message")).to_be_focused()
    assert len(sent) >= 3
    assert len({body["id"] for body in sent}) == 1
    assert said(gateway, page) == ["does ECT affect memory?"]
    expect(page.locator(".from-person")).to_have_count(1)


def test_message_written_while_the_server_was_down_is_sent_once_when_it_is_back(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    gateway.stop()
    say(page, "does ECT affect memory?")
    expect(page.locator(".trouble").get_by_role("button", name="Retry")).to_be_visible(timeout=15_000)
    expect(page.locator("#status")).to_contain_text("connection was lost")
    gateway.start()
    expect(answers(page)).to_have_count(2, timeout=15_000)
    expect(page.locator("#status")).to_be_empty()
    page.wait_for_timeout(500)
    assert said(gateway, page) == ["does ECT affect memory?"]
    expect(answers(page)).to_have_count(2)


def test_message_that_came_while_the_connection_was_cut_is_shown_once(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page.route("**/api/v1/events", lambda route: route.abort())
    gateway.stop()
    gateway.start()
    reply = message_from(Draft(blocks=(Paragraph(text="Said while nobody listened."),)))
    gateway.services.shelf.store.messages.add_replies(session(page)["id"], None, [reply])
    page.unroute("**/api/v1/events")
    expect(answers(page)).to_have_text([re.compile("Hello"), re.compile("while nobody listened")], timeout=15_000)


def test_answer_that_was_lost_on_the_way_is_not_said_twice(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    tries = []

    def lose_the_first_answer(route):
        tries.append(route.request.post_data_json["id"])
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/messages", lose_the_first_answer)
    say(page, "does ECT affect memory?")
    expect(page.locator(".delivery")).to_be_empty(timeout=10_000)
    page.wait_for_timeout(500)
    assert len(tries) == 2
    assert len(set(tries)) == 1
    assert said(gateway, page) == ["does ECT affect memory?"]
    expect(answers(page)).to_have_count(2)


def test_server_that_is_away_at_first_leaves_the_lines_and_a_way_to_try_again(make_page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page()
    answers(page).wait_for()
    page.route("**/api/v1/conversations", lambda route: route.fulfill(status=503))
    page.evaluate("sessionStorage.clear()")
    page.reload()
    trouble = page.locator("#trouble")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    assert_accessible(page)
    page.unroute("**/api/v1/conversations")
    trouble.get_by_role("button", name="Retry").click()
    answers(page).wait_for()
    expect(trouble).to_be_empty()


def test_first_message_opens_the_conversation_where_that_failed_before(make_page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page()
    answers(page).wait_for()
    page.route("**/api/v1/conversations", lambda route: route.fulfill(status=503))
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.locator("#trouble .trouble").wait_for()
    page.unroute("**/api/v1/conversations")
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()
    expect(page.locator("#status")).to_be_empty()
    expect(page.locator("#trouble")).to_be_empty()


def test_text_that_is_too_long_to_send_can_be_put_back(page, watch):
    watch.allowed = (NETWORK_FAILS,)
    text = "long " * 20_000
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()
    trouble = page.locator(".trouble")
    expect(trouble).to_contain_text("too long")
    expect(trouble.locator("a[href='tel:988']")).to_be_visible()
    trouble.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Your message")).to_have_value(text.strip())
    expect(page.locator(".from-person")).to_have_count(0)


# Coming back, leaving, erasing


def test_reload_restores_the_conversation_silently(gateway, page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    before = page.locator("#transcript").inner_text()
    page.reload()
    expect(answers(page)).to_have_count(2)
    assert page.locator("#transcript").inner_text() == before
    page.wait_for_timeout(2_500)
    assert page.locator("#transcript").inner_text() == before
    expect(page.locator("#announcer")).to_be_empty()
    answers(page).nth(1).get_by_role("button", name="Tell me more").click()
    expect(answers(page)).to_have_count(3)


def test_erasing_asks_first_and_then_leaves_nothing(gateway, page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    headers = {"Authorization": f"Bearer {token(page)}"}
    page.get_by_role("button", name="Erase everything").click()
    dialog = page.get_by_role("dialog", name="Erase everything?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Keep it").click()
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="Erase everything").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#transcript")).to_have_text(re.compile("was erased"))
    expect(page.locator(".message")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0
    assert httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False).status_code == 404
    expect(page.get_by_label("Your message")).to_be_focused()
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()


def test_new_conversation_asks_first_and_begins_anew(page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    earlier = token(page)
    page.get_by_role("button", name="New conversation").click()
    page.keyboard.press("Escape")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Start a new one").click()
    expect(answers(page)).to_have_count(1)
    expect(page.locator(".from-person")).to_have_count(0)
    assert token(page) != earlier


def test_conversation_that_was_erased_elsewhere_gives_way_to_a_new_one(gateway, page, watch):
    watch.allowed = (NETWORK_FAILS,)
    headers = {"Authorization": f"Bearer {token(page)}"}
    httpx.delete(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    expect(page.locator(".note")).to_contain_text("has ended", timeout=10_000)
    expect(answers(page)).to_have_count(1)
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)


def test_message_sent_with_an_expired_token_reaches_a_new_conversation(page, watch):
    watch.allowed = (NETWORK_FAILS,)
    page.route(
        "**/api/v1/messages",
        lambda route: route.fulfill(status=401, content_type="application/problem+json", body="{}"),
        times=1,
    )
    earlier = token(page)
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()
    expect(page.locator(".note")).to_contain_text("has ended")
    assert token(page) != earlier


def test_token_is_renewed_when_half_of_its_life_is_over(page):
    earlier = token(page)
    time.sleep(1.1)  # tokens tell whole seconds
    page.evaluate(
        """() => {
            const session = JSON.parse(sessionStorage.getItem("waymark.session"));
            sessionStorage.setItem("waymark.session", JSON.stringify({ ...session, renewAt: 0 }));
        }"""
    )
    page.reload()
    answers(page).wait_for()
    page.wait_for_function(
        "earlier => JSON.parse(sessionStorage.getItem('waymark.session')).token !== earlier", arg=earlier
    )


def test_copy_can_be_saved(page):
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [message["from"] for message in copy["messages"]] == ["assistant", "person", "assistant"]


# For every eye and hand


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1180, "height": 860}, PHONE], ids=["desktop", "phone"])
def test_page_has_no_accessibility_fault(make_page, scheme, viewport):
    page = make_page(color_scheme=scheme, viewport=viewport)
    answers(page).wait_for()
    assert_accessible(page)
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    answers(page).nth(1).get_by_text("1 source").click()
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    page.get_by_text("More lines").click()
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_failed_message_has_no_accessibility_fault(make_page, watch, scheme):
    watch.allowed = (NETWORK_FAILS,)
    page = make_page(color_scheme=scheme)
    answers(page).wait_for()
    page.route("**/api/v1/messages", lambda route: route.abort())
    say(page, "does ECT affect memory?")
    page.get_by_role("button", name="Retry").wait_for()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 256}], ids=["phone", "zoom-400"])
def test_small_screens_need_no_sideways_scrolling_and_targets_are_large(make_page, viewport):
    page = make_page(viewport=viewport)
    answers(page).wait_for()
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    say(page, "I want to die")
    expect(answers(page)).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .ways a, summary, textarea, .intro a")]
            .filter((node) => node.checkVisibility())
            .filter((node) => node.getBoundingClientRect().height < 44)
            .map((node) => node.outerHTML)"""
    )
    assert small == []


def test_answer_is_shown_from_its_beginning(gateway, make_page):
    gateway.brain.says = (Draft(blocks=tuple(Paragraph(text=f"Part {number}. " * 20) for number in range(12))),)
    page = make_page(viewport={"width": 400, "height": 700})
    answers(page).wait_for()
    say(page, "does ECT affect memory?")
    expect(answers(page)).to_have_count(2)
    page.wait_for_timeout(300)
    top = answers(page).nth(1).bounding_box()["y"]
    bar = page.locator("#lifeline").bounding_box()
    assert bar["height"] - 2 <= top <= 400


def test_page_works_where_the_browser_keeps_nothing(make_page):
    page = make_page(
        init_script="Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } })"
    )
    answers(page).wait_for()
    say(page, "I want to die")
    expect(answers(page).last.locator("a[href='tel:988']").first).to_be_visible()
