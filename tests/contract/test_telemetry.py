"""Rasa tells nobody that it runs: its telemetry is off wherever we start it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import waymark.train
from waymark.errors import TrainingError
from waymark.processes import build_specs
from waymark.settings import ROOT, Settings

VARIABLE = "RASA_TELEMETRY_ENABLED"


def test_it_is_off_in_every_process(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    settings.dialogue_dir.mkdir(parents=True)
    (settings.dialogue_dir / "dialogue-x.tar.gz").touch()
    assert {spec.name: spec.env.get(VARIABLE) for spec in build_specs(settings)} == {
        "gateway": "false",
        "brain": "false",
        "actions": "false",
    }


def test_it_is_off_in_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def run(command: Sequence[str], **options: Any) -> SimpleNamespace:
        seen.append(options["env"].get(VARIABLE))
        return SimpleNamespace(returncode=1)

    monkeypatch.setenv(VARIABLE, "true")
    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr(waymark.train, "load_content", lambda _: SimpleNamespace(topics={}))
    with pytest.raises(TrainingError):
        waymark.train.train(Settings(root=tmp_path, state_dir=tmp_path), say=lambda _: None)
    assert seen == ["false"]


def test_it_is_off_in_everything_that_make_starts() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", VARIABLE))}
    probe = f"include Makefile\n.DEFAULT_GOAL := probe\nprobe:\n\t@printenv {VARIABLE}\n"
    for given in ({}, {VARIABLE: "true"}):
        run = subprocess.run(
            ["make", "-s", "-f", "-"],
            input=probe,
            cwd=ROOT,
            env={**environment, **given},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == "false"


@pytest.mark.parametrize("name", ["config.yml", "endpoints.yml", "credentials.yml"])
def test_no_project_file_mentions_it(name: str) -> None:
    text = (ROOT / name).read_text().lower()
    assert not [word for word in ("telemetry", "segment", "sentry") if word in text]


def test_it_is_off_in_a_bare_python_of_the_environment() -> None:
    environ = {name: value for name, value in os.environ.items() if name != VARIABLE}
    code = f"import os; print(os.environ.get('{VARIABLE}'))"
    found = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "false"
