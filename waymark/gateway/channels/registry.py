"""The channels that the settings name, each with its inbox and its loops."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client import Counter as Metric

from waymark.gateway.channels.answerer import Answerer
from waymark.gateway.channels.groups import Groups
from waymark.gateway.channels.inbox import Inbox
from waymark.gateway.channels.loops import Loops
from waymark.gateway.channels.port import Channel
from waymark.gateway.channels.postman import Postman
from waymark.gateway.channels.replies import Replies
from waymark.gateway.channels.worker import Worker
from waymark.gateway.events import Bus
from waymark.gateway.pipeline import Pipeline
from waymark.gateway.sessions import ButtonSigner
from waymark.gateway.shelf import Shelf
from waymark.gateway.words import Words
from waymark.safety import Responder
from waymark.settings import Settings


class Channels:
    """All channels of one gateway process."""

    def __init__(self, inboxes: Mapping[str, Inbox], loops: Sequence[Loops]):
        self._inboxes = inboxes
        self._loops = loops

    def get(self, name: str) -> Inbox | None:
        """Return the inbox of a channel by its name, None where that channel is off."""
        return self._inboxes.get(name)

    def start(self) -> None:
        """Begin to work."""
        for each in self._loops:
            each.start()

    async def stop(self) -> None:
        """End all work."""
        await asyncio.gather(*(each.stop() for each in self._loops))


def build_channels(
    settings: Settings,
    *,
    registry: CollectorRegistry,
    pipeline: Pipeline,
    shelf: Shelf,
    words: Words,
    buttons: ButtonSigner,
    responder: Responder,
    bus: Bus,
) -> Channels:
    """Build all that every channel needs which the settings turn on; nothing connects before `start`."""
    events = Metric("waymark_channel_events", "What channels brought", ["channel", "kind"], registry=registry)
    sends = Metric(
        "waymark_channel_sends", "What channels were given to send", ["channel", "outcome"], registry=registry
    )
    replies = Replies(words, buttons, shelf, bus)
    inboxes, loops = {}, []
    for channel in _named(settings, words):
        answerer = Answerer(
            channel, replies=replies, pipeline=pipeline, shelf=shelf, buttons=buttons, responder=responder
        )
        postman = Postman(channel, shelf, sends)
        worker = Worker(channel.name, answerer, postman, replies, shelf)
        inbox = Inbox(
            channel,
            answerer=answerer,
            groups=Groups(channel, answerer, postman, replies, shelf),
            worker=worker,
            replies=replies,
            shelf=shelf,
            metric=events,
            locale=settings.default_locale,
            country=settings.default_country,
        )
        inboxes[channel.name] = inbox
        loops.append(Loops(channel, inbox, worker, postman, shelf))
    return Channels(inboxes, loops)


def _named(settings: Settings, words: Words) -> Iterator[Channel]:
    """Give the channels; each library is imported only where its channel is on."""

    def wording(name: str) -> str:
        return words.text(name, settings.default_country)

    if settings.telegram_token and settings.telegram_webhook_secret and settings.telegram_public_url:
        from waymark.gateway.channels.telegram import Telegram

        yield Telegram(
            settings.telegram_token.get_secret_value(),
            settings.telegram_webhook_secret.get_secret_value(),
            settings.telegram_public_url,
            settings.telegram_api_url,
            wording,
        )
