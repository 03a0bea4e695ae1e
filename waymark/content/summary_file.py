"""How people choose what goes into an appointment summary: `care/summary_words.yml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from waymark.content.schema import Identifier, Text
from waymark.content.source_file import read_yaml
from waymark.messages import Frozen

FILE = "care/summary_words.yml"


class SummaryWords(Frozen):
    """What people say for each part and for each step; `parts` are in the order in which they are numbered.

    `no_answer` is what says, where own words are asked for, that there is nothing to write down.
    """

    parts: dict[Identifier, tuple[Text, ...]] = Field(min_length=1)
    all: tuple[Text, ...]
    accept: tuple[Text, ...]
    none: tuple[Text, ...]
    leave_out: tuple[Text, ...]
    but: tuple[Text, ...]
    put_in: tuple[Text, ...]
    add: tuple[Text, ...]
    fillers: tuple[Text, ...]
    use: tuple[Text, ...]
    renew: tuple[Text, ...]
    keep: tuple[Text, ...]
    yes: tuple[Text, ...]
    no: tuple[Text, ...]
    no_answer: tuple[Text, ...]

    @model_validator(mode="after")
    def _is_clear(self) -> SummaryWords:
        owners: dict[str, str] = {}
        for part, sayings in self.parts.items():
            for saying in sayings:
                if owners.setdefault(saying, part) != part:
                    raise ValueError(f"`{saying}` stands for two parts")
        for one, other in ((self.use, self.renew), (self.yes, self.no)):
            for saying in one:
                if saying in other:
                    raise ValueError(f"`{saying}` stands for two answers")
        return self


def read_summary_words(folder: Path) -> SummaryWords:
    """Return the words.

    Raises:
        ContentError: the file breaks its format.
    """
    return read_yaml(folder / FILE).validate(SummaryWords)
