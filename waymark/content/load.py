"""Reads all of `content/` at once, or lists every fault in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from waymark.content.asks_file import read_topic_and_asks
from waymark.content.checkin_files import NO_CHECKINS, read_checkins
from waymark.content.checklist_files import Checklist, read_checklists
from waymark.content.crisis_files import LANGUAGES, CrisisBooks, doubles, read_books
from waymark.content.exercise_files import NO_EXERCISES, read_exercises
from waymark.content.fault_list import FaultList
from waymark.content.index import Content
from waymark.content.instrument_files import NO_INSTRUMENTS, read_instruments, with_items
from waymark.content.plan_files import NO_PLANS, read_plans
from waymark.content.schema import (
    AnswerFile,
    Country,
    Identifier,
    Language,
    PhraseFile,
    Response,
    Source,
    Spellings,
    Topic,
)
from waymark.content.source_file import YamlDocument, read_yaml
from waymark.content.summary_file import read_summary_words
from waymark.content.time_zone_file import read_time_zones
from waymark.content.treatment_files import read_treatments
from waymark.content.treatment_schema import Treatment
from waymark.content.trial_files import read_medicines, read_trial_book
from waymark.content.trial_schema import Medicine
from waymark.errors import ContentError, Fault

T = TypeVar("T")
# These stand in for a file that cannot be read, until the faults are raised.
_NO_PHRASES = PhraseFile.model_construct(phrases=())
_NO_ANSWERS = AnswerFile.model_construct(yes=(), no=(), unsure=(), questions={})
_NO_BOOKS: tuple[CrisisBooks, AnswerFile] = ({}, _NO_ANSWERS)
ENGLISH: Language = "en"  # the language of cards and of all responses; others hold what they need
_COUNTRY_FILE = re.compile(r"^[A-Z]{2}$")


def load_content(folder: Path) -> Content:
    """Return everything under `folder`, validated and cross-checked.

    Raises:
        ContentError: with all faults of all files.
    """
    faults = FaultList()

    def yaml_file(name: str, shape: type[T], fallback: T) -> tuple[T, YamlDocument | None]:
        document = faults.attempt(lambda: read_yaml(folder / name), None)
        return (faults.attempt(lambda: document.validate(shape), fallback) if document else fallback), document

    sources, _ = yaml_file("sources.yml", dict[str, Source], {})
    topics: dict[str, Topic] = {}
    for path in _files(folder, "cards/en/*.md", faults):
        topic = faults.attempt(lambda path=path: read_topic_and_asks(path, folder), None)  # type: ignore[misc]
        if topic is not None:
            topics[path.stem] = topic
    medicines: dict[str, Medicine] = {}
    medicines = faults.attempt(lambda: read_medicines(folder / "medicines", sources), medicines)
    trials = faults.attempt(lambda: read_trial_book(folder, sources), None)
    summary_words = faults.attempt(lambda: read_summary_words(folder), None)
    treatments: dict[str, Treatment] = {}
    if not faults:
        treatments = faults.attempt(
            lambda: read_treatments(folder / "treatments", topics, sources, medicines), treatments
        )
    countries: dict[str, Country] = {}
    for path in _files(folder, "lines/*.yml", faults):
        if not _COUNTRY_FILE.match(path.stem):
            faults.append(Fault(path, 1, "the file is named by the country's two capital letters, like US.yml"))
        country = faults.read(path, Country)
        if country is not None:
            countries[path.stem] = country
    phrase_files = [yaml_file(f"crisis/{name}/phrases.yml", PhraseFile, _NO_PHRASES) for name in LANGUAGES]
    phrases = _together([phrases for phrases, _ in phrase_files])
    spellings, _ = yaml_file("crisis/spellings.yml", Spellings, Spellings())
    crisis, answers = faults.attempt(lambda: read_books(folder / "crisis"), _NO_BOOKS)
    instruments = NO_INSTRUMENTS
    if not faults:
        instruments = faults.attempt(
            lambda: read_instruments(folder / "instruments", sources, answers.questions), NO_INSTRUMENTS
        )
    exercises = faults.attempt(lambda: read_exercises(folder / "exercises", sources), NO_EXERCISES)
    checkins = faults.attempt(lambda: read_checkins(folder / "checkins"), NO_CHECKINS)
    plans = faults.attempt(lambda: read_plans(folder / "plans", sources), NO_PLANS)
    checklists: Mapping[str, Checklist] = {}
    checklists = faults.attempt(lambda: read_checklists(folder / "checklists", sources), checklists)
    time_zones: Mapping[str, str] = {}
    time_zones = faults.attempt(lambda: read_time_zones(folder / "care/time_zones.yml"), time_zones)
    responses, responses_file = yaml_file(f"responses/{ENGLISH}.yml", dict[Identifier, tuple[Response, ...]], {})
    for path in sorted(folder.glob(f"tools/{ENGLISH}/*.yml")):  # the words of one tool, named after it
        told, _ = yaml_file(str(path.relative_to(folder)), dict[Identifier, tuple[Response, ...]], {})
        faults += [
            Fault(path, 1, f"`{name}` does not begin with `{path.stem}_`")
            for name in told
            if not name.startswith(f"{path.stem}_")
        ]
        responses = {**responses, **told}
    others: dict[Language, Mapping[str, tuple[Response, ...]]] = {}
    for language in LANGUAGES:
        if language != ENGLISH:
            others[language], _ = yaml_file(f"responses/{language}.yml", dict[Identifier, tuple[Response, ...]], {})

    faults += [
        Fault(path, 1, "there is no topic of this name")
        for path in sorted((*folder.glob("asks/en/*.yml"), *folder.glob("follow_ups/en/*.yml")))
        if not (folder / f"cards/en/{path.stem}.md").exists()
    ]
    if not faults:  # cross-checks over half-read files would only repeat the first faults
        cards = {card.id for topic in topics.values() for card in topic.cards}
        faults += _unknown_sources(folder, topics, sources)
        faults += _shared_asks(folder, topics)
        faults += _dead_buttons(responses_file, responses, cards)
        faults += _translations_of_nothing(folder, responses, others)
        faults += _double_phrases(phrase_files)
        if "ZZ" not in countries:
            faults.append(Fault(folder / "lines/ZZ.yml", 1, "the lines for an unknown country are missing"))
    if faults:
        raise ContentError(faults)
    return Content(
        topics=MappingProxyType(topics),
        sources=MappingProxyType(sources),
        countries=MappingProxyType(countries),
        phrases=phrases,
        spellings=spellings,
        answers=with_items(answers, instruments),
        crisis=crisis,
        responses=MappingProxyType(responses),
        instruments=instruments,
        exercises=exercises,
        checkins=checkins,
        plans=plans,
        checklists=checklists,
        translations=MappingProxyType(others),
        treatments=MappingProxyType(treatments),
        medicines=MappingProxyType(medicines),
        trials=trials,
        summary_words=summary_words,
        time_zones=MappingProxyType(dict(time_zones)),
    )


def _together(files: list[PhraseFile]) -> PhraseFile:
    return PhraseFile.model_construct(
        fragments={name: piece for file in files for name, piece in file.fragments.items()},
        guards={name: patterns for file in files for name, patterns in file.guards.items()},
        phrases=tuple(phrase for file in files for phrase in file.phrases),
    )


def _double_phrases(files: list[tuple[PhraseFile, YamlDocument | None]]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for file, document in files:
        path = document.path if document else Path()
        kinds = (("fragment", file.fragments), ("guard", file.guards))
        faults += doubles(path, "phrase id", (phrase.id for phrase in file.phrases))
        for kind, names in kinds:
            twice = [name for name in names if (kind, name) in seen]
            faults += [Fault(path, 1, f"{kind} `{name}` stands in the file of another language too") for name in twice]
            seen |= {(kind, name) for name in names}
    return faults


def _files(folder: Path, pattern: str, faults: list[Fault]) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        faults.append(Fault(folder / pattern, 1, "no such file"))
    return found


def _unknown_sources(folder: Path, topics: Mapping[str, Topic], sources: Mapping[str, Source]) -> list[Fault]:
    return [
        Fault(folder / f"cards/en/{topic.id}.md", 1, f"{card.id} cites `{name}`, which is not in sources.yml")
        for topic in topics.values()
        for card in topic.cards
        for name in card.head.sources
        if name not in sources
    ]


def _shared_asks(folder: Path, topics: Mapping[str, Topic]) -> list[Fault]:
    owners: dict[str, str] = {}
    faults = []
    for topic in topics.values():
        for card in topic.cards:
            for ask in card.asks[:-1]:
                key = " ".join(re.findall(r"\w+", ask.lower()))
                if key in owners:
                    path = folder / f"cards/en/{topic.id}.md"
                    faults.append(Fault(path, 1, f"{card.id} and {owners[key]} share the question `{ask}`"))
                owners[key] = card.id
    return faults


def _translations_of_nothing(
    folder: Path,
    responses: Mapping[str, tuple[Response, ...]],
    others: Mapping[Language, Mapping[str, tuple[Response, ...]]],
) -> list[Fault]:
    return [
        Fault(folder / f"responses/{language}.yml", 1, f"`{name}` is no response of responses/{ENGLISH}.yml")
        for language, translated in others.items()
        for name in translated
        if name not in responses
    ]


def _dead_buttons(
    document: YamlDocument | None, responses: Mapping[str, tuple[Response, ...]], cards: set[str]
) -> list[Fault]:
    if document is None:
        return []
    return [
        Fault(
            document.path, document.line_of((name, index)), f"button `{button.title}` leads to no card: {button.card}"
        )
        for name, wordings in responses.items()
        for index, response in enumerate(wordings)
        for button in response.buttons
        if button.card and button.card not in cards
    ]
