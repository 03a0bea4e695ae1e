"""The schema is what the code thinks it is, and any number of processes may bring it there."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import waymark.store
from waymark.errors import StoreError
from waymark.store import Store
from waymark.store.tables import SCHEMA_REVISION, metadata
from waymark.store.upgrade import alembic_config, known_revisions, upgrade

UPGRADE = """
import alembic.command, sys
from waymark.store.upgrade import upgrade
print("ready", flush=True)
sys.stdin.readline()
print(upgrade(sys.argv[1]))
"""


def run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def file_of(url: str) -> Path:
    return Path(sa.make_url(url).database)


def test_the_newest_migration_is_the_revision_that_the_code_asks_for():
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == SCHEMA_REVISION
    assert SCHEMA_REVISION in known_revisions()


def test_the_migrations_make_the_tables_of_the_code(url):
    upgrade(url)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_upgrading_twice_changes_nothing(url, key):
    assert upgrade(url) == SCHEMA_REVISION
    store = Store.open(url, [key])
    conversation = store.conversations.create("en", "US")
    assert upgrade(url) == SCHEMA_REVISION
    assert store.conversations.get(conversation.id) == conversation
    store.check()
    store.close()


def test_processes_that_upgrade_at_once_all_succeed(url, key, in_process):
    running = [in_process(UPGRADE, url) for _ in range(4)]
    assert [process.stdout.readline() for process in running] == ["ready\n"] * 4
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 4, outcomes
    assert {out.strip() for out, _ in outcomes} == {SCHEMA_REVISION}
    store = Store.open(url, [key])
    store.check()
    store.close()


def test_check_asks_for_an_upgrade_of_an_empty_database(url, key):
    if url.startswith("sqlite"):
        file_of(url).parent.mkdir()
        file_of(url).touch()
    store = Store.open(url, [key])
    with pytest.raises(StoreError, match=r"has schema revision none.*waymark db upgrade"):
        store.check()
    store.close()


def test_check_refuses_another_revision(store, url):
    store.check()
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=f"revision 9999, this version needs {SCHEMA_REVISION}"):
        store.check()


def test_a_database_of_a_newer_version_is_left_alone(store, url):
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="9999, which this version does not know"):
        upgrade(url)


def test_a_failed_migration_leaves_nothing(url):
    if url.startswith("sqlite"):
        file_of(url).parent.mkdir()
    run(url, "CREATE TABLE questions (id INTEGER)")
    with pytest.raises(StoreError):
        upgrade(url)
    engine = sa.create_engine(url)
    assert set(sa.inspect(engine).get_table_names()) == {"questions"}
    engine.dispose()


def test_a_path_that_cannot_be_made_is_a_store_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="check its folder"):
        upgrade(f"sqlite:///{tmp_path / 'file' / 'waymark.db'}")


def test_sqlite_is_set_up_once_and_for_its_owner_only(sqlite_url, key):
    upgrade(sqlite_url)
    path = file_of(sqlite_url)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    store = Store.open(sqlite_url, [key], deadline_seconds=1.5)
    with store._database.read("be looked at") as inside:
        settings = {
            name: inside.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "busy_timeout")
        }
        assert settings == {"foreign_keys": 1, "busy_timeout": 1500}
        assert inside.exec_driver_sql("PRAGMA synchronous").scalar() == 1
        assert inside.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    store.close()


def test_a_path_with_odd_characters_works(tmp_path, key):
    url = f"sqlite:///{tmp_path / 'a b#c%20d' / 'wäymark.db'}"
    upgrade(url)
    store = Store.open(url, [key])
    store.check()
    store.close()
    assert [file.name for file in (tmp_path / "a b#c%20d").iterdir()] == ["wäymark.db"]


def test_the_store_loads_neither_alembic_nor_the_other_database(in_process):
    code = "import sys, waymark.store; print([name for name in ('alembic', 'psycopg') if name in sys.modules])"
    process = in_process(code)
    assert process.communicate(timeout=60)[0].strip() == "[]"


def test_a_new_migration_begins_from_the_template(tmp_path):
    folder = tmp_path / "migrations"
    shutil.copytree(Path(waymark.store.__file__).parent / "migrations", folder)
    config = alembic_config()
    config.set_main_option("script_location", str(folder))
    command.revision(config, "more columns", rev_id="9999")
    written = (folder / "versions" / "9999_more_columns.py").read_text()
    compile(written, "9999_more_columns.py", "exec")
    assert f'down_revision = "{SCHEMA_REVISION}"' in written.replace("'", '"')
