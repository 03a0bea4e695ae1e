"""The report as Markdown, with its picture."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

from benchmarks.eval_answers.judge import Outcome
from benchmarks.eval_answers.sets import KINDS, Question
from benchmarks.shares import Share, table

mpl.use("Agg")
from matplotlib import pyplot

Pair = tuple[Question, Outcome]
BARS = {
    "direct": 0.95,
    "paraphrase": 0.90,
    "compound": 0.80,
    "comparison": 0.85,
    "follow_up": 0.85,
    "numbers": 0.90,
    "outside": 0.95,
}
_MOST_CONFUSED = 15


def write_report(pairs: Sequence[Pair]) -> str:
    """Return the whole report; no sealed question stands in it."""
    authors = sorted({question.author for question, _ in pairs})
    with_facts = [pair for pair in pairs if pair[0].facts]
    plain = [outcome for question, outcome in pairs if question.outside is None]
    milliseconds = [outcome.seconds * 1000 for _, outcome in pairs]
    parts = [
        "# How well questions are answered",
        "Written by `make eval-answers`. The sealed questions stand in `tests/answers/`: their authors, language\n"
        "models in many imagined voices, saw the cards and no example question; nothing was tuned on them. An answer\n"
        "counts as right where a card that the author named is given; suggestions do not count. No clinician and no\n"
        "person with depression has judged the answers. Intervals: Wilson, 95 %.",
        f"{len(pairs)} questions by {len(authors)} authors.",
        table(
            ["kind", "right", "bar", "wrong card", "right among suggestions", "nothing"],
            ([kind, *_row([pair for pair in pairs if pair[0].kind == kind], BARS[kind])] for kind in KINDS),
        ),
        "![What became of each kind of question](outcomes.png)",
        "## By author",
        table(
            ["author", "right (without outside)", "outside handled"],
            (
                [
                    author,
                    str(_right([p for p in pairs if p[0].author == author and p[0].kind != "outside"])),
                    str(_right([p for p in pairs if p[0].author == author and p[0].kind == "outside"])),
                ]
                for author in authors
            ),
        ),
        "## Facts",
        "The figure that the author named stands in the answer: "
        f"{Share(sum(outcome.has_facts for _, outcome in with_facts), len(with_facts))}.",
        "## Crisis takeovers on plain questions",
        f"{sum(outcome.is_taken_over for outcome in plain)} of {len(plain)}.",
        "## Topics most confused",
        table(["asked", "given", "times"], _confused(pairs)),
        "## Time",
        f"Reading one question, without Rasa and HTTP: median {statistics.median(milliseconds):.1f} ms,"
        f" p99 {statistics.quantiles(milliseconds, n=100)[98]:.1f} ms.",
    ]
    return "\n\n".join(parts) + "\n"


def faults(pairs: Sequence[Pair]) -> str:
    """Return each question that was not answered rightly, with what was given, and how many of each kind were."""
    lines = [
        f"{question.kind} {question.thread or ''} {question.text}\n    wanted {[sorted(g) for g in question.groups]},"
        f" got {outcome.word} {outcome.given}"
        for question, outcome in pairs
        if not outcome.is_right
    ]
    kinds = {kind: [pair for pair in pairs if pair[0].kind == kind] for kind in KINDS}
    rows = [[kind, *_row(own, BARS[kind])] for kind, own in kinds.items() if own]
    return "\n".join(lines) + "\n\n" + table(["kind", "right", "bar", "wrong", "offered", "nothing"], rows)


def draw(pairs: Sequence[Pair], target: Path) -> None:
    """Draw for each kind how many questions were answered rightly, wrongly, with suggestions or not at all."""
    figure, axes = pyplot.subplots(figsize=(7.2, 3.6), dpi=120)
    left = [0.0] * len(KINDS)
    for name, colour in (
        ("right", "#2f7d5b"),
        ("offered", "#8fbf9f"),
        ("nothing", "#c9c9c9"),
        ("wrong card", "#b5483a"),
    ):
        widths = []
        for kind in KINDS:
            own = [outcome for question, outcome in pairs if question.kind == kind]
            widths.append(sum(_colour(outcome) == name for outcome in own) / max(len(own), 1))
        axes.barh(KINDS, widths, left=left, color=colour, label=name)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set(xlim=(0, 1), xlabel="share of questions")
    axes.invert_yaxis()
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.18), ncol=4, frameon=False)
    figure.tight_layout()
    figure.savefig(target)
    pyplot.close(figure)


def _row(pairs: Sequence[Pair], bar: float) -> list[str]:
    counts = Counter(_colour(outcome) for _, outcome in pairs)
    return [str(_right(pairs)), str(bar), *(str(counts[name]) for name in ("wrong card", "offered", "nothing"))]


def _right(pairs: Sequence[Pair]) -> Share:
    return Share(sum(outcome.is_right for _, outcome in pairs), len(pairs))


def _colour(outcome: Outcome) -> str:
    return outcome.word if outcome.word in ("right", "wrong card", "offered") else "nothing"


def _confused(pairs: Sequence[Pair]) -> list[list[str]]:
    counts = Counter(
        (_topic(min(question.groups[0])), _topic(outcome.given[0]))
        for question, outcome in pairs
        if question.groups and outcome.given and not outcome.is_right
    )
    return [[asked, given, str(count)] for (asked, given), count in counts.most_common(_MOST_CONFUSED)]


def _topic(card: str) -> str:
    return card.split(".")[0]
