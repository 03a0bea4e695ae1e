"""Bringing a database to the newest schema, also when several processes try at once.

Each migration is one file in `migrations/versions/`, and all of them run in one transaction. To begin a new one:
`python -c "from alembic import command; from waymark.store.upgrade import alembic_config;
command.revision(alembic_config(), 'what changes', rev_id='0002')"`; then change `tables.py` with its SCHEMA_REVISION.
Alembic is slow to import and needed for nothing else, so it is imported only when a function here runs.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import sqlalchemy as sa

from waymark.errors import StoreError
from waymark.store import sqlite
from waymark.store.database import Database
from waymark.store.store import revision_of

if TYPE_CHECKING:
    from alembic.config import Config

_DEADLINE_SECONDS = 300.0
_LOCK = 0x5741594D  # any number that no other user of the same PostgreSQL database takes


def upgrade(url: str) -> str:
    """Bring the database to the newest schema and return its revision; a SQLite file is made if it is missing.

    Raises:
        SettingsError: the URL has the wrong form.
        StoreError: the database cannot be reached, refuses, or was written by a newer version.
    """
    database = Database(url, _DEADLINE_SECONDS)
    try:
        if database.is_sqlite:
            sqlite.create_file(sqlite.path_of(database.url))
        with database.write("be upgraded") as connection:
            if not database.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            _migrate(connection, database.name)
            revision = revision_of(connection)
        if database.is_sqlite:
            sqlite.use_wal(sqlite.path_of(database.url), _DEADLINE_SECONDS)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{database.name} cannot be made ({type(error).__name__}); check its folder's rights"
        ) from error
    finally:
        database.close()
    return revision or ""


def alembic_config() -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "waymark.store:migrations")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def known_revisions() -> frozenset[str]:
    """Return the revisions that this version can bring to the newest."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions())


def _migrate(connection: sa.Connection, name: str) -> None:
    from alembic import command
    from alembic.util import CommandError

    config = alembic_config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"{name} has schema revision {revision_of(connection)}, which this version does not know; "
            "run the version of Waymark that wrote it, or a newer one"
        ) from error
