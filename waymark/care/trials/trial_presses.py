"""What the choices about trials do, whether a button was pressed or words meant the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from waymark.care.tools.tool import Said
from waymark.care.trials.answer_reader import ADHERENCE, EFFECTS, REASONS
from waymark.care.trials.kept_trial import FieldName, KeptTrial
from waymark.care.trials.names import Named
from waymark.care.trials.trial_changes import TrialChanges
from waymark.care.trials.trial_wishes import Wish
from waymark.care.trials.trials_state import TrialsState, today_of
from waymark.care.trials.trials_turn import Turn, merged
from waymark.care.trials.trials_writer import KINDS, SAME

_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "effect": EFFECTS,
    "adherence": ADHERENCE,
    "stopped_for": REASONS,
}


@dataclass(frozen=True)
class TrialPresses:
    """Takes choices; one that is late, or that nobody offered, changes nothing and is told so."""

    changes: TrialChanges

    def press(self, turn: Turn, choice: str, said: Said) -> Turn:
        """Return what a choice does: `set.<key>.effect.none`, `remove.<key>.yes`, `skip`."""
        what, *rest = choice.split(".")
        deeds: Mapping[str, Callable[[Turn, list[str]], Turn | None]] = {
            "set": self._set, "left": self._left, "part": self._part, "remove": self._remove, "same": self._same,
            "removeall": self._remove_all, "taken": self._taken, "kind": self._kind,
        }  # fmt: skip
        if what == "skip" and not rest:
            return self.skip(turn)
        if what in ("wrong", "change"):
            return self.changes.choose(turn, "change", tuple(rest) or tuple(one.key for one in turn.state.entries))
        if what == "which":
            return self._which(turn, rest, said) or late(turn)
        after = deeds[what](turn, rest) if what in deeds else None
        return after if after is not None else late(turn)

    def skip(self, turn: Turn) -> Turn:
        """Leave the open question out and go on."""
        state = turn.state
        match state.at:
            case "field" if state.field is not None:
                return self._left(turn, [state.key, state.field], "skipped") or late(turn)
            case "same":
                return self._same(turn, [state.key, "another"]) or late(turn)
            case "taken" | "kind":
                return turn.at(state.drop(state.key)).saying(turn.writer.say("left_out")).settled()
            case "remove" | "remove_all" | "which_remove":
                return turn.saying(turn.writer.say("kept_on")).settled()
        return turn.settled()

    def press_yes(self, turn: Turn) -> Turn | None:
        """Return what "ok" does where yes or no is asked, except to remove; None elsewhere."""
        is_harmless = turn.state.at == "taken"
        return self._taken(turn, [turn.state.key, "yes"]) if is_harmless else None

    def _set(self, turn: Turn, rest: list[str]) -> Turn | None:
        key, field, told = [*rest, "", "", ""][:3]
        entry = turn.state.entry(key)
        if entry is None or len(rest) != 3 or told not in _VALUES.get(field, ()):
            return None
        name: FieldName = "effect" if field == "effect" else "adherence" if field == "adherence" else "stopped_for"
        was, kept = getattr(entry.kept, name), entry.kept
        update: dict[str, object] = {"left": tuple(one for one in kept.left if one != name)}
        if told == "ongoing":
            update |= {"is_ongoing": True, "stopped_for": None}
        else:
            update |= {name: told, **({"has_faded": False} if name == "effect" else {})}
            update |= {"is_ongoing": False} if name == "stopped_for" else {}
        is_open = (turn.state.at, turn.state.key, turn.state.field) == ("field", key, name)
        after = turn.at(turn.state.put(key, kept.model_copy(update=update)).asked(key, name).queued(key))
        return (after if is_open and was is None else after.showing("changed", key)).settled()

    def _left(self, turn: Turn, rest: list[str], word: str = "left") -> Turn | None:
        key, field = [*rest, "", ""][:2]
        is_open = (turn.state.at, turn.state.key, turn.state.field) == ("field", key, field)
        entry = turn.state.entry(key)
        if entry is None or not is_open or turn.state.field is None or len(rest) != 2:
            return None
        is_known = getattr(entry.kept, turn.state.field) is not None
        kept = entry.kept if is_known else entry.kept.without(turn.state.field)
        state = turn.state.put(key, kept).asked(key, turn.state.field)
        return turn.at(state).saying(turn.writer.say(word)).settled()

    def _part(self, turn: Turn, rest: list[str]) -> Turn | None:
        return self.changes.part(turn, rest[0], rest[1]) if len(rest) == 2 else None

    def _remove(self, turn: Turn, rest: list[str]) -> Turn | None:
        key, told = [*rest, "", ""][:2]
        entry = turn.state.entry(key)
        if entry is None or told not in ("yes", "no") or len(rest) != 2:
            return None
        if (turn.state.at, turn.state.key) != ("remove", key):
            return turn.at(turn.state.at_step("remove", key)) if told == "yes" else None
        if told == "no":
            return turn.saying(turn.writer.say("kept_on")).settled()
        return turn.at(turn.state.drop(key)).saying(turn.writer.about("removed", entry.kept)).settled()

    def _remove_all(self, turn: Turn, rest: list[str]) -> Turn | None:
        if turn.state.at != "remove_all" or rest not in (["yes"], ["no"]):
            return None
        if rest == ["no"]:
            return turn.saying(turn.writer.say("kept_on")).settled()
        return turn.at(TrialsState()).saying(turn.writer.say("removed_all")).settled()

    def _same(self, turn: Turn, rest: list[str]) -> Turn | None:
        key, told = [*rest, "", ""][:2]
        entry, earlier = turn.state.entry(key), turn.state.earlier(key)
        if entry is None or key not in turn.state.doubles or told not in SAME or len(rest) != 2:
            return None
        state = turn.state.model_copy(update={"doubles": tuple(one for one in turn.state.doubles if one != key)})
        if told == "another" or earlier is None:
            return turn.at(state).saying(turn.writer.say("parted")).settled()
        state = state.drop(key).put(earlier.key, merged(earlier.kept, entry.kept)).queued(earlier.key)
        again = tuple(
            one.model_copy(update={"key": earlier.key}) if one.key == key else one for one in turn.state.again
        )
        return turn.at(state.model_copy(update={"again": again})).showing("merged", earlier.key).settled()

    def _taken(self, turn: Turn, rest: list[str]) -> Turn | None:
        key, told = [*rest, "", ""][:2]
        entry = next((one for one in turn.state.waiting if one.key == key), None)
        if entry is None or told not in ("yes", "no") or len(rest) != 2:
            return None
        state = turn.state.drop(key)
        if told == "no":
            return turn.at(state).saying(turn.writer.say("not_taken")).settled()
        return self._added(turn.at(state), key, entry.kept)

    def _kind(self, turn: Turn, rest: list[str]) -> Turn | None:
        key, told = [*rest, "", ""][:2]
        entry = next((one for one in turn.state.unknown if one.key == key), None)
        if entry is None or told not in KINDS or len(rest) != 2:
            return None
        state = turn.state.drop(key)
        if told == "neither":
            return turn.at(state).saying(turn.writer.say("left_out")).settled()
        dose = {} if told == "medicine" else {"dose_mg": None, "adherence": None}
        return self._added(turn.at(state), key, entry.kept.model_copy(update={"kind": told, **dose}))

    def _added(self, turn: Turn, key: str, kept: KeptTrial) -> Turn:
        turn, at = turn.adding(key, kept, [entry.key for entry in turn.state.entries])
        return (turn.showing("understood", at) if at is not None else turn).settled()

    def _which(self, turn: Turn, rest: list[str], said: Said) -> Turn | None:
        wish, key = [*rest, "", ""][:2]
        if wish not in ("change", "remove") or turn.state.entry(key) is None or len(rest) != 2:
            return None
        wanted = turn.state.wanted
        if wish == "remove" or wanted is None:
            return self.changes.choose(turn, wish, (key,))
        renamed = Named(wanted.kind, wanted.name, 0, 0) if wanted.kind and wanted.name else None
        return self.changes.change(turn, Wish("change", (key,), wanted.part, wanted.value, renamed), today_of(said))


def late(turn: Turn) -> Turn:
    """Say that a choice is of a question that is closed, and ask the open one."""
    return turn.saying(turn.writer.say("late"))
