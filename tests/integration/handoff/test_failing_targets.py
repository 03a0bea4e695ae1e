"""A target that is down, slow or refuses: tried again, others and the next contact paged, the person told once."""

from __future__ import annotations

import time

from .conftest import Target, closed_port, wait_for


def test_a_target_that_comes_back_gets_one_page_under_one_id(team, by_webhook, target):
    target.answers = [503, 500, 302]
    here = team(by_webhook(page_again_seconds=30))
    case = here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: here.store.cases.get(case.id).state == "paged", "a page")
    assert [page.status for page in target.seen] == [503, 500, 302, 200]
    assert {page.id for page in target.seen} == {f"{case.id}.first"}
    assert len({page.raw for page in target.seen}) == 1
    pauses = [later.at - earlier.at for earlier, later in zip(target.seen, target.seen[1:], strict=False)]
    assert pauses[0] < pauses[1] < pauses[2]
    assert here.events(case.id) == ["opened emergency", "paged webhook"]
    assert target.forged == 0


def test_a_slow_target_is_given_five_seconds(team, by_webhook, target):
    target.delay = 20
    here = team(by_webhook(page_again_seconds=30))
    started = time.time()
    case = here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: target.seen, "the first attempt")
    target.delay = 0
    wait_for(lambda: here.store.cases.get(case.id).state == "paged", "the second attempt")
    assert 5 < target.seen[1].at - target.seen[0].at < 9
    assert time.time() - started < 12
    assert target.seen[0].id == target.seen[1].id


def test_a_target_that_refuses_leaves_the_next_contact_at_once(team, by_webhook, target):
    target.answers = [401] * 100
    chief = Target()
    timers = {"page_again_seconds": 60.0, "next_contact_seconds": 60.0}
    here = team(by_webhook(handoff_notify_next=(chief.url.replace("http:", "json:"),), **timers))
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.said, "the truth")
    assert len(chief.seen) == 1
    assert [page.id for page in target.seen] == [f"{case.id}.first"] * 5 + [f"{case.id}.next"] * 5
    assert here.events(case.id)[1:] == ["page_failed webhook", "paged next", "page_failed webhook", "unreached"]
    assert here.told(conversation) == ["handoff_unreached"]


def test_where_no_target_can_be_reached_the_person_hears_it_soon_and_once(team, by_webhook):
    timers = {"page_again_seconds": 60.0, "next_contact_seconds": 60.0, "give_up_seconds": 60.0}
    here = team(by_webhook(handoff_webhook_url=f"http://127.0.0.1:{closed_port()}/", **timers))
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.said, "the truth")
    time.sleep(2)
    assert here.told(conversation) == ["handoff_unreached"]
    assert here.events(case.id)[1:] == ["page_failed webhook", "page_failed webhook", "unreached"]


def test_a_target_that_is_down_does_not_delay_another(team, by_webhook):
    duty = Target()
    down = f"http://127.0.0.1:{closed_port()}/"
    here = team(by_webhook(handoff_webhook_url=down, handoff_notify=(duty.url.replace("http:", "json:"),)))
    here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: duty.seen, "the first page")
    started = time.time()
    here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: len(duty.seen) > 1, "the page of the second case")
    assert time.time() - started < 2


def test_a_target_of_no_known_kind_fails_and_is_written_down(team, settings):
    here = team(settings(handoff_notify=("carrier-pigeon://loft",)))
    case = here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: here.said, "the truth")
    assert here.events(case.id)[1:] == ["page_failed notify", "unreached"]


def test_a_person_is_told_once_the_words_can_be_stored_again(team, by_webhook):
    here = team(by_webhook())
    failures = [1, 2]
    speaker = here.handoff._watch._parts.speaker

    def speak(*values: str) -> None:
        if failures:
            failures.pop()
            raise OSError
        speaker(*values)

    object.__setattr__(here.handoff._watch._parts, "speaker", speak)
    conversation = here.conversation()
    here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.said, "the truth")
    assert here.told(conversation) == ["handoff_unreached"]
