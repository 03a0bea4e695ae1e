"""The channels that the settings name, each with its desk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry

from waymark.gateway.channels.attendant import Attendant
from waymark.gateway.channels.clerk import Clerk
from waymark.gateway.channels.crowds import Crowds
from waymark.gateway.channels.desk import Desk
from waymark.gateway.channels.port import Channel
from waymark.gateway.channels.postman import Postman
from waymark.gateway.channels.replies import Replies
from waymark.gateway.channels.rounds import Rounds
from waymark.gateway.channels.tally import Tally
from waymark.gateway.events import Bus
from waymark.gateway.pipeline import Pipeline
from waymark.gateway.sessions import ButtonSigner
from waymark.gateway.shelf import Shelf
from waymark.gateway.words import Words
from waymark.safety import Responder
from waymark.settings import Settings


class Channels:
    """All desks of one gateway process, by the name of their channel."""

    def __init__(self, desks: Mapping[str, Desk], rounds: Sequence[Rounds]):
        self._desks = desks
        self._rounds = rounds

    def get(self, name: str) -> Desk | None:
        """Return the desk of a channel, None where that channel is off."""
        return self._desks.get(name)

    def start(self) -> None:
        """Begin to work."""
        for each in self._rounds:
            each.start()

    async def stop(self) -> None:
        """End all work."""
        await asyncio.gather(*(each.stop() for each in self._rounds))


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
    """Build a desk for every channel that the settings turn on; nothing connects before `start`."""
    tally, replies = Tally(registry), Replies(words, buttons, shelf, bus)
    desks, rounds = {}, []
    for channel in _named(settings, words):
        clerk = Clerk(channel, replies=replies, pipeline=pipeline, shelf=shelf, buttons=buttons, responder=responder)
        postman = Postman(channel, shelf, tally)
        attendant = Attendant(channel.name, clerk, postman, replies, shelf)
        desks[channel.name] = Desk(
            channel,
            clerk=clerk,
            attendant=attendant,
            crowds=Crowds(channel, clerk, postman, replies, shelf),
            replies=replies,
            pipeline=pipeline,
            shelf=shelf,
            tally=tally,
            locale=settings.default_locale,
            country=settings.default_country,
        )
        rounds.append(Rounds(channel, desks[channel.name], attendant, postman, shelf))
    return Channels(desks, rounds)


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
