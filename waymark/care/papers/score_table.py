"""Writes scores as CSV. It holds no word of a person, so nothing in it can act in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from waymark.care.papers.scores import known_scores, most_of
from waymark.care.questionnaires.result import Kept
from waymark.content import Content


def scores_csv(content: Content, scores: Iterable[Kept], *, with_answers: bool = False) -> str:
    """Return one row for each score, oldest first.

    A total stands only where no question was left out. The answers of a form that may tell of danger are left out
    unless `with_answers`; all of them, for a single missing one could be worked out from the total.
    """
    kept = known_scores(content, scores)
    count = max((len(one.result.answers) for one in kept), default=0)
    file = StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(
        ["date", "form", "total", "highest_possible", "range", "left_out", *(f"q{n + 1}" for n in range(count))]
    )
    for one in kept:
        result, instrument = one.result, content.instruments.instruments[one.result.instrument]
        band = result.band(instrument)
        is_shown = with_answers or not any(item.discloses for item in instrument.items)
        answers = ["" if given is None else str(given) for given in result.answers] if is_shown else []
        table.writerow(
            [
                f"{one.at:%Y-%m-%d}",
                instrument.name,
                str(result.total) if result.is_whole else "",
                str(most_of(content, one)),
                band.name if band else "",
                " ".join(map(str, result.skipped)) if is_shown else "",
                *answers,
                *[""] * (count - len(answers)),
            ]
        )
    return file.getvalue()
