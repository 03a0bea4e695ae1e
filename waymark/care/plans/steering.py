"""Reads what steers a plan: next, back, "remove 2", "change 2 to …", a heading's name, "show me the plan"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from waymark.care.plans.progress import PlanProgress
from waymark.care.questionnaires.answers import tokens_of
from waymark.content.plan_files import Plan, PlanHeading, PlanSayings

WishName = Literal[
    "next", "skip", "back", "finish", "show", "examples", "nothing", "unsure", "clear", "delete",
    "pause", "remove", "change", "go_to", "yes", "no", "not_entry",
]  # fmt: skip
_PLAIN: tuple[WishName, ...] = (
    "next", "skip", "back", "finish", "show", "examples", "nothing", "unsure", "clear", "delete", "pause",
)  # fmt: skip
_END = re.compile(r"[\s.!]+$")


@dataclass(frozen=True)
class Wish:
    """One step that was asked for: the places of entries, the new words of one, or the heading to open."""

    name: WishName
    numbers: tuple[int, ...] = ()
    text: str = ""
    heading: str = ""


@dataclass(frozen=True)
class PlanSteering:
    """Reads wishes; words that may be an entry are none."""

    sayings: PlanSayings

    def read(self, text: str, progress: PlanProgress, plan: Plan) -> Wish | None:
        """Return the wish that a message is, if it is nothing else.

        Example: "remove 2 and 3" is remove, "go to people" opens that heading, "remove myself from the room" is an
        entry, unless it is under the heading already; "I have nobody" is nothing, where the heading holds people.
        """
        tokens = tokens_of(text)
        said = " ".join(tokens)
        if progress.asked in ("clear", "delete") and (answer := self._answer(tokens)):
            return Wish(answer)
        holds_people = plan.heading(progress.at).holds == "people"
        found = self._plain(tokens) or self._said_at_length(text, tokens, holds_people)
        if found is not None:
            return found
        plain = _END.sub("", " ".join(text.split()))
        found = self._about_entries(plain, said, progress, holds_people)
        if found is not None:
            return found
        heading = self._heading_in(said, plan)
        if heading is not None:
            return Wish("go_to", heading=heading.id)
        return Wish("not_entry") if said in self._not_entries else None

    def asks(self, text: str) -> bool:
        """Return whether words that sound like a question are one: "when I can't sleep" is an entry."""
        said = " ".join(tokens_of(text))
        return "?" in text or any(said == opening or said.startswith(f"{opening} ") for opening in self._questions)

    def _answer(self, tokens: tuple[str, ...]) -> Literal["yes", "no"] | None:
        said = " ".join(tokens)
        if said in {" ".join(tokens_of(one)) for one in self.sayings.yes}:
            return "yes"
        return "no" if said in {" ".join(tokens_of(one)) for one in self.sayings.no} else None

    def _plain(self, tokens: tuple[str, ...]) -> Wish | None:
        while tokens:
            said = " ".join(tokens)
            if said in self._names:
                return Wish(self._names[said])
            if tokens[-1] in self.sayings.fillers:
                tokens = tokens[:-1]
            elif tokens[0] in self.sayings.fillers:
                tokens = tokens[1:]
            else:
                return None
        return None

    def _said_at_length(self, text: str, tokens: tuple[str, ...], holds_people: bool) -> Wish | None:
        """Return that there is nobody, or that nothing comes to mind; "nobody but Ana" is asked about again."""
        said = " ".join(tokens)
        if self._unsure_what.fullmatch(said):
            return Wish("unsure")
        if not holds_people or not self._nobody.fullmatch(said):
            return None
        may_name = len(text.split("\n")) > 1 or any(f" {one} " in f"{said} " for one in self.sayings.exceptions)
        return Wish("not_entry" if may_name else "nothing")

    def _about_entries(self, text: str, said: str, progress: PlanProgress, holds_people: bool) -> Wish | None:
        if found := self._remove.fullmatch(text):
            numbers = (self._number(one) for one in re.findall(self._counted, _given(found), re.IGNORECASE))
            return Wish("remove", tuple(dict.fromkeys(numbers)))
        if self._remove_last.fullmatch(said):
            return Wish("remove", (len(progress.here),))
        if found := self._change.fullmatch(text):
            number, words = (group for group in found.groups() if group is not None)
            return Wish("change", (self._number(number),), words)
        if found := self._open_change.fullmatch(text):
            return Wish("change", (self._number(_given(found)),))
        if found := self._take_back.fullmatch(said):
            return self._remove_named(_given(found), progress.here, is_sure=True)
        found = self._named.fullmatch(said)
        return self._remove_named(_given(found), progress.here, is_sure=holds_people) if found else None

    def _remove_named(self, words: str, here: tuple[str, ...], *, is_sure: bool) -> Wish | None:
        """Return the wish to take out the entry with these words; with no number where it is not clear which.

        Words that no entry has are a wish only where they are sure to be one.
        """
        entries = {at: tokens_of(entry) for at, entry in enumerate(here, 1)}
        same = [at for at, entry in entries.items() if " ".join(entry) == words]
        within = [at for at, entry in entries.items() if f" {words} " in f" {' '.join(entry)} "]
        found = same or within
        if len(found) == 1:
            return Wish("remove", (found[0],))
        named = self._telling(words.split())
        shares = any(named & self._telling(entry) for entry in entries.values())
        return Wish("remove") if found or shares or is_sure else None

    def _telling(self, tokens: Iterable[str]) -> frozenset[str]:
        """Return the words that tell one entry from another: "ana's number" and "Ana" have one in common."""
        return frozenset(token.removesuffix("s") for token in tokens if token not in self.sayings.small_words)

    def _heading_in(self, said: str, plan: Plan) -> PlanHeading | None:
        by_title = {" ".join(tokens_of(heading.title)): heading for heading in plan.headings}
        if said in by_title:
            return by_title[said]
        by_name = {" ".join(tokens_of(name)): heading for heading in plan.headings for name in heading.names}
        for pattern in self._go_to:
            found = pattern.fullmatch(said)
            name = str(self.sayings.ordinals.get(found[1], found[1])) if found else ""
            if name.isdigit() and 1 <= int(name) <= len(plan.headings):
                return plan.headings[int(name) - 1]
            if found and (heading := by_title.get(name) or by_name.get(name)):
                return heading
        return None

    def _number(self, said: str) -> int:
        return self.sayings.ordinals.get(said.lower()) or int(said)

    @cached_property
    def _names(self) -> dict[str, WishName]:
        return {" ".join(tokens_of(said)): name for name in _PLAIN for said in getattr(self.sayings, name)}

    @cached_property
    def _not_entries(self) -> frozenset[str]:
        return frozenset(" ".join(tokens_of(one)) for one in self.sayings.not_entries)

    @cached_property
    def _questions(self) -> tuple[str, ...]:
        return tuple(" ".join(tokens_of(one)) for one in self.sayings.questions)

    @cached_property
    def _counted(self) -> str:
        """A pattern for the place of an entry: "2", "second"."""
        return rf"\b(?:\d{{1,2}}|{'|'.join(map(re.escape, self.sayings.ordinals))})\b"

    @cached_property
    def _remove(self) -> re.Pattern[str]:
        between = r"(?: ?[,&+] ?(?:and )?| and |(?<=\d) (?=\d))"
        listed = rf"({self._counted}(?:{between}{self._counted})*)"
        return _together(self.sayings.remove, numbers=listed)

    @cached_property
    def _remove_last(self) -> re.Pattern[str]:
        return _together(self.sayings.remove_last)

    @cached_property
    def _nobody(self) -> re.Pattern[str]:
        return _together(self.sayings.nobody)

    @cached_property
    def _unsure_what(self) -> re.Pattern[str]:
        return _together(self.sayings.unsure_what)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return _together(self.sayings.remove_named, text=r"(\S.*?)")

    @cached_property
    def _take_back(self) -> re.Pattern[str]:
        return _together(self.sayings.take_back, text=r"(\S.*)")

    @cached_property
    def _change(self) -> re.Pattern[str]:
        return _together(self.sayings.change, number=f"({self._counted})", digits=r"(\d{1,2})", text=r"(\S.*)")

    @cached_property
    def _open_change(self) -> re.Pattern[str]:
        return _together(self.sayings.open_change, number=f"({self._counted})")

    @cached_property
    def _go_to(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_together((pattern,), heading=r"(\S.*?)") for pattern in self.sayings.go_to)


def _together(patterns: tuple[str, ...], **places: str) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, pattern in places.items():
        joined = joined.replace(f"{{{name}}}", pattern)
    return re.compile(joined, re.IGNORECASE)


def _given(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)
