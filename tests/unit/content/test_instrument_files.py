"""A questionnaire that breaks its format, or names what is not there, stops the start with file and reason."""

import shutil
from pathlib import Path

import pytest

from waymark.content.instrument_files import read_instruments
from waymark.content.load import load_content
from waymark.errors import ContentError
from waymark.settings import ROOT


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(ROOT / "content/instruments", tmp_path / "instruments"))


def faults_of(folder, sources=("kroenke-2001", "spitzer-2006"), questions=("phq9.9",)):
    with pytest.raises(ContentError) as error:
        read_instruments(folder, dict.fromkeys(sources), questions)
    return [f"{fault.path.name}:{fault.line}: {fault.problem}" for fault in error.value.faults]


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_shipped_questionnaires_are_whole(folder):
    book = read_instruments(folder, dict.fromkeys(("kroenke-2001", "spitzer-2006")), ("phq9.9",))
    assert set(book.instruments) == {"phq9", "gad7"}
    assert list(book.disclosing) == ["phq9.9"]
    assert all("No permission required" in one.notice for one in book.instruments.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("phq9.yml", "{from: 5, to: 9", "{from: 6, to: 9", "without a gap"),
        ("phq9.yml", "to: 27", "to: 28", "the highest total is 27"),
        ("phq9.yml", "scale: frequency", "scale: often", "no scale `often`"),
        ("phq9.yml", "[kroenke-2001]", "[kroenke-2010]", "no source `kroenke-2010`"),
        ("gad7.yml", "why: A sense of dread", "because: A sense of dread", "why"),
        (
            "gad7.yml",
            "    why: A sense of dread",
            "    discloses: true\n    why: A sense",
            "does not read answers to `gad7.7`",
        ),
        ("en/scales.yml", "- value: 2", "- value: 5", "0, 1, 2"),
        ("en/scales.yml", "sayings: [several days", "sayings: [most days, several days", "under two answers"),
        ("en/commands.yml", "skip: [", "skp: [", "skip"),
    ],
)
def test_a_fault_names_its_file_and_reason(folder, name, old, new, problem):
    edit(folder, name, old, new)
    found = faults_of(folder)
    assert any(problem in fault for fault in found), found
    assert all(fault.split(":")[0] in {"phq9.yml", "gad7.yml", Path(name).name} for fault in found)


def test_all_faults_are_listed_at_once(folder):
    edit(folder, "phq9.yml", "name: PHQ-9", "nam: PHQ-9")
    edit(folder, "gad7.yml", "name: GAD-7", "nam: GAD-7")
    assert {fault.split(":")[0] for fault in faults_of(folder)} == {"phq9.yml", "gad7.yml"}


def test_a_folder_without_questionnaires_is_a_fault(folder):
    for path in folder.glob("*.yml"):
        path.unlink()
    assert any("no questionnaire" in fault for fault in faults_of(folder))


def test_the_crisis_talk_hears_the_words_of_the_scale():
    about = load_content(ROOT / "content").answers.about["phq9.9"]
    assert {"nearly every day", "1", "sometimes"} <= set(about["yes"])
    assert {"not at all", "0", "ok"} <= set(about["no"])
