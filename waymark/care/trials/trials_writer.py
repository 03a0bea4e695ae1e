"""Puts the questions about trials, the list and what was understood into drafts. All words are from `content/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.tools.tool import value
from waymark.care.trials.answer_reader import ADHERENCE, EFFECTS, REASONS
from waymark.care.trials.kept_trial import FieldName, KeptTrial
from waymark.care.trials.trial_writer import TrialWriter
from waymark.care.trials.trials_state import Entry, TrialsState
from waymark.content import Content
from waymark.content.trial_files import TrialBook
from waymark.messages import Bullets, Button, Draft, Heading, Paragraph, Table, paragraphs

NAME: Final = "trials"
KINDS: Final = ("medicine", "therapy", "procedure", "neither")
SAME: Final = ("same", "another")
MOST_MISSES: Final = 2  # after the second message that answers nothing, a way out is shown
NOTHING_SAID: Final = Draft(blocks=())
_OPTIONS: Final[dict[FieldName, tuple[str, ...]]] = {
    "effect": EFFECTS,
    "adherence": ADHERENCE,
    "stopped_for": REASONS,
}
_PARTS: Final = {
    "medicine": ("dose_mg", "weeks", "effect", "adherence", "stopped_for", "name", "remove", "nothing"),
    "therapy": ("weeks", "effect", "name", "remove", "nothing"),
    "procedure": ("sessions", "effect", "stopped_for", "name", "remove", "nothing"),
}
_MOST_BUTTONS: Final = 10  # of trials to choose from; the text lists them all


@dataclass(frozen=True)
class TrialsWriter:
    """Words everything that is said while a person tells of trials."""

    content: Content
    book: TrialBook

    @cached_property
    def one(self) -> TrialWriter:
        """The words for one trial."""
        return TrialWriter(self.content, self.book)

    def say(self, name: str, /, **values: str) -> Draft:
        """Return one of the responses of this tool."""
        return response_draft(self.content, f"{NAME}_{name}", 0, values)

    def about(self, name: str, kept: KeptTrial) -> Draft:
        """Return a response that speaks of one trial."""
        return self.say(name, name=self.one.name(kept), line=self.one.line(kept), unit=self._unit(kept))

    def understood(self, trials: Sequence[KeptTrial]) -> Draft:
        """Return what was understood, so that a misreading is seen."""
        if len(trials) == 1:
            return self.about("understood", trials[0])
        lines = tuple(self.one.line(kept) for kept in trials)
        return Draft(blocks=(*self.say("understood_more").blocks, Bullets(items=lines)))

    def explained(self, trials: Sequence[KeptTrial], *, has_caveat: bool) -> Draft:
        """Return how the published checklists look at trials; the caveat with it, unless it was said before."""
        blocks = paragraphs(self.one.explained(kept) for kept in trials)
        sources = tuple(dict.fromkeys(source for kept in trials for source in self.one.sources(kept)))
        is_judged = any(kept.kind == "medicine" for kept in trials)
        draft = Draft(blocks=blocks, sources=sources)
        return draft.plus(self._caveat()) if is_judged and not has_caveat else draft

    def shown(self, entries: Sequence[Entry]) -> Draft:
        """Return the list, each trial with how such a one is usually counted."""
        if not entries:
            return self.say("list_empty")
        heads = ("treatment", "dose", "length", "effect", "counted")
        columns = tuple(self._word(f"column_{head}") for head in heads)
        rows = tuple(self.one.row(entry.kept, place) for place, entry in enumerate(entries, start=1))
        heading = Heading(text=self._word("list_heading"))
        sources = tuple(dict.fromkeys(note for entry in entries for note in self.one.sources(entry.kept)))
        return Draft(blocks=(heading, Table(columns=columns, rows=rows)), sources=sources).plus(self._caveat())

    def around_list(self, entries: Sequence[Entry]) -> tuple[Button, ...]:
        """Return the ways to go on from the list, outside of the tool."""
        add = self._button("add", value(NAME))
        if not entries:
            return (add,)
        fill = (
            (self._button("fill", value(NAME, "fill")),)
            if any(one.kept.missing or one.kept.left for one in entries)
            else ()
        )
        change = self._button("change", value(NAME, "change"))
        return (add, change, *fill, self._button("summary", value("summary")))

    def closing(self, entries: Sequence[Entry]) -> Draft:
        """Return the end of it, with the ways to the list and the summary."""
        draft = self.say("done")
        if any(one.kept.missing or one.kept.left for one in entries):
            draft = draft.plus(self.say("done_open"))
        summary = (self._button("summary", value("summary")),) if entries else ()
        return draft.model_copy(update={"buttons": (self._button("list", value(NAME, "list")), *summary)})

    def question(self, state: TrialsState, *, shows_wrong: bool = False) -> Draft:
        """Return the open question with its answers; `shows_wrong` where words just before it may be wrong."""
        draft = self._question(state)
        buttons = list(draft.buttons)
        if shows_wrong and state.latest:
            buttons.append(self._button("wrong", value(NAME, f"wrong.{state.latest}")))
        if state.misses >= MOST_MISSES:
            skip = value(NAME, f"left.{state.key}.{state.field}" if state.at == "field" else "skip")
            buttons = [*buttons, self._button("skip", skip), self._button("stop", "intent:stop")]
        unique = {button.value: button for button in buttons}
        return draft.model_copy(update={"buttons": tuple(unique.values()), "asks": state.asks})

    def why(self, state: TrialsState) -> Draft:
        """Return why the open question is asked."""
        alike = {
            "more": "tell",
            "name": "part",
            "remove_all": "remove",
            "which_change": "part",
            "which_remove": "remove",
        }
        return self.say(f"why_{state.field if state.at == 'field' else alike.get(state.at, state.at)}")

    def hint(self, state: TrialsState, kind: str = "unclear") -> Draft:
        """Return what helps to answer the open question."""
        alike = {"more": "tell", "remove": "yes_no", "remove_all": "yes_no", "taken": "yes_no"}
        alike |= {"which_change": "which", "which_remove": "which"}
        name: str = kind if kind in ("tablets", "two_reasons") else state.field or alike.get(state.at, state.at)
        entry = state.entry(state.key)
        unit = self._unit(entry.kept) if entry else ""
        return self.say(f"hint_{name}", unit=unit)

    def parts(self, kept: KeptTrial) -> tuple[str, ...]:
        """Return which parts of a trial may be changed, in the order in which they are shown."""
        return _PARTS[kept.kind]

    def _question(self, state: TrialsState) -> Draft:
        entry = state.entry(state.key) or state.pending(state.key)
        match state.at:
            case "tell":
                return self.say("ask_tell").model_copy(update={"buttons": (self._button("done", value(NAME, "done")),)})
            case "more":
                ways = (("done", "done"), ("list", "list"), ("change", "change"))
                buttons = tuple(self._button(title, value(NAME, choice)) for title, choice in ways)
                return self.say("ask_more").model_copy(update={"buttons": buttons})
            case "which_change" | "which_remove":
                return self._which(state)
            case "remove_all":
                return self._yes_no(self.say("ask_remove_all"), "removeall")
        if entry is None:
            return self.say("ask_tell")
        return self._about_one(state, entry)

    def _about_one(self, state: TrialsState, entry: Entry) -> Draft:
        key, kept = entry.key, entry.kept
        match state.at:
            case "field" if state.field is not None:
                return self._field(key, kept, state.field)
            case "part":
                return self._options(self.about("ask_part", kept), "part", self.parts(kept), f"part.{key}.")
            case "remove":
                return self._yes_no(self.about("ask_remove", kept), f"remove.{key}")
            case "taken":
                return self._yes_no(self.about("ask_taken", kept), f"taken.{key}")
            case "kind":
                return self._options(self.about("ask_kind", kept), "kind", KINDS, f"kind.{key}.")
            case "same":
                earlier = state.earlier(key)
                before = self.one.line((earlier or entry).kept)
                asked = self.say("ask_same", name=self.one.name(kept), line=self.one.line(kept), before=before)
                return self._options(asked, "same", SAME, f"same.{key}.")
        return self.about("ask_name", kept)

    def _field(self, key: str, kept: KeptTrial, field: FieldName) -> Draft:
        name = f"ask_{field}" if field != "weeks" or kept.kind == "medicine" else "ask_weeks_therapy"
        asked = self.about(name, kept)
        unknown = self._button("unknown", value(NAME, f"left.{key}.{field}"))
        options = _OPTIONS.get(field)
        if options is None:
            return asked.model_copy(update={"buttons": (unknown,)})
        titles = [*(self._word(f"title_{field}_{one}") for one in options), self._word("title_unknown")]
        buttons = tuple(
            Button(title=title, value=value(NAME, f"set.{key}.{field}.{one}"))
            for title, one in zip(titles, options, strict=False)
        )
        return Draft(blocks=(*asked.blocks, _listed(titles)), buttons=(*buttons, unknown))

    def _options(self, asked: Draft, question: str, options: Sequence[str], prefix: str) -> Draft:
        titles = [self._word(f"title_{question}_{one}") for one in options]
        buttons = tuple(
            Button(title=title, value=value(NAME, prefix + one)) for title, one in zip(titles, options, strict=True)
        )
        return Draft(blocks=(*asked.blocks, _listed(titles)), buttons=buttons)

    def _yes_no(self, asked: Draft, prefix: str) -> Draft:
        both = tuple(self._button(one, value(NAME, f"{prefix}.{one}")) for one in ("yes", "no"))
        return asked.model_copy(update={"buttons": both})

    def _which(self, state: TrialsState) -> Draft:
        found = [entry for entry in state.entries if entry.key in state.candidates]
        numbered = [(str(state.number(entry.key)), entry) for entry in found]
        lines = tuple(f"{number}. {self.one.line(entry.kept)}" for number, entry in numbered)
        wish = state.at.removeprefix("which_")
        buttons = tuple(
            Button(title=f"{number}. {self.one.name(entry.kept)}", value=value(NAME, f"which.{wish}.{entry.key}"))
            for number, entry in numbered[:_MOST_BUTTONS]
        )
        return Draft(blocks=(*self.say(f"ask_{state.at}").blocks, *paragraphs(lines)), buttons=buttons)

    def _caveat(self) -> Draft:
        return Draft(blocks=(*self.say("caveat").blocks, Paragraph(text=words(self.content, "drafted_note"))))

    def _unit(self, kept: KeptTrial) -> str:
        return self._word(f"unit_{self.one.unit(kept)}")

    def _button(self, title: str, carried: str) -> Button:
        return Button(title=self._word(f"title_{title}"), value=carried)

    def _word(self, name: str) -> str:
        return words(self.content, f"{NAME}_{name}")


def _listed(titles: Sequence[str]) -> Paragraph:
    return Paragraph(text="; ".join(f"{place} = {title}" for place, title in enumerate(titles, start=1)))
