"""Each step in a plan as a move: the plan after it, what is said, and what is to be kept. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.care.plans import progress as moves
from waymark.care.plans.entries import in_sentences, tidy
from waymark.care.plans.plan_draft import KIND
from waymark.care.plans.plan_writer import CLEAR, DELETE, KEEP, SPLIT, PlanWriter
from waymark.care.plans.progress import Added, PlanProgress
from waymark.care.plans.steering import Wish
from waymark.care.tools.tool import Move, Record
from waymark.content.plan_files import MOST_CHARACTERS
from waymark.messages import Block, Draft

MOST_MISSES = 2  # after the second message that gives nothing, a way out is shown


@dataclass(frozen=True)
class PlanSteps:
    """Takes steps in one plan."""

    writer: PlanWriter

    def obeyed(self, progress: PlanProgress, wish: Wish) -> Move:
        """Do what a wish says."""
        writer, here = self.writer, progress.here
        match wish.name:
            case "next" | "skip":
                return self._onward(progress, "skipped" if wish.name == "skip" and not here else "next")
            case "nothing":
                return self._onward(progress, "next" if here else "nothing")
            case "back":
                return self._back(progress)
            case "finish":
                return self._finished(progress)
            case "show":
                after = moves.asking(progress)
                shown = writer.shown(after).model_copy(update={"buttons": ()})
                return self.move(after, shown.plus(writer.open(after, helps=False)))
            case "examples" | "unsure":
                after = moves.asking(progress)
                part = self.writer.plan.heading(after.at)
                told = writer.say("unsure") if wish.name == "unsure" else None
                examples = writer.say("examples", examples="; ".join(part.examples)).blocks if here or not told else ()
                return self.move(after, writer.open(after, *(told.blocks if told else ()), *examples, helps=bool(told)))
            case "pause":
                after = moves.asking(progress)
                return self.move(after, writer.way_out(after))
            case "clear" | "delete" if not progress.entries or (wish.name == "clear" and not here):
                return self.move(moves.asking(progress), writer.open(progress, *writer.say("part_empty").blocks))
            case "clear" | "delete":
                after = moves.asking(progress, wish.name)
                return self.move(after, writer.open(after))
            case "remove":
                return self._removed(progress, wish.numbers)
            case "change":
                return self._to_change(progress, wish)
            case "go_to":
                return self.gone_to(progress, wish.heading, "gone_to")
            case "yes":
                return self._emptied(progress)
            case "no":
                after = moves.asking(progress)
                return self.move(after, writer.open(after, *writer.say("nothing_taken").blocks))
            case "not_entry":
                return self.missed(moves.asking(progress).model_copy(update={"misses": progress.misses}), "unclear")

    def chosen(self, progress: PlanProgress, choice: str) -> Move:
        """Do what a button says; one of another moment changes nothing."""
        step, _, heading = choice.partition(".")
        is_here = any(part.id == heading for part in self.writer.plan.headings)
        if step == "go" and is_here:
            return self.gone_to(progress, heading, "gone_to")
        if step in ("next", "back") and heading == progress.at:
            return self._onward(progress, "next") if step == "next" else self._back(progress)
        if choice == "show":
            return self.obeyed(progress, Wish("show"))
        if choice in (CLEAR, DELETE) and progress.asked == step:
            return self._emptied(progress)
        if choice == KEEP and progress.asked != "entries":
            return self.obeyed(progress, Wish("no"))
        if choice == SPLIT and progress.long:
            return self.added(moves.add(progress, self.writer.plan, in_sentences(progress.long)))
        return self.move(progress, self.writer.open(progress, *self.writer.say("old_button").blocks))

    def added(self, added: Added) -> Move:
        """Tell what became of new entries; ask for a shorter one where one is too long."""
        after, writer = added.progress, self.writer
        if not added.too_long:
            return self.move(after, writer.added(added), keeps=bool(added.new))
        lead: Sequence[Block] = writer.say("added").blocks if added.new else ()
        draft = writer.too_long(after, *lead, can_split=bool(in_sentences(after.long)))
        return self.move(after, draft, keeps=bool(added.new))

    def changed(self, progress: PlanProgress, number: int, text: str) -> Move:
        """Put other words in the place of an entry."""
        entry = tidy(text)
        if len(entry) > MOST_CHARACTERS:
            return self.move(progress, self.writer.open(progress, *self.writer.say("too_long").blocks))
        after = moves.change(progress, number, entry)
        draft = self.writer.open(after, *self.writer.say("changed", number=str(number)).blocks)
        return self.move(after, draft, keeps=True)

    def missed(self, progress: PlanProgress, kind: str) -> Move:
        """Meet a message that gave nothing: one kind hint, then a way out."""
        after = moves.miss(progress)
        way_out = after.misses >= MOST_MISSES
        return self.move(after, self.writer.way_out(after) if way_out else self.writer.hint(after, kind))

    def gone_to(self, progress: PlanProgress, heading: str, told: str) -> Move:
        """Open a heading, after a word on the way there."""
        after = moves.go(progress, heading)
        return self.move(after, self.writer.open(after, *self.writer.say(told).blocks))

    def move(self, progress: PlanProgress, draft: Draft, *, keeps: bool = False, is_done: bool = False) -> Move:
        """Return a move; where it `keeps`, with the plan as it now is to be kept."""
        values = {"entries": {name: list(entries) for name, entries in progress.entries.items()}}
        record = Record(KIND, self.writer.name, values if progress.entries else None)
        return Move(progress.model_dump_json(), draft, (record,) if keeps else (), is_done)

    def _removed(self, progress: PlanProgress, numbers: Sequence[int]) -> Move:
        writer, count = self.writer, len(progress.here)
        outside = [number for number in numbers if not 1 <= number <= count]
        if not count:
            return self.move(moves.asking(progress), writer.open(progress, *writer.say("part_empty").blocks))
        if not numbers:
            after = moves.asking(progress)
            return self.move(after, writer.open(after, *writer.say("which", number=str(count)).blocks))
        if outside:
            after = moves.asking(progress)
            return self.move(after, writer.open(after, *writer.say("not_there", number=str(outside[0])).blocks))
        after = moves.remove(progress, numbers)
        return self.move(after, writer.open(after, *writer.say("removed").blocks), keeps=True)

    def _to_change(self, progress: PlanProgress, wish: Wish) -> Move:
        (number,) = wish.numbers
        writer = self.writer
        if not 1 <= number <= len(progress.here):
            told = writer.say("not_there", number=str(number)) if progress.here else writer.say("part_empty")
            after = moves.asking(progress)
            return self.move(after, writer.open(after, *told.blocks))
        if tidy(wish.text):
            return self.changed(moves.asking(progress), number, wish.text)
        after = moves.asking(progress, "change", number)
        return self.move(after, writer.open(after))

    def _emptied(self, progress: PlanProgress) -> Move:
        if progress.asked == "delete":
            after = moves.asking(progress).model_copy(update={"entries": {}, "at": self.writer.plan.headings[0].id})
            return self.move(after, self.writer.say("deleted"), keeps=True, is_done=True)
        after = moves.with_entries(progress, ())
        return self.move(after, self.writer.open(after, *self.writer.say("cleared").blocks), keeps=True)

    def _onward(self, progress: PlanProgress, told: str) -> Move:
        place = self.writer.plan.place(progress.at) + 1
        if place == len(self.writer.plan.headings):
            return self._finished(progress)
        return self.gone_to(progress, self.writer.plan.headings[place].id, told)

    def _back(self, progress: PlanProgress) -> Move:
        if progress.asked != "entries":
            return self.gone_to(progress, progress.at, "nothing_taken")
        place = self.writer.plan.place(progress.at)
        before = self.writer.plan.headings[max(place - 1, 0)]
        return self.gone_to(progress, before.id, "back" if place else "at_first")

    def _finished(self, progress: PlanProgress) -> Move:
        after = moves.asking(progress)
        return self.move(after, self.writer.finished(after), keeps=bool(after.entries), is_done=True)
