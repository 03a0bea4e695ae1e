"""Notices, in a list of treatments, a name that is not known here: "sertraline, quviviq and lexapro"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from waymark.care.trials.names import Named
from waymark.care.trials.talk_reader import TalkReader
from waymark.care.trials.words import TrialWordReader

_SEPARATOR: Final = re.compile(r"[,+&/]|\b(?:and|or|nor|then|plus|also)\b")
_END: Final = re.compile(r"[.;!?\n]")
_DETAIL: Final = re.compile(  # a dose or a length, which may stand after a name
    r"(?:\bfor )?\d+(?:\.\d+)? ?(?:mgs?|mcg|mill?i?gramm?e?s?|weeks?|wks?|months?|mths?|mos?|years?|yrs?|w|m|"
    r"y)?\b|\b(?:xl|xr|sr|er|cr|mr)\b"
)
_NAME: Final = re.compile(r"[^\W\d_]{5,40}")
_EVERYDAY_ENDS: Final = ("ly", "ing", "ed")
_TELLS: Final = (
    "effect", "not_mood", "faded", "adherence", "stopped_for", "side_effect", "not_taken", "taken", "same", "again",
    "together",
)  # fmt: skip


def names_in_list(text: str, named: Sequence[Named], talk: TalkReader, words: TrialWordReader) -> tuple[str, ...]:
    """Return the unknown names that stand in a list with known ones in plain text, in order; everyday words are none.

    Between two known names any single word counts that no rule reads; at the end of a list it must look like a name of
    a medicine too, for much else is said there.
    """
    found = []
    for before, after in pairwise(named):
        pieces = _pieces(text[before.end : after.start]) if not _END.search(text, before.end, after.start) else []
        found += [piece for piece in pieces[1:-1] if _is_name(piece, talk, words)]
    if len(named) > 1:
        end = _END.search(text, named[-1].end)
        pieces = _pieces(text[named[-1].end : end.start() if end else len(text)])
        last = pieces[1] if len(pieces) > 1 and not pieces[0] else ""
        found += [last] if _is_name(last, talk, words) and talk.match("own_shape", last) else []
    return tuple(dict.fromkeys(found))


def _pieces(text: str) -> list[str]:
    """Return what stands between the separators of a list, without doses and lengths."""
    return [_DETAIL.sub(" ", piece).strip() for piece in _SEPARATOR.split(text)]


def _is_name(piece: str, talk: TalkReader, words: TrialWordReader) -> bool:
    is_word = bool(_NAME.fullmatch(piece)) and not piece.endswith(_EVERYDAY_ENDS)
    return is_word and talk.is_plain_name(piece) and not talk.is_answer(piece) and not words.hits(piece, *_TELLS)
