"""The documentation tells the truth about settings, paths and commands."""

import re
from pathlib import Path

import pytest

from waymark.cli import _parser
from waymark.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_setting_has_its_row_with_its_description():
    text = (ROOT / "docs/settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"| `WAYMARK_{name.upper()}` |" in text, f"docs/settings.md lacks a row for {name}"
        assert str(field.description) in text, f"docs/settings.md describes {name} in other words"


def test_every_setting_of_the_table_exists():
    named = set(re.findall(r"^\| `WAYMARK_([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert {name.lower() for name in named} == set(Settings.model_fields)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_and_links_that_are_named_exist(document):
    text = document.read_text()
    links = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    assert not [target for target in links if not (document.parent / target).exists()]
    paths = re.findall(r"`((?:content|data|actions|waymark|docs|tests|models|training|web)/[^`\s]*)`", text)
    for path in paths:
        fixed = re.split(r"[<…*]", path)[0]
        assert (ROOT / fixed).exists() or (ROOT / fixed).parent.exists(), f"{document.name} names {path}"


def test_commands_that_are_named_exist():
    parser = _parser()
    commands = set(next(action for action in parser._actions if action.choices).choices)
    for document in DOCUMENTS:
        for command in re.findall(r"waymark ([a-z]+)", document.read_text()):
            if re.search(rf"(?:`|uv run |bin/)waymark {command}\b", document.read_text()):
                assert command in commands, f"{document.name} names `waymark {command}`"


def test_make_targets_that_are_named_exist():
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", document.read_text(), re.MULTILINE):
            assert target in targets, f"{document.name} names `make {target}`"
