"""What a person wrote is not on disk in the clear, not in an error, and not readable without the key."""

from __future__ import annotations

import traceback
from datetime import datetime, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from waymark.errors import NotStored, SettingsError, StoreError
from waymark.store import Store
from waymark.store.crypto import Cipher
from waymark.store.upgrade import upgrade

CANARY = "canary-7f3a-words-of-a-person"


def write_everywhere(store: Store, say) -> str:
    conversation = store.conversations.create("en", "US").id
    store.messages.add_from_person(conversation, say(CANARY), "f")
    store.messages.add_replies(conversation, None, [say(CANARY, "assistant")])
    store.risks.put(conversation, {"evidence": CANARY})
    store.outbox.add("page", conversation, {"text": CANARY})
    store.trackers.save(conversation, CANARY.encode())
    store.questions.add(conversation, CANARY)
    store.scores.add(conversation, "run", {"answers": CANARY})
    store.records.put(conversation, "kind", "key", {"answers": CANARY, "due_at": "2027-01-01T00:00:00+00:00"})
    store.consents.agree(conversation, CANARY)
    return conversation


def test_no_row_holds_the_words(store, say, rows):
    write_everywhere(store, say)
    values = rows()
    assert len(values) > 30
    assert not any(CANARY in (value.decode() if isinstance(value, bytes) else str(value)) for value in values)


def test_no_file_holds_the_words(sqlite_url, key, say):
    upgrade(sqlite_url)
    store = Store.open(sqlite_url, [key])
    conversation = write_everywhere(store, say)
    files = list(Path(sa.make_url(sqlite_url).database).parent.iterdir())
    assert {file.suffix for file in files} >= {".db", ".db-wal"}
    assert all(CANARY.encode() not in file.read_bytes() for file in files)
    assert any(conversation.encode() in file.read_bytes() for file in files)  # the search does find what is there
    store.close()


def test_another_key_reads_nothing_and_says_what_to_do(store, url, say):
    conversation = write_everywhere(store, say)
    stranger = Store.open(url, [Fernet.generate_key().decode()])
    readings = (
        lambda: stranger.messages.all(conversation),
        lambda: stranger.messages.recent(conversation, 1),
        lambda: stranger.messages.since(conversation, 0),
        lambda: stranger.risks.get(conversation),
        lambda: stranger.outbox.claim("page", 1, 60),
        lambda: stranger.trackers.load(conversation),
        lambda: stranger.questions.of(conversation),
        lambda: stranger.scores.of(conversation),
        lambda: stranger.records.of(conversation),
    )
    for reading in readings:
        with pytest.raises(StoreError, match="WAYMARK_ENCRYPTION_KEYS"):
            reading()
    assert (
        stranger.reminders.due("kind", datetime(2028, 1, 1, tzinfo=timezone.utc), 1) == []
    )  # others are still brought
    stranger.close()


def test_an_older_key_still_reads_and_the_newest_writes(store, url, key, say):
    conversation = write_everywhere(store, say)
    newer = Fernet.generate_key().decode()
    rotated = Store.open(url, [newer, key])
    assert [message.text for message in rotated.messages.all(conversation)] == [CANARY, CANARY]
    rotated.questions.add(conversation, "after")
    with pytest.raises(StoreError):
        store.questions.of(conversation)
    rotated.close()
    newest = Store.open(url, [newer])
    newest.trackers.save(conversation, b"after")
    assert newest.trackers.load(conversation) == b"after"
    newest.close()


@pytest.mark.parametrize("keys", [[], ["not a key"], ["é" * 44], ["c2hvcnQ="]])
def test_a_bad_key_is_a_settings_error_that_does_not_repeat_it(keys):
    with pytest.raises(SettingsError, match="WAYMARK_ENCRYPTION_KEYS") as caught:
        Store.open("sqlite:////nowhere/waymark.db", keys)
    assert not any(key in str(caught.value) for key in keys)


def test_the_place_of_a_bad_key_is_told(key):
    with pytest.raises(SettingsError, match="key 2 is not"):
        Cipher([key, "bad"])


@pytest.mark.parametrize("value", ["", "text", "half \ud83d", b"", b"\x00\xff"])
def test_sealing_is_undone_by_opening(key, value):
    cipher = Cipher([key])
    opened = cipher.open_text if isinstance(value, str) else cipher.open_bytes
    assert opened(cipher.seal(value), "a test") == value


def test_a_damaged_row_is_named(key):
    with pytest.raises(StoreError, match="message 7 cannot be decrypted") as caught:
        Cipher([key]).open_bytes(b"damaged", "message 7")
    assert caught.value.__cause__ is not None


def test_a_message_of_another_version_is_an_error_that_quotes_nothing(store, url, key, conversation, say):
    kept = store.messages.add_from_person(conversation, say(), "f")
    sealed = Cipher([key]).seal_json({"text": CANARY, "from": "person", CANARY: CANARY})
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE messages SET sealed = :sealed"), {"sealed": sealed})
    engine.dispose()
    with pytest.raises(StoreError, match=f"message {kept.seq} has a form") as caught:
        store.messages.all(conversation)
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_refused_write_quotes_nothing(store, conversation, say, url):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE messages"))
        connection.execute(sa.text("DROP TABLE records"))
        connection.execute(sa.text("DROP TABLE trackers"))
    engine.dispose()
    with pytest.raises(NotStored) as not_stored:
        store.messages.add_from_person(conversation, say(CANARY), CANARY)
    with pytest.raises(StoreError) as refused:
        store.questions.add(conversation, CANARY)
    with pytest.raises(StoreError) as unread:
        store.trackers.load(CANARY)
    for caught in (not_stored, refused, unread):
        assert caught.value.__cause__ is not None
        assert "waymark db upgrade" in str(caught.value)
        assert CANARY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://root:hunter2@db/x",
        "postgresql://root:hunter2@db/x",
        "postgresql+psycopg://root:hunter2@db:port/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
        "sqlite:///x.db?timeout=1",
    ],
)
def test_an_unusable_url_is_a_settings_error_without_its_password(url, key):
    with pytest.raises(SettingsError, match="WAYMARK_DATABASE_URL") as caught:
        Store.open(url, [key])
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
