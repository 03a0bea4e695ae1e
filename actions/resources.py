"""What the actions share in one process, opened when it is first needed."""

from __future__ import annotations

from functools import cache

from waymark.settings import Settings, load_settings
from waymark.store import Store


@cache
def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: they are not usable.
    """
    return load_settings()


@cache
def store() -> Store:
    """Return the database, which connects when it is first used.

    Raises:
        SettingsError: the settings are not usable.
    """
    return Store.of(settings())
