"""Where everything stands in the picture of the map: a root, a trunk for each column, a branch to each topic.

Units are pixels at a scale of one. A template draws the picture; colours and fonts come from a style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

FONT = 15.0
LINE = 20.0  # from one line of text to the next
COLUMN = 324.0  # what a phone of 360 pixels leaves between the margins of the page
_PADDING = 12.0
_GAP = 10.0  # below a topic
_GROUP_GAP = 26.0  # below a group
_COLUMN_GAP = 28.0
_TRUNK = 14.0  # from a column's left edge
_INDENT = 34.0  # of a topic
_LETTER = 0.58 * FONT  # mean width in DejaVu Sans, the widest font that systems commonly use


@dataclass(frozen=True)
class Leaf:
    """A topic before it has a place."""

    id: str
    title: str


@dataclass(frozen=True)
class Bough:
    """A group before it has a place."""

    id: str
    title: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Row:
    """One line of text; `y` is its baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A rectangle with a title in as many rows as it needs; `id` is that of its group or topic, or empty."""

    id: str
    title: str
    x: float
    y: float
    width: float
    height: float
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Twig:
    """A straight line that joins two boxes."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Picture:
    """The whole drawing; what is later in reading order stands further down, or in a column further right."""

    width: float
    height: float
    root: Box
    groups: tuple[Box, ...]
    topics: tuple[Box, ...]
    twigs: tuple[Twig, ...]


def draw(root: str, boughs: Sequence[Bough], columns: int) -> Picture:
    """Return the picture of the groups in at most this many columns, filled evenly and in the groups' order."""
    heights = [_height(bough) for bough in boughs]
    parts = _columns(heights, columns)
    width = len(parts) * COLUMN + (len(parts) - 1) * _COLUMN_GAP
    root_box = _box("", root, 0, 0, width)
    groups: list[Box] = []
    topics: list[Box] = []
    twigs: list[Twig] = []
    for number, (start, end) in enumerate(parts):
        left, top = number * (COLUMN + _COLUMN_GAP), root_box.height + _GROUP_GAP
        trunk_end = top
        for bough in boughs[start:end]:
            head = _box(bough.id, bough.title, left, top, COLUMN)
            groups.append(head)
            trunk_end = _middle(head)
            top += head.height + _GAP
            for leaf in bough.leaves:
                box = _box(leaf.id, leaf.title, left + _INDENT, top, COLUMN - _INDENT)
                topics.append(box)
                trunk_end = _middle(box)
                twigs.append(Twig(left + _TRUNK, trunk_end, box.x, trunk_end))
                top += box.height + _GAP
            top += _GROUP_GAP - _GAP
        twigs.append(Twig(left + _TRUNK, root_box.height, left + _TRUNK, trunk_end))
    bottom = max(box.y + box.height for box in (root_box, *groups, *topics))
    return Picture(width, bottom, root_box, tuple(groups), tuple(topics), tuple(twigs))


def _columns(heights: Sequence[float], most: int) -> list[tuple[int, int]]:
    """Return which groups each column holds, from and to, so that the highest column is as low as can be."""
    count = len(heights)
    ways = (
        list(zip((0, *cuts), (*cuts, count), strict=True))
        for cuts in combinations(range(1, count), min(most, max(count, 1)) - 1)
    )
    return min(ways, key=lambda parts: max(sum(heights[start:end]) for start, end in parts))


def _height(bough: Bough) -> float:
    boxes = [
        _box("", bough.title, 0, 0, COLUMN),
        *(_box("", leaf.title, 0, 0, COLUMN - _INDENT) for leaf in bough.leaves),
    ]
    return sum(box.height + _GAP for box in boxes) + _GROUP_GAP - _GAP


def _box(name: str, title: str, x: float, y: float, width: float) -> Box:
    lines = _wrapped(title, int((width - 2 * _PADDING) / _LETTER))
    height = len(lines) * LINE + 2 * _PADDING
    first = y + _PADDING + FONT
    rows = tuple(Row(line, x + _PADDING, first + index * LINE) for index, line in enumerate(lines))
    return Box(name, title, x, y, width, height, rows)


def _wrapped(text: str, letters: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _middle(box: Box) -> float:
    return box.y + box.height / 2
