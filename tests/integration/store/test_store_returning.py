"""Consents, return codes and what is due: kept as hashes, moved on once, found by key."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from cryptography.fernet import Fernet

from waymark.errors import UnknownConversation
from waymark.store import Store
from waymark.store.retention import erase_expired

DUE = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)


def values(due: datetime | None = DUE, **more: object) -> dict[str, object]:
    return {"due_at": due.isoformat() if due else None, **more}


def test_a_code_finds_its_conversation_and_no_other(store, conversation):
    other = store.conversations.create("en", "US").id
    store.consents.agree(conversation, "ONE")
    store.consents.agree(other, "OTHER")
    assert (store.consents.find("ONE"), store.consents.find("OTHER")) == (conversation, other)
    assert store.consents.find("THIRD") is None
    assert store.consents.find("") is None


def test_a_new_code_replaces_the_one_before(store, conversation):
    store.consents.agree(conversation, "ONE")
    store.consents.agree(conversation, "TWO")
    assert store.consents.find("ONE") is None
    assert store.consents.find("TWO") == conversation


def test_consent_without_a_code_opens_nothing(store, conversation):
    store.consents.agree(conversation)
    assert store.consents.of(conversation).has_code is False
    assert store.consents.withdraw(conversation) is True
    assert store.consents.withdraw(conversation) is False
    assert store.consents.of(conversation) is None


def test_a_code_is_found_by_an_older_key_too(store, conversation, url, key):
    store.consents.agree(conversation, "ONE")
    rotated = Store.open(url, [Fernet.generate_key().decode(), key])
    assert rotated.consents.find("ONE") == conversation
    rotated.close()
    stranger = Store.open(url, [Fernet.generate_key().decode()])
    assert stranger.consents.find("ONE") is None
    stranger.close()


def test_no_consent_for_what_was_erased(store):
    with pytest.raises(UnknownConversation):
        store.consents.agree("nobody", "ONE")


def test_what_is_due_comes_longest_due_first(store, conversation):
    for days, name in ((1, "b"), (0, "a"), (9, "c")):
        store.records.put(conversation, "reminder", name, values(DUE + timedelta(days=days)))
    store.records.put(conversation, "reminder", "never", {"what": "x"})
    store.records.put(conversation, "other", "d", values())
    found = store.reminders.due("reminder", DUE + timedelta(days=1), 10)
    assert [one.key for one in found] == ["a", "b"]
    assert [one.key for one in store.reminders.due("reminder", DUE + timedelta(days=1), 1)] == ["a"]


def test_what_is_due_is_moved_on_once_with_its_message(store, conversation, say):
    store.records.put(conversation, "reminder", "a", values())
    (due,) = store.reminders.due("reminder", DUE, 10)
    after = values(DUE + timedelta(days=7))
    assert store.reminders.move_on(due, after, say("due", "assistant")) is True
    assert store.reminders.move_on(due, after, say("due", "assistant")) is False
    assert [message.text for message in store.messages.all(conversation)] == ["due"]
    assert store.reminders.due("reminder", DUE, 10) == []
    assert store.records.of(conversation)[0].values == after


def test_what_was_changed_or_cancelled_meanwhile_is_not_said(store, conversation, say):
    store.records.put(conversation, "reminder", "a", values())
    store.records.put(conversation, "reminder", "b", values())
    due = store.reminders.due("reminder", DUE, 10)
    store.records.put(conversation, "reminder", "a", values(DUE + timedelta(days=1)))
    store.records.remove(conversation, "reminder", "b")
    assert [store.reminders.move_on(one, None, say("due", "assistant")) for one in due] == [False, False]
    assert store.messages.all(conversation) == []


def test_stopping_leaves_other_records(store, conversation):
    store.records.put(conversation, "reminder", "a", values())
    store.records.put(conversation, "plan", "p", {})
    assert store.reminders.stop(conversation, "reminder") == 1
    assert [record.kind for record in store.records.of(conversation)] == ["plan", "reminder_stop"]


def test_when_all_were_stopped_is_known_afterwards(store, conversation):
    assert store.reminders.stopped_at(conversation, "reminder") is None
    store.reminders.stop(conversation, "reminder")
    first = store.reminders.stopped_at(conversation, "reminder")
    store.reminders.stop(conversation, "reminder")
    assert first < store.reminders.stopped_at(conversation, "reminder") <= datetime.now(timezone.utc)
    assert store.reminders.stop("nobody", "reminder") == 0


@pytest.mark.parametrize("due", ["tomorrow", "2027-03-01T09:00:00", 5])
def test_a_time_that_is_none_is_refused(store, conversation, due):
    with pytest.raises(ValueError):
        store.records.put(conversation, "reminder", "a", {"due_at": due})


def test_consent_keeps_a_conversation_for_longer_and_not_for_ever(store, conversation):
    now = datetime.now(timezone.utc)
    store.consents.agree(conversation, "ONE")
    assert store.conversations.is_kept_longer(conversation)
    assert erase_expired(store, 30, now + timedelta(days=364), 365) == 0
    assert erase_expired(store, 30, now + timedelta(days=364), 10) == 1
    assert store.consents.find("ONE") is None
