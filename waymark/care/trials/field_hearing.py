"""What a message does while one field of a trial is asked for: answers it, corrects another, tells more. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from waymark.care.questionnaires.answers import tokens_of
from waymark.care.tools.tool import Said
from waymark.care.trials.answer_reader import AnswerReader
from waymark.care.trials.kept_trial import FieldName, KeptTrial
from waymark.care.trials.names import Named
from waymark.care.trials.plain import plain
from waymark.care.trials.trial import Flag, Trial
from waymark.care.trials.trial_changes import TrialChanges
from waymark.care.trials.trial_telling import TrialTelling
from waymark.care.trials.trial_wishes import WishReader
from waymark.care.trials.trials_state import Entry, TrialsState, today_of
from waymark.care.trials.trials_turn import FACTS, Turn

_FEW_WORDS: Final = 4  # "about 10 weeks?" is an answer, a longer question is none
_BARE_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?! ?(?:mg|mcg|g\b|milli|micro|w|d|mo|y|s))(?![\w.]|\.\d)")
_NUMERIC: Final[tuple[FieldName, ...]] = ("dose_mg", "weeks", "sessions")
_IT_WAS: Final = re.compile(r"\b(?:was|is|be|been|meant|mean|make)\b")


@dataclass(frozen=True)
class FieldHearing:
    """Hears answers; safe to share."""

    answers: AnswerReader
    wishes: WishReader
    changes: TrialChanges
    telling: TrialTelling

    def hear(self, turn: Turn, said: Said) -> Turn | None:
        """Return what a message does while one field of a trial is asked for."""
        state, text, today = turn.state, said.text, today_of(said)
        entry = state.entry(state.key)
        if entry is None or state.field is None:
            return turn.settled()
        corrected = self._corrected(turn, entry, said)
        if corrected is not None:
            return corrected
        said_plain = plain(text)
        others = [
            one
            for one in self.answers.reader.names.read(said_plain)
            if (one.kind, one.id) != (entry.kept.kind, entry.kept.name)
        ]
        read = self.answers.read(text, today) if self.answers.reader.names.read(said_plain) else ()
        same = [trial for trial in read if (trial.kind, trial.name) == (entry.kept.kind, entry.kept.name)]
        if any(_is_another(entry.kept, trial) for trial in same):
            return self.telling.told(turn, read, text, said).settled()
        trials = [trial for trial in read if trial not in same]
        own = _before(said_plain, others[0], trials) if trials else text
        answered = self.answers.answer(entry.kept, state.field, own, today)
        is_long_question = said.is_question and len(tokens_of(text)) > _FEW_WORDS
        if is_long_question and not trials and not (answered.is_told and answered.is_settled and not others):
            return None
        was_known = getattr(entry.kept, state.field) is not None
        after = turn
        if answered.is_settled:
            after = after.answering(entry.key, answered)
            after = after.at(after.state.asked(entry.key, state.field))
            if getattr(answered.kept, state.field) is None and not answered.is_told:
                after = after.saying(after.writer.say("left"))
            elif was_known:
                after = after.showing("changed", entry.key)
        elif answered.is_told:
            is_more = all(getattr(entry.kept, name) in (None, getattr(answered.kept, name)) for name in FACTS)
            after = after.answering(entry.key, answered).showing("noted" if is_more else "changed", entry.key)
        if trials:
            known = {*(trial.name for trial in trials), *(one.kept.name for one in state.entries)}
            left_out = [one for one in others if one.id not in known]
            after = self.telling.told(after, tuple(trials), text, said)
            return (self.telling.doubted(after, left_out, said) if left_out else after).settled()
        if answered.flags:
            return self._flagged_again(after, entry.key, answered.flags)
        if after is not turn:
            return after.settled() if answered.is_settled else after.at(_reopened(after.state, state)).settled()
        unknown = self.telling.unknown(turn, others, said, is_sure=True)
        if unknown is not turn:
            return unknown.at(_reopened(unknown.state, state)).settled()
        return None if said.is_question or said.is_aside else turn.missing(answered.hint)

    def _flagged_again(self, turn: Turn, key: str, flags: Sequence[Flag]) -> Turn:
        misses = turn.state.misses + 1
        after = turn.flagged(key, flags).settled()
        after = after.at(after.state.model_copy(update={"misses": misses}))
        return after.saying(after.writer.say("way_out")) if misses > 1 else after

    def _corrected(self, turn: Turn, entry: Entry, said: Said) -> Turn | None:
        """Return what a correction does while something else is asked: a bare number is for what was told before."""
        talk, text = self.answers.talk, plain(said.text)
        field = turn.state.field
        if not (talk.match("denies", text) or talk.match("instead", text)):
            return None
        wish = self.wishes.correction(said.text, turn.state)
        if wish is None:
            return None
        if wish.renamed is not None:
            return self.changes.change(turn, wish, today_of(said))
        is_numeric = _BARE_NUMBER.search(text) is not None
        before = [one.field for one in turn.state.trail if one.key == entry.key and one.field in _NUMERIC]
        known = [name for name in _NUMERIC if getattr(entry.kept, name) is not None]
        last = before[-1] if before else _nearest(entry.kept, known, text)
        last = None if field in (*before, *known) else last
        if is_numeric and (last is None or (field == "effect" and not _IT_WAS.search(text))):
            return None
        if not is_numeric and not (field != "effect" and entry.kept.effect and talk.match("about_effect", wish.value)):
            return None
        answered = self.answers.correct(entry.kept, wish.value, last if is_numeric else "effect", today_of(said))
        if not answered.is_told or answered.flags:
            return None
        after = turn.answering(entry.key, answered).showing("changed", entry.key)
        return after.at(_reopened(after.state, turn.state)).settled()

    def is_answered(self, state: TrialsState, said: Said) -> bool:
        """Return whether a message answers the open question."""
        entry = state.entry(state.key)
        if entry is None or state.field is None:
            return False
        return self.answers.answer(entry.kept, state.field, said.text, today_of(said)).is_settled


def _is_another(kept: KeptTrial, told: Trial) -> bool:
    """Return whether what was told of the same treatment may be of another time: it differs, and tells more."""
    told_of = [name for name in FACTS if getattr(told, name) is not None]
    return len(told_of) > 1 and any(getattr(kept, name) not in (None, getattr(told, name)) for name in told_of)


def _before(text: str, other: Named, trials: Sequence[Trial]) -> str:
    """Return what stands before another treatment, without a dose that leads to it ("225 for Effexor")."""
    own = text[: other.start]
    dose = next((trial.dose_mg for trial in trials if trial.name == other.id), None)
    return own if dose is None else re.sub(rf"\b{dose:g} ?(?:mg)? ?(?:for|of|on)? *$", "", own)


def _nearest(kept: KeptTrial, names: Sequence[FieldName], text: str) -> FieldName | None:
    """Return which known number is nearest to one in a text: "no, it was 100" speaks of 150 mg, not of 10 weeks."""
    number = _BARE_NUMBER.search(text)
    if number is None or not names:
        return names[-1] if names else None
    said = max(float(number[0]), 0.1)
    return min(names, key=lambda name: abs(math.log(said / float(getattr(kept, name)))))


def _reopened(state: TrialsState, before: TrialsState) -> TrialsState:
    """Return the state with the question of an earlier one asked next, unless it is answered by now."""
    entry = state.entry(before.key)
    if before.at != "field" or before.field is None or entry is None:
        return state
    is_answered = getattr(entry.kept, before.field) is not None
    is_forced = any((one.key, one.field) == (before.key, before.field) for one in before.again)
    return state if is_answered and not is_forced else state.asking(before.key, before.field)
