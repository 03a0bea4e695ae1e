"""kill -9 in every state of a case: the next process, or another one, goes on; nothing is lost, nothing is doubled."""

from __future__ import annotations

import time

import pytest

from waymark.store import Store
from waymark.store.upgrade import upgrade

from .conftest import KEY, wait_for

STAGES = ("first", "again", "next")


@pytest.fixture
def store(by_webhook):
    url = by_webhook().store_url
    upgrade(url)
    store = Store.open(url, [KEY], deadline_seconds=10)
    yield store
    store.close()


@pytest.fixture
def conversation(store):
    return store.conversations.create("en", "US").id


def events(store: Store, case_id: str) -> list[str]:
    return [entry.event for entry in store.cases.audit(case_id)]


def told(store: Store, conversation: str) -> list[str]:
    return [message.text for message in store.messages.all(conversation)]


def assert_whole(store: Store, conversation: str, case_id: str, target) -> None:
    """The escalation ran to its end: each page under one id and written down once, the person told once."""
    wait_for(lambda: told(store, conversation), "the truth")
    time.sleep(1.5)
    assert told(store, conversation) == ["handoff_unreached"]
    assert sorted({page.id for page in target.accepted}) == sorted(f"{case_id}.{stage}" for stage in STAGES)
    assert events(store, case_id) == ["opened", "paged", "paged", "paged", "unreached"]
    assert target.forged == 0


def test_killed_right_after_opening(worker, by_webhook, target, store, conversation):
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    first.kill()
    worker(by_webhook())
    assert_whole(store, conversation, case_id, target)


def test_killed_before_paging_had_begun(worker, team, by_webhook, target, store, conversation):
    case_id = team(by_webhook(), begin=False).handoff.open(conversation, "emergency").id
    worker(by_webhook())
    assert_whole(store, conversation, case_id, target)
    assert len(target.seen) == 3


def test_killed_while_the_page_was_on_its_way(worker, by_webhook, target, store, conversation):
    first = worker(by_webhook())
    target.delay = 3
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: target.seen, "a page on its way")
    first.kill()
    target.delay = 0
    worker(by_webhook())
    assert_whole(store, conversation, case_id, target)
    assert [page.id for page in target.seen].count(f"{case_id}.first") == 2  # the target can tell by the id
    assert len({page.raw for page in target.seen if page.id == f"{case_id}.first"}) == 1


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_killed_while_waiting_after_a_page(worker, by_webhook, target, store, conversation, pages):
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: events(store, case_id).count("paged") == pages, "the page")
    time.sleep(0.2)
    first.kill()
    assert store.cases.get(case_id).state == "paged"
    worker(by_webhook())
    assert_whole(store, conversation, case_id, target)
    assert len(target.seen) == 3


def test_killed_while_telling_the_person(worker, by_webhook, target, store, conversation):
    first = worker(by_webhook(), hangs=True)
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: told(store, conversation), "the truth")
    first.kill()
    worker(by_webhook())
    time.sleep(9)
    assert_whole(store, conversation, case_id, target)


@pytest.mark.parametrize("state", ["claimed", "joined", "closed"])
def test_killed_once_a_responder_has_the_case(worker, team, by_webhook, target, store, conversation, state):
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: store.cases.get(case_id).state == "paged", "the page")
    first.ask("claim", case_id, "ann")
    if state != "claimed":
        first.ask("join", case_id, "ann")
    if state == "closed":
        first.ask("close", case_id, "ann", "reached")
    first.kill()
    second = worker(by_webhook())
    time.sleep(9)
    assert len(target.seen) == 1
    assert told(store, conversation) == []
    assert store.cases.get(case_id).state == state
    held = {"claimed": "waiting", "joined": "held", "closed": "assistant"}
    assert store.conversations.get(conversation).state == held[state]
    if state != "closed":
        second.ask("join", case_id, "ann")
        second.ask("close", case_id, "ann", "reached")
    assert events(store, case_id) == ["opened", "paged", "claimed", "joined", "closed"]


