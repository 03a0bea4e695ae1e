"""A backup is whole, private, and comes back; nothing is replaced by mistake."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from waymark.cli import main
from waymark.errors import StoreError
from waymark.settings import ROOT, load_settings
from waymark.store import Store
from waymark.store.backup import backup, restore
from waymark.store.tables import SCHEMA_REVISION
from waymark.store.upgrade import upgrade

POSTGRES = "postgresql+psycopg://someone:hunter2@db.internal:6543/way mark"


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def saved(store: Store, conversation: str, say, url: str, tmp_path: Path) -> Path:
    """A backup of a database with one conversation of two messages."""
    store.messages.add_from_person(conversation, say("first"), "f")
    store.messages.add_from_person(conversation, say("second"), "f")
    target = tmp_path / "backup.db"
    backup(url, target)
    return target


def texts(url: str, key: str, conversation: str) -> list[str]:
    store = Store.open(url, [key])
    store.check()
    found = [message.text for message in store.messages.all(conversation)]
    store.close()
    return found


def test_a_backup_comes_back_elsewhere(saved, key, conversation, tmp_path):
    elsewhere = f"sqlite:///{tmp_path / 'new' / 'waymark.db'}"
    restore(elsewhere, saved)
    assert texts(elsewhere, key, conversation) == ["first", "second"]
    connection = sqlite3.connect(tmp_path / "new" / "waymark.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_backup_is_one_file_for_its_owner(saved, tmp_path):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"backup.db", "state"}


def test_a_backup_of_a_busy_database_is_whole(store, conversation, say, url, tmp_path):
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.messages.add_replies(conversation, None, [say("a", "assistant"), say("b", "assistant")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup(url, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        connection = sqlite3.connect(tmp_path / f"{number}.db")
        assert connection.execute("SELECT count(*) % 2 FROM messages").fetchone() == (0,)
        connection.close()


def test_an_existing_target_is_refused(saved, url):
    before = saved.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        backup(url, saved)
    assert saved.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing(tmp_path, url):
    with pytest.raises(StoreError, match="could not copy"):
        backup(url, tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []
    upgrade(url)
    with pytest.raises(StoreError, match="could not copy"):
        backup(url, tmp_path / "no" / "such" / "folder.db")


def test_conversations_are_replaced_only_by_force(saved, store, say, url, key, conversation):
    store.messages.add_from_person(conversation, say("third"), "f")
    with pytest.raises(StoreError, match="is in use"):
        restore(url, saved)
    assert texts(url, key, conversation) == ["first", "second", "third"]
    restore(url, saved, force=True)
    assert texts(url, key, conversation) == ["first", "second"]


def test_an_empty_database_is_replaced(saved, key, conversation, tmp_path):
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    upgrade(fresh)
    restore(fresh, saved)
    assert texts(fresh, key, conversation) == ["first", "second"]


def test_a_database_of_something_else_is_not_replaced(saved, tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE precious (id INTEGER)")
    other.close()
    with pytest.raises(StoreError, match="is in use"):
        restore(f"sqlite:///{tmp_path / 'other.db'}", saved)


def test_a_locked_target_is_given_up(saved, tmp_path, monkeypatch):
    monkeypatch.setattr("waymark.store.backup._DEADLINE_SECONDS", 0.2)
    fresh = tmp_path / "fresh.db"
    upgrade(f"sqlite:///{fresh}")
    other = sqlite3.connect(fresh, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="could not restore"):
        restore(f"sqlite:///{fresh}", saved)
    other.execute("ROLLBACK")
    other.close()
    restore(f"sqlite:///{fresh}", saved)


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "middle", "stranger", "future"])
def test_a_source_that_is_no_good_backup_is_refused(saved, tmp_path, damage):
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    if damage in {"middle", "future"}:
        shutil.copy(saved, source)
    if damage == "empty":
        source.touch()
    if damage == "text":
        source.write_text("no database, but long enough to be taken for one by its size " * 100)
    if damage == "middle":
        content = bytearray(source.read_bytes())
        content[4096 * 3 : 4096 * 12] = b"\xff" * 4096 * 9
        source.write_bytes(content)
    if damage in {"stranger", "future"}:
        connection = sqlite3.connect(source)
        if damage == "future":
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        else:
            connection.execute("CREATE TABLE precious (id INTEGER)")
        connection.commit()
        connection.close()
    with pytest.raises(StoreError):
        restore(f"sqlite:///{target}", source)
    assert not target.exists()


def test_a_backup_needs_its_key(saved, tmp_path):
    elsewhere = f"sqlite:///{tmp_path / 'new.db'}"
    restore(elsewhere, saved)
    engine = sa.create_engine(elsewhere)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == SCHEMA_REVISION
        [conversation] = connection.scalars(sa.text("SELECT id FROM conversations"))
    engine.dispose()
    with pytest.raises(StoreError, match="WAYMARK_ENCRYPTION_KEYS"):
        texts(elsewhere, "A" * 43 + "=", conversation)


def test_the_document_does_what_it_says(tmp_path, monkeypatch, key, say):
    save, load = re.findall(
        r"^uv run waymark (db (?:backup|restore) .*)$", (ROOT / "docs" / "backup.md").read_text(), re.M
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYMARK_STATE_DIR", str(tmp_path / "old"))
    url = load_settings().store_url
    upgrade(url)
    store = Store.open(url, [key])
    conversation = store.conversations.create("en", "US").id
    store.messages.add_from_person(conversation, say("kept"), "f")
    store.close()
    assert main(save.split()) == 0
    monkeypatch.setenv("WAYMARK_STATE_DIR", str(tmp_path / "new"))
    assert main(load.split()) == 0
    assert texts(load_settings().store_url, key, conversation) == ["kept"]


def test_postgres_names_its_own_tools_without_the_password(tmp_path):
    with pytest.raises(StoreError, match="pg_dump --format=custom") as dump:
        backup(POSTGRES, tmp_path / "my backup")
    with pytest.raises(StoreError, match="pg_restore --clean --if-exists") as load:
        restore(POSTGRES, tmp_path / "my backup")
    for caught in (dump, load):
        text = str(caught.value)
        assert "--host=db.internal --port=6543 --username=someone --dbname='way mark'" in text
        assert "my backup'" in text
        assert "hunter2" not in text
