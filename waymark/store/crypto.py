"""Encryption at rest: what a person wrote is readable only with the keys, which are kept apart from the database.

Text with lone surrogates (half a character, which a broken client can send) is kept as it is, not refused: no message
may be lost for its spelling. JSON is written in ASCII with escapes, plain text in UTF-8 that lets surrogates pass.
In JSON, two halves that stand side by side come back as the one character they make.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from waymark.errors import SettingsError, StoreError


class Cipher:
    """Seals with the first key and opens with any of them."""

    def __init__(self, keys: Sequence[str]):
        if not keys:
            raise SettingsError("WAYMARK_ENCRYPTION_KEYS is empty; `waymark keys` prints a new key")
        self._keys = tuple(keys)
        self._fernet = MultiFernet([_fernet(key, place) for place, key in enumerate(keys, start=1)])

    def seal(self, data: str | bytes) -> bytes:
        """Return what only the keys can turn back."""
        return self._fernet.encrypt(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)

    def seal_json(self, value: Any) -> bytes:
        """Return a value of JSON's types, sealed."""
        return self.seal(json.dumps(value, separators=(",", ":")))

    def fingerprints(self, text: str, purpose: str) -> tuple[str, ...]:
        """Return one keyed digest of the text per key, newest key first; without a key none can be computed or undone.

        Equal texts have equal digests under one key and purpose, so that a row is found without reading it.
        """
        message = f"{purpose}\0{text}".encode("utf-8", "surrogatepass")
        return tuple(hmac.new(key.encode(), message, hashlib.sha256).hexdigest() for key in self._keys)

    def open_bytes(self, sealed: bytes, where: str) -> bytes:
        """Return what was sealed.

        Raises:
            StoreError: none of the keys fits, or the row is damaged; `where` tells which row.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise StoreError(
                f"{where} cannot be decrypted: it is damaged, or the key that wrote it is missing; "
                "add that key to WAYMARK_ENCRYPTION_KEYS, after the newer ones"
            ) from error

    def open_text(self, sealed: bytes, where: str) -> str:
        """Return the text that was sealed, see `open_bytes`."""
        return self.open_bytes(sealed, where).decode("utf-8", "surrogatepass")

    def open_json(self, sealed: bytes, where: str) -> Any:
        """Return the value that was sealed, see `open_bytes`."""
        return json.loads(self.open_bytes(sealed, where))


def _fernet(key: str, place: int) -> Fernet:
    try:
        return Fernet(key)
    except ValueError as error:
        raise SettingsError(
            f"WAYMARK_ENCRYPTION_KEYS: key {place} is not 32 bytes in url-safe base64; `waymark keys` prints a new one"
        ) from error
