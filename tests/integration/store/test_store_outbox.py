"""Nothing to be done is dropped, done by two at once, or done out of order."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

from waymark.store import Store


def claimed(store: Store, limit: int = 10, lease_seconds: float = 60, kind: str = "page") -> list[int]:
    return [item.id for item in store.outbox.claim(kind, limit, lease_seconds)]


def test_an_item_comes_back_as_it_was_added(store, conversation):
    number = store.outbox.add("page", conversation, {"case": "kite", "try": [1]})
    [item] = store.outbox.claim("page", 10, 60)
    assert (item.id, item.kind, item.conversation_id) == (number, "page", conversation)
    assert (item.body, item.attempts) == ({"case": "kite", "try": [1]}, 1)
    assert item.due_at.tzinfo == timezone.utc
    assert "kite" not in repr(item)


def test_a_claimed_item_is_nobody_elses_until_its_lease_ends(store, conversation):
    number = store.outbox.add("page", conversation, {})
    assert claimed(store, lease_seconds=0.3) == [number]
    assert claimed(store) == []
    time.sleep(0.35)
    [again] = store.outbox.claim("page", 10, 60)
    assert (again.id, again.attempts) == (number, 2)


def test_what_waits_for_a_conversation_is_listed_also_while_it_is_claimed(store, conversation):
    numbers = [store.outbox.add("page", conversation, {"n": n}) for n in range(2)]
    other = store.conversations.create("en", "US").id
    store.outbox.add("page", other, {})
    store.outbox.add("mail", conversation, {})
    claimed(store)
    assert [item.id for item in store.outbox.of(conversation, "page")] == numbers
    assert [item.body for item in store.outbox.of(conversation, "page")] == [{"n": 0}, {"n": 1}]


def test_a_done_item_is_gone(store, conversation):
    number = store.outbox.add("page", conversation, {})
    claimed(store)
    store.outbox.done(number)
    store.outbox.done(number)
    assert claimed(store) == []


def test_the_longest_due_comes_first_and_what_is_not_due_waits(store):
    now = datetime.now(timezone.utc)
    days = {day: store.conversations.create("en", "US").id for day in (-1, -3, -2, 1)}
    items = {day: store.outbox.add("page", each, {}, now + timedelta(days=day)) for day, each in days.items()}
    assert claimed(store, limit=2) == [items[-3], items[-2]]
    assert claimed(store, limit=2) == [items[-1]]


def test_kinds_do_not_mix(store, conversation):
    page = store.outbox.add("page", conversation, {})
    mail = store.outbox.add("mail", conversation, {})
    assert claimed(store, kind="mail") == [mail]
    assert claimed(store, kind="page") == [page]


def test_the_next_of_a_conversation_waits_for_the_one_before(store, conversation):
    first, second = store.outbox.add("page", conversation, {}), store.outbox.add("page", conversation, {})
    elsewhere = store.outbox.add("page", store.conversations.create("en", "US").id, {})
    assert claimed(store) == [first, elsewhere]
    assert claimed(store) == []
    store.outbox.retry(first, 0.3)
    assert claimed(store) == []
    time.sleep(0.35)
    assert claimed(store) == [first]
    store.outbox.done(first)
    assert claimed(store) == [second]


def test_a_reminder_of_next_week_holds_nothing_up(store, conversation):
    store.outbox.add("page", conversation, {}, datetime.now(timezone.utc) + timedelta(days=7))
    today = store.outbox.add("page", conversation, {})
    assert claimed(store) == [today]


def test_eight_workers_do_each_item_once_and_in_order(store):
    conversations = [store.conversations.create("en", "US").id for _ in range(10)]
    for number in range(6):
        for each in conversations:
            store.outbox.add("page", each, {"number": number})
    order: dict[str, list[int]] = defaultdict(list)

    def work(_: int) -> list[int]:
        finished, idle = [], 0
        while idle < 20:
            items = store.outbox.claim("page", 3, 60)
            idle = 0 if items else idle + 1
            for item in items:
                order[item.conversation_id].append(item.body["number"])
                finished.append(item.id)
                store.outbox.done(item.id)
            if not items:
                time.sleep(0.01)
        return finished

    with ThreadPoolExecutor(8) as pool:
        done = Counter(number for finished in pool.map(work, range(8)) for number in finished)
    assert len(done) == 60
    assert set(done.values()) == {1}
    assert all(numbers == list(range(6)) for numbers in order.values())
