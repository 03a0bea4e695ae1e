"""Names and passwords of responders. Telling right from wrong takes the same time whether or not the name exists."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from waymark.errors import SettingsError

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
LONGEST_NAME = 40
_NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
# The hash of bytes that nobody kept: an unknown name is checked against it, so that it costs what a known one does.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$5lndrXMJwXcfiqYpXK0zwA$DHOLE5F2JqCfO+hwUCegr+NcpnKIG3/24+K4ji0q+DY"


def clean_name(typed: str) -> str:
    """Return a name as it is stored: capitals and spaces around it make no other person."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def check_name(typed: str) -> str:
    """Return the name of a new responder, cleaned.

    Raises:
        SettingsError: it has a form that no name may have.
    """
    name = clean_name(typed)
    if not name or len(name) > LONGEST_NAME or not set(name) <= _NAME_SIGNS:
        raise SettingsError(
            f"a responder's name has 1 to {LONGEST_NAME} of the letters a to z, digits, dot, hyphen and underscore"
        )
    return name


def hash_password(password: str) -> str:
    """Return what is stored instead of a new password.

    Raises:
        SettingsError: the password is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise SettingsError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; a few words are good"
        )
    return _HASHER.hash(_same_bytes(password))


def is_password(password_hash: str | None, typed: str) -> bool:
    """Tell whether this is the password; None stands for a name that nobody has."""
    try:
        is_right = _HASHER.verify(password_hash or _NOBODY, _same_bytes(typed[: LONGEST_PASSWORD + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return is_right and password_hash is not None


def _same_bytes(password: str) -> bytes:
    """Return one spelling in bytes, however the keyboard composes accents."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
