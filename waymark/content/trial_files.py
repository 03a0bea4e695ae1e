"""What is known about treatment trials: `medicines/<id>.yml`, one file each, and the files of `care/`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from waymark.content.fault_list import FaultList
from waymark.content.schema import Identifier, Source
from waymark.content.source_file import read_yaml
from waymark.content.trial_schema import FairTrial, Medicine, OtherTherapy, TrialTalk, TrialWord, TrialWords
from waymark.errors import ContentError, Fault

WORDS = "care/trial_words.yml"
IDIOMS = "care/trial_idioms.yml"
TALK = "care/trial_talk.yml"
_FRAGMENT = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True)
class TrialBook:
    """All that is needed to read and judge a trial; `paths` are the files of the words by the ids of their rules."""

    paths: Mapping[str, Path]
    fair: FairTrial
    words: TrialWords
    talk: TrialTalk
    therapies: Mapping[str, OtherTherapy] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)

    def pattern(self, word: TrialWord) -> re.Pattern[str]:
        """Return a rule's pattern with its fragments filled in.

        Raises:
            ContentError: it is no regular expression, or names an unknown fragment.
        """
        try:
            return re.compile(_FRAGMENT.sub(lambda match: self.words.fragments[match[1]], word.pattern))
        except KeyError as error:
            problem = f"{word.id}: unknown fragment {{{error.args[0]}}}"
        except re.error as error:
            problem = f"{word.id}: not a regular expression: {error}"
        raise ContentError([Fault(self.paths[word.id], 1, problem)])


def read_medicines(folder: Path, sources: Collection[str]) -> dict[str, Medicine]:
    """Return all medicines by id.

    Raises:
        ContentError: with every fault: of form, a name that two medicines share, or a source that is not there.
    """
    faults: list[Fault] = []
    found: dict[str, Medicine] = {}
    owners: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            document = read_yaml(path)
            medicine = document.validate(Medicine)
        except ContentError as error:
            faults += error.faults
            continue
        found[path.stem] = medicine
        cited = medicine.minimum.sources if medicine.minimum else ()
        line = document.line_of(("minimum", "sources"))
        faults += [Fault(path, line, f"no source `{name}`") for name in cited if name not in sources]
        for name in (*medicine.all_names, *medicine.terse):
            if owners.setdefault(name, path.stem) != path.stem:
                faults.append(Fault(path, 1, f"`{name}` is also a name of {owners[name]}"))
    if faults:
        raise ContentError(faults)
    return found


def read_trial_book(folder: Path, sources: Mapping[str, Source]) -> TrialBook:
    """Return the files of `care/` about trials.

    Raises:
        ContentError: with every fault of every file.
    """
    faults = FaultList()
    fair = faults.read(folder / "care/fair_trial.yml", FairTrial)
    words = faults.read(folder / WORDS, TrialWords)
    idioms = faults.read(folder / IDIOMS, TrialWords)
    talk = faults.read(folder / TALK, TrialTalk)
    faults += _uncompilable(folder / TALK, talk)
    therapies = faults.read(folder / "care/therapies.yml", dict[Identifier, OtherTherapy])
    explanations = faults.read(folder / "care/trial_explanations.yml", dict[Identifier, str])
    unknown = [name for name in (fair.sources if fair else ()) if name not in sources]
    faults += [Fault(folder / "care/fair_trial.yml", 1, f"no source `{name}`") for name in unknown]
    if not (fair and words and idioms and talk and therapies and explanations) or faults:
        raise ContentError(faults)
    paths = {word.id: folder / name for name, found in ((WORDS, words), (IDIOMS, idioms)) for word in found.words}
    words = TrialWords(fragments={**words.fragments, **idioms.fragments}, words=(*words.words, *idioms.words))
    book = TrialBook(paths, fair, words, talk, therapies, explanations)
    for word in words.words:
        faults.attempt(lambda word=word: book.pattern(word), None)  # type: ignore[misc]
    if faults:
        raise ContentError(faults)
    return book


def _uncompilable(path: Path, talk: TrialTalk | None) -> list[Fault]:
    faults = []
    for name, pattern in talk.patterns if talk else ():
        try:
            re.compile(pattern)
        except re.error as error:
            faults.append(Fault(path, 1, f"patterns.{name}: not a regular expression: {error}"))
    return faults
