"""Questionnaires that have been published: `instruments/<id>.yml`, and how people answer and steer them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast

from pydantic import ConfigDict, Field, model_validator

from waymark.content.fault_list import FaultList
from waymark.content.schema import AnswerFile, Asks, Identifier, Source, Status, Text
from waymark.errors import ContentError, Fault
from waymark.messages import Frozen


class Option(Frozen):
    """One answer of a scale, as published, and how people say it; `alone` counts only when nothing else is said."""

    value: int = Field(ge=0)
    text: Text
    sayings: tuple[Text, ...] = ()
    alone: tuple[Text, ...] = ()


class Scale(Frozen):
    """The answers of a scale, from 0 upward without a gap."""

    options: tuple[Option, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _counts_up(self) -> Scale:
        if [option.value for option in self.options] != list(range(len(self.options))):
            raise ValueError("the values of a scale are 0, 1, 2, … in this order")
        said = [saying for option in self.options for saying in (option.text.lower(), *option.sayings, *option.alone)]
        for saying in said:
            owners = {one.value for one in self.options if saying in (one.text.lower(), *one.sayings, *one.alone)}
            if len(owners) > 1:
                raise ValueError(f"`{saying}` stands under two answers")
        return self

    @property
    def most(self) -> int:
        """The highest value."""
        return self.options[-1].value


class ScaleFile(Frozen):
    """All scales, and the words around an answer.

    Fillers tell nothing; affirmations say that there is something, but not how much; a negation turns an answer into
    none, and so does a doubt, even "not at all"; links stand between two answers; a number
    before what is `counted` is no value.
    """

    scales: dict[Identifier, Scale] = Field(min_length=1)
    fillers: tuple[Text, ...] = Field(min_length=1)
    affirmations: tuple[Text, ...] = Field(min_length=1)
    negations: tuple[Text, ...] = Field(min_length=1)
    doubts: tuple[Text, ...] = Field(min_length=1)
    links: tuple[Text, ...] = Field(min_length=1)
    counted: tuple[Text, ...] = Field(min_length=1)


class CommandFile(Frozen):
    """What people say to steer a questionnaire, when they say nothing else but fillers."""

    skip: tuple[Text, ...] = Field(min_length=1)
    back: tuple[Text, ...] = Field(min_length=1)
    why: tuple[Text, ...] = Field(min_length=1)
    stop: tuple[Text, ...] = Field(min_length=1)
    go_on: tuple[Text, ...] = Field(min_length=1)
    go_back_to_it: tuple[Text, ...] = Field(min_length=1)
    restart: tuple[Text, ...] = Field(min_length=1)
    change: tuple[Text, ...] = Field(min_length=1)
    fillers: tuple[Text, ...] = Field(min_length=1)


class Item(Frozen):
    """One question, word for word as published; `why` is ours. One that `discloses` may tell of danger."""

    text: Text
    why: Text
    discloses: bool = False


class FunctionItem(Frozen):
    """The question about daily life, which is not counted; asked when any problem was."""

    text: Text
    scale: Identifier
    why: Text


class Band(Frozen):
    """The published name of a range of totals, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    first: int = Field(alias="from", ge=0)
    last: int = Field(alias="to")
    name: Text


class ChangeRule(Frozen):
    """What counts as change: points that matter, the share of a drop that is a response, the total below remission."""

    points: int = Field(ge=1)
    response: float = Field(gt=0, lt=1)
    remission: int = Field(ge=1)


class Instrument(Frozen):
    """One questionnaire; its id is the file's name."""

    name: Text
    title: Text
    about: Text
    names: tuple[Text, ...] = Field(min_length=1)
    instruction: Text
    scale: Identifier
    items: tuple[Item, ...] = Field(min_length=1)
    function: FunctionItem
    bands: tuple[Band, ...] = Field(min_length=1)
    change: ChangeRule | None = None
    sources: tuple[Text, ...] = Field(min_length=1)
    notice: Text
    status: Status
    reviewed_by: Text | None
    reviewed_on: date | None
    review_due: date

    @model_validator(mode="after")
    def _bands_meet(self) -> Instrument:
        following = zip(self.bands, self.bands[1:], strict=False)
        if self.bands[0].first != 0 or any(one.last + 1 != other.first for one, other in following):
            raise ValueError("the bands begin at 0 and follow each other without a gap")
        return self


