"""The console's cookies and the tokens of its forms: signed, bound to one responder and their password, short-lived."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

LASTS_SECONDS = 12 * 3600
LOGIN_LASTS_SECONDS = 3600
_MOST_ENDED = 1000


@dataclass(frozen=True)
class Claims:
    """What a cookie says: who signed in, with which password, in which browser."""

    name: str
    password_print: str
    nonce: str


@dataclass(frozen=True)
class ConsoleSessions:
    """Issues and reads the console's cookies, and the tokens that prove that a form is ours."""

    keys: tuple[str, ...] = field(repr=False)
    _ended: OrderedDict[str, None] = field(default_factory=OrderedDict, repr=False)

    def begin(self, name: str, password_hash: str) -> str:
        """Return the cookie of a responder who has just given the right password."""
        claims = [name, print_of(password_hash), secrets.token_urlsafe(16)]
        return str(self._serializer("session").dumps(claims))

    def read(self, cookie: str | None) -> Claims | None:
        """Return what a cookie says; None where it is not ours, older than twelve hours, or ended."""
        claims = self._loads("session", cookie, LASTS_SECONDS)
        if not isinstance(claims, list) or len(claims) != 3 or claims[2] in self._ended:
            return None
        return Claims(*(str(claim) for claim in claims))

    def end(self, nonce: str) -> None:
        """Refuse this cookie from now on, as long as this process lives; the browser is told to drop it anyway."""
        self._ended[nonce] = None
        if len(self._ended) > _MOST_ENDED:
            self._ended.popitem(last=False)

    def csrf(self, nonce: str) -> str:
        """Return the token of the forms that belong to one cookie; it is the same in all of them and ends with it."""
        return str(URLSafeSerializer(self._newest_last, **_signed_for("form")).dumps(nonce))

    def is_csrf(self, nonce: str, token: str) -> bool:
        """Tell whether a form was made for the browser with this nonce."""
        try:
            found = URLSafeSerializer(self._newest_last, **_signed_for("form")).loads(token)
        except (BadData, ValueError):
            return False
        return isinstance(found, str) and secrets.compare_digest(found.encode(), nonce.encode())

    def login_nonce(self, cookie: str | None) -> str | None:
        """Return what a browser was given with the login page."""
        found = self._loads("login", cookie, LOGIN_LASTS_SECONDS)
        return found if isinstance(found, str) else None

    def sign_login(self, nonce: str) -> str:
        """Return the cookie that goes with a login page."""
        return str(self._serializer("login").dumps(nonce))

    def _loads(self, purpose: str, signed: str | None, max_age: int) -> Any:
        try:
            return self._serializer(purpose).loads(signed or "", max_age=max_age)
        except (BadData, ValueError):
            return None

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._newest_last, **_signed_for(purpose))

    @property
    def _newest_last(self) -> list[str]:
        return list(reversed(self.keys))


def _signed_for(purpose: str) -> dict[str, Any]:
    return {"salt": f"waymark.console.{purpose}", "signer_kwargs": {"digest_method": hashlib.sha256}}


def print_of(password_hash: str) -> str:
    """Return a digest of the stored hash; a new password makes cookies of the old one worthless."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:32]
