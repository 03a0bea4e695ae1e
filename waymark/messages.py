"""What people and Waymark say to each other: the shapes of version 1 of the HTTP interface.

Blocks are data, never HTML; each channel renders them its own way. `text` is always complete, so that a client which
shows only text loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

Level = Literal[
    "emergency",
    "plan_or_intent",
    "active_ideation",
    "passive_ideation",
    "self_harm",
    "third_party",
    "medical_urgent",
    "none",
]
ResponseKind = Literal["takeover", "check_in", "none"]
Sender = Literal["person", "assistant", "responder", "system"]


class Frozen(BaseModel):
    """A value that is checked once and never changes; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraph(Frozen):
    """A run of plain text."""

    type: Literal["paragraph"] = "paragraph"
    text: str


class Heading(Frozen):
    """A short title above the blocks that follow."""

    type: Literal["heading"] = "heading"
    text: str


class Bullets(Frozen):
    """Items in no particular order."""

    type: Literal["list"] = "list"
    items: tuple[str, ...]


class Steps(Frozen):
    """Items to be done or read in order."""

    type: Literal["steps"] = "steps"
    items: tuple[str, ...]


class Table(Frozen):
    """Rows under named columns; each row has as many cells as there are columns."""

    type: Literal["table"] = "table"
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Line(Frozen):
    """One crisis line as shown to a person; the ways to reach it that it has, at least one."""

    name: str
    call: str | None = None
    text: str | None = None
    chat: str | None = None
    hours: str | None = None


class Ways(Frozen):
    """How the ways to reach help are written in a language other than English; `{}` is the number or address."""

    emergency: str
    call: str
    text: str
    chat: str


class Crisis(Frozen):
    """The emergency number and the lines of the person's country; `ways` is None in English."""

    type: Literal["crisis"] = "crisis"
    country: str
    emergency: str | None
    lines: tuple[Line, ...]
    ways: Ways | None = None


class Point(Frozen):
    """One value of a chart at one date."""

    at: str
    value: float


class ChartBand(Frozen):
    """A range of values with a name, both ends included."""

    first: float
    last: float
    label: str


class ChartMark(Frozen):
    """Something that happened at one date, such as a change of treatment."""

    at: str
    label: str


class Chart(Frozen):
    """A trend over time, with the sentences that say the same in words.

    `at` of points and marks is a date, `2027-03-05`; points come oldest first.
    """

    type: Literal["chart"] = "chart"
    title: str
    points: tuple[Point, ...]
    minimum: float
    maximum: float
    summary: str
    bands: tuple[ChartBand, ...] = ()
    marks: tuple[ChartMark, ...] = ()


class Link(Frozen):
    """An address and what is found there; one that begins with `/` is an address of the gateway."""

    title: str
    url: str


class Links(Frozen):
    """Addresses to open."""

    type: Literal["links"] = "links"
    items: tuple[Link, ...]


class Button(Frozen):
    """A choice; `value` is an opaque id that the gateway resolves within the conversation."""

    title: str
    value: str


class Question(Frozen):
    """One question of a form; `options` are the only accepted values, free text where there are none.

    One that `is_optional` may stay open. `chosen` is the value that was chosen before.
    """

    name: str
    label: str
    options: tuple[Button, ...] = ()
    is_optional: bool = False
    chosen: str | None = None


class Form(Frozen):
    """Questions that may be answered all at once; `text` stands above them, where there is any.

    `id` is an opaque value that the gateway resolves within the conversation; the form can be sent once.
    """

    type: Literal["form"] = "form"
    id: str
    title: str
    text: str = ""
    fields: tuple[Question, ...]


class Breathing(Frozen):
    """A pace to breathe along with, in seconds, and how many breaths; `text` says the same in words."""

    type: Literal["breathing"] = "breathing"
    inhale: int = Field(ge=1, le=60)
    hold: int = Field(ge=0, le=60)
    exhale: int = Field(ge=1, le=60)
    rounds: int = Field(ge=1, le=100)
    text: str


