"""`waymark report`: what people let the editors know."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from waymark.settings import Settings
from waymark.store import Gap, Store

_BATCH = 200
_FORMULA_SIGNS = ("=", "+", "-", "@")  # a spreadsheet would compute what begins with one of these


def report_gaps(settings: Settings, target: TextIO, *, as_csv: bool = False) -> int:
    """Write the questions that nothing answers, newest first: how many, then date, language and text of each.

    Raises:
        StoreError: the database cannot be reached, or is not of this version.
    """
    store = Store.of(settings)
    try:
        store.check()
        if as_csv:
            _write_csv(store, target)
        else:
            _write_list(store, target)
    finally:
        store.close()
    return 0


def _write_list(store: Store, target: TextIO) -> None:
    counts = store.gaps.counts()
    if not counts:
        target.write("No question waits for the editors.\n")
        return
    total = sum(counts.values())
    by_language = ", ".join(f"{count} {language}" for language, count in counts.items())
    target.write(f"{total} question{'' if total == 1 else 's'} for the editors ({by_language})\n")
    for gap in _all(store):
        target.write(f"{gap.created_at:%Y-%m-%d}  {gap.language}  {_plain(gap.text)}\n")


def _write_csv(store: Store, target: TextIO) -> None:
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(["date", "language", "text"])
    for gap in _all(store):
        text = _plain(gap.text)
        rows.writerow([f"{gap.created_at:%Y-%m-%d}", gap.language, f"'{text}" if text[:1] in _FORMULA_SIGNS else text])


def _all(store: Store) -> Iterator[Gap]:
    skip = 0
    while batch := store.gaps.newest(_BATCH, skip):
        yield from batch
        skip += len(batch)


def _plain(text: str) -> str:
    """Return a text on one line, without signs that a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
