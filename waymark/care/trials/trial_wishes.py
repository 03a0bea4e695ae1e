"""Reads what a person wants done with trials that are on the list: show, remove, change, and which one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from waymark.care.trials.names import Named, TreatmentNames
from waymark.care.trials.plain import plain
from waymark.care.trials.talk_reader import TalkReader
from waymark.care.trials.trials_state import Entry, TrialsState

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Wish:
    """What is wanted. `keys` are the trials that may be meant: none where the one that was named is not there.

    `part` is what is to be changed, `value` what was said of how it is, `renamed` the treatment that it is instead.
    """

    kind: Literal["show", "remove", "remove_all", "change"]
    keys: tuple[str, ...] = ()
    part: str | None = None
    value: str = ""
    renamed: Named | None = None


@dataclass(frozen=True)
class WishReader:
    """Reads wishes; safe to share."""

    talk: TalkReader
    names: TreatmentNames

    def read(self, text: str, state: TrialsState) -> Wish | None:
        """Return the wish that a message is, if it is one.

        Example: "change the dose of sertraline to 100" is to change, with the keys of the trials of sertraline,
        the part `dose_mg` and the value "100".
        """
        if self.talk.says("show", text):
            return Wish("show")
        if self.talk.says("wrong", text):
            return Wish("change", self._latest(state))
        said = plain(text)
        removes = self.talk.match("remove", said)
        if removes:
            return self._removal(said[removes.start() :], state)
        changes = self.talk.match("change", said)
        return self._change(said[changes.end() :], state) if changes else None

    def correction(self, text: str, state: TrialsState) -> Wish | None:
        """Return what a correction without a verb of change wants: "no, it was 100", "sertraline was 100, not 150"."""
        said = plain(text)
        corrects, instead = self.talk.match("corrects", said), self.talk.match("instead", said)
        is_denied = said.startswith("not ")
        if not state.entries or not (corrects or instead or is_denied):
            return None
        rest = said[corrects.end() :] if corrects else said
        found = self.names.read(rest)
        meant = [entry for entry in state.entries if any(_is_of(entry, named) for named in found)]
        latest = self._latest(state)
        if not found:
            is_own = self.talk.own_name(rest) is not None
            return None if is_own and not instead else Wish("change", latest, value=rest)
        others = [named for named in found if not any(_is_of(entry, named) for entry in state.entries)]
        is_at_once = found[0].start <= 1 or rest[: found[0].start].strip() in ("not", "no")
        if len(others) == 1 and latest and is_at_once and len(found) - len(others) <= 1:
            key = meant[-1].key if meant else latest[0]
            return Wish("change", (key,), part="name", value=rest[others[0].end :], renamed=others[0])
        is_of_one = len({named.id for named in found}) == 1
        if meant and is_of_one and instead:
            keys = tuple(entry.key for entry in meant)
            return Wish("change", keys, value=said)
        return None

    def which(self, text: str, state: TrialsState) -> str | None:
        """Return the one of the candidates that an answer means, by its number or name."""
        said = plain(text)
        entries = [entry for entry in state.entries if entry.key in state.candidates]
        number, place = self.talk.number(said), self.talk.ordinal(said)
        named = self._named(said, entries)
        if len(named) == 1:
            return named[0].key
        if place is not None:
            return entries[place - 1].key if place <= len(entries) else None
        return next((one.key for one in entries if state.number(one.key) == number), None)

    def _removal(self, said: str, state: TrialsState) -> Wish:
        named = self._named(said, state.entries)
        if named:
            return Wish("remove", tuple(entry.key for entry in named))
        if self.names.read(said):
            return Wish("remove")
        if self.talk.match("all_of_them", said):
            return Wish("remove_all", tuple(entry.key for entry in state.entries))
        number = self._place(said)
        if number is not None:
            return Wish("remove", tuple(one.key for one in state.entries if state.number(one.key) == number))
        if self.talk.match("this_one", said):
            return Wish("remove", self._latest(state))
        return Wish("remove", tuple(entry.key for entry in state.entries))

    def _change(self, rest: str, state: TrialsState) -> Wish | None:
        becomes = self.talk.match("becomes", rest)
        target, value = (rest[: becomes.start()], rest[becomes.end() :]) if becomes else (rest, "")
        part = self.talk.part(target)
        of_latest = self.talk.without("this_one", target)
        is_of_latest = bool(self.talk.match("this_one", target) and _DIGIT.search(of_latest))
        if not value and is_of_latest:
            value = of_latest
        renamed = next(iter(self.names.read(value)), None) if becomes else None
        named = self._named(target, state.entries)
        number = self._place(target)
        if named:
            keys = tuple(entry.key for entry in named)
        elif self.names.read(target):
            keys = ()
        elif number is not None and part is None and not is_of_latest:
            keys = tuple(one.key for one in state.entries if state.number(one.key) == number)
        elif part is not None or self.talk.match("this_one", target):
            keys = self._latest(state)
        else:
            keys = tuple(entry.key for entry in state.entries)
        return Wish("change", keys, part="name" if renamed else part, value=value.strip(), renamed=renamed)

    def _place(self, said: str) -> int | None:
        place = self.talk.ordinal(said)
        return self.talk.number(said) if place is None else place

    def _named(self, said: str, entries: Sequence[Entry]) -> list[Entry]:
        found = self.names.read(said)
        return [
            entry
            for entry in entries
            if any(_is_of(entry, named) for named in found)
            or (entry.kept.called is not None and f" {plain(entry.kept.called)} " in f" {said} ")
        ]

    def _latest(self, state: TrialsState) -> tuple[str, ...]:
        if state.entry(state.latest):
            return (state.latest,)
        return tuple(entry.key for entry in state.entries)


def _is_of(entry: Entry, named: Named) -> bool:
    return (entry.kept.kind, entry.kept.name) == (named.kind, named.id)
