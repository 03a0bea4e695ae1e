"""Splits long texts where a reader would: after a paragraph, else a line, a sentence, a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_JOINTS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s+"), re.compile(r"\s+"))


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, in which several providers count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int, length: Callable[[str], int] = len) -> list[str]:
    """Return pieces of at most `limit`, at the widest joints that fit; every character but white space is in one."""
    text = text.strip()
    if length(text) <= limit:
        return [text] if text else []
    for joint in _JOINTS:
        cut = _last_fitting(joint, text, limit, length)
        if cut is not None:
            before, after = cut
            return [before, *split_text(after, limit, length)]
    end = _longest(text, limit, length)
    return [text[:end], *split_text(text[end:], limit, length)]


def packed(parts: Iterable[str], limit: int, length: Callable[[str], int] = len, joint: str = "\n\n") -> list[str]:
    """Return the parts put together, in order, into as few pieces of at most `limit` as that takes."""
    pieces: list[str] = []
    for part in parts:
        for fitting in split_text(part, limit, length):
            if pieces and length(joined := f"{pieces[-1]}{joint}{fitting}") <= limit:
                pieces[-1] = joined
            else:
                pieces.append(fitting)
    return pieces


def _last_fitting(
    joint: re.Pattern[str], text: str, limit: int, length: Callable[[str], int]
) -> tuple[str, str] | None:
    found = None
    for match in joint.finditer(text):
        if match.start() > limit or length(text[: match.start()]) > limit:
            break
        if match.start():
            found = (text[: match.start()].rstrip(), text[match.end() :])
    return found


def _longest(text: str, limit: int, length: Callable[[str], int]) -> int:
    end = limit
    while length(text[:end]) > limit:
        end -= 1
    return end
