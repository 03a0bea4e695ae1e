"""What every step of a check-in ends with: the next open question, a hint, or the end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from waymark.care.checkins.checkin import KIND, MOST_MISSES, Checkin
from waymark.care.checkins.checkin_reader import CheckinReader
from waymark.care.checkins.checkin_words import CheckinWriter
from waymark.care.checkins.trends import trends
from waymark.care.tools.tool import Move, Record, Said
from waymark.content import Content
from waymark.content.checkin_files import SIDE_EFFECTS
from waymark.messages import Chart, Draft

BEGIN, MARK, LIST = "do_checkin", "mark_change", "list_checkins"
INTENTS = frozenset({BEGIN, MARK, LIST})
_MOST_CHARTS = 2  # at the end of a check-in; the list has them all
_WAYS_OUT = {"choosing": "choose_way_out", "more": "more_way_out", "area": "way_out", "bother": "way_out"}


@dataclass(frozen=True)
class CheckinMoves:
    """Makes the moves of a check-in."""

    content: Content

    def open(self, checkin: Checkin, *leads: str, told: Draft | None = None) -> Move:
        """Ask the open question, after some words."""
        said = [self.writer.say(lead) for lead in leads]
        return self.say(checkin, self.writer.open(checkin, *said, *([told] if told else [])))

    def say(self, checkin: Checkin, draft: Draft) -> Move:
        """Say a draft, and stay open."""
        return Move(checkin.model_dump_json(), draft)

    def ask_next(self, checkin: Checkin, said: Said, *leads: str, told: Draft | None = None) -> Move:
        """Go to what is open next: an effect that is not asked about yet, an area, more areas, or the end."""
        if checkin.place == "bother" and (at := checkin.next_effect) is not None:
            return self.open(checkin.model_copy(update={"at_effect": at}), *leads, told=told)
        at = checkin.next_open
        if at is not None:
            return self.open(checkin.opened(at), *leads, told=told)
        if (
            checkin.with_more and self.writer.rest(checkin)
        ) or told is not None:  # what was understood can be put right
            return self.open(checkin.at_place("more"), *leads, told=told)
        return self.finish(checkin, said, *leads)

    def finish(self, checkin: Checkin, said: Said, *leads: str) -> Move:
        """Keep the check-in, and say what was put down; then ask for the treatment change, where one was chosen."""
        key = f"{said.now:%Y-%m-%d}-{checkin.run}"
        keeps = () if checkin.is_empty else (Record(KIND, key, checkin.values(said.now)),)
        before = [self.writer.say(lead) for lead in leads]
        done = self.writer.done(checkin, self._trends(checkin, said, keeps))
        draft = done.model_copy(update={"blocks": (*(block for one in before for block in one.blocks), *done.blocks)})
        if not checkin.with_change:
            return Move(checkin.model_dump_json(), draft, keeps, is_done=True)
        after = checkin.model_copy(update={"with_change": False}).at_place("change")
        leading = draft.plus(self.writer.say("change_now"))
        return Move(after.model_dump_json(), self.writer.open(after, leading), keeps)

    def _trends(self, checkin: Checkin, said: Said, keeps: tuple[Record, ...]) -> tuple[Chart, ...]:
        """Return how the areas that were answered went so far, with today."""
        if not keeps or said.records is None:
            return ()
        answered = [area for area in checkin.queue if checkin.answers.get(area) is not None]
        return trends(self.content, (*said.records, *keeps), answered)[:_MOST_CHARTS]

    def hint(self, checkin: Checkin, kind: str) -> Move:
        """Return one kind hint, and from the second message in a row that answers nothing a way out."""
        missed = checkin.missed()
        is_way_out = missed.misses >= MOST_MISSES
        out = _WAYS_OUT.get(checkin.place, "change_way_out")
        if checkin.asks == f"checkin.{SIDE_EFFECTS}":
            out = "effects_way_out"
        lead = self.writer.say(out if is_way_out else kind, most=str(checkin.most(self.content.checkins)))
        return self.say(missed, self.writer.open(missed, lead, way_out=is_way_out))

    def is_elsewhere(self, said: Said, checkin: Checkin) -> bool:
        """Return whether the words are for another part of the dialogue; in own words "a new pill?" is an answer."""
        is_free = checkin.asks == f"checkin.{SIDE_EFFECTS}" or checkin.place == "change"
        if said.is_question and (not is_free or self.reader.begins_like_a_question(said.text)):
            return True
        is_change = checkin.place == "change" and self.reader.is_change(said.text)
        return said.is_aside and said.intent not in INTENTS and not is_change

    def is_plainly_a_question(self, said: Said) -> bool:
        """Return whether the words ask something, even where an answer could be read in them: "is 4 bad?"."""
        return said.is_question and self.reader.begins_like_a_question(said.text)

    @cached_property
    def reader(self) -> CheckinReader:
        """Reads what is said."""
        return CheckinReader(self.content.checkins)

    @cached_property
    def writer(self) -> CheckinWriter:
        """Words what is said back."""
        return CheckinWriter(self.content)
