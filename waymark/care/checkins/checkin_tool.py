"""The tool that asks how daily life and side effects went, marks where a treatment changed, and lists both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from waymark.care.checkins.change_steps import ChangeSteps
from waymark.care.checkins.checkin import Checkin
from waymark.care.checkins.checkin_reader import MOST_EFFECTS, MOST_WORDS, CheckinReader
from waymark.care.checkins.checkin_words import TOOL, CheckinWriter
from waymark.care.checkins.history import HistoryWriter
from waymark.care.checkins.kept_checkins import checkins
from waymark.care.checkins.moves import INTENTS, LIST, MARK, CheckinMoves
from waymark.care.checkins.scale_answers import MOST_CHARACTERS, Answer, Hint
from waymark.care.questionnaires.commands import Command
from waymark.care.tools.tool import Move, Said
from waymark.content import Content
from waymark.content.checkin_files import SIDE_EFFECTS
from waymark.messages import Draft

_IS_ANSWER = "report_side_effect"  # what is an aside elsewhere is the answer where side effects are asked about


@dataclass(frozen=True)
class CheckinTool:
    """Check-ins as a `Tool`."""

    content: Content

    @classmethod
    def from_content(cls, content: Content) -> CheckinTool:
        """Return the tool for the areas of the content."""
        return cls(content)

    @property
    def name(self) -> str:
        """See `Tool`."""
        return TOOL

    @property
    def intents(self) -> frozenset[str]:
        """See `Tool`; the list is shown at once, and nothing stays open."""
        return INTENTS

    def begin(self, said: Said) -> Move:
        """See `Tool`: with what is named, or answered already, else with the choice."""
        checkin = self._new(said)
        if said.choice == "list" or (said.choice is None and said.intent == LIST):
            return Move(checkin.model_dump_json(), self._history(said), is_done=True)
        if said.choice:
            chosen = self._chosen_by(checkin, said, said.choice)
            return chosen or self._moves.open(checkin, "old_button_closed")
        if said.intent == MARK or self._reader.is_change(said.text):
            return self._change.begin(checkin, said)
        if self._reader.pairs(said.text):
            return self._several(checkin, said)
        selection = self._reader.selection(said.text, tuple(self.content.checkins.areas))
        if selection.areas:
            return self._moves.ask_next(checkin.chosen(selection.areas), said)
        return self._moves.open(checkin)

    def hear(self, state: str, said: Said) -> Move | None:
        """See `Tool`."""
        checkin = self._checkin(state)
        if said.choice is not None:
            return self._press(checkin, said, said.choice)
        if said.command is not None:
            return self._obey(checkin, said, said.command)
        if said.is_aside and said.intent == LIST:
            return self._listed(checkin, said)
        match checkin.place:
            case "choosing":
                return self._hear_choice(checkin, said)
            case "area" if checkin.area == SIDE_EFFECTS:
                return self._hear_effects(checkin, said)
            case "area" | "bother":
                return self._hear_value(checkin, said)
            case "more":
                return self._hear_more(checkin, said)
            case "change" | "when" | "check":
                return self._change.hear(checkin, said)

    def ask(self, state: str) -> Draft:
        """See `Tool`."""
        return self._writer.open(self._checkin(state))

    def _press(self, checkin: Checkin, said: Said, choice: str) -> Move:
        """Return what a button does, also one of an earlier message; one that fits no more changes nothing."""
        asked, _, given = choice.partition("=")
        if choice == "list":
            return self._listed(checkin, said)
        if asked == "skip" and given == checkin.asked:
            return self._skip(checkin, said)
        if asked == "none" and given == checkin.asked == SIDE_EFFECTS:
            return self._moves.ask_next(checkin.answered(SIDE_EFFECTS, 0), said)
        is_scaled = checkin.place in ("area", "bother") and checkin.asked != SIDE_EFFECTS
        if is_scaled and asked == checkin.asked and given in map(str, range(checkin.most(self.content.checkins) + 1)):
            return self._valued(checkin, said, Answer(int(given)))
        if checkin.place in ("choosing", "more") and (move := self._chosen_by(checkin, said, choice)) is not None:
            return move
        if checkin.place == "check" and choice in ("yes", "fix_day", "fix_words"):
            return self._change.check(checkin, said, choice)
        return self._moves.open(checkin.heard(), *(["old_button"] if choice else []))

    def _listed(self, checkin: Checkin, said: Said) -> Move:
        """Show the last check-ins, and ask on."""
        return self._moves.say(checkin, self._writer.open(checkin, self._history(said)))

    def _history(self, said: Said) -> Draft:
        """Return the last check-ins; only some areas of them where the words name those."""
        return HistoryWriter(self._writer).draft(said.records, self._reader.named(said.text))

    def _chosen_by(self, checkin: Checkin, said: Said, choice: str) -> Move | None:
        """Return what a button of a choice does; after a single area it is asked for more."""
        offered = self._writer.offered(checkin)
        if choice in offered:
            return self._moves.ask_next(checkin.chosen((choice,), with_more=True), said)
        if checkin.place == "more":
            return self._moves.finish(checkin, said) if choice == "finish" else None
        match choice:
            case "change":
                return self._moves.open(checkin.at_place("change"))
            case "all":
                return self._moves.ask_next(checkin.chosen(offered), said)
            case "same" if checkin.before:
                return self._moves.ask_next(checkin.chosen(checkin.before), said)
            case _:
                return None

    def _obey(self, checkin: Checkin, said: Said, command: Command) -> Move:
        match command.name:
            case "why":
                return self._moves.say(checkin, self._writer.open(checkin.heard(), self._writer.why(checkin)))
            case "skip":
                return self._skip(checkin, said)
            case "go_on":
                return self._go_on(checkin, said)
            case "back":
                return self._back(checkin)
            case "change":
                number = command.number or 0
                is_there = 1 <= number <= len(checkin.queue) and checkin.queue[number - 1] in checkin.answers
                opened = checkin.opened(number - 1) if is_there else checkin.heard()
                return self._moves.open(opened, "back" if is_there else "not_there")
            case "restart":
                return self._moves.open(self._new(said), "restarted")
            case "stop":
                return self._moves.open(checkin.heard())

    def _skip(self, checkin: Checkin, said: Said) -> Move:
        match checkin.place:
            case "choosing":
                return self._moves.hint(checkin, "choose_hint")
            case "area":
                return self._moves.ask_next(checkin.answered(checkin.area, None), said, "skipped")
            case "bother":
                return self._moves.ask_next(checkin.bothered(None), said, "skipped")
            case "more":
                return self._moves.finish(checkin, said)
            case "change" | "when" | "check":
                return self._change.leave(checkin)

    def _go_on(self, checkin: Checkin, said: Said) -> Move:
        """Go on; an "ok" where it is asked how something was is an answer."""
        if checkin.place == "check":
            return self._change.check(checkin, said, "yes")
        if checkin.place == "more":
            return self._moves.finish(checkin, said)
        if checkin.place == "area" and checkin.area in checkin.answers:
            return self._moves.ask_next(checkin, said)
        if checkin.place in ("area", "bother") and checkin.asked != SIDE_EFFECTS:
            read = self._read(checkin, said.text)
            if isinstance(read, Answer):
                return self._valued(checkin, said, read)
        return self._moves.open(checkin.heard(), "resumed")

    def _back(self, checkin: Checkin) -> Move:
        match checkin.place:
            case "bother" if checkin.at_effect:
                return self._moves.open(checkin.model_copy(update={"at_effect": checkin.at_effect - 1}).heard(), "back")
            case "bother":
                return self._moves.open(checkin.opened(checkin.at), "back")
            case "area" if checkin.at:
                return self._moves.open(checkin.opened(checkin.at - 1), "back")
            case "more":
                return self._moves.open(checkin.opened(len(checkin.queue) - 1), "back")
            case "when":
                return self._moves.open(checkin.at_place("change"))
            case "check":
                return self._moves.open(checkin.at_place("when"))
            case _:
                return self._moves.open(checkin.heard(), "at_first")

    def _hear_choice(self, checkin: Checkin, said: Said) -> Move | None:
        if self._moves.is_plainly_a_question(said):
            return None
        if self._reader.pairs(said.text):
            return self._several(checkin, said)
        if self._reader.is_change(said.text) and not self._reader.names_a_change(said.text):
            return self._change.begin(checkin, said)
        chosen = self._reader.selection(said.text, self._writer.offered(checkin), checkin.before)
        if chosen.areas:
            return self._moves.ask_next(checkin.chosen(chosen.areas, with_change=chosen.with_change), said)
        if chosen.with_change:
            return self._moves.open(checkin.at_place("change"))
        return None if self._moves.is_elsewhere(said, checkin) else self._moves.hint(checkin, "choose_hint")

    def _hear_value(self, checkin: Checkin, said: Said) -> Move | None:
        if self._moves.is_plainly_a_question(said):
            return None
        read = self._read(checkin, said.text)
        if isinstance(read, Answer):
            return self._valued(checkin, said, read)
        if checkin.place == "area" and self._reader.pairs(said.text):
            return self._several(checkin, said)
        return None if self._moves.is_elsewhere(said, checkin) else self._moves.hint(checkin, f"hint_{read.kind}")

    def _valued(self, checkin: Checkin, said: Said, answer: Answer) -> Move:
        if checkin.place == "bother":
            return self._moves.ask_next(checkin.bothered(answer.value), said)
        noted = self._writer.noted(checkin.area, answer)
        return self._moves.ask_next(checkin.answered(checkin.area, answer.value), said, told=noted)

    def _several(self, checkin: Checkin, said: Said) -> Move:
        """Put down what was answered by name, and ask what is left of the queue."""
        pairs = self._reader.pairs(said.text)
        checkin = checkin.chosen(tuple(pairs), with_more=checkin.with_more)
        for area, answer in pairs.items():
            checkin = checkin.answered(area, answer.value)
        return self._moves.ask_next(checkin, said, told=self._writer.several(pairs))

    def _hear_effects(self, checkin: Checkin, said: Said) -> Move | None:
        text = said.text
        if self._reader.denies_effects(text):
            return self._moves.ask_next(checkin.answered(SIDE_EFFECTS, 0), said)
        if self._reader.is_only("unknown", text):
            return self._moves.ask_next(checkin.answered(SIDE_EFFECTS, None), said, "unknown")
        if self._reader.is_only("maybe", text):
            return self._moves.hint(checkin, "effects_maybe")
        if self._moves.is_elsewhere(said, checkin) and said.intent != _IS_ANSWER:
            return None
        if self._reader.is_only("confirms", text):
            return self._moves.hint(checkin, "effects_which")
        effects = self._reader.effects(text)
        if len(effects) > MOST_EFFECTS or len(text) > MOST_EFFECTS * MOST_WORDS:
            return self._moves.hint(checkin, "effects_many")
        if not effects or any(len(effect.text) > MOST_WORDS for effect in effects):
            return self._moves.hint(checkin, "effects_hint" if len(text) <= MOST_CHARACTERS else "effects_many")
        told = checkin.answered(SIDE_EFFECTS, 0, effects)
        return self._moves.ask_next(told.model_copy(update={"at_effect": 0, "place": "bother"}), said)

    def _hear_more(self, checkin: Checkin, said: Said) -> Move | None:
        if self._reader.is_only("more_done", said.text):
            return self._moves.finish(checkin, said)
        if self._moves.is_plainly_a_question(said):
            return None
        if self._reader.pairs(said.text):
            return self._several(checkin, said)
        chosen = self._reader.selection(said.text, self._writer.offered(checkin))
        if chosen.areas:
            return self._moves.ask_next(checkin.chosen(chosen.areas, with_more=len(chosen.areas) == 1), said)
        return None if self._moves.is_elsewhere(said, checkin) else self._moves.hint(checkin, "more_hint")

    def _new(self, said: Said) -> Checkin:
        kept = checkins(said.records or ())
        last = kept[-1] if kept else None
        before = tuple(area for area in self.content.checkins.areas if last is not None and area in last.asked)
        return Checkin(run=f"{said.now:%Y%m%d%H%M%S%f}", began_at=said.now, before=before)

    def _checkin(self, state: str) -> Checkin:
        checkin = Checkin.model_validate_json(state)
        if not checkin.fits(self.content.checkins):
            raise ValueError("the check-in is not one that can be gone on with")
        return checkin

    def _read(self, checkin: Checkin, text: str) -> Answer | Hint:
        return self._reader.bother(text) if checkin.place == "bother" else self._reader.answer(checkin.area, text)

    @property
    def _reader(self) -> CheckinReader:
        return self._moves.reader

    @property
    def _writer(self) -> CheckinWriter:
        return self._moves.writer

    @cached_property
    def _moves(self) -> CheckinMoves:
        return CheckinMoves(self.content)

    @cached_property
    def _change(self) -> ChangeSteps:
        return ChangeSteps(self._moves)
