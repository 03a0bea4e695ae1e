"""The responder's console in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .checks import NETWORK_FAILS, PHONE, assert_accessible
from .desk import PASSWORD, claim_and_join, composer, entries, tell

pytestmark = pytest.mark.browser


NAME_IN_FOCUS = "(({ labels, innerText }) => labels?.[0]?.innerText ?? innerText)(document.activeElement)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1180, "height": 860}, PHONE], ids=["desktop", "phone"])
def test_pages_have_no_accessibility_fault(gateway, make_page, make_console, open_case, scheme, viewport):
    look = {"color_scheme": scheme, "viewport": viewport}
    assert_accessible(make_page(url=f"{gateway.url}/console", **look))
    _, unshared = open_case("active_ideation")
    conversation, urgent = open_case()
    open_case("emergency")
    open_case("medical_urgent")
    console = make_console(**look)
    expect(entries(console)).to_have_count(4)
    assert_accessible(console)
    console.goto(f"{gateway.url}/console/cases/{unshared}")
    assert_accessible(console)
    console.goto(f"{gateway.url}/console/cases/{urgent}")
    claim_and_join(console)
    tell(gateway, conversation, "thank you", "person")
    expect(console.locator(".message")).to_have_count(3)
    console.get_by_text("All lines of this country").click()
    assert_accessible(console)
    assert console.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    other = make_console("bea", f"/console/cases/{urgent}", **look)
    other.get_by_text("Take over from ana").click()
    assert_accessible(other)


def test_keyboard_alone_is_enough(gateway, make_page, responders, open_case):
    conversation, _ = open_case()
    console = make_page(url=f"{gateway.url}/console")

    def press_until(name: str) -> None:
        """Go forward with the Tab key to what has this name."""
        for _ in range(40):
            console.keyboard.press("Tab")
            if name in console.evaluate(NAME_IN_FOCUS):
                return
        raise AssertionError(f"{name} cannot be reached")

    press_until("Name")
    console.keyboard.type("ana")
    press_until("Password")
    console.keyboard.type(PASSWORD)
    console.keyboard.press("Enter")
    expect(entries(console)).to_have_count(1)
    console.keyboard.press("Tab")
    expect(console.get_by_role("link", name="Skip to the content")).to_be_focused()
    console.keyboard.press("Enter")
    press_until("Claim")
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Join the talk").wait_for()
    press_until("Join the talk")
    console.keyboard.press("Enter")
    composer(console).wait_for()
    console.wait_for_load_state()  # Ctrl+Enter needs the page's script
    press_until("Your message to the person")
    console.keyboard.type("Hello.")
    console.keyboard.press("Enter")
    console.keyboard.type("Are you safe?")
    console.keyboard.press("Control+Enter")
    expect(console.locator(".from-responder .text")).to_have_text("Hello.\nAre you safe?")
    press_until("We talked")
    console.keyboard.press("ArrowDown")
    expect(console.get_by_label("They are in touch with a crisis line")).to_be_checked()
    press_until("Close the case")
    console.keyboard.press("Enter")
    expect(console.locator("#live-facts")).to_contain_text("closed")
    assert gateway.services.shelf.store.conversations.get(conversation).state == "assistant"


def test_everything_works_with_scripts_off(gateway, make_console, open_case):
    conversation, _ = open_case()
    console = make_console(java_script_enabled=False)
    claim_and_join(console, is_scripted=False)
    composer(console).fill("Hello from a plain page.")
    console.get_by_role("button", name="Send").click()
    expect(console.locator(".from-responder .text")).to_have_text("Hello from a plain page.")
    for text in ("I can read you", "are you still there"):
        tell(gateway, conversation, text, "person")
        console.get_by_role("link", name="Look for new messages").click()
        expect(console.locator(".from-person .text").last).to_have_text(text)
    console.get_by_label("False alarm").check()
    console.get_by_role("button", name="Close the case").click()
    expect(console.locator("#live-facts")).to_contain_text("closed: false alarm")
    console.get_by_role("link", name="Queue").click()
    expect(console.get_by_text("Nobody is waiting.")).to_be_visible()
    console.get_by_role("button", name="Sign out ana").click()
    expect(console.get_by_label("Password")).to_be_visible()


def test_of_two_responders_the_second_is_told_kindly_and_may_take_over(gateway, make_console, open_case, watch):
    watch.allowed = (NETWORK_FAILS,)  # Chromium reports status 409 as such
    _, case = open_case()
    first, second = make_console("ana", f"/console/cases/{case}"), make_console("bea", f"/console/cases/{case}")
    second.route("**/events*", lambda route: route.abort())
    second.reload()
    first.get_by_role("button", name="Claim this case").click()
    first.get_by_role("button", name="Join the talk").click()
    composer(first).fill("half a sentence")
    second.get_by_role("button", name="Claim this case").click(force=True)
    expect(second.get_by_role("alert")).to_contain_text("ana has this case")
    second.unroute("**/events*")
    second.get_by_text("Take over from ana").click()
    second.get_by_label("They do not react here").check()
    second.get_by_role("button", name="Take over").click()
    second.get_by_role("button", name="Join the talk").wait_for()
    expect(composer(first)).to_have_count(0)
    expect(first.locator("#live-facts")).to_contain_text("with bea")


def test_draft_and_place_survive_news_and_a_reload(gateway, make_console, open_case):
    conversation, case = open_case()
    for number in range(40):
        tell(gateway, conversation, f"line {number} " * 12, "assistant")
    console = make_console(path=f"/console/cases/{case}")
    claim_and_join(console)
    scroll = console.locator("#scroll")
    box = "document.getElementById('scroll')"
    is_at_end = f"{box}.scrollHeight - {box}.scrollTop - {box}.clientHeight < 60"
    console.wait_for_function(is_at_end)
    tell(gateway, conversation, "news at the end", "person")
    expect(console.locator(".from-person .text").last).to_have_text("news at the end")
    console.wait_for_function(is_at_end)
    scroll.evaluate("box => box.scrollTo({ top: 100, behavior: 'instant' })")
    composer(console).fill("half a sentence")
    tell(gateway, conversation, "more news", "person")
    expect(console.locator(".from-person .text").last).to_have_text("more news")
    assert scroll.evaluate("box => box.scrollTop") == 100
    expect(composer(console)).to_have_value("half a sentence")
    expect(composer(console)).to_be_focused()
    console.reload()
    expect(composer(console)).to_have_value("half a sentence")
    console.wait_for_function(f"{box}.scrollTop === 100")
    console.get_by_role("button", name="Sign out ana").click()
    console.get_by_label("Password").wait_for()
    assert console.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('draft')).length") == 0


def test_text_that_was_not_sent_is_kept_and_sent_once(gateway, make_console, open_case, watch):
    watch.allowed = (NETWORK_FAILS,)
    conversation, case = open_case()
    console = make_console(path=f"/console/cases/{case}")
    claim_and_join(console)
    tries = []

    def lose_the_first_answer(route):
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    console.route("**/say", lose_the_first_answer)
    composer(console).fill("I am still here")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_role("alert")).to_contain_text("not sent")
    expect(composer(console)).to_have_value("I am still here")
    console.get_by_role("button", name="Send").click()
    expect(composer(console)).to_have_value("")
    expect(console.get_by_role("alert")).to_have_count(0)
    composer(console).fill("second message")
    console.keyboard.press("Control+Enter")
    expect(console.locator(".from-responder")).to_have_count(2)
    store = gateway.services.shelf.store
    said = [message.text for message in store.messages.all(conversation) if message.sender == "responder"]
    assert said == ["I am still here", "second message"]


def test_unshared_case_opens_up_by_itself_when_the_person_agrees(gateway, make_console, open_case):
    conversation, case = open_case("active_ideation")
    console = make_console(path=f"/console/cases/{case}")
    expect(console.get_by_text("has not agreed to share")).to_be_visible()
    expect(console.locator(".message, #live-lines li")).to_have_count(0)
    gateway.services.handoff.share(conversation)
    expect(console.locator(".message")).to_have_count(1)
    expect(console.get_by_text("has not agreed to share")).to_have_count(0)
    expect(console.locator("#live-lines li").first).to_be_visible()


def test_clocks_run_and_the_queue_keeps_its_order(gateway, make_console, open_case):
    open_case("passive_ideation")
    console = make_console()
    clock = entries(console).locator(".clock")
    before = clock.inner_text()
    console.wait_for_timeout(2_100)
    assert clock.inner_text() != before
    open_case("emergency")
    expect(entries(console)).to_have_count(2)
    expect(entries(console).first).to_contain_text("Emergency")


def test_gateway_that_restarts_is_said_and_the_page_goes_on(gateway, make_console, open_case, watch):
    watch.allowed = (NETWORK_FAILS,)
    console = make_console()
    gateway.stop()
    try:
        expect(console.locator("#connection")).to_contain_text("Connection lost", timeout=20_000)
    finally:
        gateway.start()
    expect(console.locator("#connection")).to_be_empty(timeout=40_000)
    open_case()
    expect(entries(console)).to_have_count(1, timeout=5_000)


def test_sound_is_a_choice_that_stays(make_console):
    console = make_console()
    box = console.get_by_label("Sound")
    expect(box).not_to_be_checked()
    box.check()
    console.reload()
    expect(box).to_be_checked()


def test_no_address_holds_a_token(gateway, make_console, open_case):
    _, case = open_case()
    addresses: list[str] = []
    console = make_console()
    console.on("request", lambda request: addresses.append(request.url))
    console.goto(f"{gateway.url}/console/cases/{case}")
    claim_and_join(console)
    tokens = [cookie["value"] for cookie in console.context.cookies()]
    tokens.append(console.locator("[name=csrf]").first.input_value())
    assert addresses
    assert not [address for address in addresses for token in tokens if token in address]
    assert console.evaluate("document.cookie") == ""