Block = Annotated[
    Paragraph | Heading | Bullets | Steps | Table | Crisis | Chart | Links | Form | Breathing,
    Field(discriminator="type"),
]


class SourceNote(Frozen):
    """A source as cited beside an answer."""

    title: str
    year: int
    url: str


class SafetyNote(Frozen):
    """What was noticed and what was done about it."""

    level: Level
    response: ResponseKind


class Draft(Frozen):
    """Something to say, before it belongs to a conversation."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    cards: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    safety: SafetyNote | None = None
    asks: str | None = None

    @property
    def text(self) -> str:
        """All blocks as plain text."""
        return plain_text(self.blocks)

    def plus(self, other: Draft) -> Draft:
        """Return one draft that says this and then the other."""
        return Draft(
            blocks=(*self.blocks, *other.blocks),
            buttons=(*self.buttons, *other.buttons),
            cards=(*self.cards, *other.cards),
            sources=(*self.sources, *(source for source in other.sources if source not in self.sources)),
            safety=other.safety or self.safety,
            asks=other.asks or self.asks,
        )


class Message(Frozen):
    """One message of a conversation."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    sender: Sender = Field(alias="from")
    text: str
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    cards: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    safety: SafetyNote | None = None
    asks: str | None = None
    created_at: datetime


def message_from(draft: Draft, sender: Sender = "assistant") -> Message:
    """Give a draft its id and time."""
    return Message(
        id=str(uuid4()),
        sender=sender,
        text=draft.text,
        blocks=draft.blocks,
        buttons=draft.buttons,
        cards=draft.cards,
        sources=draft.sources,
        safety=draft.safety,
        asks=draft.asks,
        created_at=datetime.now(timezone.utc),
    )


def paragraphs(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """Return one paragraph block per text."""
    return tuple(Paragraph(text=text) for text in texts)


def plain_text(blocks: Sequence[Block]) -> str:
    """Return everything that the blocks say, as text with blank lines between blocks."""
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    match block:
        case Paragraph() | Heading() | Breathing():
            return block.text
        case Bullets():
            return "\n".join(f"- {item}" for item in block.items)
        case Steps():
            return "\n".join(f"{number}. {item}" for number, item in enumerate(block.items, start=1))
        case Table():
            return "\n".join(
                "; ".join(f"{column}: {cell}" for column, cell in zip(block.columns, row, strict=True))
                for row in block.rows
            )
        case Crisis():
            ways = block.ways or _ENGLISH
            first = [ways.emergency.format(block.emergency)] if block.emergency else []
            return "\n".join([*first, *(line_text(line, ways) for line in block.lines)])
        case Chart():
            return f"{block.title}. {block.summary}"
        case Links():
            return "\n".join(f"{item.title}: {item.url}" for item in block.items)
        case Form():
            asked = (f"{number}. {_field_text(field)}" for number, field in enumerate(block.fields, start=1))
            return "\n".join([block.title, *([block.text] if block.text else []), *asked])


_ENGLISH = Ways(emergency="Emergency: {}", call="call {}", text="text {}", chat="chat {}")


def line_text(line: Line, ways: Ways | None = None) -> str:
    """Return one line with all ways to reach it: "988 Suicide & Crisis Lifeline: call 988, text 988 (24/7)"."""
    ways = ways or _ENGLISH
    found = [
        *([ways.call.format(line.call)] if line.call else []),
        *([ways.text.format(line.text)] if line.text else []),
        *([ways.chat.format(line.chat)] if line.chat else []),
    ]
    hours = f" ({line.hours})" if line.hours else ""
    return f"{line.name}: {', '.join(found)}{hours}"


def _field_text(field: Question) -> str:
    options = f" ({' / '.join(option.title for option in field.options)})" if field.options else ""
    return f"{field.label}{options}"
