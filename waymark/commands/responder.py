"""`waymark responder`: who may sign in to the console."""

from __future__ import annotations

import getpass
import sys
from typing import TextIO

from waymark.errors import SettingsError
from waymark.gateway.console.credentials import check_name, hash_password
from waymark.keys import load_keys
from waymark.settings import Settings
from waymark.store import Store


def add_responder(settings: Settings, name: str, typed: TextIO = sys.stdin) -> int:
    """Add a responder, or give one who is there a new password, which signs them out everywhere.

    The password is asked for twice; where standard input is no terminal, its first line is the password.
    """
    name = check_name(name)
    store = Store.open(settings.store_url, load_keys(settings).encryption)
    try:
        store.check()
        password_hash = hash_password(_password(typed))
        store.responders.add(name, password_hash)
    finally:
        store.close()
    print(f"{name} may sign in at {settings.console_url}")  # noqa: T201
    return 0


def _password(typed: TextIO) -> str:
    if not typed.isatty():
        return typed.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise SettingsError("the two passwords differ; nothing was changed")
    return password
