"""`waymark db`: migrate, back up, restore."""

from __future__ import annotations

from pathlib import Path

from waymark.errors import SettingsError
from waymark.settings import Settings
from waymark.store.backup import backup, restore
from waymark.store.upgrade import upgrade


def run_database(settings: Settings, action: str, file: str | None, *, force: bool) -> int:
    """Do one thing to the database of the settings."""
    if action == "upgrade":
        settings.state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        print(f"database is at revision {upgrade(settings.store_url)}")  # noqa: T201
        return 0
    if file is None:
        raise SettingsError(f"`waymark db {action}` needs the name of a file")
    if action == "backup":
        backup(settings.store_url, Path(file))
        print(f"{file} holds the database; it can only be read with your keys, so keep those too, elsewhere")  # noqa: T201
    else:
        restore(settings.store_url, Path(file), force=force)
        print(f"the database is as it was in {file}")  # noqa: T201
    return 0
