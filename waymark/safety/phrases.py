"""Phrase rules: patterns over normalised text that notice danger. A rule may raise a level, never lower one."""

from __future__ import annotations

import re
import sre_parse
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waymark.content import Content
from waymark.content.schema import Phrase, PhraseFile, RiskLevel
from waymark.errors import ContentError, Fault
from waymark.safety.normalise import Normaliser, sentences, windows

_SENTENCE_WORDS = 60  # people who write without full stops rarely need more to say one thing
_MESSAGE_WORDS = 160  # for rules that join what stands in several sentences
_FRAGMENT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_WHOLE_WORD = re.compile(r"(?<![a-z\\{\[])[a-z]{3,}(?![a-z_\[\\(}])")  # within a pattern: no stem, no class, no name
_SHORTEST_PIECE = 3  # letters; what is shorter stands in every text


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
    message_guards: tuple[re.Pattern[str], ...]
    pieces: frozenset[str]  # every match holds one of these; empty where that cannot be told

    @property
    def language(self) -> str:
        return self.phrase.id[:2]

    def matches(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and not any(guard.search(sentence) for guard in self.guards)


@dataclass(frozen=True)
class PhraseBook:
    """All phrase rules, compiled."""

    normalise: Normaliser
    rules: tuple[_Rule, ...]
    pieces: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pieces", tuple(sorted({piece for rule in self.rules for piece in rule.pieces})))

    @classmethod
    def from_content(cls, content: Content) -> PhraseBook:
        """Compile the phrases of the content.

        Raises:
            ContentError: a pattern is no regular expression, or names an unknown fragment or guard.
        """
        file = content.phrases
        normalise = Normaliser(content.spellings, _vocabulary(file), _spanish_words(file))
        faults: list[Fault] = []
        rules = []
        guards = {
            name: tuple(_compiled(name, pattern, file.fragments, faults) for pattern in patterns)
            for name, patterns in file.guards.items()
        }
        for phrase in file.phrases:
            unknown = [name for name in (*phrase.unless, *phrase.unless_anywhere) if name not in guards]
            faults += [_fault(phrase.id, f"`unless` names no guard: {name}") for name in unknown]
            pattern = _compiled(phrase.id, phrase.pattern, file.fragments, faults)
            here, anywhere = (
                tuple(guard for name in names if name not in unknown for guard in guards[name])
                for names in (phrase.unless, phrase.unless_anywhere)
            )
            rules.append(_Rule(phrase, pattern, here, anywhere, _pieces(pattern.pattern)))
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
        found = frozenset(piece for piece in self.pieces if piece in normalised)
        languages = {"en", "es"} if self.normalise.is_spanish(normalised) else {"en"}  # many mix English into Spanish
        return tuple(
            Hit(rule.phrase.id, rule.phrase.level, rule.phrase.response == "check_in")
            for rule in self.rules
            if rule.language in languages
            and not (rule.pieces and rule.pieces.isdisjoint(found))
            and any(map(rule.matches, wholes if rule.phrase.scope == "message" else parts))
            and not any(guard.search(whole) for guard in rule.message_guards for whole in wholes)
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
    plain = Normaliser.plain_letters
    examples = " ".join(example for phrase in file.phrases for example in phrase.must_match)
    return frozenset(re.findall(r"[a-z]{3,}", plain(examples)))


def _spanish_words(file: PhraseFile) -> frozenset[str]:
    """Return the words that only the Spanish examples, patterns and fragments hold."""

    def words(is_spanish: bool) -> set[str]:
        phrases = [phrase for phrase in file.phrases if phrase.id.startswith("es.") is is_spanish]
        examples = [Normaliser.plain_letters(text) for phrase in phrases for text in phrase.must_match]
        pieces = [piece for name, piece in file.fragments.items() if name.startswith("es_") is is_spanish]
        return set(_WHOLE_WORD.findall(" ".join([*examples, *pieces, *(phrase.pattern for phrase in phrases)])))

    return frozenset(words(True) - words(False))


def _fault(phrase: str, problem: str) -> Fault:
    language = phrase.split(".")[0] if "." in phrase else "*"
    return Fault(Path(f"content/crisis/{language}/phrases.yml"), 1, f"{phrase}: {problem}")


def _pieces(pattern: str) -> frozenset[str]:
    """Return pieces of text of which every match of the pattern holds at least one; none where that cannot be told.

    They let a text that holds none of a rule's pieces pass without being read by the rule. Example:
    "(?:kill|end) me" gives "kill" and "end".
    """
    try:
        return frozenset(_needed(sre_parse.parse(pattern)) or ())
    except RecursionError:
        return frozenset()


def _needed(tokens: Any) -> Collection[str] | None:
    """Return the best set of pieces that one of the tokens in a row asks for: few and long ones."""
    choices: list[Collection[str]] = []
    letters = ""
    for operator, value in [*tokens, (None, None)]:
        if operator is sre_parse.LITERAL:
            letters += chr(value)
            continue
        if len(letters.strip()) >= _SHORTEST_PIECE:
            choices.append({letters.strip()})
        letters = ""
        found: Collection[str] | None = None
        if operator is sre_parse.SUBPATTERN:
            found = _needed(value[-1])
        elif operator is sre_parse.BRANCH:
            branches = [_needed(branch) for branch in value[1]]
            found = None if None in branches else {piece for branch in branches for piece in branch or ()}
        elif operator in (sre_parse.MAX_REPEAT, sre_parse.MIN_REPEAT) and value[0] > 0:
            found = _needed(value[2])
        elif operator is sre_parse.ASSERT and value[0] > 0:
            found = _needed(value[1])
        if found:
            choices.append(found)
    return min(choices, key=lambda pieces: (len(pieces), -min(map(len, pieces))), default=None)
