"""Version 1 of the HTTP interface."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sse_starlette import EventSourceResponse

from waymark.care.my_data.return_code import typed
from waymark.errors import StoreError, TokenError
from waymark.gateway.export import collect
from waymark.gateway.forms import filled_in
from waymark.gateway.inbound import Inbound
from waymark.gateway.problems import Problem
from waymark.gateway.services import Parts, Services
from waymark.gateway.stream import event_stream
from waymark.gateway.wire import (
    Answer,
    CountryCode,
    Export,
    NewConversation,
    NewMessage,
    OpenedConversation,
    RenewedToken,
    ReturnCode,
)
from waymark.messages import Crisis, message_from
from waymark.safety.language import of_locale
from waymark.safety.respond import crisis_block

router = APIRouter(prefix="/api/v1", tags=["version 1"])
_bearer = HTTPBearer(auto_error=False, description="The token of one conversation.")


def _conversation_id(
    services: Parts, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> str:
    if credentials is None:
        raise TokenError("send the conversation's token as `Authorization: Bearer …`")
    return services.tokens.verify(credentials.credentials)


ConversationId = Annotated[str, Depends(_conversation_id)]


@router.post("/conversations", status_code=201)
async def open_conversation(
    request: Request, services: Parts, body: NewConversation | None = None
) -> OpenedConversation:
    """Open a conversation; the greeting says what Waymark is and names the crisis line."""
    settings, asked = services.settings, body or NewConversation()
    locale = asked.locale or settings.default_locale
    region = locale.rpartition("-")[2].upper() if "-" in locale else ""
    language = of_locale(locale)
    country = asked.country or (region if region in services.content.countries else settings.default_country)
    if not services.limits.allows_conversation(request.client.host if request.client else "unknown"):
        detail = services.words.text("slow_down", country, language)
        raise Problem(429, detail, lines=services.responder.lines(country, language), headers={"Retry-After": "60"})
    shelf = services.shelf
    try:
        conversation = await shelf.run(shelf.store.conversations.create, locale, country)
        greeting = message_from(services.words.draft("greeting", country, language))
        signed = tuple(services.buttons.sign(conversation.id, button) for button in greeting.buttons)
        greeting = greeting.model_copy(update={"buttons": signed})
        await shelf.run(shelf.store.messages.add_replies, conversation.id, None, [greeting])
    except StoreError:
        detail = services.words.text("not_saved", country, language)
        raise Problem(503, detail, lines=services.responder.lines(country, language)) from None
    session = services.tokens.issue(conversation.id)
    return OpenedConversation(
        conversation_id=conversation.id,
        token=session.token,
        expires_at=session.expires_at,
        state="assistant",
        messages=(greeting,),
    )


@router.post("/return")
async def come_back(request: Request, services: Parts, body: ReturnCode) -> OpenedConversation:
    """Open the conversation that a return code belongs to, from any device."""
    country, shelf = body.country or services.settings.default_country, services.shelf
    lines = services.responder.lines(country)
    if not services.limits.allows_return(request.client.host if request.client else "unknown"):
        detail = services.words.text("return_code_too_many", country)
        raise Problem(429, detail, lines=lines, headers={"Retry-After": "3600"})
    try:
        found = await shelf.run(shelf.store.consents.find, typed(body.code))
        conversation = await shelf.run(shelf.store.conversations.get, found or "")
        if conversation is None:
            raise Problem(404, services.words.text("return_code_unknown", country), lines=lines)
        recall = await shelf.recall(conversation.id)
        welcome = message_from(services.words.draft("return_code_welcome", recall.country, recall.language))
        await shelf.run(shelf.store.messages.add_replies, conversation.id, None, [welcome])
    except StoreError:
        raise Problem(503, services.words.text("not_saved", country), lines=lines) from None
    session = services.tokens.issue(conversation.id)
    return OpenedConversation(
        conversation_id=conversation.id,
        token=session.token,
        expires_at=session.expires_at,
        state=conversation.state,
        messages=(welcome,),
    )


@router.post("/messages")
async def send_message(services: Parts, conversation_id: ConversationId, body: NewMessage) -> Answer:
    """Say something; the answer never comes empty, except while a human holds the conversation."""
    return await services.pipeline.receive(_inbound(services, conversation_id, body))


@router.post("/token")
async def renew_token(services: Parts, conversation_id: ConversationId) -> RenewedToken:
    """Renew a token that is still valid."""
    session = services.tokens.issue(conversation_id)
    return RenewedToken(token=session.token, expires_at=session.expires_at)


@router.get("/events", response_class=EventSourceResponse)
async def follow_events(request: Request, services: Parts, conversation_id: ConversationId) -> EventSourceResponse:
    """Follow the conversation: events `message`, `typing` and `state`, resumable by Last-Event-ID."""
    last_seen = request.headers.get("Last-Event-ID", "")
    if last_seen and not (last_seen.isdecimal() and len(last_seen) < 19):
        raise Problem(400, "Last-Event-ID is not one of ours")
    return EventSourceResponse(
        event_stream(services, conversation_id, int(last_seen) if last_seen else None), ping=15, send_timeout=30
    )


@router.get("/conversation")
async def export_conversation(services: Parts, conversation_id: ConversationId) -> Export:
    """Give the person everything that is stored about them."""
    try:
        export = await services.shelf.run(collect, services.shelf.store, conversation_id)
    except StoreError:
        raise Problem(503, "the transcript cannot be read right now; nothing is lost, try again soon") from None
    if export is None:
        raise Problem(404, "this conversation was erased or has expired")
    return export


@router.delete("/conversation", status_code=204)
async def erase_conversation(services: Parts, conversation_id: ConversationId) -> Response:
    """Erase everything that is stored about a conversation."""
    try:
        async with services.pipeline.turn_of(conversation_id):
            await services.shelf.run(services.shelf.store.conversations.erase, conversation_id)
    except StoreError:
        raise Problem(503, "nothing could be erased right now; try again soon") from None
    services.shelf.forget(conversation_id)
    return Response(status_code=204)


@router.get("/lines")
async def show_lines(services: Parts, country: Annotated[CountryCode | None, Query()] = None) -> Crisis:
    """Return emergency number and crisis lines of a country, without a token and without the database."""
    return crisis_block(services.content.country(country or services.settings.default_country), "none")


def _inbound(services: Services, conversation_id: str, body: NewMessage) -> Inbound:
    message_id = str(body.id or uuid4())
    if body.form is not None:
        form = services.buttons.read_form(conversation_id, body.form.id)
        if form is None:
            raise Problem(422, "form: this conversation was not offered such a form")
        return filled_in(conversation_id, message_id, form, body.form.values)
    if body.button is not None:
        press = services.buttons.read(conversation_id, body.button)
        if press is None:
            raise Problem(422, "button: this conversation was not offered such a button")
        return Inbound(conversation_id, message_id, press.title, press.payload)
    return Inbound(conversation_id, message_id, body.text or "")
