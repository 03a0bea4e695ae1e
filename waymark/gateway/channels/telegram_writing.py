"""Writes messages as Telegram shows them: plain text with headings in bold, and one button a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from waymark.gateway.channels.port import ChannelLimits, Native
from waymark.gateway.channels.split import packed, utf16_length
from waymark.messages import Block, Bullets, Chart, Crisis, Heading, Message, Table, plain_text


def write(message: Message, limits: ChannelLimits, sources_title: str) -> Sequence[Native]:
    """Return the message in as many texts as it takes; the buttons stand under the last one.

    A chart comes as a picture first; the texts hold all that it shows.
    """
    parts = [text for block in message.blocks if (text := _text(block))] or [message.text]
    bold = {line for block in message.blocks for line in _bold(block)}
    if message.sources:
        listed = (f"• {source.title} ({source.year}) {source.url}" for source in message.sources)
        parts.append("\n".join([sources_title, *listed]))
        bold.add(sources_title)
    pieces = packed(parts, limits.text, utf16_length)
    written: list[dict[str, Any]] = [{"text": piece, "bold": _places(piece, bold), "buttons": []} for piece in pieces]
    if written:
        shown = message.buttons[: limits.buttons]
        written[-1]["buttons"] = [[_cut(button.title, limits.button_title), button.value] for button in shown]
    return [*_pictures(message.blocks), *written]


def _pictures(blocks: Sequence[Block]) -> Iterator[Native]:
    for block in blocks:
        if isinstance(block, Chart) and block.points:
            yield {"text": block.title, "bold": [], "buttons": [], "chart": block.model_dump(mode="json")}


def _text(block: Block) -> str:
    match block:
        case Bullets():
            return "\n".join(f"• {item}" for item in block.items)
        case Table():
            return "\n\n".join(_row(block.columns, row) for row in block.rows)
        case Crisis():
            number, lines = _emergency_and_lines(block)
            return "\n".join([*number, *(f"• {line}" for line in lines)])
        case Chart():
            points = (f"{point.at}: {point.value:g}" for point in block.points)
            return "\n".join([block.title, block.summary, *points])
        case _:
            return plain_text([block])


def _emergency_and_lines(block: Crisis) -> tuple[list[str], list[str]]:
    """Return the line of text with the emergency number, if there is one, and the others."""
    lines = plain_text([block]).splitlines()
    count = 1 if block.emergency else 0
    return lines[:count], lines[count:]


def _row(columns: Sequence[str], row: Sequence[str]) -> str:
    if not row:
        return ""
    named = (f"• {column}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=True))
    return "\n".join([f"{columns[0]}: {row[0]}" if columns[0] else row[0], *named])


def _bold(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Table():
            yield from (_row(block.columns, row).splitlines()[0] for row in block.rows if row and row[0])
        case Crisis():
            yield from _emergency_and_lines(block)[0]
        case Chart():
            yield block.title


def _places(piece: str, bold: set[str]) -> list[list[int]]:
    """Return offset and length, in UTF-16 code units, of every line that is to be bold."""
    places, offset = [], 0
    for line in piece.split("\n"):
        length = utf16_length(line)
        if line in bold and length:
            places.append([offset, length])
        offset += length + 1
    return places


def _cut(title: str, limit: int) -> str:
    return title if len(title) <= limit else f"{title[: limit - 1]}…"
