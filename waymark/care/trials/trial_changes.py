"""Changes to trials that are on the list: which one is meant, which part, and what it becomes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, get_args

from waymark.care.trials.answer_reader import AnswerReader
from waymark.care.trials.kept_trial import FieldName, KeptTrial
from waymark.care.trials.trial_wishes import Wish
from waymark.care.trials.trials_state import MOST_WANTED, Wanted
from waymark.care.trials.trials_turn import Turn

_FIELDS: Final[tuple[FieldName, ...]] = get_args(FieldName)


@dataclass(frozen=True)
class TrialChanges:
    """Makes changes; safe to share."""

    answers: AnswerReader

    def choose(self, turn: Turn, wish: str, keys: tuple[str, ...], wanted: Wanted | None = None) -> Turn:
        """Ask what to change of the trial that is meant, or whether to remove it; which one, where several may be."""
        state = turn.state
        keys = tuple(key for key in keys if state.entry(key))
        if not state.entries:
            return turn.saying(turn.writer.say("none_yet")).settled()
        if not keys:
            return turn.saying(turn.writer.say("not_there")).settled()
        if len(keys) > 1:
            asking = state.at_step("which_change" if wish == "change" else "which_remove", candidates=keys)
            return turn.at(asking.model_copy(update={"wanted": wanted}))
        latest = state.model_copy(update={"latest": keys[0]})
        return turn.at(latest.at_step("part" if wish == "change" else "remove", keys[0]))

    def remove_all(self, turn: Turn) -> Turn:
        """Ask whether to remove everything."""
        if not turn.state.entries:
            return turn.saying(turn.writer.say("none_yet")).settled()
        return turn.at(turn.state.at_step("remove_all"))

    def named(self, turn: Turn, key: str, kind: str, name: str) -> Turn:
        """Say which treatment a trial was, in place of another; a dose that cannot be of this one falls away."""
        entry = turn.state.entry(key)
        if entry is None:
            return turn
        medicine = self.answers.reader.medicines.get(name) if kind == "medicine" else None
        dose = entry.kept.dose_mg
        most = medicine.slip_above if medicine else 0
        fits = dose is not None and dose <= most
        update = {"kind": kind, "name": name, "called": None, "dose_mg": dose if fits else None}
        kept = KeptTrial.model_validate({**entry.kept.model_dump(), **update})
        return turn.at(turn.state.put(key, kept).queued(key)).showing("changed", key)

    def part(self, turn: Turn, key: str, part: str) -> Turn | None:
        """Ask for one part of a trial anew; None where there is no such part, or no such trial."""
        if turn.state.entry(key) is None:
            return None
        state = turn.state.model_copy(update={"latest": key})
        if part == "nothing":
            return turn.at(state).settled()
        if part in ("remove", "name"):
            return turn.at(state.at_step("remove" if part == "remove" else "name", key))
        field = next((name for name in _FIELDS if name == part), None)
        return turn.at(state.asking(key, field)).settled() if field else None

    def change(self, turn: Turn, wish: Wish, today: date) -> Turn:
        """Change the trial that a wish means; which one is asked where several may be meant."""
        if len(wish.keys) != 1:
            named = wish.renamed
            value = wish.value[:MOST_WANTED]
            wanted = Wanted(
                part=wish.part, value=value, kind=named.kind if named else None, name=named.id if named else None
            )
            return self.choose(turn, "change", wish.keys, wanted)
        (key,) = wish.keys
        if wish.renamed is None:
            return self._changed(turn, key, wish, today)
        after = self.named(turn, key, wish.renamed.kind, wish.renamed.id)
        entry = after.state.entry(key)
        told = self.answers.tells(wish.renamed.kind, wish.renamed.id, wish.value, today)
        if entry is not None and told.tells_anything:
            after = after.at(after.state.put(key, entry.kept.with_more(replace(told, flags=()))))
        return replace(after, lead=turn.lead).showing("changed", key).settled()

    def put_right(self, turn: Turn, key: str, value: str, today: date) -> Turn | None:
        """Take over what a correction tells of a trial; None where it tells nothing new."""
        entry = turn.state.entry(key)
        if entry is None:
            return None
        last = next((one.field for one in reversed(turn.state.trail) if one.key == key), None)
        answered = self.answers.correct(entry.kept, value, last, today)
        if answered.flags:
            return turn.flagged(key, answered.flags).settled()
        if not answered.is_told:
            return None
        return turn.answering(key, answered).showing("changed", key).settled()

    def _changed(self, turn: Turn, key: str, wish: Wish, today: date) -> Turn:
        """Change one part of a trial, to what was said where that can be read, else to what is then asked for."""
        entry = turn.state.entry(key)
        if entry is None or wish.part in (None, "name", "remove", "nothing"):
            corrected = self.put_right(turn, key, wish.value, today) if wish.value else None
            if corrected is not None:
                return corrected
            asked = self.part(turn, key, wish.part) if wish.part in ("name", "remove") else None
            return asked or self.choose(turn, "change", (key,))
        turn = self.part(turn, key, wish.part or "") or turn
        field = turn.state.field
        if not wish.value or field is None:
            return turn
        answered = self.answers.answer(entry.kept, field, self.answers.talk.without("instead", wish.value), today)
        if answered.flags:
            return turn.flagged(key, answered.flags).settled()
        if not answered.is_settled:
            return turn
        state = turn.answering(key, answered).state.asked(key, field)
        return turn.at(state).showing("changed", key).settled()
