"""A plan or a checklist that breaks its format, or names what is not there, stops the start with file and reason."""

import shutil
from pathlib import Path

import pytest

from waymark.content.checklist_files import read_checklists
from waymark.content.load import load_content
from waymark.content.plan_files import read_plans
from waymark.content.safe_messaging import shipped_texts
from waymark.errors import ContentError
from waymark.settings import ROOT

SOURCES = dict.fromkeys(
    ("stanley-brown-2012", "stanley-2018", "lam-2024", "mcintyre-2023", "sackeim-2019"),
)


@pytest.fixture
def folder(tmp_path):
    for name in ("plans", "checklists"):
        shutil.copytree(ROOT / "content" / name, tmp_path / name)
    return Path(tmp_path)


def faults_of(read, folder):
    with pytest.raises(ContentError) as error:
        read(folder, SOURCES)
    return [f"{fault.path.name}:{fault.line}: {fault.problem}" for fault in error.value.faults]


def test_what_ships_is_whole(folder):
    book = read_plans(folder / "plans", SOURCES)
    assert set(book.plans) == {"safety_plan", "relapse_plan"}
    assert [heading.id for heading in book.plans["safety_plan"].headings if heading.lines] == ["care"]
    assert set(read_checklists(folder / "checklists", SOURCES)) == {"stepwise"}


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("en/safety_plan.yml", "id: people\n", "id: care\n", "the heading `care` stands twice"),
        ("en/safety_plan.yml", "[people, people to ask", "[people, signs", "the name `signs` stands twice"),
        ("en/safety_plan.yml", "most: 12", "most: 13", "less than or equal to 12"),
        ("en/safety_plan.yml", "most: 12", "most: 0", "greater than or equal to 1"),
        ("en/safety_plan.yml", "stanley-2018", "stanley-2008", "no source `stanley-2008`"),
        ("en/safety_plan.yml", "    why: If you", "    because: If you", "why"),
        ("en/relapse_plan.yml", "a walk with a friend", "w" * 301, "at most 300 characters"),
        ("sayings.yml", "next: [", "nxt: [", "next"),
        ("sayings.yml", '"(?:part|heading', '"(?:part(|heading', "not a regular expression"),
    ],
)
def test_a_fault_of_a_plan_names_its_file_and_reason(folder, name, old, new, problem):
    path = folder / "plans" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert any(problem in fault and fault.startswith(path.name) for fault in faults_of(read_plans, folder / "plans"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: dose\n", "id: time\n", "the step `time` stands twice"),
        ("id: done\n", "id: dont_know\n", "the answer `dont_know` stands twice"),
        ("- value: 2", "- value: 5", "0, 1, 2"),
        ("sackeim-2019", "sackeim-1999", "no source `sackeim-1999`"),
        ("sayings: [not for me,", "sayings: [never, not for me,", "under two answers"),
    ],
)
def test_a_fault_of_a_checklist_names_its_file_and_reason(folder, old, new, problem):
    path = folder / "checklists/en/stepwise.yml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert any(problem in fault for fault in faults_of(read_checklists, folder / "checklists"))


def test_empty_folders_are_faults(folder):
    for name in ("plans/en", "checklists/en"):
        shutil.rmtree(folder / name)
    assert faults_of(read_plans, folder / "plans") == ["plans:1: no plan is here"]
    assert faults_of(read_checklists, folder / "checklists") == ["checklists:1: no checklist is here"]


def test_their_words_are_looked_through_for_what_nothing_may_say():
    texts = dict(shipped_texts(load_content(ROOT / "content")))
    assert "keep things out of reach" in texts["plans/en/safety_plan.yml"]
    assert "checklists/en/stepwise.yml" in texts
