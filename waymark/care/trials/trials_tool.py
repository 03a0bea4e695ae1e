"""Writing down what was tried, by talking: told in one go or asked one by one, corrected, removed, listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.care.tools.tool import Move, Said
from waymark.care.trials.answer_reader import AnswerReader
from waymark.care.trials.field_hearing import FieldHearing
from waymark.care.trials.trial_changes import TrialChanges
from waymark.care.trials.trial_hearing import TrialHearing
from waymark.care.trials.trial_presses import TrialPresses
from waymark.care.trials.trial_telling import TrialTelling
from waymark.care.trials.trial_wishes import WishReader
from waymark.care.trials.trials_state import TrialsState
from waymark.care.trials.trials_turn import Turn
from waymark.care.trials.trials_writer import NAME, TrialsWriter
from waymark.content import Content
from waymark.messages import Button, Draft

TELL, LIST = "tell_trials", "list_trials"


@dataclass(frozen=True)
class TrialsTool:
    """The tool `trials`; built once from content, safe to share. It satisfies `Tool`."""

    writer: TrialsWriter
    hearing: TrialHearing
    presses: TrialPresses

    @classmethod
    def from_content(cls, content: Content) -> TrialsTool:
        """Build the tool.

        Raises:
            ContentError: a rule cannot be compiled.
            ValueError: the content has no files about trials.
        """
        if content.trials is None:
            raise ValueError("the content has no files about trials")
        answers = AnswerReader.from_content(content)
        changes = TrialChanges(answers)
        presses = TrialPresses(changes)
        wishes = WishReader(answers.talk, answers.reader.names)
        telling = TrialTelling(answers)
        field = FieldHearing(answers, wishes, changes, telling)
        hearing = TrialHearing(answers, wishes, changes, presses, telling, field)
        return cls(TrialsWriter(content, content.trials), hearing, presses)

    @property
    def name(self) -> str:
        """What its buttons, words and state are called by."""
        return NAME

    @property
    def intents(self) -> frozenset[str]:
        """The intents that begin it."""
        return frozenset((TELL, LIST))

    def begin(self, said: Said) -> Move:
        """Return how it begins: with what the message tells already, the list, or the question what was tried."""
        turn = self._turn(TrialsState(), said)
        if said.choice == "list" or (said.choice is None and said.intent == LIST):
            return self._list(turn, said)
        if said.choice == "fill":
            return turn.at(turn.state.with_all_asked()).settled().move()
        if said.choice:
            return self.presses.press(turn, said.choice, said).move()
        if said.choice is None and self.hearing.wants_list(said):
            return self._list(turn, said)
        begun = None if said.choice is not None else self.hearing.news(turn, said)
        return begun.move() if begun else turn.saying(self.writer.say("intro")).settled().move()

    def hear(self, state: str, said: Said) -> Move | None:
        """Return what a message does while trials are told; None where it says something else.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        turn = self._turn(TrialsState.model_validate_json(state), said)
        if said.choice is not None:
            if said.choice == "list":
                return self._list_inside(turn)
            if said.choice == "done":
                return self._done(turn)
            return self.presses.press(turn, said.choice, said).move()
        if self.hearing.wants_list(said):
            return self._list_inside(turn)
        if self.hearing.is_done(turn.state, said):
            return self._done(turn)
        after = self.hearing.hear(turn, said)
        return after.move() if after else None

    def ask(self, state: str) -> Draft:
        """Return the open question again.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        return self.writer.say("again").plus(self.writer.question(TrialsState.model_validate_json(state)))

    def _turn(self, before: TrialsState, said: Said) -> Turn:
        before = before.with_records(said)
        state = before
        if state.at != "tell" and state.key and not (state.entry(state.key) or state.pending(state.key)):
            state, _ = state.settled()
        return Turn(self.writer, before, state)

    def _list(self, turn: Turn, said: Said) -> Move:
        if said.records is None:
            return turn.end(self.writer.say("list_not_read"))
        entries = turn.state.entries
        return turn.end(_with_buttons(self.writer.shown(entries), self.writer.around_list(entries)))

    def _list_inside(self, turn: Turn) -> Move:
        return turn.saying(self.writer.shown(turn.state.entries)).move()

    def _done(self, turn: Turn) -> Move:
        return turn.end(self.writer.closing(turn.state.entries))


def _with_buttons(draft: Draft, buttons: Sequence[Button]) -> Draft:
    return draft.model_copy(update={"buttons": tuple(buttons)})
