"""Puts a check-in into drafts: the choice, its questions, what was put down. All words are from `content/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.checkins.checkin import Checkin, Effect
from waymark.care.checkins.days import Precision
from waymark.care.checkins.scale_answers import Answer
from waymark.care.tools.tool import value
from waymark.content import Content
from waymark.content.checkin_files import BOTHER, SIDE_EFFECTS, CheckinBook, CheckinScale
from waymark.messages import Block, Bullets, Button, Chart, Draft, Paragraph, Steps

TOOL: Final = "checkin"
STOP: Final = "intent:stop"


@dataclass(frozen=True)
class CheckinWriter:
    """Words everything that belongs to check-ins."""

    content: Content

    def open(self, checkin: Checkin, *leads: Draft, way_out: bool = False) -> Draft:
        """Return the open question, after what comes before it; with `way_out` also how to leave it."""
        question = {
            "choosing": self._choice,
            "area": self._area,
            "bother": self._bother,
            "more": self._more,
            "change": self._change,
            "when": self._when,
            "check": self._check,
        }[checkin.place](checkin)
        blocks = tuple(block for lead in leads for block in lead.blocks)
        out = (self._button("skip", f"skip={checkin.asked}"), self._stop) if way_out else ()
        buttons = {button.value: button for button in (*question.buttons, *out)}
        return question.model_copy(
            update={
                "blocks": (*blocks, *question.blocks), "buttons": tuple(buttons.values()), "asks": checkin.asks,
            }
        )  # fmt: skip

    def say(self, name: str, /, **values: str) -> Draft:
        """Return some words; `name` is without the name of the tool."""
        return response_draft(self.content, f"{TOOL}_{name}", 0, values)

    def why(self, checkin: Checkin) -> Draft:
        """Return why the open question is asked."""
        if checkin.place == "area":
            return Draft(blocks=(Paragraph(text=self._book.areas[checkin.area].why),))
        names = {"choosing": "choose_why", "bother": "bother_why", "more": "more_why", "change": "change_why"}
        return self.say(names.get(checkin.place, "when_why"))

    def noted(self, area: str, answer: Answer) -> Draft | None:
        """Return what was understood, where it was not said plainly; None where nothing need be said."""
        if answer.value is None:
            return self.say("unknown")
        if answer.is_plain:
            return None
        scale = self._book.scale(area)
        name, most = scale.name_of(answer.value), str(scale.most)
        if name is None:
            return self.say("noted_number", value=str(answer.value), most=most)
        return self.say("noted", value=str(answer.value), most=most, name=name)

    def several(self, answers: Mapping[str, Answer]) -> Draft:
        """Return what was understood of several answers at once."""
        rows = (self.row(area, answer.value) for area, answer in answers.items() if answer.value is not None)
        return self.say("noted_several", told=", ".join(rows))

    def row(self, area: str, given: int) -> str:
        """Return one value in words: "Sleep: 4 out of 10"."""
        most = str(self._book.scale(area).most)
        return self.say("row", area=self.title(area), value=str(given), most=most).text

    def effects(self, effects: Iterable[Effect]) -> str:
        """Return side effects in words: "nausea (a little), headache"."""
        return "; ".join(self._effect(effect) for effect in effects) or words(self.content, "checkin_no_effects")

    def title(self, area: str) -> str:
        """Return what an area is called; one that is not there any more by its id."""
        known = self._book.areas.get(area)
        return known.title if known is not None else area

    def done(self, checkin: Checkin, charts: Sequence[Chart] = ()) -> Draft:
        """Return what was put down in a check-in, and charts of how that went so far."""
        if checkin.is_empty:
            return self.say("nothing").model_copy(update={"buttons": (self.again,)})
        rows = [
            self.say("row_effects", area=self.title(area), effects=self.effects(checkin.effects)).text
            if area == SIDE_EFFECTS
            else self.row(area, given)
            for area in checkin.queue
            if (given := checkin.answers.get(area)) is not None
        ]
        blocks: list[Block] = [*self.say("done").blocks, Bullets(items=tuple(rows))]
        if checkin.effects and checkin.answers.get(SIDE_EFFECTS) is not None:
            blocks += self.say("effects_note").blocks
        if charts:
            blocks += [*charts, *self.say("list_scale").blocks]
        blocks += self.say("done_note").blocks
        return Draft(blocks=tuple(blocks), buttons=(self._button("list", "list"), self._button("change", "change")))

    def marked(self, checkin: Checkin) -> Draft:
        """Return what was marked of a treatment change."""
        draft = self.say("marked", what=checkin.what or "", day=self.day(checkin.on, checkin.precision))
        return draft.model_copy(update={"buttons": (self._button("list", "list"), self.again)})

    @property
    def again(self) -> Button:
        """The button that begins a check-in."""
        return Button(title=words(self.content, "checkin_begin_title"), value=value(TOOL))

    @staticmethod
    def day(on: date | None, precision: Precision = "day") -> str:
        """Return a day as people write it, as far as it is known: 3 March 2027, March 2027, 2027."""
        if on is None:
            return ""
        return f"{on:%Y}" if precision == "year" else f"{on:%B %Y}" if precision == "month" else f"{on.day} {on:%B %Y}"

    def _choice(self, checkin: Checkin) -> Draft:
        titles = tuple(area.title for area in self._book.areas.values())
        change = words(self.content, "checkin_change_title")
        blocks = [*self.say("choose").blocks, Steps(items=(*titles, change)), *self.say("choose_how").blocks]
        buttons = [Button(title=area.title, value=value(TOOL, name)) for name, area in self._book.areas.items()]
        buttons += [self._button("change", "change"), self._button("all", "all")]
        if checkin.before:
            areas = ", ".join(self.title(area).lower() for area in checkin.before)
            blocks += self.say("choose_same", areas=areas).blocks
            buttons.append(self._button("same", "same"))
        return Draft(blocks=tuple(blocks), buttons=tuple(buttons))

    def _area(self, checkin: Checkin) -> Draft:
        question = Paragraph(text=self._book.areas[checkin.area].question)
        if checkin.area == SIDE_EFFECTS:
            return Draft(blocks=(question,), buttons=(self._button("none", f"none={SIDE_EFFECTS}"), self._stop))
        return self._scaled([question], self._book.scale(checkin.area), checkin.asked)

    def _bother(self, checkin: Checkin) -> Draft:
        effect = checkin.effects[checkin.at_effect].text
        scale = self._book.scales[BOTHER]
        return self._scaled([*self.say("bother", effect=effect).blocks], scale, checkin.asked)

    def _scaled(self, blocks: list[Block], scale: CheckinScale, asked: str) -> Draft:
        named = "; ".join(self.say("point", value=str(one.value), name=one.text).text for one in scale.points)
        how = self.say("scale_how", most=str(scale.most))
        buttons = (
            Button(title=f"{point.value}: {point.text}", value=value(TOOL, f"{asked}={point.value}"))
            for point in scale.shown
        )
        return Draft(blocks=(*blocks, Paragraph(text=named), *how.blocks), buttons=(*buttons, self._stop))

    def _more(self, checkin: Checkin) -> Draft:
        rest = self.rest(checkin)
        if not rest:
            return self.say("more_none").model_copy(update={"buttons": (self._button("finish", "finish"),)})
        buttons = [Button(title=self.title(area), value=value(TOOL, area)) for area in rest]
        blocks = (*self.say("more").blocks, Steps(items=tuple(self.title(area) for area in rest)))
        return Draft(blocks=blocks, buttons=(*buttons, self._button("finish", "finish")))

    def _change(self, checkin: Checkin) -> Draft:
        return self.say("change").model_copy(update={"buttons": (self._stop,)})

    def _when(self, checkin: Checkin) -> Draft:
        return self.say("when", what=checkin.what or "").model_copy(update={"buttons": (self._stop,)})

    def _check(self, checkin: Checkin) -> Draft:
        draft = self.say("check", what=checkin.what or "", day=self.day(checkin.on, checkin.precision))
        buttons = (
            self._button("yes", "yes"),
            self._button("fix_day", "fix_day"),
            self._button("fix_words", "fix_words"),
        )
        return draft.model_copy(update={"buttons": (*buttons, self._stop)})

    def offered(self, checkin: Checkin) -> tuple[str, ...]:
        """Return the areas that may be chosen now, in the order in which they are numbered."""
        return self.rest(checkin) if checkin.place == "more" else tuple(self._book.areas)

    def rest(self, checkin: Checkin) -> tuple[str, ...]:
        """Return the areas that were not chosen yet."""
        return tuple(area for area in self._book.areas if area not in checkin.queue)

    def _effect(self, effect: Effect) -> str:
        if effect.bother is None:
            return self.say("effect_unrated", effect=effect.text).text
        name = self._book.scales[BOTHER].name_of(effect.bother) or str(effect.bother)
        return self.say("effect", effect=effect.text, bother=name).text

    def _button(self, name: str, choice: str) -> Button:
        return Button(title=words(self.content, f"{TOOL}_{name}_title"), value=value(TOOL, choice))

    @property
    def _stop(self) -> Button:
        return Button(title=words(self.content, "checkin_stop_title"), value=STOP)

    @property
    def _book(self) -> CheckinBook:
        return self.content.checkins
