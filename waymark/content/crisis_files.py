"""Reads what the crisis talk is made of, one folder per language, and checks that each folder is complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from waymark.content.fault_list import FaultList
from waymark.content.schema import (
    RISK_LEVELS,
    AnswerFile,
    AnswerKind,
    AnswerWords,
    Aside,
    Asks,
    CrisisMessage,
    CrisisReply,
    CrisisWords,
    Cue,
    CueFile,
    Language,
    MessageKey,
    Need,
    Reading,
    Sayings,
    Step,
    TurnTaken,
)
from waymark.errors import ContentError, Fault

LANGUAGES: tuple[Language, ...] = get_args(Language)
RETURNING = "returning"  # the gentle check when somebody comes back another day
# Questions that invite more than a yes or no: any short answer to them gets a reply.
OPEN_QUESTIONS: tuple[Asks, ...] = ("someone_with_you", "what_stops_you")
_MESSAGE_KEYS: tuple[MessageKey, ...] = (*RISK_LEVELS, "check_in")
_STEPS: tuple[Step, ...] = get_args(Step)
_NEEDS: tuple[Need, ...] = get_args(Need)


@dataclass(frozen=True)
class CrisisBook:
    """Every word of the crisis talk in one language, and the rules that read what that language's speakers tell."""

    messages: Mapping[MessageKey, tuple[CrisisMessage, ...]]
    replies: Mapping[str, tuple[CrisisReply, ...]]
    asides: Mapping[Cue, tuple[Aside, ...]]
    cues: CueFile
    answers: AnswerWords
    words: CrisisWords

    @property
    def wordings(self) -> Iterator[CrisisReply]:
        """All messages and replies, in the order of their files."""
        for group in (*self.messages.values(), *self.replies.values()):
            yield from group


CrisisBooks = Mapping[Language, CrisisBook]


def read_books(folder: Path) -> tuple[CrisisBooks, AnswerFile]:
    """Return the crisis talk of every language, and how short answers are read.

    Raises:
        ContentError: with all faults of all files.
    """
    faults = FaultList()
    questions = faults.read(folder / "questions.yml", dict[Asks, dict[AnswerKind, Reading]])
    books: dict[Language, CrisisBook] = {}
    for language in LANGUAGES:
        home = folder / language
        messages = faults.read(home / "messages.yml", dict[MessageKey, tuple[CrisisMessage, ...]])
        replies = faults.read(home / "replies.yml", dict[str, tuple[CrisisReply, ...]])
        asides = faults.read(home / "asides.yml", dict[Cue, tuple[Aside, ...]])
        cues = faults.read(home / "cues.yml", CueFile)
        answers = faults.read(home / "answers.yml", AnswerWords)
        words = faults.read(home / "words.yml", CrisisWords)
        if messages and replies and asides and cues and answers and words:
            frozen = (MappingProxyType(messages), MappingProxyType(replies), MappingProxyType(asides))
            books[language] = CrisisBook(*frozen, cues, answers, words)
    if faults or questions is None:
        raise ContentError(faults)
    for language, book in books.items():
        faults += _incomplete(folder / language, language, book, questions)
    if faults:
        raise ContentError(faults)
    return MappingProxyType(books), _all_answers(books.values(), questions)


def required_replies(language: Language, questions: Mapping[Asks, Mapping[AnswerKind, Reading]]) -> Iterator[str]:
    """Return the names of all replies that a language must word.

    An answer that means an emergency needs none: the words of that level are said.
    """
    for question, readings in questions.items():
        yield from (f"{question}.{kind}" for kind, reading in readings.items() if reading.level != "emergency")
    yield from (f"{question}.other" for question in OPEN_QUESTIONS)
    yield from (need for need in _NEEDS if (language, need) != ("en", "spanish"))  # who asks for Spanish gets Spanish
    yield from get_args(TurnTaken)
    yield RETURNING


def _incomplete(
    home: Path, language: Language, book: CrisisBook, questions: Mapping[Asks, Mapping[AnswerKind, Reading]]
) -> list[Fault]:
    messages, replies = home / "messages.yml", home / "replies.yml"
    faults = [
        Fault(messages, 1, f"`{level}` has no message for step `{step}`")
        for level in _MESSAGE_KEYS
        for step in _STEPS
        if not any(message.step == step and not message.when for message in book.messages.get(level, ()))
        and (level, step) != ("check_in", "worse")
    ]
    wanted = tuple(required_replies(language, questions))
    faults += [
        Fault(replies, 1, f"no words for `{name}` that fit always")
        for name in wanted
        if not any(not reply.when for reply in book.replies.get(name, ()))
    ]
    faults += [Fault(replies, 1, f"`{name}` is never said") for name in book.replies if name not in wanted]
    faults += [
        Fault(home / "messages.yml", 1, f"{wording.id} asks `{wording.asks}`, which questions.yml does not read")
        for wording in book.wordings
        if wording.asks is not None and wording.asks not in questions
    ]
    faults += doubles(messages, "message id", (wording.id for wording in book.wordings))
    faults += doubles(home / "asides.yml", "aside id", (one.id for group in book.asides.values() for one in group))
    faults += doubles(home / "cues.yml", "cue id", (cue.id for cue in book.cues.cues))
    return faults


def doubles(path: Path, what: str, ids: Iterable[str]) -> list[Fault]:
    """Return one fault per id that stands twice."""
    return [Fault(path, 1, f"{what} `{name}` stands twice") for name, count in Counter(ids).items() if count > 1]


def _all_answers(books: Iterable[CrisisBook], questions: Mapping[Asks, dict[AnswerKind, Reading]]) -> AnswerFile:
    """Return the answers of all languages together: people answer in the language that comes first to them."""
    everyone = tuple(book.answers for book in books)
    about: dict[Asks, Sayings] = {}
    for words in everyone:
        for question, sayings in words.about.items():
            for kind, texts in sayings.items():
                known = about.setdefault(question, {})
                known[kind] = (*known.get(kind, ()), *texts)
    return AnswerFile(
        yes=tuple(saying for words in everyone for saying in words.yes),
        no=tuple(saying for words in everyone for saying in words.no),
        unsure=tuple(saying for words in everyone for saying in words.unsure),
        fillers=tuple(saying for words in everyone for saying in words.fillers),
        after_no=tuple(saying for words in everyone for saying in words.after_no),
        only_bare=tuple(saying for words in everyone for saying in words.only_bare),
        about=about,
        questions=dict(questions),
    )
