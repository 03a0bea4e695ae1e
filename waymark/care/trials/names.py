"""Recognises the treatments that a text names: medicines by any name or near misspelling, and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.matcher.levenshtein import levenshtein

from waymark.answers.entities import EntityReader
from waymark.content import Content
from waymark.content.trial_schema import Kind as Kind  # others take it from here
from waymark.content.trial_schema import Market

PROCEDURES: Final = ("ketamine", "esketamine", "psilocybin")  # medicines that are given in a clinic, session by session
_PAIR: Final = re.compile(r"(?=\b([^\W\d_]{2,})[ -]([^\W\d_]{2,})\b)")
_WORD: Final = re.compile(r"[^\W\d_]{7,}")
_CLIPPED: Final = re.compile(r"\b([^\W\d_]{2,})\b(?=(?: (?:xl|xr|sr|er|cr|mr))? ?\.?\d| ?=)")  # "parox 20", "li 800"
_SHORT: Final = re.compile(r"\b[^\W\d_]{5,6}\b")  # forgiven only where a treatment is expected
_COMMON: Final[tuple[Market, ...]] = ("US", "GB")  # whose short brand names are known well enough to be guessed at
_DOSED: Final = re.compile(r"(?: (?:xl|xr|sr|er|cr|mr))?,? ?\d+(?:\.\d+)?(?: ?mg|(?! ?[a-z]))")
_LISTED: Final = re.compile(r"[ ,]*(?:\b(?:and|or|nor|then|plus)\b|[,&+/])[ ,]*")
_LEAST_CLIPPED: Final = 4  # letters; fewer stand for a medicine only where its record says so
_FORGIVEN: Final = ((9, 2), (7, 1))  # letters of the word, letters that may be wrong
ANY_THERAPY: Final = "psychotherapy"  # gives way to a named therapy in the same breath: "CBT, the talking therapy"
_SAME_SENTENCE: Final = re.compile(r"[^.;!?\n,(/]*\(?")
_THE: Final = re.compile(r"\b(?:the|this|that) $")
_OTHER: Final = ("lorazepam", "diazepam", "oxazepam", "temazepam", "nitrazepam")  # near to clonazepam, and not it
_EVERYDAY: Final = frozenset(
    {
        "ability",
        "ended",
        "lyrics",
        "panel",
        "patel",
        "concert",
        "concerts",
        "evaporate",
        "hype",
        "hyper",
        "test",
        "tolerance",
        "tolerate",
        "tolerated",
    }
).union(_OTHER)


@dataclass(frozen=True)
class Named:
    """A treatment named in a text, from character `start` up to `end`."""

    kind: Kind
    id: str
    start: int
    end: int


@dataclass(frozen=True)
class TreatmentNames:
    """All treatments that a person may have tried; safe to share."""

    reader: EntityReader
    kinds: Mapping[str, Kind]
    forgiving: Mapping[str, str]
    terse: Mapping[str, str]
    generic: Mapping[str, str]
    short: Mapping[str, str]

    @classmethod
    def from_content(cls, content: Content) -> TreatmentNames:
        """Build the reader; a treatment record that stands for medicines leaves its names to them."""
        names: dict[str, tuple[str, ...]] = {}
        kinds: dict[str, Kind] = {}
        for id_, treatment in content.treatments.items():
            if treatment.kind in ("therapy", "procedure") or id_ in PROCEDURES:
                names[id_] = treatment.synonyms
                kinds[id_] = "therapy" if treatment.kind == "therapy" else "procedure"
        for id_, therapy in (content.trials.therapies if content.trials else {}).items():
            names[id_], kinds[id_] = therapy.synonyms, "therapy"
        forgiving: dict[str, str] = {}
        terse: dict[str, str] = {}
        generic: dict[str, str] = {}
        short: dict[str, str] = {}
        generic |= {name: name for name in PROCEDURES}
        for id_, medicine in content.medicines.items():
            names[id_], kinds[id_] = medicine.all_names, "medicine"
            terse |= dict.fromkeys(medicine.terse, id_)
            generic |= {name: id_ for name in medicine.names if _WORD.fullmatch(name)}
            common = (*medicine.names, *(name for market in _COMMON for name in medicine.brands.get(market, ())))
            short |= {name: id_ for name in common if _SHORT.fullmatch(name)}
            forgiving |= {name: id_ for name in medicine.all_names if _WORD.fullmatch(name)}
        return cls(EntityReader.from_names(names), kinds, forgiving, terse, generic, short)

    def read(self, text: str) -> tuple[Named, ...]:
        """Return what is named in plain text, in the order in which it stands."""
        exact = [Named(self.kinds[one.id], one.id, one.start, one.end) for one in self.reader.read(text)]
        taken = {place for named in exact for place in range(named.start, named.end)}
        found = [*exact, *self._misspelt(text, taken)]
        found += self._short_misspelt(text, found)
        found.sort(key=lambda named: named.start)
        found = _with_the_therapy(text, found)
        particular = [named for named in found if named.kind == "therapy" and named.id != ANY_THERAPY]
        return tuple(
            named
            for named in found
            if named.id != ANY_THERAPY
            or not any(_SAME_SENTENCE.fullmatch(text, *_between(named, other)) for other in particular)
        )

    def _misspelt(self, text: str, taken: set[int]) -> Iterator[Named]:
        for match in _WORD.finditer(text):
            if match.start() not in taken and match[0] not in _EVERYDAY and (id_ := self._nearest(match[0])):
                yield Named("medicine", id_, match.start(), match.end())
        for match in _PAIR.finditer(text):  # "well butrin"
            start, end = match.start(1), match.end(2)
            if start not in taken and end - 1 not in taken and (id_ := self.forgiving.get(match[1] + match[2])):
                yield Named("medicine", id_, start, end)

        for match in _CLIPPED.finditer(text):
            if match.start() not in taken and (id_ := self._clipped(match[1])):
                yield Named(self.kinds[id_], id_, match.start(), match.end())

    def _short_misspelt(self, text: str, found: Sequence[Named]) -> Iterator[Named]:
        """Yield short names with one letter wrong, or two swapped: before a dose, or in a list with known names."""
        for match in _SHORT.finditer(text):
            if match[0] in _EVERYDAY or any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            is_listed = any(
                _LISTED.fullmatch(text, match.end(), one.start) or _LISTED.fullmatch(text, one.end, match.start())
                for one in found
            )
            if not (is_listed or _DOSED.match(text, match.end())):
                continue
            meant = {id_ for name, id_ in self.short.items() if _is_slip(match[0], name)}
            if len(meant) == 1:
                yield Named("medicine", meant.pop(), match.start(), match.end())

    def _clipped(self, word: str) -> str | None:
        """Return the one medicine that a clipped word before a number can only stand for."""
        if word in self.terse or len(word) < _LEAST_CLIPPED:
            return self.terse.get(word)
        found = {id_ for name, id_ in self.generic.items() if word not in _EVERYDAY and name.startswith(word)}
        return found.pop() if len(found) == 1 else None

    def _nearest(self, word: str) -> str | None:
        """Return the one medicine whose name is nearest to a word, if it is near enough and no other is as near."""
        most = next(wrong for letters, wrong in _FORGIVEN if len(word) >= letters)
        found: dict[int, set[str]] = {}
        for name, id_ in self.forgiving.items():
            if abs(len(name) - len(word)) <= most and (distance := levenshtein(word, name, most)) <= most:
                found.setdefault(distance, set()).add(id_)
        nearest = found[min(found)] if found else set()
        return nearest.pop() if len(nearest) == 1 else None


def _with_the_therapy(text: str, found: Sequence[Named]) -> list[Named]:
    """Return the names, "the therapy" as the one that was named before it: "I had CBT. The therapy helped"."""
    meant: list[Named] = []
    for named in found:
        before = {one.id for one in meant if one.kind == "therapy" and one.id != ANY_THERAPY}
        if named.id == ANY_THERAPY and len(before) == 1 and _THE.search(text[: named.start]):
            named = Named(named.kind, before.pop(), named.start, named.end)
        meant.append(named)
    return meant


def _is_slip(word: str, name: str) -> bool:
    """Return whether a word is a name with one letter wrong, or two neighbours swapped; the first letter is right."""
    if word[0] != name[0]:
        return False
    if levenshtein(word, name, 1) <= 1:
        return True
    wrong = [place for place, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]]
    return len(word) == len(name) and len(wrong) == 2 and sorted(word) == sorted(name) and wrong[1] == wrong[0] + 1


def _between(one: Named, other: Named) -> tuple[int, int]:
    first, second = sorted((one, other), key=lambda named: named.start)
    return first.end, second.start
