"""Everything that the routes share, built once from the settings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from waymark.content import Content, load_content
from waymark.gateway.brain_client import Brain
from waymark.gateway.channels.registry import Channels, build_channels
from waymark.gateway.chores import Chores
from waymark.gateway.console.console import Console
from waymark.gateway.data_desk import DataDesk
from waymark.gateway.events import Bus
from waymark.gateway.limits import Limits
from waymark.gateway.metrics import Metrics
from waymark.gateway.paper_desk import PaperDesk
from waymark.gateway.paper_maker import PaperMaker
from waymark.gateway.pipeline import Pipeline
from waymark.gateway.referral import Referral
from waymark.gateway.reminding import Reminding
from waymark.gateway.sessions import ButtonSigner, LinkSigner, Tokens
from waymark.gateway.shelf import Shelf
from waymark.gateway.talk_desk import TalkDesk
from waymark.gateway.words import Words
from waymark.handoff import Handoff
from waymark.keys import load_keys
from waymark.safety import Responder
from waymark.safety.detector import Detector
from waymark.settings import Settings
from waymark.store import Store


@dataclass(frozen=True)
class Services:
    """The parts of one gateway process."""

    settings: Settings
    content: Content
    responder: Responder
    words: Words
    shelf: Shelf
    brain: Brain
    bus: Bus
    limits: Limits
    metrics: Metrics
    tokens: Tokens
    buttons: ButtonSigner
    paper_links: LinkSigner
    file_links: LinkSigner
    paper_maker: PaperMaker
    pipeline: Pipeline
    chores: Chores
    handoff: Handoff
    talk_desk: TalkDesk
    console: Console
    channels: Channels

    async def close(self) -> None:
        """Release connections and threads."""
        await self.chores.stop()
        await self.channels.stop()
        await asyncio.to_thread(self.handoff.stop)
        await self.brain.close()
        self.paper_maker.close()
        self.shelf.close()


def build_services(settings: Settings, brain: Brain | None = None) -> Services:
    """Build all parts without touching the database or the network.

    Raises:
        ContentError: content is broken; every fault is listed.
        SettingsError: keys are missing or broken.
    """
    keys = load_keys(settings)
    content = load_content(settings.content_dir)
    responder = Responder.from_content(content, Detector.find(settings.encoder_dir))
    store = Store.of(settings)
    shelf = Shelf(
        store,
        deadline_seconds=settings.store_deadline_seconds,
        country=settings.default_country,
        locale=settings.default_locale,
    )
    brain = brain or Brain(settings.brain_url, keys.brain)
    bus, metrics, words = Bus(), Metrics(), Words(content, settings.retention_days)
    buttons = ButtonSigner(keys.signing)
    paper_links, file_links = LinkSigner(keys.signing, "paper"), LinkSigner(keys.signing, "file")
    limits = Limits(
        enabled=settings.rate_limits,
        messages_per_minute=settings.messages_per_minute,
        conversations_per_minute=settings.conversations_per_minute,
        returns_per_hour=settings.return_tries_per_hour,
        returns_per_hour_in_all=settings.return_tries_per_hour_in_all,
    )
    talk_desk = TalkDesk(shelf, bus, words)
    handoff = Handoff(store, settings, talk_desk.speak)
    pipeline = Pipeline(
        responder=responder,
        shelf=shelf,
        brain=brain,
        words=words,
        bus=bus,
        limits=limits,
        buttons=buttons,
        metrics=metrics,
        referral=Referral(handoff, shelf, bus, words),
        papers=PaperDesk(shelf, words, paper_links, {"telegram": settings.telegram_public_url or ""}),
        data=DataDesk(shelf, words, file_links, settings.return_days),
        deadline_seconds=settings.brain_deadline_seconds,
        max_text=settings.max_text_characters,
    )
    return Services(
        settings=settings,
        content=content,
        responder=responder,
        words=words,
        shelf=shelf,
        brain=brain,
        bus=bus,
        limits=limits,
        metrics=metrics,
        tokens=Tokens(keys.signing, settings.token_hours),
        buttons=buttons,
        paper_links=paper_links,
        file_links=file_links,
        paper_maker=PaperMaker(content),
        pipeline=pipeline,
        chores=Chores(shelf, brain, pipeline, Reminding(shelf, bus, content, buttons), settings),
        handoff=handoff,
        talk_desk=talk_desk,
        console=Console.build(keys.signing, responder.assessor, limited=settings.rate_limits),
        channels=build_channels(
            settings,
            registry=metrics.registry,
            pipeline=pipeline,
            shelf=shelf,
            words=words,
            buttons=buttons,
            responder=responder,
            bus=bus,
        ),
    )


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


Parts = Annotated[Services, Depends(_services)]
