"""All content in memory, and the few ways in which the rest of Waymark looks things up in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from waymark.content.checkin_files import NO_CHECKINS, CheckinBook
from waymark.content.checklist_files import Checklist
from waymark.content.crisis_files import CrisisBook
from waymark.content.exercise_files import NO_EXERCISES, ExerciseBook
from waymark.content.instrument_files import NO_INSTRUMENTS, InstrumentBook
from waymark.content.plan_files import NO_PLANS, PlanBook
from waymark.content.schema import AnswerFile, Card, Country, Language, PhraseFile, Response, Source, Spellings, Topic
from waymark.content.summary_file import SummaryWords
from waymark.content.treatment_schema import Treatment
from waymark.content.trial_files import TrialBook
from waymark.content.trial_schema import Medicine
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
    crisis: Mapping[Language, CrisisBook]
    responses: Mapping[str, tuple[Response, ...]]
    translations: Mapping[Language, Mapping[str, tuple[Response, ...]]] = field(default_factory=dict)
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    medicines: Mapping[str, Medicine] = field(default_factory=dict)
    trials: TrialBook | None = None
    summary_words: SummaryWords | None = None
    instruments: InstrumentBook = NO_INSTRUMENTS
    exercises: ExerciseBook = NO_EXERCISES
    checkins: CheckinBook = NO_CHECKINS
    plans: PlanBook = NO_PLANS
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    time_zones: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """All cards by id."""
        return {card.id: card for topic in self.topics.values() for card in topic.cards}

    def country(self, code: str | None) -> Country:
        """Return the country with this code, or the lines that serve anywhere."""
        return self.countries.get((code or "").upper(), self.countries[UNKNOWN_COUNTRY])

    def response(self, name: str, language: Language = "en") -> tuple[Response, ...]:
        """Return the wordings of a response in a language, or in English where it has none.

        Raises:
            KeyError: there is no such response.
        """
        return self.translations.get(language, {}).get(name) or self.responses[name]

    def source_notes(self, card: Card) -> tuple[SourceNote, ...]:
        """Return the sources of a card as cited beside it."""
        return self.notes(card.head.sources)

    def notes(self, names: Iterable[str]) -> tuple[SourceNote, ...]:
        """Return sources as cited beside an answer, each once.

        Raises:
            KeyError: there is no such source.
        """
        found = (self.sources[name] for name in dict.fromkeys(names))
        return tuple(SourceNote(title=source.title, year=source.year, url=source.link) for source in found)
