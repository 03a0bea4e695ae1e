"""The bodies of version 1 of the HTTP interface."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from waymark.messages import Frozen, Message, SafetyNote

State = Literal["assistant", "waiting", "held"]


def _mended(value: object) -> object:
    """Replace lone surrogates, which no database can hold, so that the rest of the text is still read."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_mended)]
CountryCode = Annotated[str, BeforeValidator(_upper), StringConstraints(pattern=r"^[A-Z]{2}$")]
Locale = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


class NewConversation(Frozen):
    """Asks for a conversation; both fields may be left out."""

    locale: Locale | None = None
    country: CountryCode | None = None


class OpenedConversation(Frozen):
    """A new conversation, with the greeting."""

    conversation_id: str
    token: str
    expires_at: datetime
    state: State
    messages: tuple[Message, ...]


class ReturnCode(Frozen):
    """Asks for the conversation that a return code opens; the country is that whose lines a refusal names."""

    code: Annotated[Words, StringConstraints(max_length=200)]
    country: CountryCode | None = None


class FormValues(Frozen):
    """The answers to a form that an earlier message offered."""

    id: Words
    values: dict[Words, Words]


class NewMessage(Frozen):
    """Says one thing: exactly one of text, button and form. The same `id` sent again changes nothing."""

    id: UUID | None = None
    text: Words | None = None
    button: Words | None = None
    form: FormValues | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> NewMessage:
        if sum(part is not None for part in (self.text, self.button, self.form)) != 1:
            raise ValueError("send exactly one of text, button and form")
        return self


class Answer(Frozen):
    """The answer to a message; `safety` is that of the message just sent."""

    messages: tuple[Message, ...]
    safety: SafetyNote
    state: State


class RenewedToken(Frozen):
    """A fresh token for the same conversation."""

    token: str
    expires_at: datetime


class Export(Frozen):
    """Everything that is stored about a conversation."""

    conversation_id: str
    locale: str
    country: str
    channel: str
    state: State
    created_at: datetime
    messages: tuple[Message, ...]
    stored: dict[str, Any] = Field(
        description="Questions, scores, what tools keep, what is unfinished or waits for an answer, the crisis record."
    )
