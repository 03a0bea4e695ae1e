"""Reads what people say became of a treatment: effect, how regularly it was taken, why it ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from waymark.care.trials.plain import plain
from waymark.content import Content
from waymark.content.trial_schema import Effect, TrialWord
from waymark.errors import Fault

_PERCENT: Final = re.compile(
    r"(?<![\d.])(\d{1,3})(?: ?(?:-|to|or) ?(\d{1,3}))? ?(?:%|percent|per cent|pct)(?! (?:of (?:the )?(?:time|days|"
    r"doses|my doses)|side))"
)
_UP_TO: Final[tuple[tuple[float, Effect], ...]] = (
    (4, "none"),
    (37, "little"),
    (62, "half"),
    (99, "mostly"),
    (100, "full"),
)
# "it helped" gives way to any amount told
_WITHOUT_AMOUNT: Final = ("effect.half.helped", "effect.half.alright", "effect.mostly.worked")
_GOOD: Final = ("little", "half", "mostly", "full")
_MOOD: Final = re.compile(
    r"\b(?:moods?|depress\w*|sadness|spirits|gloom|darkness|head|overall|id (?:say|call|put)|would (?:say|call)|"
    r"all in all)\b"
)
_CLAUSE_END: Final = re.compile(r"[.;!?\n,()/]")


@dataclass(frozen=True)
class Hit:
    """A rule that matched, and where; never the words."""

    rule: str
    tells: str
    means: str
    start: int
    end: int


@dataclass(frozen=True)
class TrialWordReader:
    """All rules of `care/trial_words.yml` and `care/trial_idioms.yml`, compiled."""

    rules: tuple[tuple[TrialWord, re.Pattern[str], Path], ...]

    @classmethod
    def from_content(cls, content: Content) -> TrialWordReader:
        """Compile the rules; content without any reads nothing.

        Raises:
            ContentError: a pattern is no regular expression, or names an unknown fragment.
        """
        book = content.trials
        return cls(tuple((word, book.pattern(word), book.paths[word.id]) for word in book.words.words) if book else ())

    def hits(self, text: str, *tells: str) -> tuple[Hit, ...]:
        """Return what the rules that tell these fields find in plain text; of overlapping ones the first, longest."""
        found = [
            Hit(word.id, word.tells, word.means, _begin(match), match.end())
            for word, pattern, _ in self.rules
            if word.tells in tells
            for match in pattern.finditer(text)
            if match.end() > match.start()
        ]
        told = [hit for hit in found if hit.rule not in _WITHOUT_AMOUNT]
        bare = [hit for hit in found if hit.rule in _WITHOUT_AMOUNT and not _meets(hit, told)]
        return _apart([*told, *bare])

    def effect(self, text: str) -> Effect | None:
        """Return what a treatment did, if plain text about it says so; sleep, pain and the like do not count.

        What is said of the mood, or as a summary, counts before the rest; of equals the last counts.
        """
        missed = [hit for hit in self.hits(text, "adherence") if hit.means == "missed_many"]  # "half of the doses"
        text = _hidden(text, [*self.hits(text, "not_mood"), *missed])
        faded = self.hits(text, "faded")
        text = _hidden(text, faded)
        found = _apart([*self.hits(text, "effect"), *_percentages(text)])
        before = [hit for hit in found if hit.means in _GOOD and any(hit.start < one.start for one in faded)]
        if not found:
            return None
        best = max(before or found, key=lambda hit: (_weight(hit, text), hit.start))
        return None if best.means == "unknown" else cast(Effect, best.means)

    def has_faded(self, text: str) -> bool:
        """Return whether plain text says that what a treatment did for the mood did not last."""
        return bool(self.hits(_hidden(text, self.hits(text, "not_mood")), "faded"))

    def wrong_examples(self) -> list[Fault]:
        """Return one fault per example that its rule reads wrongly."""
        return [
            Fault(
                Path("content/care", path.name),
                1,
                f"{word.id}: {'does not match' if wanted else 'matches'} its example: {example}",
            )
            for word, pattern, path in self.rules
            for wanted, examples in ((True, word.must_match), (False, word.must_not_match))
            for example in examples
            if bool(pattern.search(plain(example))) is not wanted
        ]


def _hidden(text: str, hits: Sequence[Hit]) -> str:
    for hit in hits:
        text = text[: hit.start] + "#" * (hit.end - hit.start) + text[hit.end :]
    return text


def _begin(match: re.Match[str]) -> int:
    return match.start("tail") if match.groupdict().get("tail") is not None else match.start()


def _meets(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _percentages(text: str) -> list[Hit]:
    found = []
    for match in _PERCENT.finditer(text):
        share = (float(match[1]) + float(match[2] or match[1])) / 2
        means = next((effect for most, effect in _UP_TO if share <= most), None)
        if means:
            found.append(Hit("effect.percent", "effect", means, match.start(), match.end()))
    return found


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end)):
        if not kept or hit.start >= kept[-1].end or hit.tells != kept[-1].tells:
            kept.append(hit)
    return tuple(kept)


def _weight(hit: Hit, text: str) -> int:
    if hit.rule in _WITHOUT_AMOUNT:
        return 0
    begins = max((match.end() for match in _CLAUSE_END.finditer(text, 0, hit.start)), default=0)
    end = _CLAUSE_END.search(text, hit.end)
    clause = text[begins : end.start() if end else len(text)]
    return 2 if _MOOD.search(clause) else 1
