"""Topic files: Markdown with front matter, read into cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from waymark.content.schema import Card, CardHead, Topic, TopicHead
from waymark.content.source_file import parse_yaml, read_text, validated
from waymark.errors import ContentError, Fault
from waymark.messages import Block, Bullets, Paragraph, Steps, Table

_HEADING = re.compile(r"^(?P<title>.+?)\s*\{#(?P<id>[a-z][a-z0-9_]*)\}$")
_MORE, _QUESTIONS = "More", "Ask your clinician"


class _Part(NamedTuple):
    """A heading of level two or three and the tokens below it."""

    level: str
    heading: str
    line: int
    tokens: Sequence[Token]


def read_topic(path: Path) -> Topic:
    """Read one topic file.

    Raises:
        ContentError: with every fault of the file.
    """
    text = read_text(path)
    match = re.match(r"---\n(?P<head>.*?)^---\n", text, re.DOTALL | re.MULTILINE)
    if not match:
        raise ContentError([Fault(path, 1, "a topic begins with front matter between two lines of `---`")])
    faults: list[Fault] = []
    head = None
    try:
        document = parse_yaml(path, match["head"], first_line=2)
        head = document.validate(TopicHead)
        if list(document.data) != list(TopicHead.model_fields):
            faults.append(Fault(path, 2, f"front matter keys are, in this order: {', '.join(TopicHead.model_fields)}"))
    except ContentError as error:
        faults += error.faults
    blank_lines = "\n" * text[: match.end()].count("\n")  # tokens keep the file's line numbers
    cards = []
    for part, children in _sections(_parts(_markdown().parse(blank_lines + text[match.end() :])), path, faults):
        try:
            cards.append(_card(path, part, children))
        except ContentError as error:
            faults += error.faults
    ids = [card.id for card in cards]
    faults += [
        Fault(path, 1, f"section id `{name}` stands twice") for name in sorted({n for n in ids if ids.count(n) > 1})
    ]
    if f"{path.stem}.what" not in ids:
        faults.append(Fault(path, 1, "a topic has a section {#what}"))
    if faults or head is None:
        raise ContentError(faults)
    return Topic(id=path.stem, head=head, cards=tuple(cards))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _parts(tokens: Sequence[Token]) -> list[_Part]:
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    parts = []
    if tokens and (not starts or starts[0] > 0):
        parts.append(_Part("none", "", _line(tokens[0]), tokens[: starts[0] if starts else None]))
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        parts.append(_Part(tokens[start].tag, tokens[start + 1].content, _line(tokens[start]), tokens[start + 3 : end]))
    return parts


def _sections(parts: Sequence[_Part], path: Path, faults: list[Fault]) -> list[tuple[_Part, list[_Part]]]:
    sections: list[tuple[_Part, list[_Part]]] = []
    for part in parts:
        if part.level == "h2":
            sections.append((part, []))
        elif part.level == "h3" and sections:
            sections[-1][1].append(part)
        else:
            faults.append(
                Fault(
                    path, part.line, "text stands under `## A question {#id}`, `### More` or `### Ask your clinician`"
                )
            )
    return sections


def _card(path: Path, part: _Part, children: Sequence[_Part]) -> Card:
    heading = _HEADING.match(part.heading)
    if not heading:
        raise ContentError([Fault(path, part.line, "a section heading ends with its id: `## Does it hurt? {#pain}`")])
    if not part.tokens or part.tokens[0].type != "fence" or part.tokens[0].info.strip() != "yaml":
        raise ContentError([Fault(path, part.line, "a section begins with a ```yaml block")])
    fence = part.tokens[0]
    head = parse_yaml(path, fence.content, first_line=_line(fence) + 1).validate(CardHead)
    more: tuple[Block, ...] = ()
    questions: tuple[str, ...] = ()
    for child in children:
        blocks = _blocks(path, child.tokens)
        if child.heading == _MORE:
            more = blocks
        elif child.heading == _QUESTIONS and len(blocks) == 1 and isinstance(blocks[0], Bullets):
            questions = blocks[0].items
        else:
            raise ContentError(
                [
                    Fault(
                        path,
                        child.line,
                        f"below a section stand `### {_MORE}` and `### {_QUESTIONS}` (one bullet list) only",
                    )
                ]
            )
    return validated(  # type: ignore[no-any-return]
        path,
        part.line,
        Card,
        id=f"{path.stem}.{heading['id']}",
        topic=path.stem,
        title=heading["title"],
        head=head,
        short=_blocks(path, part.tokens[1:]),
        more=more,
        questions=questions,
    )


def _blocks(path: Path, tokens: Sequence[Token]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = index
        while token.nesting == 1 and not (tokens[end].nesting == -1 and tokens[end].level == token.level):
            end += 1
        inner = tokens[index : end + 1]
        texts = [_plain(path, child) for child in inner if child.type == "inline"]
        if token.type == "paragraph_open":
            blocks.append(Paragraph(text=texts[0]))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            if any(child.type.endswith("list_open") for child in inner[1:]):
                raise ContentError([Fault(path, _line(token), "a list holds no other list")])
            blocks.append(Bullets(items=tuple(texts)) if token.type.startswith("bullet") else Steps(items=tuple(texts)))
        elif token.type == "table_open":
            width = sum(child.type == "th_open" for child in inner)
            rows = [tuple(texts[at : at + width]) for at in range(width, len(texts), width)]
            blocks.append(Table(columns=tuple(texts[:width]), rows=tuple(rows)))
        else:
            raise ContentError([Fault(path, _line(token), "only paragraphs, lists and tables may stand here")])
        index = end + 1
    return tuple(blocks)


def _plain(path: Path, inline: Token) -> str:
    children = inline.children or []
    if any(child.type not in ("text", "softbreak") for child in children):
        raise ContentError([Fault(path, _line(inline), "only plain text: no links, bold, images, code or HTML")])
    return "".join(" " if child.type == "softbreak" else child.content for child in children).strip()


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1
