"""What channels keep: arrivals once, addresses sealed, messages into the outbox once, buttons of their own chat."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest
from cryptography.fernet import Fernet

from waymark.errors import UnknownConversation
from waymark.store import Parcel, Store

ADDRESS = "987654321"
KIND = "pigeon:arrived"


def take_in(store, event="1", address=ADDRESS, **more):
    given = {"kind": KIND, "lease_seconds": 60, "locale": "en", "country": "US", **more}
    return store.arrivals.take_in("pigeon", event, address, {"text": "canary words"}, **given)


def at_once(work, count=8):
    together = Barrier(count)

    def one(number):
        together.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_a_conversation_begins_with_the_first_arrival(store):
    first, second = take_in(store, "1"), take_in(store, "2")
    assert (first.is_first, second.is_first) == (True, False)
    assert first.conversation_id == second.conversation_id == store.addresses.find("pigeon", ADDRESS)
    conversation = store.conversations.get(first.conversation_id)
    assert (conversation.channel, conversation.country, conversation.state) == ("pigeon", "US", "assistant")
    where = store.addresses.of(first.conversation_id)
    assert (where.address, where.channel, where.is_blocked, where.has_failed) == (ADDRESS, "pigeon", False, False)
    assert ADDRESS not in repr(where) + repr(first)


def test_what_arrived_is_taken_in_once(store):
    assert take_in(store)
    assert take_in(store) is None
    assert len([each for each in at_once(lambda _: take_in(store, "2")) if each]) == 1


def test_first_arrivals_at_once_begin_one_conversation(store):
    taken = at_once(lambda number: take_in(store, str(number)))
    assert len({arrival.conversation_id for arrival in taken}) == 1
    assert sum(arrival.is_first for arrival in taken) == 1


def test_an_arrival_is_claimed_by_others_only_after_the_lease(store):
    arrival = take_in(store)
    assert store.outbox.claim(KIND, 8, 60) == []
    store.outbox.retry(arrival.item_id, -1)
    claimed = store.outbox.claim(KIND, 8, 60)
    assert [(item.id, item.attempts, item.body["is_first"]) for item in claimed] == [(arrival.item_id, 2, True)]


def test_channels_and_addresses_are_kept_apart(store):
    take_in(store)
    assert store.addresses.find("pigeon", "1") is None
    assert store.addresses.find("raven", ADDRESS) is None


def test_no_row_tells_the_address_or_the_provider_id(store, rows):
    take_in(store, event="wamid.15555550100")
    values = " ".join(value.decode() if isinstance(value, bytes) else str(value) for value in rows())
    assert not [secret for secret in (ADDRESS, "15555550100", "canary") if secret in values]


def test_a_newer_key_still_finds_and_reads(store, url, key):
    known = take_in(store).conversation_id
    rotated = Store.open(url, [Fernet.generate_key().decode(), key], deadline_seconds=10)
    assert rotated.addresses.find("pigeon", ADDRESS) == known
    assert take_in(rotated, "2").conversation_id == known
    assert rotated.addresses.of(known).address == ADDRESS
    rotated.close()


def test_messages_are_put_out_once(store, say):
    conversation = take_in(store).conversation_id
    assert store.addresses.waiting("pigeon", 10) == []
    (seq,) = store.messages.add_replies(conversation, None, [say("hello", "assistant")])
    assert store.addresses.waiting("pigeon", 10) == [conversation]
    parcels = [Parcel("pigeon:send", {"native": {"text": "hello"}}, {"short": "long value"})]
    done = at_once(lambda number: put_out(store, conversation, seq, number, parcels))
    assert sum(done) == 1
    assert store.addresses.waiting("pigeon", 10) == []
    (item,) = store.outbox.claim("pigeon:send", 10, 60)
    assert item.body == {"native": {"text": "hello"}}
    assert store.outbox.waits("pigeon:send", conversation)
    store.outbox.done(item.id)
    assert not store.outbox.waits("pigeon:send", conversation)


def put_out(store, conversation, seq, number, parcels):
    own = [
        Parcel(each.kind, each.body, {f"{name}{number}": value for name, value in each.buttons.items()})
        for each in parcels
    ]
    return store.addresses.put_out(conversation, 0, seq, own)


def test_a_button_is_pressed_by_its_own_conversation_only(store):
    mine, other = take_in(store).conversation_id, take_in(store, "2", "another").conversation_id
    store.addresses.put_out(mine, 0, 1, [Parcel("pigeon:send", {}, {"short": "long value"})])
    assert store.button_ids.press("short", other, 10) is None
    assert store.button_ids.press("nothing", mine, 10) is None
    pressed = at_once(lambda _: store.button_ids.press("short", mine, 10))
    assert sorted(each.again for each in pressed) == [False] + [True] * 7
    assert {each.value for each in pressed} == {"long value"}
    assert store.button_ids.press("short", mine, 0).again is False


def test_who_blocks_us_and_writes_again_lets_us_through(store):
    conversation = take_in(store).conversation_id
    store.addresses.note_blocked(conversation, True)
    store.addresses.note_failed(conversation)
    where = store.addresses.of(conversation)
    assert (where.is_blocked, where.has_failed) == (True, True)
    take_in(store, "2")
    assert store.addresses.of(conversation).is_blocked is False


def test_everything_is_erased_with_the_conversation(store, rows):
    conversation = take_in(store).conversation_id
    store.addresses.put_out(conversation, 0, 1, [Parcel("pigeon:send", {}, {"short": "long value"})])
    store.conversations.erase(conversation)
    assert rows() == [] or conversation not in map(str, rows())
    assert store.addresses.find("pigeon", ADDRESS) is None
    assert store.addresses.of(conversation) is None
    with pytest.raises(UnknownConversation):
        store.addresses.put_out(conversation, 0, 1, [])
    assert take_in(store).is_first


def test_old_arrivals_are_forgotten(store):
    assert store.arrivals.is_new("pigeon", "crowd:1")
    assert not store.arrivals.is_new("pigeon", "crowd:1")
    now = datetime.now(timezone.utc)
    assert store.arrivals.forget(now - timedelta(days=1)) == 0
    assert store.arrivals.forget(now + timedelta(seconds=1)) == 1
    assert store.arrivals.is_new("pigeon", "crowd:1")
