"""An exercise or an area that breaks its format, or names what is not there, stops the start with file and reason."""

import shutil
from pathlib import Path

import pytest

from waymark.content.checkin_files import read_checkins
from waymark.content.exercise_files import read_exercises
from waymark.errors import ContentError
from waymark.settings import ROOT

SOURCES = ("richards-2016", "edinger-2021")


@pytest.fixture
def folder(tmp_path):
    for name in ("exercises", "checkins"):
        shutil.copytree(ROOT / "content" / name, tmp_path / name)
    return Path(tmp_path)


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def faults_of(read):
    with pytest.raises(ContentError) as error:
        read()
    return [f"{fault.path.name}:{fault.line}: {fault.problem}" for fault in error.value.faults]


def test_shipped_exercises_are_whole(folder):
    book = read_exercises(folder / "exercises", SOURCES)
    assert list(book.exercises) == [
        "breathing",
        "grounding",
        "self_compassion",
        "small_step",
        "wind_down",
        "worry_time",
    ]
    assert [name for name, one in book.exercises.items() if any(step.keeps for step in one.steps)] == ["small_step"]
    assert all(one.status == "drafted" or one.reviewed_by for one in book.exercises.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("en/breathing.yml", "inhale: 4", "inhale: 40", "inhale"),
        ("en/breathing.yml", "no claim", "a claim", "makes no claim"),
        ("en/worry_time.yml", "  - worries\n", "  - grounding\n", "also a name of"),
        ("en/breathing.yml", "takes:", "lasts:", "takes"),
        ("en/small_step.yml", "[richards-2016]", "[richards-2010]", "no source `richards-2010`"),
        ("en/small_step.yml", "    prompt: What is your", "    question: What is your", "question"),
        ("words/en.yml", "any_exercise: grounding", "any_exercise: knitting", "no exercise `knitting`"),
        ("words/en.yml", "same: [same,", "same: [better, same,", "`better` stands twice"),
    ],
)
def test_a_fault_of_an_exercise_names_its_file_and_reason(folder, name, old, new, problem):
    edit(folder / "exercises", name, old, new)
    found = faults_of(lambda: read_exercises(folder / "exercises", SOURCES))
    assert any(Path(name).name in fault and problem in fault for fault in found)


def test_all_faults_are_listed_together(folder):
    edit(folder / "exercises", "en/breathing.yml", "takes:", "lasts:")
    edit(folder / "exercises", "words/en.yml", "next: [", "nxt: [")
    found = faults_of(lambda: read_exercises(folder / "exercises", SOURCES))
    assert {fault.split(":")[0] for fault in found} == {"breathing.yml", "en.yml"}
    assert faults_of(lambda: read_exercises(folder / "nowhere", SOURCES))


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("areas.yml", "value: 3\n        from: 2", "value: 3\n        from: 4", "between `from` and `to`"),
        ("areas.yml", "most: 10", "most: 9", "none is above `most`"),
        ("areas.yml", "sayings: [good,", "sayings: [bad, good,", "under two values"),
        ("areas.yml", "  side_effects:", "  effects:", "side_effects"),
        ("areas.yml", "names: [energy,", "names: [sleep, energy,", "`sleep` is a name of"),
        ("areas.yml", "      0: [no sleep,", "      11: [no sleep,", "not on the scale"),
        ("words.yml", "all: [", "al: [", "all"),
    ],
)
def test_a_fault_of_a_check_in_names_its_file_and_reason(folder, name, old, new, problem):
    edit(folder / "checkins/en", name, old, new)
    found = faults_of(lambda: read_checkins(folder / "checkins"))
    assert any(name in fault and problem in fault for fault in found)
