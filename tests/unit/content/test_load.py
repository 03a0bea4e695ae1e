"""Broken content stops the start, and every fault is listed with file and line."""

import shutil
from pathlib import Path

import pytest

from waymark.content import load_content
from waymark.errors import ContentError

CONTENT_DIR = Path(__file__).parents[3] / "content"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(CONTENT_DIR, tmp_path / "content"))


def faults_of(folder):
    with pytest.raises(ContentError) as error:
        load_content(folder)
    return [f"{fault.path.relative_to(folder)}:{fault.line}: {fault.problem}" for fault in error.value.faults]


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def line_of(folder, name, text):
    return (folder / name).read_text()[: (folder / name).read_text().index(text)].count("\n") + 1


def test_shipped_content_has_no_fault():
    assert load_content(CONTENT_DIR).cards


def test_all_faults_of_all_files_are_listed_at_once(folder):
    edit(folder, "cards/en/ect.md", "status: drafted", "status: approved")
    edit(folder, "lines/US.yml", "checked_on: ", "checked_onn: ")
    (folder / "cards/en/tms.md").write_text("no front matter")
    found = faults_of(folder)
    for name in ("cards/en/ect.md", "lines/US.yml", "cards/en/tms.md"):
        assert any(fault.startswith(name) for fault in found)


def test_fault_in_front_matter_names_its_line(folder):
    edit(folder, "cards/en/ect.md", "status: drafted", "status: approved")
    line = line_of(folder, "cards/en/ect.md", "status: approved")
    assert any(fault.startswith(f"cards/en/ect.md:{line}: status") for fault in faults_of(folder))


def test_fault_in_a_section_names_its_line(folder):
    edit(folder, "cards/en/ect.md", "facet: side_effects", "facet: sideeffects")
    line = line_of(folder, "cards/en/ect.md", "facet: sideeffects")
    assert any(fault.startswith(f"cards/en/ect.md:{line}: facet") for fault in faults_of(folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("cards/en/ect.md", "sources: [", "sources: [nobody-1900, ", "not in sources.yml"),
        ("cards/en/ect.md", "{#memory}", "", "ends with its id"),
        ("cards/en/ect.md", "### More", "### Extra", "only"),
        ("cards/en/ect.md", "### Ask your clinician", "Some *bold* text.\n\n### Ask your clinician", "plain text"),
        ("cards/en/ect.md", "reviewed_by:", "reviewed_by: Dr. Nobody", "reviewed"),
        ("cards/en/ect.md", "title: ", "title: a\ntitle: ", "stands twice"),
        ("sources.yml", "year: ", "year: 20", "year"),
        ("lines/US.yml", "name: United States", "name: [", "not YAML"),
        ("crisis/en/messages.yml", "step: worse", "step: later", "step"),
        ("crisis/en/phrases.yml", "level: emergency", "level: urgent", "level"),
        ("responses/en.yml", "greet:", "Greet Me:", "greet"),
        ("medicines/sertraline.yml", "unit: mg", "unit: pint", "unit"),
        ("medicines/sertraline.yml", "names: [", "names: [prozac, ", "also a name of fluoxetine"),
        ("medicines/sertraline.yml", "sources: [", "sources: [nobody-1900, ", "no source"),
        ("treatments/ssri.yml", "medicines: [", "medicines: [nobody, ", "no medicine"),
        ("care/fair_trial.yml", "strict_weeks: 6", "strict_weeks: 2", "strict_weeks"),
        ("care/trial_words.yml", "{good}", "{goodd}", "unknown fragment"),
    ],
)
def test_each_kind_of_fault_is_found(folder, name, old, new, problem):
    edit(folder, name, old, new)
    found = faults_of(folder)
    assert any(fault.startswith(name) and problem.lower() in fault.lower() for fault in found), found


def test_missing_file_is_a_fault(folder):
    (folder / "crisis/en/messages.yml").unlink()
    assert any(fault.startswith("crisis/en/messages.yml:1") for fault in faults_of(folder))


def test_file_that_is_not_utf8_is_a_fault(folder):
    (folder / "cards/en/ect.md").write_bytes(b"\xff\xfe")
    assert any("not UTF-8" in fault for fault in faults_of(folder))


def test_level_without_words_is_a_fault(folder):
    text = (folder / "crisis/en/messages.yml").read_text().replace("step: worse", "step: again")
    (folder / "crisis/en/messages.yml").write_text(text)
    assert any("has no message for step `worse`" in fault for fault in faults_of(folder))
