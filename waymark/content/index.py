"""All content in memory, and the few ways in which the rest of Waymark looks things up in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from waymark.content.schema import (
    AnswerFile,
    Card,
    Country,
    CrisisMessage,
    MessageKey,
    PhraseFile,
    Response,
    Source,
    Spellings,
    Topic,
)
from waymark.messages import SourceNote

UNKNOWN_COUNTRY = "ZZ"


@dataclass(frozen=True)
class Content:
    """Everything under `content/`; immutable, shared by all conversations."""

    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    countries: Mapping[str, Country]
    phrases: PhraseFile
    spellings: Spellings
    answers: AnswerFile
    crisis: Mapping[MessageKey, tuple[CrisisMessage, ...]]
    responses: Mapping[str, tuple[Response, ...]]

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """All cards by id."""
        return {card.id: card for topic in self.topics.values() for card in topic.cards}

    def country(self, code: str | None) -> Country:
        """Return the country with this code, or the lines that serve anywhere."""
        return self.countries.get((code or "").upper(), self.countries[UNKNOWN_COUNTRY])

    def source_notes(self, card: Card) -> tuple[SourceNote, ...]:
        """Return the sources of a card as cited beside it."""
        found = (self.sources[name] for name in card.head.sources)
        return tuple(SourceNote(title=source.title, year=source.year, url=source.link) for source in found)
