"""Cases that responders take, their audit, and who may take them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timezone
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic import command

from waymark.errors import CaseConflict
from waymark.messages import Draft, message_from, paragraphs
from waymark.store import Store, sqlite
from waymark.store.database import Database
from waymark.store.upgrade import alembic_config, upgrade


def claim(store: Store, case_id: str, name: str):
    return store.cases.advance(
        case_id, "claimed", actor=f"responder:{name}", expect=("opened", "paged"), to="claimed", talk="waiting"
    )


def events(store: Store, case_id: str) -> list[tuple[str, str, str]]:
    return [(entry.actor, entry.event, entry.detail) for entry in store.cases.audit(case_id)]


def test_a_level_only_rises_and_sharing_only_begins(store, conversation):
    case = store.cases.open(conversation, "passive_ideation")
    assert not case.is_shared
    raised = store.cases.open(conversation, "emergency", is_shared=True)
    assert (raised.id, raised.level, raised.is_shared) == (case.id, "emergency", True)
    assert store.cases.open(conversation, "third_party") == raised == store.cases.get(case.id)
    assert events(store, case.id) == [
        ("system", "opened", "passive_ideation"),
        ("system", "raised", "emergency"),
        ("system", "shared", "emergency"),
    ]


def test_every_level_has_its_place_in_the_queue(store):
    levels = ["none", "third_party", "emergency", "active_ideation", "plan_or_intent", "emergency", "medical_urgent"]
    opened = [store.cases.open(store.conversations.create("en", "US").id, level) for level in levels]
    ended = store.cases.open(store.conversations.create("en", "US").id, "emergency")
    store.cases.advance(ended.id, "closed", actor="system", expect=("opened",), to="closed", detail="reached")
    wanted = [opened[place] for place in (2, 5, 4, 6, 3, 1, 0)]
    assert store.cases.queue() == wanted


def test_a_case_goes_its_way_and_keeps_when(store, conversation):
    case = store.cases.open(conversation, "emergency", is_shared=True, page=True)
    assert store.conversations.get(conversation).state == "waiting"
    assert store.cases.due() == [case]
    paged = store.cases.advance(case.id, "paged", actor="system", detail="webhook", expect=("opened",), to="paged")
    assert paged.paged_at.tzinfo == timezone.utc
    assert store.cases.due() == []
    claimed = claim(store, case.id, "ann")
    assert (claimed.state, claimed.claimed_by) == ("claimed", "ann")
    joined = store.cases.advance(
        case.id, "joined", actor="responder:ann", expect=("claimed",), to="joined", talk="held", holder="ann"
    )
    assert store.conversations.get(conversation).state == "held"
    closed = store.cases.advance(
        case.id, "closed", actor="responder:ann", expect=("joined",), to="closed", talk="assistant", detail="reached"
    )
    assert (closed.state, closed.outcome) == ("closed", "reached")
    assert case.opened_at <= paged.paged_at <= claimed.claimed_at <= joined.joined_at <= closed.closed_at
    assert store.conversations.get(conversation).state == "assistant"
    assert store.cases.get(case.id) == closed
    assert [event for _, event, _ in events(store, case.id)] == ["opened", "paged", "claimed", "joined", "closed"]
    assert store.cases.queue() == []


def test_a_step_that_does_not_fit_changes_nothing(store, conversation):
    case = store.cases.open(conversation, "emergency")
    claim(store, case.id, "ann")
    before = store.cases.get(case.id), events(store, case.id)
    with pytest.raises(CaseConflict, match="look at the queue again"):
        claim(store, case.id, "bob")
    with pytest.raises(CaseConflict):
        store.cases.advance(
            case.id, "joined", actor="responder:bob", expect=("claimed",), to="joined", talk="held", holder="bob"
        )
    with pytest.raises(CaseConflict):
        store.cases.advance("gone", "paged", actor="system", expect=("opened",))
    assert (store.cases.get(case.id), events(store, case.id)) == before
    assert store.conversations.get(conversation).state == "waiting"


def test_of_eight_claims_at_once_exactly_one_succeeds(store, conversation):
    case = store.cases.open(conversation, "emergency")
    together = Barrier(8)

    def try_to_claim(number: int) -> str | None:
        together.wait()
        try:
            return claim(store, case.id, f"r{number}").claimed_by
        except CaseConflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        winners = [name for name in pool.map(try_to_claim, range(8)) if name]
    assert winners == [store.cases.get(case.id).claimed_by]
    assert [event for _, event, _ in events(store, case.id)] == ["opened", "claimed"]


def test_an_event_with_a_key_is_written_once(store, conversation):
    case = store.cases.open(conversation, "emergency")
    together = Barrier(8)

    def page(_: int) -> None:
        together.wait()
        store.cases.advance(case.id, "paged", actor="system", expect=("opened",), to="paged", key="first")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(page, range(8)))
    assert [event for _, event, _ in events(store, case.id)] == ["opened", "paged"]
    store.cases.advance(case.id, "paged", actor="system", expect=("paged",), key="second")
    assert [event for _, event, _ in events(store, case.id)] == ["opened", "paged", "paged"]


def test_sharing_is_written_once_and_makes_the_person_wait(store, conversation):
    case = store.cases.open(conversation, "self_harm", page=True)
    assert store.conversations.get(conversation).state == "assistant"
    assert store.cases.share(case.id, "person").is_shared
    assert store.cases.share(case.id, "person").is_shared
    assert events(store, case.id)[1:] == [("person", "shared", "")]
    assert store.conversations.get(conversation).state == "waiting"
    store.cases.advance(case.id, "closed", actor="system", expect=("opened",), to="closed")
    with pytest.raises(CaseConflict):
        store.cases.share(case.id, "person")


def test_a_page_is_due_again_when_nobody_was_found_or_the_level_rises(store, conversation):
    def due() -> bool:
        return [each.id for each in store.cases.due()] == [case.id]

    case = store.cases.open(conversation, "self_harm", page=True)
    assert due()
    store.cases.advance(case.id, "paged", actor="system", expect=("opened",), to="paged")
    store.cases.open(conversation, "self_harm", page=True)
    assert not due()  # it is under way
    store.cases.open(conversation, "plan_or_intent", page=True)
    assert due()
    store.cases.advance(case.id, "unreached", actor="system", expect=("paged",), to="opened", talk="assistant")
    assert not due()
    store.cases.open(conversation, "self_harm", page=True)
    assert due()


def test_erasing_a_conversation_erases_its_cases_and_audit(store, conversation, url):
    case = store.cases.open(conversation, "emergency")
    other = store.cases.open(store.conversations.create("en", "US").id, "emergency")
    store.conversations.erase(conversation)
    assert store.cases.get(case.id) is None
    assert store.cases.audit(case.id) == []
    assert len(store.cases.audit(other.id)) == 1
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM audit")).scalar() == 1
    engine.dispose()
    with pytest.raises(CaseConflict):
        claim(store, case.id, "ann")


def test_nothing_changes_or_deletes_an_audit_entry():
    names = [name for name in dir(Store.open("sqlite:////nowhere/x.db", ["k" * 43 + "="]).cases) if name[0] != "_"]
    assert names == ["advance", "audit", "due", "get", "has_noted", "of", "open", "queue", "share"]


def test_responders_are_added_once_and_counted_while_active(store, url):
    assert not store.responders.any()
    assert store.responders.get("ann") is None
    store.responders.add("bob", "one")
    store.responders.add("ann", "two")
    store.responders.add("bob", "three")
    assert store.responders.names() == ["ann", "bob"]
    bob = store.responders.get("bob")
    assert (bob.password_hash, bob.is_active, bob.created_at.tzinfo) == ("three", True, timezone.utc)
    assert "three" not in repr(bob)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE responders SET is_active = (1 = 0)"))
    engine.dispose()
    assert (store.responders.any(), store.responders.names(), store.responders.get("ann")) == (False, [], None)


def test_a_silent_executor_is_claimed_by_exactly_one(store):
    assert store.executors.claim("new", 60)
    assert not store.executors.claim("new", 60)
    together = Barrier(8)
    time.sleep(1.5)

    def take(_: int) -> bool:
        together.wait()
        return store.executors.claim("new", 1)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(take, range(8))).count(True) == 1
    store.executors.remove("new")
    assert store.executors.claim("new", 60)
    store.executors.beat("other")
    store.executors.forget(60)
    assert not store.executors.claim("other", 60)


def test_a_message_unasked_is_kept_once_under_its_id(store, conversation):
    message = message_from(Draft(blocks=paragraphs(["nobody yet"])), "system")
    together = Barrier(8)

    def add(_: int) -> bool:
        together.wait()
        return store.messages.add_once(conversation, message)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(add, range(8))).count(True) == 1
    assert [each.text for each in store.messages.all(conversation)] == ["nobody yet"]


def test_cases_of_the_first_version_are_kept(url, key):
    """A database of revision 0001 with an open case is brought to the newest revision."""
    if url.startswith("sqlite"):
        sqlite.create_file(sqlite.path_of(sa.make_url(url)))
    database = Database(url, 60)
    with database.write("go back in time") as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        at = "2026-01-02 03:04:05+00:00" if not database.is_sqlite else "2026-01-02 03:04:05.000000"
        connection.execute(
            sa.text(f"INSERT INTO conversations VALUES ('c', 'en', 'US', 'web', 'assistant', '{at}', '{at}')")
        )
        connection.execute(sa.text(f"INSERT INTO cases VALUES ('k', 'c', 'emergency', 'opened', '{at}', NULL)"))
    database.close()
    upgrade(url)
    store = Store.open(url, [key])
    case = store.cases.get("k")
    assert (case.level, case.is_shared, case.page_due, case.claimed_by) == ("emergency", False, False, None)
    assert store.cases.open("c", "emergency", page=True).page_due
    store.close()
