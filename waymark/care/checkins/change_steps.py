"""The steps of marking a treatment change: what changed, when, and whether it was understood."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.care.checkins.checkin import CHANGE, Checkin
from waymark.care.checkins.checkin_reader import MOST_CHANGE
from waymark.care.checkins.days import Day, read_told_day
from waymark.care.checkins.moves import CheckinMoves
from waymark.care.tools.tool import Move, Record, Said


@dataclass(frozen=True)
class ChangeSteps:
    """Takes the steps with the moves of a check-in."""

    moves: CheckinMoves

    def begin(self, checkin: Checkin, said: Said) -> Move:
        """Begin with what the message tells of a change; "mark a change" tells nothing of it yet."""
        return self._told(checkin, said, is_first=True)

    def hear(self, checkin: Checkin, said: Said) -> Move | None:
        """Return what a message does at one of the three questions; None where it says something else."""
        if checkin.place == "when":
            return self._hear_when(checkin, said)
        if checkin.place == "check":
            return self._hear_check(checkin, said)
        return None if self.moves.is_elsewhere(said, checkin) else self._told(checkin, said)

    def check(self, checkin: Checkin, said: Said, choice: str) -> Move:
        """Keep the change, or ask for its day or words again."""
        if choice == "fix_day":
            return self.moves.open(checkin.at_place("when"), "check_day")
        if choice == "fix_words":
            return self.moves.open(checkin.at_place("change"), "check_words")
        kept = Record(CHANGE, checkin.run, checkin.change_values(said.now))
        return Move(checkin.model_dump_json(), self.moves.writer.marked(checkin), (kept,), is_done=True)

    def leave(self, checkin: Checkin) -> Move:
        """Leave the change out."""
        left = self.moves.writer.say("change_left").model_copy(update={"buttons": (self.moves.writer.again,)})
        return Move(checkin.model_dump_json(), left, is_done=True)

    def _told(self, checkin: Checkin, said: Said, *, is_first: bool = False) -> Move:
        reader, told = self.moves.reader, self.moves.reader.change(said.text, said.now.date())
        is_nothing = reader.names_a_change(told.what) or (is_first and not reader.is_change(said.text))
        is_nothing = is_nothing or reader.is_correction(said.text)
        what = "" if is_nothing else told.what
        asked = checkin.model_copy(update={"place": "change"})
        if len(what) > MOST_CHANGE:
            return self.moves.hint(asked, "change_long")
        if isinstance(told.day, Day):
            asked = asked.model_copy(update={"on": told.day.on, "precision": told.day.precision})
        if not what:
            return self.moves.open(asked.heard()) if is_first else self.moves.hint(asked, "change_hint")
        asked = asked.model_copy(update={"what": what})
        if not isinstance(told.day, Day) and told.day.problem != "no_day":
            return self.moves.open(asked.at_place("when"), f"when_{told.day.problem}")
        return self.moves.open(asked.at_place("when" if asked.on is None else "check"))

    def _hear_when(self, checkin: Checkin, said: Said) -> Move | None:
        day = read_told_day(said.text, said.now.date())
        if isinstance(day, Day):
            return self.moves.open(
                checkin.model_copy(update={"on": day.on, "precision": day.precision}).at_place("check")
            )
        if day.problem == "no_day" and self.moves.is_elsewhere(said, checkin):
            return None
        return self.moves.hint(checkin, f"when_{day.problem}")

    def _hear_check(self, checkin: Checkin, said: Said) -> Move | None:
        reader = self.moves.reader
        if reader.is_only("confirms", said.text):
            return self.check(checkin, said, "yes")
        if reader.is_only("fix_day", said.text):
            return self.check(checkin, said, "fix_day")
        if reader.is_only("fix_words", said.text):
            return self.check(checkin, said, "fix_words")
        if reader.is_only("denies", said.text):
            return self.moves.hint(checkin, "check_wrong")
        day = read_told_day(said.text, said.now.date())
        if isinstance(day, Day):
            known = {"on": day.on, "precision": day.precision}
            return self.moves.open(checkin.model_copy(update=known).heard())
        if day.problem != "no_day":
            return self.moves.hint(checkin, f"when_{day.problem}")
        if not said.is_question and reader.is_correction(said.text):
            return self.check(checkin, said, "fix_day")
        return None if self.moves.is_elsewhere(said, checkin) else self.moves.hint(checkin, "check_hint")
