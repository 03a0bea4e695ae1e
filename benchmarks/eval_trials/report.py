"""The report as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.eval_trials.judge import WITHIN, Outcome
from benchmarks.shares import Share, table

BARS = {"drug": 0.95, "dose_mg": 0.93, "weeks": 0.90, "effect": 0.90}
FIRST_READING = {  # right and all, of each later author, before a rule was changed for them
    "author_c": {"drug": (218, 229), "dose_mg": (212, 221), "weeks": (198, 221), "effect": (150, 221)},
    "author_d": {"drug": (195, 231), "dose_mg": (184, 227), "weeks": (177, 227), "effect": (158, 227)},
    "author_e": {"drug": (258, 267), "dose_mg": (237, 264), "weeks": (234, 264), "effect": (194, 264)},
}
NAMES = {"drug": "treatment", "dose_mg": "dose", "weeks": "duration", "effect": "effect"}


def write_report(sealed: Sequence[Outcome], development: Sequence[Outcome], seconds: Sequence[float]) -> str:
    """Return the whole report; no sealed sentence stands in it."""
    authors = sorted({outcome.sentence.author for outcome in sealed})
    quiet = {outcome.sentence.id for outcome in sealed if outcome.wanted is None and not outcome.sentence.trials}
    milliseconds = [one * 1000 for one in seconds]
    parts = [
        "# How well treatment trials are read",
        "Written by `make eval-trials`. The sentences stand in `tests/trials/`: their authors, language models in\n"
        "many imagined voices, did not see the rules, but for the last. Of the first two authors' sentences one half,\n"
        "by the checksum of their ids, served to improve the rules; the figures are of the other half, which is\n"
        "sealed: it was measured several times while the rules grew, as totals and counts of errors by kind, and none\n"
        "of its sentences was read. Three more authors wrote for development alone; none of theirs is sealed, and the\n"
        "sealed half is what it was before they came. The last of them mended the rules too, and had read them. No\n"
        "clinician and no person with depression has judged what was read. Intervals: Wilson, 95 %.",
        f"{len(seconds)} sealed sentences by {len(authors)} authors,"
        f" {sum(outcome.wanted is not None for outcome in sealed)} trials.",
        table(
            ["field", "right", "bar", "right where it was told", "development"],
            (
                [
                    NAMES[field],
                    str(_share(sealed, field)),
                    str(bar),
                    str(_told(sealed, field)),
                    str(_share(development, field)),
                ]
                for field, bar in BARS.items()
            ),
        ),
        "A treatment counts as wrong when it was missed, and when one was read that the author did not mean. The\n"
        f"fields of a missed one count as wrong. A duration is right within {WITHIN:.0%}. A field that was not told\n"
        "is right when nothing was read; the fourth column leaves these out.",
        "## By author",
        table(
            ["author", *NAMES.values()],
            (
                [author, *(str(_share([o for o in sealed if o.sentence.author == author], field)) for field in BARS)]
                for author in authors
            ),
        ),
        "## New authors, at first sight",
        "What the rules read of the later authors' sentences before any rule was changed for them. The first wrote as\n"
        "people speak, with turns of speech; the second terse notes, with signs and clipped names; the third, above\n"
        "all, of several treatments in one message.",
        table(
            ["author", *NAMES.values()],
            ([author, *(str(Share(*figures[field])) for field in BARS)] for author, figures in FIRST_READING.items()),
        ),
        "## Messages without a trial",
        f"Sentences that tell of no trial of the person's own, in which one was read: {len(quiet)}.",
        "## Time",
        f"Reading one message: median {statistics.median(milliseconds):.1f} ms,"
        f" p99 {statistics.quantiles(milliseconds, n=100)[98]:.1f} ms.",
    ]
    return "\n\n".join(parts) + "\n"


def faults(outcomes: Sequence[Outcome]) -> str:
    """Return each sentence that was read wrongly, with what was meant and what was read."""
    lines = []
    for outcome in outcomes:
        wrong = [field for field in BARS if field != "drug" and not outcome.is_right(field)]
        if wrong or not outcome.has_drug:
            lines.append(
                f"{outcome.sentence.id} {outcome.sentence.text}\n    {wrong}\n    {outcome.wanted}\n    {outcome.read}"
            )
    return "\n".join(lines)


def _share(outcomes: Sequence[Outcome], field: str) -> Share:
    if field == "drug":
        return Share(sum(outcome.has_drug for outcome in outcomes), len(outcomes))
    wanted = [outcome for outcome in outcomes if outcome.wanted is not None]
    return Share(sum(outcome.is_right(field) for outcome in wanted), len(wanted))


def _told(outcomes: Sequence[Outcome], field: str) -> Share:
    name = "name" if field == "drug" else field
    told = [outcome for outcome in outcomes if outcome.wanted and getattr(outcome.wanted, name) is not None]
    return Share(sum(outcome.has_drug if field == "drug" else outcome.is_right(field) for outcome in told), len(told))
