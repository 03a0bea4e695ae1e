"""Treatments as data: `treatments/<id>.yml`, one file each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from waymark.content.schema import Source, Topic
from waymark.content.source_file import YamlDocument, read_yaml
from waymark.content.treatment_schema import Treatment
from waymark.content.trial_schema import Medicine
from waymark.errors import ContentError, Fault


def read_treatments(
    folder: Path, topics: Mapping[str, Topic], sources: Mapping[str, Source], medicines: Mapping[str, Medicine]
) -> dict[str, Treatment]:
    """Return all treatments by id, each also known by the names of its medicines.

    Raises:
        ContentError: with every fault of every file: its form, and names of cards, sources, medicines or treatments
            not there.
    """
    faults: list[Fault] = []
    found: dict[str, Treatment] = {}
    documents: dict[str, YamlDocument] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            documents[path.stem] = read_yaml(path)
            found[path.stem] = _named(documents[path.stem], medicines)
        except ContentError as error:
            faults += error.faults
    owners: dict[str, str] = {}
    for name, treatment in found.items():
        faults += _unknown_names(documents[name], treatment, topics, sources, found if not faults else None)
        for synonym in treatment.synonyms:
            if owners.setdefault(synonym, name) != name:
                problem = f"`{synonym}` is also a name of {owners[synonym]}"
                faults.append(Fault(documents[name].path, documents[name].line_of(("synonyms",)), problem))
    if faults:
        raise ContentError(faults)
    return found


def _named(document: YamlDocument, medicines: Mapping[str, Medicine]) -> Treatment:
    """Return the treatment with the names of its medicines, which stand in their own files."""
    treatment = document.validate(Treatment)
    unknown = [name for name in treatment.medicines if name not in medicines]
    line = document.line_of(("medicines",))
    if unknown:
        raise ContentError([Fault(document.path, line, f"no medicine `{name}`") for name in unknown])
    names = [name for one in treatment.medicines for name in medicines[one].all_names]
    if not (treatment.synonyms or names):
        raise ContentError([Fault(document.path, line, "give synonyms, or else medicines")])
    return treatment.model_copy(update={"synonyms": tuple(dict.fromkeys((*treatment.synonyms, *names)))})


def _unknown_names(
    document: YamlDocument,
    treatment: Treatment,
    topics: Mapping[str, Topic],
    sources: Mapping[str, Source],
    treatments: Collection[str] | None,
) -> list[Fault]:
    def fault(at: tuple[int | str, ...], problem: str) -> Fault:
        return Fault(document.path, document.line_of(at), problem)

    faults = [] if treatment.topic in topics else [fault(("topic",), f"no topic `{treatment.topic}`")]
    if treatment.card not in {card.id for topic in topics.values() for card in topic.cards}:
        faults.append(fault(("card",), f"no card `{treatment.card}`"))
    cited: list[tuple[tuple[int | str, ...], tuple[str, ...]]] = []
    cited += [(("facts", name), fact.sources) for name, fact in treatment.facts.items()]
    cited += [(("head_to_head", place), found.sources) for place, found in enumerate(treatment.head_to_head)]
    faults += [fault(at, f"no source `{name}`") for at, names in cited for name in names if name not in sources]
    if treatments is not None:
        faults += [
            fault(("head_to_head", place), f"no treatment `{found.other}`")
            for place, found in enumerate(treatment.head_to_head)
            if found.other not in treatments
        ]
    return faults
