"""Reads what a person tells of their situation: needs, signs and requests. A cue chooses words, never a level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark.content import Content
from waymark.content.schema import Cue, CueFile, CueRule, Language
from waymark.errors import ContentError, Fault
from waymark.safety.normalise import Normaliser, windows

_MOST_CHARACTERS = 2_000  # of a longer text the beginning and the end are read: that is where people say what they need
_MOST_WORDS = 160
_FRAGMENT = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True)
class _Compiled:
    rule: CueRule
    pattern: re.Pattern[str]
    language: Language


@dataclass(frozen=True)
class CueReader:
    """All cue rules of all languages, compiled: people mix languages."""

    normalise: Normaliser
    rules: tuple[_Compiled, ...]

    @classmethod
    def from_content(cls, content: Content) -> CueReader:
        """Compile the cue rules of the content.

        Nobody disguises these words as they do those of danger, so they are read as they stand.

        Raises:
            ContentError: a pattern is no regular expression, or names an unknown fragment.
        """
        faults: list[Fault] = []
        rules = tuple(
            _Compiled(rule, _compiled(language, rule, book.cues, faults), language)
            for language, book in content.crisis.items()
            for rule in book.cues.cues
        )
        if faults:
            raise ContentError(faults)
        return cls(Normaliser(content.spellings), rules)

    def read(self, text: str) -> tuple[Cue, ...]:
        """Return each cue of a text once, in the order of the files: the first is to be answered first.

        Example: "I can't call, he's in the room" gives `("cannot_talk",)`.
        """
        return tuple(dict.fromkeys(rule.rule.cue for rule in self._matching(text)))

    def wrong_examples(self) -> list[Fault]:
        """Return one fault per example that its rule reads wrongly."""
        faults = []
        for wanted in (True, False):
            for compiled in self.rules:
                for example in compiled.rule.must_match if wanted else compiled.rule.must_not_match:
                    if (compiled in self._matching(example)) is not wanted:
                        verb = "does not match" if wanted else "matches"
                        faults.append(_fault(compiled.language, compiled.rule, f"{verb} its example: {example}"))
        return faults

    def _matching(self, text: str) -> tuple[_Compiled, ...]:
        if len(text) > _MOST_CHARACTERS:
            half = _MOST_CHARACTERS // 2
            text = f"{text[:half]}\n{text[-half:]}"
        parts = windows(self.normalise(text), _MOST_WORDS)
        return tuple(compiled for compiled in self.rules if any(map(compiled.pattern.search, parts)))


def _compiled(language: Language, rule: CueRule, file: CueFile, faults: list[Fault]) -> re.Pattern[str]:
    try:
        return re.compile(_filled(rule.pattern, file.fragments))
    except KeyError as error:
        faults.append(_fault(language, rule, f"unknown fragment {{{error.args[0]}}}"))
    except re.error as error:
        faults.append(_fault(language, rule, f"not a regular expression: {error}"))
    return re.compile(r"(?!)")


def _filled(pattern: str, fragments: Mapping[str, str]) -> str:
    return _FRAGMENT.sub(lambda match: fragments[match[1]], pattern)


def _fault(language: Language, rule: CueRule, problem: str) -> Fault:
    return Fault(Path(f"content/crisis/{language}/cues.yml"), 1, f"{rule.id}: {problem}")
