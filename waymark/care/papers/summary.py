"""Composes the appointment summary from what is kept: the parts that the person chose, each as blocks.

One composition, whatever it is shown as: a message, a page, a PDF. Nothing in it is a verdict; the words around what
the person said are from `content/tools`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from waymark.answers.render import response_draft, words
from waymark.care.papers.charts import area_chart, area_name, score_charts
from waymark.care.papers.dates import date_text
from waymark.care.papers.material import CheckIn, Material
from waymark.care.papers.parts import Part, in_order
from waymark.care.papers.scores import known_scores, most_of
from waymark.care.papers.trial_rows import judged, trial_blocks
from waymark.care.papers.wording import say
from waymark.care.questionnaires.result import Kept
from waymark.care.questionnaires.words import day
from waymark.content import Content
from waymark.messages import Block, Bullets, Draft, Heading, Paragraph, SourceNote, Steps, Table


@dataclass(frozen=True)
class Section:
    """One part of a summary."""

    part: Part
    heading: str
    blocks: tuple[Block, ...] = field(repr=False)


@dataclass(frozen=True)
class Summary:
    """An appointment summary; `preface` says who made it and what it is not, `closing` how to look after it."""

    title: str
    preface: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    sources: tuple[SourceNote, ...] = ()

    @property
    def draft(self) -> Draft:
        """The summary as one message."""
        blocks: list[Block] = [Heading(text=self.title), *(Paragraph(text=text) for text in self.preface)]
        for section in self.sections:
            blocks += [Heading(text=section.heading), *section.blocks]
        return Draft(blocks=(*blocks, *(Paragraph(text=text) for text in self.closing)), sources=self.sources)


def compose(content: Content, material: Material, parts: Sequence[str], now: datetime) -> Summary:
    """Return the summary with the chosen parts, in their usual order; a part of words without any is left out."""
    writer = _Writer(content, replace(material, scores=known_scores(content, material.scores)))
    found = [(part, writer.blocks(part)) for part in in_order(parts)]
    return Summary(
        title=words(content, "summary_title"),
        preface=_texts(content, "summary_preface", date=day(now)),
        sections=tuple(
            Section(part, words(content, f"summary_part_{part}"), blocks) for part, blocks in found if blocks
        ),
        closing=_texts(content, "summary_closing"),
        sources=content.notes(writer.sources(parts)),
    )


@dataclass(frozen=True)
class _Writer:
    content: Content
    material: Material

    def blocks(self, part: Part) -> tuple[Block, ...]:
        match part:
            case "goals":
                return self._said("goals")
            case "changed":
                return (*self._said("changed"), *self._changes())
            case "scores":
                return self._scores()
            case "checkins":
                return self._checkins()
            case "safety":
                return self._safety()
            case "trials":
                return trial_blocks(self.content, self.material.trials)
            case "questions":
                return self._questions()
            case "notes":
                return (*self._said("notes"), *response_draft(self.content, "summary_by_hand", 0).blocks)

    def sources(self, parts: Sequence[str]) -> list[str]:
        """Return the ids of what the chosen parts rest on."""
        known = self.content.instruments.instruments
        forms = dict.fromkeys(one.result.instrument for one in self.material.scores) if "scores" in parts else ()
        found = [source for form in forms for source in known[form].sources]
        book = self.content.trials
        if "trials" in parts and book and any(judged(self.content, tried) for tried in self.material.trials):
            found += book.fair.sources
        return found

    def _said(self, name: str) -> tuple[Block, ...]:
        said = self.material.answers.get(name)
        return (Paragraph(text=said),) if said else ()

    def _changes(self) -> tuple[Block, ...]:
        changes = self.material.changes
        return (Bullets(items=tuple(f"{date_text(one.on)}: {one.what}" for one in changes)),) if changes else ()

    def _scores(self) -> tuple[Block, ...]:
        known = self.content.instruments.instruments
        kept = self.material.scores
        if not kept:
            return (self._line("summary_scores_none"),)
        columns = tuple(words(self.content, f"summary_scores_{name}") for name in ("date", "form", "total", "range"))
        rows = tuple(
            (
                day(one.at),
                known[one.result.instrument].name,
                say(self.content, "summary_total", total=str(one.result.total), most=str(most_of(self.content, one))),
                self._range(one),
            )
            for one in kept
        )
        charts = score_charts(self.content, kept, self.material.changes)
        return (*charts, Table(columns=columns, rows=rows), *self._function(kept), self._line("summary_scores_note"))

    def _range(self, one: Kept) -> str:
        band = one.result.band(self.content.instruments.instruments[one.result.instrument])
        if band is not None:
            return band.name
        return say(self.content, "summary_left_out", numbers=", ".join(map(str, one.result.skipped)))

    def _function(self, kept: Sequence[Kept]) -> tuple[Block, ...]:
        last = next((one for one in reversed(kept) if one.result.function is not None), None)
        if last is None or last.result.function is None:
            return ()
        instrument = self.content.instruments.instruments[last.result.instrument]
        answer = self.content.instruments.scale(instrument.function.scale).options[last.result.function].text
        return (Paragraph(text=say(self.content, "summary_function", date=day(last.at), answer=answer)),)

    def _checkins(self) -> tuple[Block, ...]:
        checkins = self.material.checkins
        if not checkins:
            return (self._line("summary_checkins_none"),)
        areas = dict.fromkeys(area for one in checkins for area in one.areas)
        columns = tuple(words(self.content, f"summary_checkins_{name}") for name in ("area", "first", "last"))
        rows = tuple(self._area(area, checkins) for area in areas)
        told = tuple(
            say(self.content, "summary_side_effect", date=day(one.at), text=text, bother=bother)
            if bother
            else f"{day(one.at)}: {text}"
            for one in checkins
            for text, bother in one.side_effects
        )
        table = (Table(columns=columns, rows=rows), self._line("summary_checkins_note")) if rows else ()
        effects = (self._line("summary_side_effects"), Bullets(items=told)) if told else ()
        found = (area_chart(self.content, area, checkins, self.material.changes) for area in areas)
        return (*(chart for chart in found if chart is not None), *table, *effects)

    def _area(self, area: str, checkins: Sequence[CheckIn]) -> tuple[str, ...]:
        having = [one for one in checkins if area in one.areas]
        first, last = (f"{one.areas[area]:g} ({day(one.at)})" for one in (having[0], having[-1]))
        return (area_name(self.content, area), first, last)

    def _safety(self) -> tuple[Block, ...]:
        answers: dict[str, list[str]] = {}
        for one in self.material.scores:
            instrument = self.content.instruments.instruments[one.result.instrument]
            options = self.content.instruments.scale(instrument.scale).options
            for number, item in enumerate(instrument.items, start=1):
                given = one.result.answers[number - 1]
                if item.discloses and given is not None:
                    values = {"name": instrument.name, "number": str(number), "item": item.text}
                    question = say(self.content, "summary_item", **values)
                    answers.setdefault(question, []).append(f"{day(one.at)}: {options[given].text}")
        items: list[Block] = []
        for question, given_on in answers.items():
            items += [Paragraph(text=question), Bullets(items=tuple(given_on))]
        plan = "summary_plan" if self.material.has_safety_plan else "summary_plan_none"
        return (*(items or [self._line("summary_items_none")]), self._line(plan))

    def _questions(self) -> tuple[Block, ...]:
        if not self.material.questions:
            return (self._line("summary_questions_none"),)
        return (Steps(items=self.material.questions),)

    def _line(self, name: str) -> Paragraph:
        return Paragraph(text=words(self.content, name))


def _texts(content: Content, name: str, **values: str) -> tuple[str, ...]:
    blocks = response_draft(content, name, 0, values).blocks
    return tuple(block.text for block in blocks if isinstance(block, Paragraph))