@dataclass(frozen=True)
class InstrumentBook:
    """All questionnaires by id, and how people answer and steer them."""

    instruments: Mapping[str, Instrument]
    words: ScaleFile
    commands: CommandFile

    def scale(self, name: str) -> Scale:
        """Return a scale.

        Raises:
            KeyError: there is no such scale.
        """
        return self.words.scales[name]

    def scale_of(self, item: str | None) -> Scale | None:
        """Return the scale of a question by what a message asks with it, `phq9.9`; None where there is no such one.

        The question about daily life stands after the items.
        """
        name, _, number = (item or "").partition(".")
        instrument = self.instruments.get(name)
        if instrument is None or not number.isdecimal() or not 1 <= int(number) <= len(instrument.items) + 1:
            return None
        return self.scale(instrument.scale if int(number) <= len(instrument.items) else instrument.function.scale)

    @property
    def disclosing(self) -> Mapping[str, Scale]:
        """The scale of each item that may tell of danger, by what a message asks with it: `phq9.9`."""
        return {
            f"{name}.{number}": self.scale(instrument.scale)
            for name, instrument in self.instruments.items()
            for number, item in enumerate(instrument.items, start=1)
            if item.discloses
        }


NO_INSTRUMENTS = InstrumentBook(
    {},
    ScaleFile.model_construct(scales={}, fillers=(), affirmations=(), negations=(), doubts=(), links=(), counted=()),
    CommandFile.model_construct(
        skip=(), back=(), why=(), stop=(), go_on=(), go_back_to_it=(), restart=(), change=(), fillers=()
    ),
)
"""Stands in where no questionnaires are read."""


def read_instruments(folder: Path, sources: Mapping[str, Source], questions: Collection[str]) -> InstrumentBook:
    """Return all questionnaires of a folder; `questions` are those that the crisis talk can read answers to.

    Raises:
        ContentError: with every fault of every file: its form, and names of scales, sources or questions not there.
    """
    faults = FaultList()
    words = faults.read(folder / "en/scales.yml", ScaleFile)
    commands = faults.read(folder / "en/commands.yml", CommandFile)
    found = {path.stem: faults.read(path, Instrument) for path in sorted(folder.glob("*.yml"))}
    if not found:
        faults.append(Fault(folder, 1, "no questionnaire is here"))
    instruments = {name: instrument for name, instrument in found.items() if instrument is not None}
    if words is None or commands is None or faults:
        raise ContentError(faults)
    book = InstrumentBook(MappingProxyType(instruments), words, commands)
    for name, instrument in instruments.items():
        problems = _wrong_names(instrument, words, sources)
        faults += [Fault(folder / f"{name}.yml", 1, problem) for problem in problems]
    if not faults:
        faults += [
            Fault(folder / f"{asked.split('.')[0]}.yml", 1, f"crisis/questions.yml does not read answers to `{asked}`")
            for asked in book.disclosing
            if asked not in questions
        ]
    if faults:
        raise ContentError(faults)
    return book


def with_items(answers: AnswerFile, book: InstrumentBook) -> AnswerFile:
    """Return how short answers are read, with the words of a scale for each item that may tell of danger."""
    about = dict(answers.about)
    for asked, scale in book.disclosing.items():
        told = tuple(saying for option in scale.options if option.value for saying in _sayings(option))
        known = about.get(cast(Asks, asked), {})
        none = (*_sayings(scale.options[0]), *known.get("no", ()))
        about[cast(Asks, asked)] = {**known, "no": none, "yes": (*told, *known.get("yes", ()))}
    return answers.model_copy(update={"about": about})


def _sayings(option: Option) -> tuple[str, ...]:
    return (option.text.lower(), str(option.value), *option.sayings, *option.alone)


def _wrong_names(instrument: Instrument, words: ScaleFile, sources: Mapping[str, Source]) -> list[str]:
    problems = [f"no source `{name}`" for name in instrument.sources if name not in sources]
    unknown = {instrument.scale, instrument.function.scale} - set(words.scales)
    problems += [f"no scale `{name}` in en/scales.yml" for name in sorted(unknown)]
    if not unknown:
        most = len(instrument.items) * words.scales[instrument.scale].most
        if instrument.bands[-1].last != most:
            problems.append(f"the bands end at {instrument.bands[-1].last}, the highest total is {most}")
    return problems
