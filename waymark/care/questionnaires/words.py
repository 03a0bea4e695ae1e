"""Puts a questionnaire into drafts: its questions, what came of them, earlier totals. All words are from `content/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from waymark.answers.render import response_draft, words
from waymark.care.papers.charts import score_charts
from waymark.care.papers.paper import Wanted
from waymark.care.papers.scores import known_scores
from waymark.care.questionnaires.filled import form_of
from waymark.care.questionnaires.progress import Progress, scale_of
from waymark.care.questionnaires.result import Change, Kept, Outcome, Result, change_between
from waymark.care.questionnaires.step import STEER, Event, Pressed
from waymark.content import Content
from waymark.content.instrument_files import Instrument
from waymark.messages import Block, Bullets, Button, Draft, Paragraph, paragraphs

_GOES_STRAIGHT_ON: frozenset[Event] = frozenset({"answered", "noted", "changed", "skipped", "filled"})
_SHOWS_FORM: frozenset[Event] = frozenset({"started", "as_form", "resumed", "form_closed"})  # else it stands above


@dataclass(frozen=True)
class QuestionnaireWriter:
    """Words everything that belongs to questionnaires; `lines` fills {line} and {emergency}."""

    content: Content
    lines: Mapping[str, str]

    def intro(self, progress: Progress) -> Draft:
        """Return what a form is and what happens with its answers, or that an earlier run goes on."""
        instrument = self._instrument(progress.instrument)
        values = {"name": instrument.name, "about": instrument.about, "count": str(len(instrument.items))}
        if progress.is_form:
            return self._say("questionnaire_resumed_intro", **values).model_copy(update={"buttons": ()})
        if any(given is not None for given in progress.answers):
            return self._say("questionnaire_resumed_intro", **values)
        return _together(
            [self._say("questionnaire_intro", **values), *self._warnings(instrument), self._notice(instrument)]
        )

    def question(self, progress: Progress, event: Event | None, hint: str | None = None, number: int = 0) -> Draft:
        """Return the open question with its answers, after a word on what came before it.

        Args:
            progress: where the questionnaire stands.
            event: what the last message did to it; None where it did something else, and the form comes back.
            hint: the kind of hint, where the message answered nothing.
            number: of the question that was answered, where one was.
        """
        if event == "expired":
            return self._say("questionnaire_expired")
        if progress.is_complete:
            return self.waits()
        if progress.is_form:
            return self._form(progress, event)
        instrument, scale = self._instrument(progress.instrument), scale_of(progress, self.content.instruments)
        is_item = progress.at < len(instrument.items)
        blocks: list[Block] = [*self._lead(progress, event, hint, number)]
        is_new = progress.at == 0 or event not in _GOES_STRAIGHT_ON
        if is_item and is_new:
            blocks.append(Paragraph(text=instrument.instruction))
        place = "questionnaire_place" if is_item else "questionnaire_last_place"
        blocks += self._say(place, number=str(progress.at + 1), count=str(len(instrument.items))).blocks
        blocks.append(Paragraph(text=instrument.items[progress.at].text if is_item else instrument.function.text))
        blocks.append(Paragraph(text="; ".join(f"{option.value} = {option.text}" for option in scale.options)))
        asks = str(progress.asks)
        options = (Button(title=one.text, value=Pressed(asks, one.value).payload) for one in scale.options)
        return Draft(blocks=tuple(blocks), buttons=(*options, *self._ways_out(event)), asks=asks)

    def _form(self, progress: Progress, event: Event | None) -> Draft:
        """Return all questions as one form, or a word on the one that stands above already."""
        if event not in _SHOWS_FORM:
            return self._say("questionnaire_form_open").model_copy(update={"asks": progress.asks})
        instrument = self._instrument(progress.instrument)
        form = form_of(progress, self.content.instruments, words(self.content, "questionnaire_skip_title"))
        lead = Draft(blocks=tuple(self._lead(progress, event, None, 0)))
        shown = Draft(blocks=(form,), buttons=self._say("questionnaire_as_form").buttons, asks=progress.asks)
        return _together([lead, *self._warnings(instrument), shown, self._notice(instrument)])

    def _warnings(self, instrument: Instrument) -> list[Draft]:
        numbers = (number for number, item in enumerate(instrument.items, start=1) if item.discloses)
        return [self._say("questionnaire_intro_item", number=str(number)) for number in numbers]

    def _notice(self, instrument: Instrument) -> Draft:
        return Draft(blocks=paragraphs([instrument.notice]), sources=self.content.notes(instrument.sources))

    def closed(self) -> Draft:
        """Return that no form is open, and how to open one."""
        return self._say("questionnaire_closed")

    def waits(self) -> Draft:
        """Return that the form waits, where something else comes first."""
        return self._say("questionnaire_waits")

    def outcome(self, outcome: Outcome, *, is_kept: bool) -> Draft:
        """Return what a form adds up to, the change since the time before, and whether it was kept."""
        result = outcome.now.result
        instrument = self._instrument(result.instrument)
        if result.is_empty:
            return self._say("score_empty")
        parts = [self._say("score_total", **self._total(result))]
        band = result.band(instrument)
        if band is not None:
            parts.append(self._say("score_band", band=band.name))
        else:
            highest = result.highest(self._most_of(instrument))
            values = {"number": self._left_out(result), "highest": str(highest), "total": str(result.total)}
            parts.append(self._say("score_skipped", **values))
        if outcome.before is not None:
            parts += self._change(instrument, outcome.before, outcome.now)
        if result.function is not None:
            answer = self.content.instruments.scale(instrument.function.scale).options[result.function].text
            parts.append(self._say("score_function", answer=answer))
        if result.disclosed(instrument):
            parts.append(self._say("score_disclosed"))
        parts += [self._say("score_bring"), self._say("score_saved" if is_kept else "score_not_saved")]
        sources = Draft(blocks=(), sources=self.content.notes(instrument.sources))
        return _together([*parts, sources])

    def history(self, scores: Sequence[Kept] | None) -> Draft:
        """Return earlier totals with their dates, oldest first, and their charts; None where they could not be read."""
        if scores is None:
            return self._say("score_list_not_read")
        kept = known_scores(self.content, scores)
        if not kept:
            return self._say("score_list_empty")
        rows = tuple(self._row(score) for score in kept)
        charts = score_charts(self.content, kept)
        files = (Button(title=words(self.content, "summary_csv_title"), value=Wanted("csv").payload),)
        return Draft(blocks=(*self._say("score_list_heading").blocks, *charts, Bullets(items=rows)), buttons=files)

    def _lead(self, progress: Progress, event: Event | None, hint: str | None, number: int) -> Sequence[Block]:
        match event:
            case "started" | "answered" | "filled" | "done" | "stop":
                return ()
            case "noted" | "changed":
                values = {"answer": self._answer(progress, number), "number": str(number)}
                return self._say(f"questionnaire_{event}", **values).blocks
            case "why":
                return paragraphs([self._why(progress)])
            case "hint":
                most = scale_of(progress, self.content.instruments).most
                return self._say(f"questionnaire_hint_{hint}", most=str(most)).blocks
            case "restart":
                return self._say("questionnaire_restarted").blocks
            case None:
                return self._say("questionnaire_again").blocks
            case _:
                return self._say(f"questionnaire_{event}").blocks

    def _ways_out(self, event: Event | None) -> tuple[Button, ...]:
        if event != "way_out":
            return ()
        return tuple(
            Button(title=words(self.content, f"questionnaire_{name}_title"), value=f"{STEER}:{name}")
            for name in ("skip", "stop")
        )

    def _why(self, progress: Progress) -> str:
        instrument = self._instrument(progress.instrument)
        is_item = progress.at < len(instrument.items)
        return instrument.items[progress.at].why if is_item else instrument.function.why

    def _answer(self, progress: Progress, number: int) -> str:
        opened = progress.model_copy(update={"at": number - 1})
        given = progress.answers[number - 1]
        return scale_of(opened, self.content.instruments).options[given if isinstance(given, int) else 0].text

    def _change(self, instrument: Instrument, before: Kept, now: Kept) -> list[Draft]:
        change = change_between(instrument, before, now)
        if change is None:
            return []
        name = "score_up" if change.points > 0 else "score_down" if change.points < 0 else "score_same"
        known = {"date": day(before.at), "before": str(before.result.total), "points": str(abs(change.points))}
        return [self._say(name, **known), *(self._say(name, **_rule(instrument)) for name in _meanings(change))]

    def _row(self, score: Kept) -> str:
        instrument = self._instrument(score.result.instrument)
        band = score.result.band(instrument)
        values = {**self._total(score.result), "date": day(score.at), "number": self._left_out(score.result)}
        if band is None:
            return self._say("score_list_row_skipped", **values).text
        return self._say("score_list_row", **values, band=band.name).text

    def _total(self, result: Result) -> dict[str, str]:
        instrument = self._instrument(result.instrument)
        most = len(instrument.items) * self._most_of(instrument)
        return {"name": instrument.name, "total": str(result.total), "most": str(most)}

    def _most_of(self, instrument: Instrument) -> int:
        return self.content.instruments.scale(instrument.scale).most

    def _left_out(self, result: Result) -> str:
        name = "score_skipped_one" if len(result.skipped) == 1 else "score_skipped_more"
        return self._say(name, number=", ".join(map(str, result.skipped))).text

    def _instrument(self, name: str) -> Instrument:
        return self.content.instruments.instruments[name]

    def _say(self, response: str, **values: str) -> Draft:
        return response_draft(self.content, response, 0, {**self.lines, **values})


def day(at: datetime) -> str:
    """Return a date as people write it: 5 March 2027."""
    return f"{at:%d %B %Y}".removeprefix("0")


def _meanings(change: Change) -> list[str]:
    """Return what a change may mean, as the rule of its instrument has it."""
    found = []
    if change.is_clear and change.points:
        found.append("score_clear_up" if change.points > 0 else "score_clear_down")
    elif change.is_clear is False and change.points:
        found.append("score_small")
    if change.is_response:
        found.append("score_response")
    if change.is_remission:
        found.append("score_remission")
    if change.overlaps:
        found.append("score_overlaps")
    return found


def _rule(instrument: Instrument) -> dict[str, str]:
    rule = instrument.change
    return {"least": str(rule.points), "remission": str(rule.remission)} if rule else {}


def _together(parts: Sequence[Draft]) -> Draft:
    first, *rest = parts
    for part in rest:
        first = first.plus(part)
    return first
