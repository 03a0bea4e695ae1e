"""One turn of telling what was tried: the state as it changes, and what is said before the next question. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from waymark.care.tools.tool import Move
from waymark.care.trials.answer_reader import Answered, field_of
from waymark.care.trials.kept_trial import KeptTrial
from waymark.care.trials.trial import Flag, Trial
from waymark.care.trials.trials_state import MOST_TRIALS, Entry, TrialsState, is_same_treatment
from waymark.care.trials.trials_writer import MOST_MISSES, TrialsWriter
from waymark.messages import Draft

FACTS = ("dose_mg", "weeks", "sessions", "effect", "adherence", "stopped_for", "began", "ended")


@dataclass(frozen=True)
class Turn:
    """What a message has done so far: `before` it, the `state` now, the `lead` said first, the trials shown in it."""

    writer: TrialsWriter
    before: TrialsState
    state: TrialsState
    lead: tuple[Draft, ...] = ()
    shown: frozenset[str] = frozenset()

    def at(self, state: TrialsState) -> Turn:
        """Return the turn with another state."""
        return replace(self, state=state)

    def saying(self, *drafts: Draft) -> Turn:
        """Return the turn with more said."""
        return replace(self, lead=(*self.lead, *drafts))

    def showing(self, name: str, *keys: str) -> Turn:
        """Return the turn with what is now known of a trial said, so that a misreading is seen."""
        drafts = [self.writer.about(name, entry.kept) for key in keys if (entry := self.state.entry(key))]
        return replace(self.saying(*drafts), shown=self.shown | set(keys))

    def telling(self, trials: Iterable[tuple[Trial, bool]], keys: Sequence[str]) -> Turn:
        """Put the trials that were told on the list, and show what was understood and what cannot be.

        Args:
            trials: each with whether it still goes on.
            keys: as many new ones.
        """
        turn, told_keys = self, list[str]()
        old = {entry.key for entry in self.state.entries}
        for (trial, is_ongoing), key in zip(trials, keys, strict=False):
            kept = KeptTrial.of(replace(trial, flags=())).model_copy(update={"is_ongoing": is_ongoing})
            if "impossible_date" in trial.flags and trial.effect is None and trial.weeks is None:
                waiting = (*turn.state.waiting, Entry(key=key, kept=kept))
                turn = turn.saying(turn.writer.about("flag_began", kept))
                turn = turn.at(turn.state.model_copy(update={"waiting": waiting}))
                continue
            turn, at = turn.adding(key, kept, old)
            if at is not None:
                told_keys += [at]
                turn = turn.flagged(at, trial.flags)
        told = tuple(dict.fromkeys(told_keys))
        if not told:
            return turn
        entries = [entry for key in told if (entry := turn.state.entry(key))]
        flags, lead = turn.lead[len(self.lead) :], self.lead
        understood = turn.writer.understood([entry.kept for entry in entries])
        return replace(turn, lead=(*lead, understood, *flags), shown=turn.shown | set(told))

    def adding(self, key: str, kept: KeptTrial, old: Iterable[str]) -> tuple[Turn, str | None]:
        """Put one trial on the list; return where it went, None where nothing new was told.

        A treatment that is on the list already (one of the `old` keys) may be the same time: what goes together without
        a doubt is put together, else it is asked.
        """
        state = self.state
        earlier = [one for one in state.entries if one.key in old and is_same_treatment(one.kept, kept)]
        if earlier:
            before = earlier[-1]
            is_open = before.key in state.queue or before.key == state.key
            if not kept.tells_anything:
                state = state.model_copy(update={"latest": before.key}).queued(before.key)
                return self.at(state).showing("already", before.key), None
            if not before.kept.tells_anything or (is_open and _agree(before.kept, kept)):
                state = state.put(before.key, merged(before.kept, kept)).queued(before.key)
                return self.at(state), before.key
        if len(state.entries) >= MOST_TRIALS:
            return self.saying(self.writer.say("full")), None
        state = state.put(key, kept).queued(key)
        if earlier:
            state = state.model_copy(update={"doubles": (*state.doubles, key)})
        return self.at(state), key

    def flagged(self, key: str, flags: Sequence[Flag]) -> Turn:
        """Say what cannot be, and ask for it again before all else."""
        turn = self
        entry = self.state.entry(key)
        for field in dict.fromkeys(field_of(flag) for flag in flags):
            if entry is not None:
                turn = turn.saying(turn.writer.about(f"flag_{field}", entry.kept))
                turn = turn.at(turn.state.asking(key, field))
        return turn

    def answering(self, key: str, answered: Answered) -> Turn:
        """Take over what an answer told, without saying anything of it."""
        return self.at(self.state.put(key, answered.kept).queued(key))

    def missing(self, hint: str = "unclear") -> Turn:
        """Count a message that answered nothing: a hint first, a way out after the second in a row."""
        state = self.state.model_copy(update={"misses": self.state.misses + 1})
        drafts = [self.writer.hint(state, hint)]
        if state.misses >= MOST_MISSES:
            drafts.append(self.writer.say("way_out"))
        return self.at(state).saying(*drafts)

    def settled(self) -> Turn:
        """Open the next question; a trial of which all is known is shown whole, with how such a one is counted."""
        state, finished = self.state.settled()
        turn = self.at(state)
        turn = turn.showing("understood", *(key for key in finished if key not in self.shown))
        entries = [entry for key in finished if (entry := state.entry(key))]
        fresh = {f"{one.key}.{turn.writer.one.counts_as(one.kept)}": one.kept for one in entries}
        fresh = {name: kept for name, kept in fresh.items() if name not in state.explained}
        if fresh:
            turn = turn.saying(turn.writer.explained(list(fresh.values()), has_caveat=turn.state.has_caveat))
            turn = turn.at(state.model_copy(update={"explained": (*state.explained, *fresh)}))
        return turn

    def move(self) -> Move:
        """Return the turn as a move that asks the open question."""
        question = self.writer.question(self.state, shows_wrong=bool(self.shown) and self.state.at in ("field", "more"))
        return Move(
            self.state.model_dump_json(), _together([*self.lead, question]), self.state.changes_from(self.before)
        )

    def end(self, *drafts: Draft) -> Move:
        """Return the turn as the last move."""
        state = self.state.model_copy(update={"at": "more" if self.state.entries else "tell", "key": "", "field": None})
        keeps = state.changes_from(self.before)
        return Move(state.model_dump_json(), _together([*self.lead, *drafts]), keeps, is_done=True)


def merged(before: KeptTrial, told: KeptTrial) -> KeptTrial:
    """Return one trial of two that are of the same time; what was told later counts."""
    return before.with_more(told.trial, is_ongoing=told.is_ongoing)


def _agree(one: KeptTrial, other: KeptTrial) -> bool:
    """Return whether two trials tell nothing that differs."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in FACTS]
    return all(first is None or second is None or first == second for first, second in pairs)


def _together(parts: Sequence[Draft]) -> Draft:
    first, *rest = parts
    for part in rest:
        first = first.plus(part)
    return first
