"""What a message in the person's own words does while they tell what they tried. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from waymark.care.questionnaires.commands import Command
from waymark.care.tools.tool import Said
from waymark.care.trials.answer_reader import AnswerReader
from waymark.care.trials.field_hearing import FieldHearing
from waymark.care.trials.kept_trial import OWN, KeptTrial
from waymark.care.trials.plain import plain
from waymark.care.trials.trial_changes import TrialChanges
from waymark.care.trials.trial_presses import TrialPresses
from waymark.care.trials.trial_telling import TrialTelling
from waymark.care.trials.trial_wishes import Wish, WishReader
from waymark.care.trials.trials_state import Place, TrialsState, today_of
from waymark.care.trials.trials_turn import Turn
from waymark.care.trials.trials_writer import KINDS, SAME

_PRIVACY: Final = re.compile(r"\beverything\b")


@dataclass(frozen=True)
class TrialHearing:
    """Hears messages; safe to share."""

    answers: AnswerReader
    wishes: WishReader
    changes: TrialChanges
    presses: TrialPresses
    telling: TrialTelling
    field: FieldHearing

    def wants_list(self, said: Said) -> bool:
        """Return whether a message asks for the list, and for nothing else."""
        return self.answers.talk.says("show", said.text)

    def is_done(self, state: TrialsState, said: Said) -> bool:
        """Return whether a message says that there is nothing more to tell."""
        if said.command is not None:
            return said.command.name == "skip" and state.at in ("tell", "more")
        if not self.answers.talk.says("done", said.text):
            return False
        if state.at in ("tell", "more"):
            return True
        if self.answers.talk.says("no", said.text) or self.answers.talk.option("effect", said.text, ()) is not None:
            return False  # while something is asked, these answer it, or nothing
        if state.at == "field":
            return not self.field.is_answered(state, said)
        return state.at in ("part", "name", "which_change", "which_remove")

    def hear(self, turn: Turn, said: Said) -> Turn | None:
        """Return what a message does; None where it says something else."""
        if said.command is not None:
            return self._obeyed(turn, said.command)
        if not said.text.strip():
            return turn.missing()
        chosen = self._chosen(turn, said)
        if chosen is not None:
            return chosen
        wished = self._wished(turn, said)
        if wished is not None:
            return wished
        if turn.state.at == "field":
            return self.field.hear(turn, said)
        if turn.state.at in ("name", "part"):
            named = self._renamed(turn, said)
            if named is not None:
                return named
        news = self.news(turn, said)
        if news is not None:
            return news
        return None if said.is_question or said.is_aside else turn.missing()

    def news(self, turn: Turn, said: Said) -> Turn | None:
        """Return what a message tells that is new: trials, corrections, names that are not known; None for none."""
        if not said.text.strip():
            return None
        text, today = said.text, today_of(said)
        wish = self.wishes.read(text, turn.state)
        if wish is not None:
            return self._granted(turn, wish, said)
        correction = self._corrected(turn, said)
        if correction is not None:
            return correction
        trials = self.answers.read(self.telling.of_known(text), today)
        adds = self.answers.talk.match("add", plain(text)) is not None
        if trials and said.is_question and not adds and not any(trial.tells_anything for trial in trials):
            return None
        named = self.answers.reader.names.read(plain(text))
        if not trials and adds and named:
            trials = self.telling.added(named, text, said)
        after = self.telling.told(turn, trials, text, said) if trials else turn
        after = self.telling.unknown(after, named, said)
        left_out = [one for one in named if one.id not in {trial.name for trial in trials}]
        listed = [one.key for one in turn.state.entries if any(one.kept.name == named.id for named in left_out)]
        is_other = said.is_question or said.is_aside
        if listed and not trials and not is_other:
            return self.changes.choose(turn, "change", tuple(listed))
        left_out = [one for one in left_out if not any(entry.kept.name == one.id for entry in turn.state.entries)]
        if trials:  # "I never took lithium" needs no question where there is something else to go on with
            left_out = [one for one in left_out if not self.answers.reader.taken.is_denied(one, plain(text))]
        if left_out and not is_other:
            after = self.telling.doubted(after, left_out, said)
        return after.settled() if after is not turn else None

    def _obeyed(self, turn: Turn, command: Command) -> Turn | None:
        state = turn.state
        match command.name:
            case "skip":
                return self.presses.skip(turn)
            case "why":
                return turn.saying(turn.writer.why(state))
            case "go_on":
                return self.presses.press_yes(turn) or turn
            case "restart":
                after = TrialsState(entries=state.entries)
                return turn.at(after.at_step("tell")).saying(turn.writer.say("restarted"))
            case "back":
                return self._back(turn)
            case "change":
                place = command.number or 0
                keys = tuple(entry.key for entry in state.entries if state.number(entry.key) == place)
                return self.changes.choose(turn, "change", keys)
        return None

    def _back(self, turn: Turn) -> Turn:
        state = turn.state
        if state.at in ("part", "name", "remove", "remove_all", "which_change", "which_remove"):
            return turn.saying(turn.writer.say("back")).settled()
        trail = list(state.trail)
        here = Place(key=state.key, field=state.field) if state.at == "field" and state.field else None
        while trail and trail[-1] == here:
            trail.pop()
        if not trail:
            if state.entry(state.latest):
                return self.changes.choose(turn, "change", (state.latest,))
            return turn.saying(turn.writer.say("first"))
        last = trail.pop()
        state = state.model_copy(update={"trail": tuple(trail)})
        if here is not None:
            state = state.asking(here.key, here.field)
        state = state.asking(last.key, last.field)
        return turn.at(state).saying(turn.writer.say("back")).settled()

    def _chosen(self, turn: Turn, said: Said) -> Turn | None:
        """Return what an answer to a question with few answers does."""
        state, talk, text = turn.state, self.answers.talk, said.text
        yes_no = "yes" if talk.says("yes", text) else "no" if talk.says("no", text) else None
        choice: str | None = None
        match state.at:
            case "remove" | "taken" if yes_no:
                choice = f"{state.at}.{state.key}.{yes_no}"
            case "remove_all" if yes_no:
                choice = f"removeall.{yes_no}"
            case "same":
                told = talk.option("same", text, SAME)
                choice = f"same.{state.key}.{told}" if told else None
            case "kind":
                told = talk.option("kind", text, KINDS)
                choice = f"kind.{state.key}.{told}" if told else None
            case "part":
                entry = state.entry(state.key)
                told = talk.option("part", text, turn.writer.parts(entry.kept)) if entry else None
                choice = f"part.{state.key}.{told}" if told else None
            case "which_change" | "which_remove":
                key = self.wishes.which(text, state)
                choice = f"which.{state.at.removeprefix('which_')}.{key}" if key else None
        if yes_no == "yes" and state.at in ("tell", "more"):
            return turn.at(state.at_step("tell"))
        if choice is None and state.at in ("same", "kind", "taken") and talk.says("unknown", text):
            return self.presses.skip(turn)
        if choice is None and state.at in ("which_change", "which_remove", "remove", "remove_all") and yes_no == "no":
            return turn.saying(turn.writer.say("kept_on")).settled()
        return self.presses.press(turn, choice, said) if choice else None

    def _wished(self, turn: Turn, said: Said) -> Turn | None:
        wish = self.wishes.read(said.text, turn.state)
        return self._granted(turn, wish, said) if wish else None

    def _granted(self, turn: Turn, wish: Wish, said: Said) -> Turn | None:
        if wish.kind == "remove_all":
            is_of_all = said.is_aside and _PRIVACY.search(plain(said.text))
            return None if is_of_all else self.changes.remove_all(turn)
        if wish.kind == "remove":
            return self.changes.choose(turn, "remove", wish.keys)
        return self.changes.change(turn, wish, today_of(said))

    def _corrected(self, turn: Turn, said: Said) -> Turn | None:
        """Return what a correction of what was told last does: "no, it was 100"."""
        wish = self.wishes.correction(said.text, turn.state)
        if wish is None or not wish.keys:
            return None
        is_named = bool(self.answers.reader.names.read(plain(said.text)))
        if wish.renamed is not None or (len(wish.keys) > 1 and is_named):
            return self.changes.change(turn, wish, today_of(said))
        return self.changes.put_right(turn, wish.keys[0], wish.value, today_of(said)) if len(wish.keys) == 1 else None

    def _renamed(self, turn: Turn, said: Said) -> Turn | None:
        state = turn.state
        text = plain(said.text)
        named = self.answers.reader.names.read(text)
        entry, name = state.entry(state.key), self.answers.talk.own_name(said.text)
        if entry is None or said.is_question:
            return None
        if len({one.id for one in named}) == 1 and (state.at == "name" or named[0].id != entry.kept.name):
            wish = Wish("change", (state.key,), part="name", value=text[named[-1].end :], renamed=named[0])
            return self.changes.change(turn, wish, today_of(said))
        if state.at == "part" or named or name is None or said.is_aside:
            return None
        fresh = KeptTrial(kind=entry.kept.kind, name=OWN, called=name)
        kept = KeptTrial.model_validate({**entry.kept.model_dump(), **fresh.model_dump(include={"name", "called"})})
        return turn.at(state.put(state.key, kept).queued(state.key)).showing("changed", state.key).settled()
