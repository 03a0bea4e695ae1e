"""Conversations begin, change, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
import sqlalchemy as sa

from waymark.errors import StoreError, UnknownConversation
from waymark.store import Store
from waymark.store.retention import erase_expired

LATER = datetime.now(timezone.utc) + timedelta(days=365)


def fill(store: Store, say: Callable[..., object]) -> str:
    """Begin a conversation with something in every table."""
    conversation = store.conversations.create("en", "US").id
    store.messages.add_from_person(conversation, say(), "f")
    store.messages.add_replies(conversation, None, [say("r", "assistant")])
    store.risks.put(conversation, {"level": "none"})
    store.cases.open(conversation, "active_ideation")
    store.outbox.add("page", conversation, {"to": "someone"})
    store.trackers.save(conversation, b"state")
    store.questions.add(conversation, "what about sleep?")
    store.scores.add(conversation, "run", {"total": 9})
    store.records.put(conversation, "kind", "key", {"total": 9, "due_at": LATER.isoformat()})
    store.consents.agree(conversation, "CODE" + conversation)
    return conversation


def test_a_conversation_comes_back_as_it_was_made(store):
    made = store.conversations.create("de-CH", "CH", "telegram")
    assert store.conversations.get(made.id) == made
    assert UUID(made.id).version == 4
    assert (made.locale, made.country, made.channel, made.state) == ("de-CH", "CH", "telegram", "assistant")
    assert made.created_at.tzinfo == made.last_at.tzinfo == timezone.utc
    assert store.conversations.create("en", "US").channel == "web"


def test_times_are_utc_whatever_the_session_thinks(store, conversation):
    found = store.conversations.get(conversation)
    assert found.created_at.utcoffset() == timedelta(0)
    assert abs(datetime.now(timezone.utc) - found.created_at) < timedelta(minutes=1)


def test_country_and_state_change(store, conversation):
    store.conversations.set_country(conversation, "GB")
    store.conversations.set_state(conversation, "held")
    found = store.conversations.get(conversation)
    assert (found.country, found.state) == ("GB", "held")


def test_an_unknown_conversation_is_none_and_cannot_change(store):
    assert store.conversations.get("nobody") is None
    with pytest.raises(UnknownConversation):
        store.conversations.set_country("nobody", "GB")
    with pytest.raises(UnknownConversation):
        store.conversations.set_state("nobody", "held")


def test_an_id_that_no_database_takes_is_a_store_error(store):
    with pytest.raises(StoreError):
        store.conversations.get("\ud800")


def test_erasing_leaves_no_row_anywhere(store, say, rows):
    conversation = fill(store, say)
    assert len(rows()) > 30
    assert store.conversations.erase(conversation) is True
    assert rows() == []
    assert store.conversations.erase(conversation) is False


def test_erasing_one_conversation_leaves_the_others(store, say):
    one, other = fill(store, say), fill(store, say)
    store.conversations.erase(one)
    assert len(store.messages.all(other)) == 2
    assert store.risks.get(other) == {"level": "none"}
    assert len(store.cases.of(other)) == 1
    assert store.trackers.ids() == [other]
    assert len(store.questions.of(other)) == 1
    assert len(store.outbox.claim("page", 9, 60)) == 1


def test_erasing_finds_a_tracker_without_conversation(store):
    store.trackers.save("shell", b"state")
    assert store.conversations.erase("shell") is True
    assert store.trackers.ids() == []


def test_the_state_of_an_erased_conversation_is_not_written_back(store, conversation, rows):
    store.trackers.save(conversation, b"one")
    store.conversations.erase(conversation)
    with pytest.raises(UnknownConversation):
        store.trackers.save(conversation, b"two")
    assert rows() == []


@pytest.mark.parametrize("name", ["shell", "default", "0d0f519c90e74f89afac72997e1377a1"])
def test_a_brain_without_gateway_names_its_own_conversations(store, name):
    store.trackers.save(name, b"state")
    assert store.trackers.load(name) == b"state"


def test_turns_under_way_leave_nothing_of_what_is_erased_meanwhile(store, rows):
    def save(conversation: str) -> None:
        with suppress(UnknownConversation):
            for number in range(5):
                store.trackers.save(conversation, bytes([number]))

    talks = [store.conversations.create("en", "US").id for _ in range(4)]
    with ThreadPoolExecutor(12) as threads:
        saving = [threads.submit(save, talk) for talk in talks for _ in range(2)]
        erasing = [threads.submit(store.conversations.erase, talk) for talk in talks]
    assert all(one.result() is None for one in saving)
    assert all(one.result() for one in erasing)
    assert rows() == []


def test_expired_lists_silent_conversations_oldest_first(store, say):
    first, second = fill(store, say), fill(store, say)
    store.trackers.save("shell", b"state")
    assert store.conversations.expired(datetime.now(timezone.utc) - timedelta(days=1), 10) == []
    assert store.conversations.expired(LATER, 10) == [first, second, "shell"]
    assert store.conversations.expired(LATER, 1) == [first]
    store.messages.add_from_person(first, say(), "f")
    assert store.conversations.expired(LATER, 2) == [second, first]


def test_a_time_without_zone_is_refused(store):
    with pytest.raises(StoreError):
        store.conversations.expired(datetime(2027, 1, 1), 10)


def test_retention_erases_in_batches_and_counts(store, rows, say, monkeypatch):
    monkeypatch.setattr("waymark.store.retention._BATCH", 2)
    for _ in range(5):
        fill(store, say)
    store.trackers.save("shell", b"state")
    now = datetime.now(timezone.utc)
    assert erase_expired(store, 30, now + timedelta(days=29)) == 0
    assert erase_expired(store, 30, now + timedelta(days=31)) == 6
    assert rows() == []


def test_retention_spares_a_conversation_that_goes_on_meanwhile(store, say):
    conversation = fill(store, say)
    listed_at = datetime.now(timezone.utc)
    store.messages.add_from_person(conversation, say("I am back"), "f")
    assert store.conversations.erase(conversation, unless_active_since=listed_at) is False
    assert len(store.messages.all(conversation)) == 3
    assert store.trackers.ids() == [conversation]


def test_the_ways_in_are_indexed(store, url):
    """No look-up on the path of a message reads a whole table."""
    engine = sa.create_engine(url)
    inspector = sa.inspect(engine)
    for table in inspector.get_table_names():
        columns = {column["name"] for column in inspector.get_columns(table)}
        if "conversation_id" in columns:
            leading = {index["column_names"][0] for index in inspector.get_indexes(table)}
            leading.update(inspector.get_pk_constraint(table)["constrained_columns"][:1])
            assert "conversation_id" in leading, table
    engine.dispose()
