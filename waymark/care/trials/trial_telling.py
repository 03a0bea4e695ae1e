"""Takes in what is told: trials, treatments that may not have been taken, and names that are not known here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from waymark.care.questionnaires.answers import tokens_of
from waymark.care.tools.tool import Said
from waymark.care.trials.answer_reader import AnswerReader
from waymark.care.trials.kept_trial import OWN, KeptTrial
from waymark.care.trials.listed_names import names_in_list
from waymark.care.trials.names import Named
from waymark.care.trials.plain import plain
from waymark.care.trials.trial import Trial
from waymark.care.trials.trials_state import Entry, today_of
from waymark.care.trials.trials_turn import Turn

_DETAILS: Final = r"(?:,? (?:for )?\d+(?:\.\d+)? ?(?:mgs?|mcg|milligrams?|weeks?|wks?|months?|mths?|years?|yrs?)?\b)+"
_MOST_NAME_WORDS: Final = 3  # a longer message is no name alone


@dataclass(frozen=True)
class TrialTelling:
    """Takes it in; safe to share."""

    answers: AnswerReader

    def of_known(self, text: str) -> str:
        """Return a text without the doses and lengths of names not known here: they are of no other treatment."""
        written = plain(text)
        names = self._pieces(written, self.answers.reader.names.read(written))
        for name in names:
            written = re.sub(rf"\b{name}\b{_DETAILS}", name, written)
        return written if names else text

    def _pieces(self, text: str, named: Sequence[Named]) -> dict[str, str]:
        """Return the names in plain text that are not known here, each with the piece of text that tells of it."""
        told = dict(self.answers.talk.names_with_dose(text, [(one.start, one.end) for one in named]))
        for name in names_in_list(text, named, self.answers.talk, self.answers.reader.words):
            start = next(match.start() for match in re.finditer(rf"\b{name}\b", text))
            end = min((one.start for one in named if one.start > start), default=len(text))
            told.setdefault(name, text[start:end])
        return told

    def told(self, turn: Turn, trials: tuple[Trial, ...], text: str, said: Said) -> Turn:
        """Return the turn with trials that were told put on the list."""
        ongoing = len(trials) == 1 and self.answers.is_ongoing(text)
        keys = turn.state.new_keys(len(trials), said.now)
        return turn.telling(((trial, ongoing) for trial in trials), keys)

    def added(self, named: tuple[Named, ...], text: str, said: Said) -> tuple[Trial, ...]:
        """Return the trials of treatments that a message asks to be put on the list."""
        if len({one.id for one in named}) == 1:
            return (self.answers.tells(named[0].kind, named[0].id, text, today_of(said)),)
        return tuple(dict.fromkeys(Trial(one.kind, one.id) for one in named))

    def doubted(self, turn: Turn, named: Sequence[Named], said: Said) -> Turn:
        """Ask of treatments that were named whether they were taken at all."""
        pairs = tuple(dict.fromkeys((one.kind, one.id) for one in named))
        keys = turn.state.new_keys(len(pairs), said.now)
        waiting = tuple(
            Entry(key=key, kept=KeptTrial(kind=kind, name=name)) for key, (kind, name) in zip(keys, pairs, strict=True)
        )
        return turn.at(turn.state.model_copy(update={"waiting": (*turn.state.waiting, *waiting)}))

    def unknown(self, turn: Turn, named: Sequence[Named], said: Said, *, is_sure: bool = False) -> Turn:
        """Ask what the treatments are that go by a name not known here; `is_sure` asks only where a dose was told."""
        talk, text = self.answers.talk, plain(said.text)
        told = self._pieces(text, named)
        names: tuple[str, ...] = tuple(told)
        if not (names or named or is_sure or said.is_aside or talk.is_answer(said.text)):
            name = talk.own_name(said.text)
            is_short = len(tokens_of(said.text)) <= _MOST_NAME_WORDS and not said.is_question
            is_told = talk.match("own_told", text) or talk.match("add", text)
            is_name = name is not None and talk.is_plain_name(name)
            names = (
                (name,) if name and is_name and (is_told or (is_short and turn.state.at in ("tell", "more"))) else ()
            )
        if not names:
            return turn
        keys = turn.state.new_keys(len(names), said.now)
        pieces = told if len(told) > 1 or named else {names[0]: said.text}
        facts = [self.answers.tells("medicine", OWN, piece, today_of(said)) for piece in pieces.values()]
        unknown = tuple(
            Entry(key=key, kept=KeptTrial.of(replace(trial, flags=()), called=name))
            for key, name, trial in zip(keys, names, facts, strict=True)
        )
        return turn.at(turn.state.model_copy(update={"unknown": (*turn.state.unknown, *unknown)}))
