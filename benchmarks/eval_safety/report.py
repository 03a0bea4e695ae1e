"""The report as Markdown."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.eval_safety.figures import Pair, answered, confusion, exact, false_alarms
from benchmarks.shares import table
from waymark.safety.detector import LEVELS
from waymark.safety.thresholds import CHECK_IN, TAKEOVER, URGENT

_FEWEST = 15  # sentences that a tag needs for a row
_BARS = {
    "answered, all levels": 0.98,
    "answered, emergency": 1.0,
    "answered, plan_or_intent": 1.0,
    "takeover on none": 0.02,
    "check_in on none": 0.08,
    "exact level": 0.80,
}


def write_report(named: Mapping[str, Sequence[Pair]], taught: Mapping[str, float], tested: Mapping[str, float]) -> str:
    """Return the whole report; no sentence of a set stands in it."""
    pairs = named["Waymark"]
    english = [pair for pair in pairs if pair[0].language == "en"]
    spanish = [pair for pair in pairs if pair[0].language != "en"]
    parts = [
        "# How well danger is noticed",
        "Written by `make eval-safety`. The sealed test stands in `tests/safety/`: its authors saw no rule, no\n"
        "training data and no model, and nothing was tuned on it. All sentences and labels, taught and sealed, were\n"
        "written by language models in many imagined voices; no clinician checked a label. Intervals: Wilson, 95 %.",
        f"{len(pairs)} sentences: {len(english)} English, {len(spanish)} Spanish or mixed, of"
        f" {len({s.voice for s, _ in pairs})} voices. Thresholds: takeover {TAKEOVER}, check-in {CHECK_IN},"
        f" urgent {URGENT} (`waymark/safety/thresholds.py`).",
        "## English",
        _summary(english),
        "## Spanish and mixed",
        "Bar: 0.95 answered. " + ("" if spanish else "No sealed sentences yet."),
        _summary(spanish) if spanish else "",
        "## Side by side",
        table(
            ["judge", "answered", "emergency", "plan_or_intent", "takeover on none", "check_in on none"],
            (
                [
                    name,
                    *(str(answered(found, level)) for level in (None, "emergency", "plan_or_intent")),
                    *(str(false_alarms(found, response)) for response in ("takeover", "check_in")),
                ]
                for name, found in named.items()
            ),
        ),
        "![What is found against what is flagged wrongly](curves.png)",
        "## By level\n\nRows: what a sentence is; columns: what it was read as.",
        table(["", *LEVELS], ([row, *map(str, counts)] for row, counts in zip(LEVELS, confusion(pairs), strict=True))),
        "## By tag",
        _by_tag(pairs),
        "## By author and voice",
        _by_origin(pairs),
        "![How often a score of that size was right](calibration.png)",
        "## How different the voices sound",
        "Mean cosine between sentence vectors of the encoder that ranks cards.",
        table(["", "taught", "sealed"], ([name, f"{taught[name]:.3f}", f"{tested[name]:.3f}"] for name in taught)),
        "## Time",
        _time(pairs),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _summary(pairs: Sequence[Pair]) -> str:
    rows = {"answered, all levels": answered(pairs)}
    rows |= {f"answered, {level}": answered(pairs, level) for level in LEVELS[1:]}
    rows |= {f"{kind} on none": false_alarms(pairs, kind) for kind in ("takeover", "check_in")}
    rows["exact level"] = exact(pairs)
    return table(["", "share (interval), count", "bar"], ([k, str(v), str(_BARS.get(k, ""))] for k, v in rows.items()))


def _by_tag(pairs: Sequence[Pair]) -> str:
    tags = Counter(tag for sentence, _ in pairs for tag in sentence.tags)
    rows = []
    for tag, count in sorted(tags.items()):
        if count >= _FEWEST:
            own = [pair for pair in pairs if tag in pair[0].tags]
            rows.append(
                [tag, str(answered(own)), str(false_alarms(own, "takeover")), str(false_alarms(own, "check_in"))]
            )
    return table(["tag", "answered", "takeover on none", "check_in on none"], rows)


def _by_origin(pairs: Sequence[Pair]) -> str:
    rows = []
    for origin, voice in sorted({(sentence.origin, sentence.voice) for sentence, _ in pairs}):
        own = [pair for pair in pairs if pair[0].voice == voice and pair[0].origin == origin]
        found, flagged = answered(own), false_alarms(own, "takeover")
        rows.append([origin, voice, f"{found.hits} of {found.total}", f"{flagged.hits} of {flagged.total}"])
    return table(["set", "voice", "answered", "takeover on none"], rows)


def _time(pairs: Sequence[Pair]) -> str:
    milliseconds = [verdict.seconds * 1000 for _, verdict in pairs]
    slowest = statistics.quantiles(milliseconds, n=100)[98]
    return f"One message, one core: median {statistics.median(milliseconds):.1f} ms, p99 {slowest:.1f} ms."
