"""Recognises what a text names, topics or treatments, by their synonyms. Care's reader of names builds on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language

from waymark.content.schema import Topic
from waymark.content.treatment_schema import Treatment

LABEL = "named"
MAX_CHARACTERS = 10_000  # names of topics stand at the beginning or the end of what people write; bounds the time spent
_SHARED = "+"  # joins the owners of a synonym that several of them have
_HYPHENS = ("-", "‐", "‑", "–")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})
_WORD = re.compile(r"[^\W_][\w'’]*")
_ASKS_NOTHING_MORE = frozenset({
    "a", "about", "an", "and", "are", "can", "define", "do", "does", "exactly", "explain", "explained", "hello",
    "hey", "hi", "i", "info", "information", "is", "it", "just", "know", "me", "mean", "meaning", "of", "ok", "on",
    "please", "so", "tell", "the", "therapy", "this", "treatment", "want", "what", "what's", "whats", "what’s",
    "would", "you",
})  # fmt: skip
_ENDINGS = ("", "s", "es")


@dataclass(frozen=True)
class Entity:
    """A topic or a treatment named in a text, by its id, from character `start` up to `end`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class EntityReader:
    """Finds names, whatever their case, hyphens or plural; safe to share."""

    _nlp: Language

    @classmethod
    def from_topics(cls, topics: Mapping[str, Topic]) -> EntityReader:
        """Build the reader of topics."""
        return cls.from_names({topic.id: topic.head.synonyms for topic in topics.values()})

    @classmethod
    def from_treatments(cls, treatments: Mapping[str, Treatment]) -> EntityReader:
        """Build the reader of treatments."""
        return cls.from_names({name: treatment.synonyms for name, treatment in treatments.items()})

    @classmethod
    def from_names(cls, names: Mapping[str, Sequence[str]]) -> EntityReader:
        """Build the reader from the synonyms of each id; misspellings are synonyms too."""
        owners: dict[str, list[str]] = defaultdict(list)
        for owner, synonyms in names.items():
            for synonym in synonyms:
                owners[synonym].append(owner)
        nlp = spacy.blank("en")
        ruler: Any = nlp.add_pipe("entity_ruler")
        patterns = [
            {"label": LABEL, "id": _SHARED.join(ids), "pattern": pattern}
            for synonym, ids in owners.items()
            if (pattern := _token_pattern(nlp, synonym))
        ]
        if patterns:
            ruler.add_patterns(patterns)
        return cls(nlp)

    def read(self, text: str) -> tuple[Entity, ...]:
        """Return what the text names, in the order in which they stand; the longest name wins.

        Example: "Is Electro-convulsive therapy safer than ketamines?" names `ect` and `ketamine`.
        """
        readable = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")  # half a surrogate stops spaCy
        document = self._nlp(readable.translate(_APOSTROPHES))
        return tuple(
            Entity(owner, span.start_char, span.end_char)
            for span in document.ents
            for owner in span.ent_id_.split(_SHARED)
        )


def is_bare(text: str, entities: Sequence[Entity]) -> bool:
    """Return whether a text names a topic and asks nothing particular: "ECT?", "what is ECT", "tell me about ECT"."""
    rest = list(text)
    for entity in entities:
        rest[entity.start : entity.end] = " " * (entity.end - entity.start)
    return bool(entities) and all(word in _ASKS_NOTHING_MORE for word in _WORD.findall("".join(rest).lower()))


def _token_pattern(nlp: Language, synonym: str) -> list[dict[str, Any]]:
    """Return token rules for a synonym: hyphens may come and go between its words, and the last word may be plural."""
    words = [token.lower_ for token in nlp.make_doc(synonym.translate(_APOSTROPHES)) if token.text not in _HYPHENS]
    pattern: list[dict[str, Any]] = []
    for word in words[:-1]:
        pattern += [{"LOWER": word}, {"ORTH": {"IN": list(_HYPHENS)}, "OP": "?"}]
    endings = _ENDINGS if words and words[-1].isalpha() else ("",)
    return [*pattern, {"LOWER": {"IN": [words[-1] + ending for ending in endings]}}] if words else []
