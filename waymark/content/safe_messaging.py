"""Looks for words that nothing which ships may say: everything that people read, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from waymark.content.index import Content
from waymark.content.instrument_files import FunctionItem, Item
from waymark.content.schema import Identifier, Text
from waymark.content.source_file import read_text, read_yaml
from waymark.errors import ContentError, Fault
from waymark.messages import Frozen, plain_text

RULES = "crisis/safe_messaging.yml"
_STRICT = ("crisis/", "responses/", "plans/")


class Banned(Frozen):
    """Words that are not said, why, and where; its examples are its tests."""

    id: Identifier
    where: Literal["all", "crisis"]
    why: Text
    pattern: Text
    must_match: tuple[Text, ...] = Field(min_length=1)
    must_not_match: tuple[Text, ...] = Field(min_length=1)


@dataclass(frozen=True)
class SafeMessaging:
    """All rules, compiled."""

    path: Path
    rules: tuple[tuple[Banned, re.Pattern[str]], ...]

    @classmethod
    def read(cls, folder: Path) -> SafeMessaging:
        """Read the rules under the content folder.

        Raises:
            ContentError: the file has faults, or a rule reads one of its own examples wrongly.
        """
        document = read_yaml(folder / RULES)
        rules, faults = [], []
        for banned in document.validate(tuple[Banned, ...]):
            try:
                pattern = re.compile(banned.pattern, re.IGNORECASE)
            except re.error as error:
                faults.append(Fault(document.path, 1, f"{banned.id}: not a regular expression: {error}"))
                continue
            rules.append((banned, pattern))
            faults += [
                Fault(document.path, 1, f"{banned.id}: {'does not match' if wanted else 'matches'} {example!r}")
                for wanted, examples in ((True, banned.must_match), (False, banned.must_not_match))
                for example in examples
                if bool(pattern.search(example)) is not wanted
            ]
        if faults:
            raise ContentError(faults)
        return cls(document.path, tuple(rules))

    def faults_in(self, content: Content, *pages: Path) -> list[Fault]:
        """Return one fault per text of the content, or of further pages, that says what is not said."""
        folder = self.path.parents[1]
        found = [(folder / name, text, name.startswith(_STRICT)) for name, text in shipped_texts(content)]
        found += [(page, read_text(page), False) for page in pages]
        return [
            Fault(path, 1, f"says {match[0]!r}: {banned.why}")
            for path, text, is_strict in found
            for banned, pattern in self.rules
            if banned.where == "all" or is_strict
            for match in pattern.finditer(text)
        ]


def shipped_texts(content: Content) -> Iterator[tuple[str, str]]:
    """Return every text that people read, with the file that it stands in."""
    for topic in content.topics.values():
        name = f"cards/en/{topic.id}.md"
        yield name, f"{topic.head.title}\n{topic.head.summary}"
        for card in topic.cards:
            yield name, "\n".join([card.title, plain_text(card.short), plain_text(card.more), *card.questions])
    for language, responses in {"en": content.responses, **content.translations}.items():
        for wordings in responses.values():
            for response in wordings:
                yield f"responses/{language}.yml", "\n".join([response.text, *(one.title for one in response.buttons)])
    for language, book in content.crisis.items():
        for group in book.messages.values():
            yield from ((f"crisis/{language}/messages.yml", "\n".join(wording.paragraphs)) for wording in group)
        for replies in book.replies.values():
            yield from ((f"crisis/{language}/replies.yml", "\n".join(wording.paragraphs)) for wording in replies)
        for asides in book.asides.values():
            yield from ((f"crisis/{language}/asides.yml", aside.text) for aside in asides)
        words = book.words
        yield f"crisis/{language}/words.yml", f"{words.line_abroad}\n{words.other_country}\n{words.lines_abroad}"
    for text in (content.trials.explanations if content.trials else {}).values():
        yield "care/trial_explanations.yml", text
    for name, instrument in content.instruments.instruments.items():
        items: tuple[Item | FunctionItem, ...] = (*instrument.items, instrument.function)
        yield f"instruments/{name}.yml", "\n".join([instrument.about, *(f"{item.text}\n{item.why}" for item in items)])
    for name, exercise in content.exercises.exercises.items():
        steps = (f"{step.text}\n{step.prompt or ''}\n{chr(10).join(step.ideas)}" for step in exercise.steps)
        told = (exercise.title, exercise.about, exercise.known, exercise.takes, exercise.careful, exercise.closing)
        yield f"exercises/en/{name}.yml", "\n".join([*told, *steps])
    for area in content.checkins.areas.values():
        yield "checkins/en/areas.yml", f"{area.title}\n{area.question}\n{area.why}"
    for name, plan in content.plans.plans.items():
        parts = ("\n".join([part.title, part.question, part.why, *part.examples]) for part in plan.headings)
        yield f"plans/en/{name}.yml", "\n".join([plan.title, plan.intro, plan.notice, *parts])
    for name, checklist in content.checklists.items():
        steps = ("\n".join([step.title, step.question, step.why]) for step in checklist.steps)
        yield f"checklists/en/{name}.yml", "\n".join([checklist.title, checklist.intro, checklist.notice, *steps])
    for code, country in content.countries.items():
        yield f"lines/{code}.yml", "\n".join(line.name for line in country.lines)