def test_a_clean_stop_loses_nothing_and_the_next_process_goes_on_at_once(
    worker, by_webhook, target, store, conversation
):
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: store.cases.get(case_id).state == "paged", "the page")
    started = time.monotonic()
    first.end()
    assert time.monotonic() - started < 5
    worker(by_webhook())
    wait_for(lambda: len(target.seen) == 2, "the second page", seconds=6)
    assert_whole(store, conversation, case_id, target)
    assert len(target.seen) == 3


def test_a_clean_stop_while_a_page_is_on_its_way_loses_nothing(worker, by_webhook, target, store, conversation):
    first = worker(by_webhook())
    target.delay = 3
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: target.seen, "a page on its way")
    first.end()
    target.delay = 0
    worker(by_webhook())
    assert_whole(store, conversation, case_id, target)


def test_changed_settings_do_not_strand_an_escalation(worker, by_webhook, settings, target, store, conversation):
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: store.cases.get(case_id).state == "paged", "the page")
    first.kill()
    worker(settings())
    wait_for(lambda: told(store, conversation), "the truth")
    assert events(store, case_id) == ["opened", "paged", "unreached"]


def test_an_escalation_outlives_the_loss_of_its_own_database(worker, by_webhook, target, store, conversation):
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: store.cases.get(case_id).state == "paged", "the page")
    first.kill()
    for file in by_webhook().state_dir.glob("escalations.db*"):
        file.unlink()
    worker(by_webhook())
    assert_whole(store, conversation, case_id, target)
    assert len(target.seen) == 3


@pytest.mark.parametrize("names", [("one", "two"), ("same", "same")])
def test_a_survivor_takes_over_and_two_that_live_do_nothing_twice(
    worker, by_webhook, target, store, conversation, names
):
    first = worker(by_webhook(executor_id=names[0], page_again_seconds=12))
    dies = first.ask("open", conversation, "emergency")
    wait_for(lambda: store.cases.get(dies).state == "paged", "the page")
    second = worker(by_webhook(executor_id=names[1], page_again_seconds=12))
    other = store.conversations.create("en", "US").id
    lives = second.ask("open", other, "emergency")
    wait_for(lambda: store.cases.get(lives).state == "paged", "the other page")
    first.kill()
    assert_whole_of_both = [(conversation, dies), (other, lives)]
    for talk, case_id in assert_whole_of_both:
        wait_for(lambda talk=talk: told(store, talk), "the truth")
        assert events(store, case_id) == ["opened", "paged", "paged", "paged", "unreached"]
        assert told(store, talk) == ["handoff_unreached"]
    ids = [page.id for page in target.seen]
    assert sorted(ids) == sorted(f"{case_id}.{stage}" for _, case_id in assert_whole_of_both for stage in STAGES)


@pytest.mark.postgres
def test_a_survivor_takes_over_on_postgres(postgres_url, worker, by_webhook, target):
    settings = by_webhook(database_url=postgres_url, page_again_seconds=12)
    upgrade(postgres_url)
    store = Store.open(postgres_url, [KEY], deadline_seconds=10)
    conversation = store.conversations.create("en", "US").id
    first = worker(settings)
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: store.cases.get(case_id).state == "paged", "the page")
    survivor = worker(settings)
    first.kill()
    assert_whole(store, conversation, case_id, target)
    assert len(target.seen) == 3
    survivor.end()
    store.close()


def test_logs_name_places_and_nobody(worker, by_webhook, target, store, conversation):
    target.answers = [500] * 100
    first = worker(by_webhook())
    case_id = first.ask("open", conversation, "emergency")
    wait_for(lambda: told(store, conversation), "the truth")
    logged = first.end()
    assert "handoff.page.failed" in logged
    for secret in (case_id, conversation, target.url, "whsec_", "emergency"):
        assert secret not in logged
