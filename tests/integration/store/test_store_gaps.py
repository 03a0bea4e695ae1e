"""Questions for the editors: kept once, sealed, without the conversation that they come from, and for a while only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest
import sqlalchemy as sa

from waymark.errors import StoreError, UnknownConversation
from waymark.store import Store
from waymark.store.gaps import MOST_CHARACTERS
from waymark.store.retention import erase_expired
from waymark.store.tables import gaps

CANARY = "canary-7f3a-is-light-therapy-for-me"


def expire(url: str, gap_id: int, at: datetime) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.update(gaps).where(gaps.c.id == gap_id).values(expires_at=at))
    engine.dispose()


def test_gap_comes_back_with_its_language_and_its_day(store, conversation):
    assert store.gaps.add(conversation, "m1", CANARY, "es")
    (gap,) = store.gaps.newest(10)
    today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    assert (gap.text, gap.language) == (CANARY, "es")
    assert today - timedelta(days=1) <= gap.created_at <= today
    assert (gap.created_at.hour, gap.created_at.minute, gap.created_at.second) == (0, 0, 0)
    assert gap.expires_at - gap.created_at == timedelta(days=90)
    assert CANARY not in repr(gap)


def test_gaps_live_as_long_as_the_installation_says(store, url, key):
    short = Store.open(url, [key], gap_days=7)
    short.gaps.add(short.conversations.create("en", "US").id, "m1", "why", "en")
    (gap,) = short.gaps.newest(1)
    assert gap.expires_at - gap.created_at == timedelta(days=7)
    short.close()


def test_no_row_holds_the_words_and_no_gap_names_its_conversation(store, conversation, rows, url):
    store.gaps.add(conversation, "m1", CANARY, "en")
    assert not any(CANARY in (value.decode() if isinstance(value, bytes) else str(value)) for value in rows())
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM gaps")).mappings()
    engine.dispose()
    assert set(row) == {"id", "sealed", "language", "created_at", "expires_at"}


def test_long_text_is_cut(store, conversation):
    store.gaps.add(conversation, "m1", "x" * 1500, "en")
    assert store.gaps.newest(1)[0].text == "x" * MOST_CHARACTERS


def test_message_is_passed_on_once_even_after_an_editor_removed_it(store, conversation):
    assert store.gaps.add(conversation, "m1", "why", "en")
    assert not store.gaps.add(conversation, "m1", "why", "en")
    assert store.gaps.remove(store.gaps.newest(1)[0].id)
    assert not store.gaps.add(conversation, "m1", "why", "en")
    assert store.gaps.newest(10) == []


def test_eight_threads_keep_one_gap(store, conversation):
    together = Barrier(8)

    def add(_: int) -> bool:
        together.wait()
        return store.gaps.add(conversation, "m1", "why", "en")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1
    assert store.gaps.counts() == {"en": 1}


def test_same_words_of_two_people_are_two_gaps(store, conversation):
    other = store.conversations.create("en", "US").id
    store.gaps.add(conversation, "m1", "why", "en")
    store.gaps.add(other, "m1", "why", "en")
    assert len(store.gaps.newest(10)) == 2


def test_list_begins_with_the_newest_and_is_read_in_pages(store, conversation):
    for number in range(5):
        store.gaps.add(conversation, f"m{number}", f"question {number}", "en")
    assert [gap.text[-1] for gap in store.gaps.newest(2)] == ["4", "3"]
    assert [gap.text[-1] for gap in store.gaps.newest(2, 2)] == ["2", "1"]
    assert [gap.text[-1] for gap in store.gaps.newest(2, 4)] == ["0"]


def test_gaps_are_counted_by_language(store, conversation):
    assert store.gaps.counts() == {}
    for number, language in enumerate(("es", "en", "en")):
        store.gaps.add(conversation, f"m{number}", "?", language)
    assert store.gaps.counts() == {"en": 2, "es": 1}


def test_one_gap_is_removed_and_the_others_stay(store, conversation):
    for number in range(3):
        store.gaps.add(conversation, f"m{number}", str(number), "en")
    middle = store.gaps.newest(10)[1]
    assert store.gaps.remove(middle.id)
    assert not store.gaps.remove(middle.id)
    assert [gap.text for gap in store.gaps.newest(10)] == ["2", "0"]


def test_expired_gap_is_seen_by_nobody_and_erased_with_old_conversations(store, conversation, url, rows):
    store.gaps.add(conversation, "old", "old", "en")
    store.gaps.add(conversation, "new", "new", "en")
    at = datetime.now(timezone.utc)
    expire(url, store.gaps.newest(10)[1].id, at)
    assert [gap.text for gap in store.gaps.newest(10)] == ["new"]
    assert store.gaps.counts() == {"en": 1}
    before = len(rows())
    assert erase_expired(store, 30, at) == 0
    assert len(rows()) == before - len(gaps.c)
    assert [gap.text for gap in store.gaps.newest(10)] == ["new"]


def test_gap_stays_and_its_mark_goes_when_the_conversation_is_erased(store, conversation, rows):
    store.gaps.add(conversation, "m1", "why", "en")
    store.conversations.erase(conversation)
    assert [gap.text for gap in store.gaps.newest(10)] == ["why"]
    assert conversation not in rows()


def test_nothing_is_kept_for_an_erased_conversation(store, conversation):
    store.conversations.erase(conversation)
    with pytest.raises(UnknownConversation):
        store.gaps.add(conversation, "m1", "why", "en")
    assert store.gaps.newest(10) == []


def test_refused_write_keeps_neither_the_gap_nor_its_mark(store, conversation, url):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE gaps RENAME TO elsewhere"))
    with pytest.raises(StoreError) as refused:
        store.gaps.add(conversation, "m1", CANARY, "en")
    assert CANARY not in str(refused.value)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE elsewhere RENAME TO gaps"))
    engine.dispose()
    assert store.gaps.add(conversation, "m1", CANARY, "en")
