"""Puts the last check-ins into charts and a table, with a plain sentence on what changed. It judges nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from waymark.answers.render import words
from waymark.care.checkins.checkin_words import TOOL, CheckinWriter
from waymark.care.checkins.kept_checkins import KeptChange, KeptCheckin, changes, checkins
from waymark.care.checkins.trends import trends
from waymark.care.tools.tool import Record, value
from waymark.content.checkin_files import SIDE_EFFECTS
from waymark.messages import Block, Bullets, Button, Draft, Heading, Table

MOST_ROWS: Final = 8  # a longer table is not read on a phone


@dataclass(frozen=True)
class HistoryWriter:
    """Words the list of check-ins and treatment changes."""

    writer: CheckinWriter

    def draft(self, records: Sequence[Record] | None, wanted: Collection[str] = ()) -> Draft:
        """Return the last check-ins, oldest first, and the changes that were marked; None where they can't be read.

        With `wanted` only what they say of those areas.
        """
        if records is None:
            return self._with_buttons(self.writer.say("list_not_read"), self._button("try", "list"))
        kept, changed = checkins(records), changes(records)[-MOST_ROWS:]
        if wanted:
            kept = tuple(one.only(wanted) for one in kept if not one.asked.isdisjoint(wanted))
        if wanted and not kept:
            areas = ", ".join(self.writer.title(area) for area in wanted)
            return self._with_buttons(self.writer.say("list_none_of", areas=areas), *self._ways_on(wanted))
        if not kept and not changed:
            return self._with_buttons(self.writer.say("list_empty"), self.writer.again)
        kept = kept[-MOST_ROWS:]
        blocks: list[Block] = []
        if kept:
            blocks += [Heading(text=self._words("list_heading"))]
            blocks += [*trends(self.writer.content, records, self._areas(kept)), self._table(kept)]
            blocks += [*self.writer.say("list_scale").blocks, *self._compared(kept)]
        if changed:
            rows = tuple(self._mark(change) for change in changed)
            blocks += [Heading(text=self._words("list_marks_heading")), Bullets(items=rows)]
        if any(one.side_effects for one in kept):
            blocks += self.writer.say("effects_note").blocks
        return self._with_buttons(Draft(blocks=tuple(blocks)), *self._ways_on(wanted))

    def _ways_on(self, wanted: Collection[str]) -> tuple[Button, ...]:
        rest = (self._button("list", "list"),) if wanted else ()
        return (*rest, self.writer.again, self._button("change", "change"))

    def _areas(self, kept: Sequence[KeptCheckin]) -> list[str]:
        asked = {area for one in kept for area in one.areas}
        return [area for area in self.writer.content.checkins.areas if area in asked]

    def _table(self, kept: Sequence[KeptCheckin]) -> Table:
        areas = self._areas(kept)
        with_effects = any(one.side_effects is not None for one in kept)
        titles = [self.writer.title(area) for area in [*areas, *([SIDE_EFFECTS] if with_effects else [])]]
        return Table(
            columns=(self._words("list_date"), *titles),
            rows=tuple(self._row(one, areas, with_effects=with_effects) for one in kept),
        )

    def _row(self, one: KeptCheckin, areas: Sequence[str], *, with_effects: bool) -> tuple[str, ...]:
        gap = self._words("list_gap")
        cells = [str(one.areas.get(area, gap)) for area in areas]
        if with_effects:
            cells.append(gap if one.side_effects is None else self.writer.effects(one.side_effects))
        return (self.writer.day(one.at.date()), *cells)

    def _compared(self, kept: Sequence[KeptCheckin]) -> list[Block]:
        """Return for each area of the last check-in how it was the time before that it was asked about."""
        rows = []
        *earlier, last = kept
        for area, now in last.areas.items():
            before = next((one for one in reversed(earlier) if area in one.areas), None)
            if before is not None:
                points = now - before.areas[area]
                name = "list_up" if points > 0 else "list_down" if points < 0 else "list_level"
                days = {"earlier": self.writer.day(before.at.date()), "later": self.writer.day(last.at.date())}
                told = {"before": str(before.areas[area]), "value": str(now), "points": str(abs(points))}
                rows.append(self.writer.say(name, area=self.writer.title(area), **days, **told).text)
        if not rows:
            return []
        heading = Heading(text=self._words("list_changed_heading"))
        return [heading, Bullets(items=tuple(rows)), *self.writer.say("list_note").blocks]

    def _mark(self, change: KeptChange) -> str:
        return self.writer.say("list_mark", day=self.writer.day(change.on, change.precision), what=change.what).text

    def _button(self, name: str, choice: str) -> Button:
        return Button(title=self._words(f"{name}_title"), value=value(TOOL, choice))

    def _words(self, name: str) -> str:
        return words(self.writer.content, f"{TOOL}_{name}")

    @staticmethod
    def _with_buttons(draft: Draft, *buttons: Button) -> Draft:
        return draft.model_copy(update={"buttons": buttons})
