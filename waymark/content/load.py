"""Reads all of `content/` at once, or lists every fault in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from waymark.content.index import Content
from waymark.content.schema import (
    RISK_LEVELS,
    AnswerFile,
    Country,
    CrisisMessage,
    Identifier,
    MessageKey,
    PhraseFile,
    Response,
    Source,
    Spellings,
    Step,
    Topic,
)
from waymark.content.source_file import YamlDocument, read_yaml
from waymark.content.topic_file import read_topic
from waymark.errors import ContentError, Fault

T = TypeVar("T")
_MESSAGE_KEYS: tuple[MessageKey, ...] = (*RISK_LEVELS, "check_in")
_STEPS: tuple[Step, ...] = Step.__args__  # type: ignore[attr-defined]
# These stand in for a file that cannot be read, until the faults are raised.
_NO_PHRASES = PhraseFile.model_construct(phrases=())
_NO_ANSWERS = AnswerFile.model_construct(yes=(), no=(), unsure=(), questions={})
_COUNTRY_FILE = re.compile(r"^[A-Z]{2}$")


def load_content(folder: Path) -> Content:
    """Return everything under `folder`, validated and cross-checked.

    Raises:
        ContentError: with all faults of all files.
    """
    faults: list[Fault] = []

    def attempt(read: Callable[[], T], fallback: T) -> T:
        try:
            return read()
        except ContentError as error:
            faults.extend(error.faults)
            return fallback

    def yaml_file(name: str, shape: type[T], fallback: T) -> tuple[T, YamlDocument | None]:
        document = attempt(lambda: read_yaml(folder / name), None)
        return (attempt(lambda: document.validate(shape), fallback) if document else fallback), document

    sources, _ = yaml_file("sources.yml", dict[str, Source], {})
    topics: dict[str, Topic] = {}
    for path in _files(folder, "cards/en/*.md", faults):
        topic = attempt(lambda path=path: read_topic(path), None)  # type: ignore[misc]
        if topic is not None:
            topics[path.stem] = topic
    countries: dict[str, Country] = {}
    for path in _files(folder, "lines/*.yml", faults):
        if not _COUNTRY_FILE.match(path.stem):
            faults.append(Fault(path, 1, "the file is named by the country's two capital letters, like US.yml"))
        country = attempt(lambda path=path: read_yaml(path).validate(Country), None)  # type: ignore[misc]
        if country is not None:
            countries[path.stem] = country
    phrases, _ = yaml_file("crisis/en/phrases.yml", PhraseFile, _NO_PHRASES)
    spellings, _ = yaml_file("crisis/spellings.yml", Spellings, Spellings())
    answers, _ = yaml_file("crisis/en/answers.yml", AnswerFile, _NO_ANSWERS)
    crisis, crisis_file = yaml_file("crisis/en/messages.yml", dict[MessageKey, tuple[CrisisMessage, ...]], {})
    responses, responses_file = yaml_file("responses/en.yml", dict[Identifier, tuple[Response, ...]], {})

    if not faults:  # cross-checks over half-read files would only repeat the first faults
        cards = {card.id for topic in topics.values() for card in topic.cards}
        faults += _unknown_sources(folder, topics, sources)
        faults += _shared_asks(folder, topics)
        faults += _missing_messages(folder, crisis)
        faults += _dead_buttons(responses_file, responses, cards)
        faults += _doubles(folder / "crisis/en/phrases.yml", "phrase id", (phrase.id for phrase in phrases.phrases))
        if crisis_file:
            ids = (message.id for messages in crisis.values() for message in messages)
            faults += _doubles(crisis_file.path, "message id", ids)
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
        answers=answers,
        crisis=MappingProxyType(crisis),
        responses=MappingProxyType(responses),
    )


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
            for ask in card.head.asks:
                key = " ".join(re.findall(r"\w+", ask.lower()))
                if key in owners:
                    path = folder / f"cards/en/{topic.id}.md"
                    faults.append(Fault(path, 1, f"{card.id} and {owners[key]} share the question `{ask}`"))
                owners[key] = card.id
    return faults


def _missing_messages(folder: Path, crisis: Mapping[MessageKey, tuple[CrisisMessage, ...]]) -> list[Fault]:
    path = folder / "crisis/en/messages.yml"
    return [
        Fault(path, 1, f"`{level}` has no message for step `{step}`")
        for level in _MESSAGE_KEYS
        for step in _STEPS
        if not any(message.step == step for message in crisis.get(level, ())) and (level, step) != ("check_in", "worse")
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


def _doubles(path: Path, what: str, ids: Iterable[str]) -> list[Fault]:
    return [Fault(path, 1, f"{what} `{name}` stands twice") for name, count in Counter(ids).items() if count > 1]
