"""Bearer tokens, buttons and forms that only their own conversation can use, and links; none needs the database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from itsdangerous import BadData, URLSafeSerializer

from waymark.errors import TokenError
from waymark.messages import Block, Button, Draft, Form


def _serializer(keys: Sequence[str], salt: str) -> URLSafeSerializer:
    # itsdangerous signs with the last key of a list; ours come newest first.
    return URLSafeSerializer(list(reversed(keys)), salt=salt, signer_kwargs={"digest_method": hashlib.sha256})


@dataclass(frozen=True)
class Session:
    """A token and the moment at which it stops being valid."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Tokens:
    """Issues and verifies tokens that are bound to one conversation."""

    keys: tuple[str, ...]
    hours: float

    def issue(self, conversation_id: str, now: datetime | None = None) -> Session:
        """Return a token that opens this conversation and no other."""
        expires_at = ((now or datetime.now(timezone.utc)) + timedelta(hours=self.hours)).replace(microsecond=0)
        claims = {"conversation": conversation_id, "expires": int(expires_at.timestamp())}
        return Session(str(_serializer(self.keys, "waymark.session").dumps(claims)), expires_at)

    def verify(self, token: str, now: datetime | None = None) -> str:
        """Return the id of the conversation that the token opens.

        Raises:
            TokenError: the token is malformed, forged or expired.
        """
        try:
            claims = _serializer(self.keys, "waymark.session").loads(token)
            conversation_id, expires = str(claims["conversation"]), float(claims["expires"])
        except (BadData, KeyError, TypeError, ValueError) as error:
            raise TokenError("the bearer token is not one of ours; open a new conversation") from error
        if (now or datetime.now(timezone.utc)).timestamp() >= expires:
            raise TokenError("the bearer token has expired; open a new conversation")
        return conversation_id


@dataclass(frozen=True)
class Press:
    """What a pressed button says: the words on it, and what it stands for."""

    title: str
    payload: str


@dataclass(frozen=True)
class ButtonSigner:
    """Turns what a button or a form stands for into a value that its own conversation alone can send back."""

    keys: tuple[str, ...]

    def signed(self, conversation_id: str, draft: Draft) -> Draft:
        """Return a draft whose buttons and forms its conversation can send back."""
        buttons = tuple(self.sign(conversation_id, button) for button in draft.buttons)
        return draft.model_copy(
            update={"buttons": buttons, "blocks": tuple(self._sign_block(conversation_id, one) for one in draft.blocks)}
        )

    def sign(self, conversation_id: str, button: Button) -> Button:
        """Return the button with an opaque value in place of its payload."""
        signed = _serializer(self.keys, f"waymark.button.{conversation_id}").dumps([button.value, button.title])
        return Button(title=button.title, value=str(signed))

    def read(self, conversation_id: str, value: str) -> Press | None:
        """Return what was pressed; None where this conversation was never offered such a button."""
        try:
            payload, title = _serializer(self.keys, f"waymark.button.{conversation_id}").loads(value)
        except (BadData, TypeError, ValueError):
            return None
        return Press(title=str(title), payload=str(payload))

    def sign_form(self, conversation_id: str, form: Form) -> Form:
        """Return the form with an opaque id, which holds what it offers; the same form always gets the same one."""
        fields = [
            [field.name, field.is_optional, [[option.value, option.title] for option in field.options]]
            for field in form.fields
        ]
        signed = _serializer(self.keys, f"waymark.form.{conversation_id}").dumps([form.id, form.title, fields])
        return form.model_copy(update={"id": str(signed)})

    def read_form(self, conversation_id: str, form_id: str) -> Form | None:
        """Return what a form offered, without its labels; None where this conversation was never offered it."""
        try:
            name, title, fields = _serializer(self.keys, f"waymark.form.{conversation_id}").loads(form_id)
            questions = [
                {
                    "name": field,
                    "label": "",
                    "is_optional": is_optional,
                    "options": [{"value": value, "title": option} for value, option in options],
                }
                for field, is_optional, options in fields
            ]
            return Form.model_validate({"id": name, "title": title, "fields": questions})
        except (BadData, TypeError, ValueError):
            return None

    def _sign_block(self, conversation_id: str, block: Block) -> Block:
        return self.sign_form(conversation_id, block) if isinstance(block, Form) else block


@dataclass(frozen=True)
class SignedLink:
    """What a signed link opens: one thing of one conversation; `choice` says which of them, or what goes in."""

    conversation_id: str
    what: str
    choice: str = ""


@dataclass(frozen=True)
class LinkSigner:
    """Writes links that open for a few minutes, for whoever has them: a browser that opens a file sends no token.

    A link for one purpose opens nothing of another.
    """

    keys: tuple[str, ...]
    purpose: Literal["paper", "file"]
    minutes: int = 15

    def sign(self, link: SignedLink, now: datetime | None = None) -> str:
        """Return what stands in the address."""
        expires = int(((now or datetime.now(timezone.utc)) + timedelta(minutes=self.minutes)).timestamp())
        return str(self._serializer.dumps([link.conversation_id, link.what, link.choice, expires]))

    def read(self, text: str, now: datetime | None = None) -> SignedLink | None:
        """Return what a link opens; None where it is malformed or forged, or its time is over."""
        try:
            conversation_id, what, choice, expires = self._serializer.loads(text)
            is_over = (now or datetime.now(timezone.utc)).timestamp() >= float(expires)
        except (BadData, TypeError, ValueError):
            return None
        return None if is_over else SignedLink(str(conversation_id), str(what), str(choice))

    @property
    def _serializer(self) -> URLSafeSerializer:
        return _serializer(self.keys, f"waymark.{self.purpose}")
