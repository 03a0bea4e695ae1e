"""A plan as a tool: filled in part by part, in the person's own words, at their own pace; shown whole at any time.

Opens with `make_<plan>`, shows with `show_<plan>`. Every step gives the plan as it then is to be kept.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from waymark.care.plans import progress as moves
from waymark.care.plans.entries import EntrySplitter
from waymark.care.plans.plan_draft import KIND, SAFETY_PLAN
from waymark.care.plans.plan_steps import PlanSteps
from waymark.care.plans.plan_writer import PlanWriter
from waymark.care.plans.progress import PlanProgress, entries_of, first_open
from waymark.care.plans.steering import PlanSteering, Wish
from waymark.care.tools.tool import Move, Said
from waymark.content import Content
from waymark.content.plan_files import Plan
from waymark.messages import Draft

_MAY_BE_ENTRIES = frozenset(
    {"express_low_mood", "report_side_effect", "crisis"}
)  # what a sign sounds like, where a part holds signs
_PICTURES = frozenset({"So", "Sk", "Cn", "Co"})


@dataclass(frozen=True)
class PlanTool:
    """One plan of `content/plans/`; its name is the plan's id."""

    content: Content
    name: str = SAFETY_PLAN

    @classmethod
    def from_content(cls, content: Content, name: str = SAFETY_PLAN) -> PlanTool:
        """Build the tool of one plan.

        Raises:
            KeyError: there is no such plan.
        """
        content.plans.plans[name]
        return cls(content, name)

    @classmethod
    def all_from_content(cls, content: Content) -> tuple[PlanTool, ...]:
        """Build the tools of all plans."""
        return tuple(cls(content, name) for name in content.plans.plans)

    @property
    def intents(self) -> frozenset[str]:
        """Making the plan, and showing it."""
        return frozenset({f"make_{self.name}", self._shows})

    def begin(self, said: Said) -> Move:
        """Begin the plan, go on with what is kept of it, or show it at once."""
        progress = self._kept(said)
        if progress is None:
            return Move("", self._writer.not_read(), is_done=True)
        choice = said.choice or ""
        if choice == "show" or (not choice and said.intent == self._shows):
            return Move(progress.model_dump_json(), self._writer.shown(progress), is_done=True)
        if choice.startswith("go."):
            return self._steps.chosen(progress, choice)
        if choice in ("", "go_on") or not progress.entries:
            return self._steps.move(progress, self._writer.begun(progress))
        return self._steps.move(progress, self._writer.open(progress, *self._writer.say("old_button").blocks))

    def hear(self, state: str, said: Said) -> Move | None:
        """Take entries, or steps such as "next", "remove 2" and "go to people"; None for what says something else.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        progress = self._read(state)
        if said.choice is not None:
            return self._steps.chosen(progress, said.choice)
        wish = self._steering.read(said.text, progress, self._plan) or self._commanded(said)
        if wish is not None and wish.name == "not_entry" and said.is_aside:
            return None
        if wish is not None and not (wish.name in ("change", "remove") and _is_outside(wish, progress, said)):
            return self._steps.obeyed(progress, wish)
        if said.intent == self._shows and said.is_aside:
            return self._steps.obeyed(progress, Wish("show"))
        if said.command is not None:
            return self._commanded_otherwise(progress, said)
        is_list = self._splitter.is_list(said.text)
        holds_signs = self._plan.heading(progress.at).holds == "signs"
        is_aside = said.is_aside and not (holds_signs and said.intent in _MAY_BE_ENTRIES)
        if not is_list and (is_aside or (said.is_question and self._steering.asks(said.text))):
            return None
        return self._written(progress, said.text)

    def ask(self, state: str) -> Draft:
        """Return the open part, with the entries so far.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        return self._writer.open(self._read(state))

    def _written(self, progress: PlanProgress, text: str) -> Move:
        entries = self._splitter.split(text)
        if progress.asked in ("clear", "delete"):
            progress = moves.asking(progress)
        if not entries or all(entry.isdecimal() and len(entry) < 3 for entry in entries):
            return self._steps.missed(progress, "unclear" if any(map(_is_sign, text)) else "empty")
        if progress.asked == "change":
            return self._steps.changed(progress, progress.number, text)
        return self._steps.added(moves.add(progress, self._plan, entries))

    def _commanded(self, said: Said) -> Wish | None:
        match said.command.name if said.command else "":
            case "skip":
                return Wish("skip")
            case "back":
                return Wish("back")
            case "change":
                return Wish("change", (said.command.number or 0,)) if said.command else None
        return None

    def _commanded_otherwise(self, progress: PlanProgress, said: Said) -> Move:
        """Tell why, begin again at the first part, or show the open part again."""
        after = moves.asking(progress)
        if said.command is not None and said.command.name == "restart":
            return self._steps.gone_to(after, self._plan.headings[0].id, "begun_again")
        is_why = said.command is not None and said.command.name == "why"
        return self._steps.move(after, self._writer.why(after) if is_why else self._writer.open(after))

    def _kept(self, said: Said) -> PlanProgress | None:
        """Return the plan as it is kept, its first open part before it; None where it could not be read."""
        if said.records is None:
            return None
        kept = next((record for record in said.kept(KIND) if record.key == self.name), None)
        try:
            entries = entries_of(kept.values if kept else None)
        except ValueError:
            return None
        at = first_open(self._plan, entries) or self._plan.headings[0].id
        region = said.locale.rpartition("-")[2].upper() if "-" in said.locale else ""
        country = said.country or (region if region in self.content.countries else "")
        return PlanProgress(plan=self.name, at=at, entries=entries, country=country)

    def _read(self, state: str) -> PlanProgress:
        progress = PlanProgress.model_validate_json(state)
        is_known = any(part.id == progress.at for part in self._plan.headings)
        is_there = progress.asked != "change" or 1 <= progress.number <= len(progress.here)
        if progress.plan != self.name or not is_known or not is_there:
            raise ValueError("this is no state of this plan")
        return progress

    @property
    def _shows(self) -> str:
        return f"show_{self.name}"

    @cached_property
    def _plan(self) -> Plan:
        return self.content.plans.plans[self.name]

    @cached_property
    def _writer(self) -> PlanWriter:
        return PlanWriter(self.content, self.name)

    @cached_property
    def _steps(self) -> PlanSteps:
        return PlanSteps(self._writer)

    @cached_property
    def _splitter(self) -> EntrySplitter:
        return EntrySplitter(self.content.plans.sayings)

    @cached_property
    def _steering(self) -> PlanSteering:
        return PlanSteering(self.content.plans.sayings)


def _is_outside(wish: Wish, progress: PlanProgress, said: Said) -> bool:
    """Return whether "2 should be quiet" speaks of no entry that there is, and may be one itself."""
    begins_with_number = said.text.strip()[:1].isdigit() and said.command is None
    return begins_with_number and any(not 1 <= number <= len(progress.here) for number in wish.numbers)


def _is_sign(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) in _PICTURES
