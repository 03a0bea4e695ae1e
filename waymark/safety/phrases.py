"""Phrase rules: patterns over normalised text that notice danger. A rule may raise a level, never lower one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark.content import Content
from waymark.content.schema import Phrase, PhraseFile, RiskLevel
from waymark.errors import ContentError, Fault
from waymark.safety.normalise import Normaliser, sentences, windows

_SENTENCE_WORDS = 60  # people who write without full stops rarely need more to say one thing
_MESSAGE_WORDS = 160  # for rules that join what stands in several sentences
_FRAGMENT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Hit:
    """A phrase that matched; never the text that it matched in."""

    phrase: str
    level: RiskLevel
    is_uncertain: bool


@dataclass(frozen=True)
class _Rule:
    phrase: Phrase
    pattern: re.Pattern[str]
    guards: tuple[re.Pattern[str], ...]

    def matches(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and not any(guard.search(sentence) for guard in self.guards)


@dataclass(frozen=True)
class PhraseBook:
    """All phrase rules, compiled."""

    normalise: Normaliser
    rules: tuple[_Rule, ...]

    @classmethod
    def from_content(cls, content: Content) -> PhraseBook:
        """Compile the phrases of the content.

        Raises:
            ContentError: a pattern is no regular expression, or names an unknown fragment or guard.
        """
        file = content.phrases
        normalise = Normaliser(content.spellings, _vocabulary(file))
        faults: list[Fault] = []
        rules = []
        guards = {
            name: tuple(_compiled(name, pattern, file.fragments, faults) for pattern in patterns)
            for name, patterns in file.guards.items()
        }
        for phrase in file.phrases:
            unknown = [name for name in phrase.unless if name not in guards]
            faults += [_fault(phrase.id, f"`unless` names no guard: {name}") for name in unknown]
            pattern = _compiled(phrase.id, phrase.pattern, file.fragments, faults)
            chosen = tuple(guard for name in phrase.unless if name not in unknown for guard in guards[name])
            rules.append(_Rule(phrase, pattern, chosen))
        if faults:
            raise ContentError(faults)
        return cls(normalise, tuple(rules))

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return every phrase that matches anywhere in the text, in the order of the file.

        Example: "I want to die" hits a passive_ideation phrase; "my phone died" hits none.
        """
        normalised = self.normalise(text)
        wholes = windows(normalised, _MESSAGE_WORDS)
        parts = [part for sentence in sentences(normalised) for part in windows(sentence, _SENTENCE_WORDS)]
        return tuple(
            Hit(rule.phrase.id, rule.phrase.level, rule.phrase.response == "check_in")
            for rule in self.rules
            if any(map(rule.matches, wholes if rule.phrase.scope == "message" else parts))
        )

    def wrong_examples(self) -> list[Fault]:
        """Return one fault per example that its phrase reads wrongly."""
        faults = []
        for rule in self.rules:
            for wanted, examples in ((True, rule.phrase.must_match), (False, rule.phrase.must_not_match)):
                for example in examples:
                    if (rule.phrase.id in {hit.phrase for hit in self.hits(example)}) is not wanted:
                        verb = "does not match" if wanted else "matches"
                        faults.append(_fault(rule.phrase.id, f"{verb} its example: {example}"))
        return faults


def _compiled(name: str, pattern: str, fragments: Mapping[str, str], faults: list[Fault]) -> re.Pattern[str]:
    try:
        for _ in range(4):  # fragments may hold fragments
            pattern = _FRAGMENT.sub(lambda match: fragments[match[1]], pattern)
        return re.compile(pattern)
    except KeyError as error:
        faults.append(_fault(name, f"unknown fragment {{{error.args[0]}}}"))
    except re.error as error:
        faults.append(_fault(name, f"not a regular expression: {error}"))
    return re.compile(r"(?!)")


def _vocabulary(file: PhraseFile) -> frozenset[str]:
    examples = " ".join(example for phrase in file.phrases for example in phrase.must_match)
    return frozenset(re.findall(r"[a-z]{3,}", re.sub("['’]", "", examples.lower())))


def _fault(name: str, problem: str) -> Fault:
    return Fault(Path("content/crisis/en/phrases.yml"), 1, f"{name}: {problem}")
