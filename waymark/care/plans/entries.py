"""Takes a message apart into the entries that it lists; a sentence stays whole. Nothing is added, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from waymark.content.plan_files import MOST_CHARACTERS, PlanSayings

_MOST_WORDS = 5  # of one entry in a list with commas: longer ones are parts of a sentence
_MARK = re.compile(r"^\s*(?:[-*•‣◦▪–—·]+|\(?\d{1,2}[.)](?=\s|\D|$)|\(?[a-hA-H]\))\s*")
_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)](?=\s|\D)")
_BULLET = re.compile(r"\s+[•‣◦▪]\s*|^[•‣◦▪]\s*")
_LAST_AND = re.compile(r"\s+(?:and|or|&|y)\s+|^(?:and|or|&|y)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_DETERMINER = re.compile(r"(?:my|our|the)\s+(?P<rest>.+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LINES = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class EntrySplitter:
    """Reads the entries that a message lists."""

    sayings: PlanSayings

    def split(self, text: str) -> tuple[str, ...]:
        """Return the entries, in order; each stands in the message as it is here, but for runs of white space.

        Example: "1) music 2) my dog" and "music, a bath and my dog" are lists; "When I stop answering, I know that it
        is coming" is one entry.
        """
        parts = self._listed(text)
        found = (self._without_lead(tidy(_MARK.sub("", part, count=1))) for part in parts)
        return tuple(part for part in found if _WORD.search(part))

    def is_list(self, text: str) -> bool:
        """Return whether a message can be nothing but a list: lines, or numbers before its parts."""
        return len(self._lines(text)) > 1 or len(_numbered(text)) > 1

    def _listed(self, text: str) -> Sequence[str]:
        lines = self._lines(text)
        if len(lines) > 1:
            return [part for line in lines for part in (_numbered(line) or [line])]
        for parts in (_numbered(text), _BULLET.split(text), text.split(";")):
            if len([part for part in parts if part.strip()]) > 1:
                return parts
        return self._by_commas(_MARK.sub("", text, count=1)) or [text]

    def _lines(self, text: str) -> list[str]:
        return [line for line in _LINES.split(text) if line.strip()]

    def _by_commas(self, text: str) -> Sequence[str]:
        """Return the parts between commas where they are a list of short things; nothing where it is a sentence."""
        text = self._without_lead(tidy(text))
        pieces = [piece for piece in re.split(r"\s*[,،、，]\s*", text) if piece]
        if len(pieces) < 2:
            return ()
        *before, last = pieces
        pieces = [*before, *(piece for piece in _LAST_AND.split(last) if piece)] if _is_joined(last) else pieces
        pieces = list(self._with_additions(pieces))
        if len(pieces) < 2 or any(len(piece.split()) > _MOST_WORDS for piece in pieces):
            return ()
        first_words = [_first_word(piece) for piece in pieces]
        is_parallel = len(set(first_words)) == 1  # "I stop eating, I lie awake"
        if not is_parallel and any(
            word in self._clauses and not self._is_person(piece)
            for word, piece in zip(first_words[1:], pieces[1:], strict=True)
        ):
            return ()
        return () if re.search(r"[.!?:]\s", text) and not _is_abbreviated(text) else pieces

    def _with_additions(self, pieces: Sequence[str]) -> Iterator[str]:
        """Yield the pieces, with a number or "my brother" left at the name that it belongs to."""
        held = ""
        for piece in pieces:
            belongs = held and (not re.search(r"[^\W\d_]", piece) or self._tells_who(held, piece))
            if held and not belongs:
                yield held
            held = f"{held}, {piece}" if belongs else piece
        if held:
            yield held

    def _tells_who(self, before: str, piece: str) -> bool:
        return self._is_person(piece) and before[:1].isupper() and not _DETERMINER.match(before) and "," not in before

    def _is_person(self, piece: str) -> bool:
        found = _DETERMINER.fullmatch(piece)
        return found is not None and " ".join(_WORD.findall(found["rest"].lower())) in self.sayings.relations

    def _without_lead(self, part: str) -> str:
        """Return a part without words such as "also add"; never with nothing left."""
        found = self._leads.match(part)
        rest = part[found.end() :] if found else ""
        return rest if _WORD.search(rest) else part

    @cached_property
    def _leads(self) -> re.Pattern[str]:
        leads = sorted(self.sayings.leads, key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(map(re.escape, leads))})(?:\s*:\s*|\s+)", re.IGNORECASE)

    @cached_property
    def _clauses(self) -> frozenset[str]:
        return frozenset(self.sayings.clauses)


def in_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that is too long for one entry; nothing where one of them is too long itself."""
    found = tuple(tidy(part) for part in _SENTENCE.split(text) if _WORD.search(part))
    return found if all(len(part) <= MOST_CHARACTERS for part in found) else ()


def tidy(part: str) -> str:
    """Return a part of a message on one line, without what only kept it apart from the next."""
    return " ".join(part.split()).strip(" ,;،、，")


def _numbered(text: str) -> list[str]:
    """Return what stands after 1), 2), … where the numbers count up from 1; what stands before comes first."""
    marks = [found for found in _NUMBER.finditer(text)]  # noqa: C416
    if len(marks) < 2 or [int(found[1]) for found in marks] != list(range(1, len(marks) + 1)):
        return []
    ends = [found.start() for found in marks[1:]] + [len(text)]
    parts = [text[found.end() : end] for found, end in zip(marks, ends, strict=True)]
    return [before, *parts] if _WORD.search(before := text[: marks[0].start()]) else parts


def _is_joined(last: str) -> bool:
    return len(_LAST_AND.findall(last)) == 1


def _is_abbreviated(text: str) -> bool:
    return all(re.search(r"\b(?:dr|mr|mrs|ms|st|prof)\.\s?$", text[: found.end()], re.I) for found in _ends(text))


def _ends(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[.!?:]\s", text)


def _first_word(piece: str) -> str:
    found = _WORD.search(piece.lower())
    return re.sub(r"['’]", "", found[0]) if found else ""
