"""Notices that two treatments are to be compared: "ECT or ketamine?", and after a card on TMS "compared to ECT?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from waymark.answers.entities import EntityReader
from waymark.content.treatment_schema import Treatment

Pair = tuple[str, str]
_BETWEEN = re.compile(
    r"\b(?:vs?|versus|or|than|compar\w*|differ\w*|better|worse|safer|stronger|faster|quicker|cheaper|easier|"
    r"instead|rather|against|prefer\w*|between|which|over|same as|similar to)\b|/",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:vs|versus|than|compar\w*|differ\w*|instead of|rather than|same as|similar to|better or worse|or)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Comparisons:
    """Knows all treatments; safe to share."""

    treatments: Mapping[str, Treatment]
    names: EntityReader

    @classmethod
    def of(cls, treatments: Mapping[str, Treatment]) -> Comparisons:
        """Build it from the treatments."""
        return cls(treatments, EntityReader.from_treatments(treatments))

    def pair_in(self, text: str, thread: str | None = None) -> Pair | None:
        """Return the two treatments that a message wants beside each other, in the order in which it names them.

        Args:
            text: the message.
            thread: the topic talked about; it is one of the two where only the other one is named.
        """
        named = tuple(dict.fromkeys(entity.id for entity in self.names.read(text)))
        if len(named) >= 2 and _BETWEEN.search(text):
            return named[0], named[1]
        if len(named) == 1 and thread is not None and _BESIDE.search(text):
            before = self.of_topic(thread)
            if before is not None and self.treatments[named[0]].topic != thread:
                return before, named[0]
        return None

    def of_topic(self, topic: str) -> str | None:
        """Return the treatment that a topic is about; None where it is about several or none."""
        if topic in self.treatments:
            return topic
        found = [name for name, treatment in self.treatments.items() if treatment.topic == topic]
        return found[0] if len(found) == 1 else None
