"""When the dialogue model is trained again, and what happens when training fails."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import waymark.train
from waymark.content.topic_file import read_topic
from waymark.errors import TrainingError
from waymark.settings import Settings
from waymark.train import needs_training, train

CARD = """---
title: Light therapy
summary: A bright lamp in the morning.
synonyms: [light therapy, lamp]
status: drafted
reviewed_by:
reviewed_on:
review_due: 2027-05-20
---

## What is light therapy? {#what}

```yaml
facet: what
evidence: [review]
sources: [somebody-2020]
asks:
  - what is light therapy
  - does a lamp help
  - bright light for depression
  - lamp in the morning
  - sitting in front of a lamp
  - light box
```

A lamp that is much brighter than a room.

### Ask your clinician

- Would a lamp help me?
"""


def load_cards_only(folder: Path) -> SimpleNamespace:
    return SimpleNamespace(topics={path.stem: read_topic(path) for path in folder.glob("cards/en/*.md")})


class FakeRasa:
    """Stands in for `rasa train`: writes to the log and, unless told to fail, a model."""

    def __init__(self) -> None:
        self.output = b"Training NLU model.\n"
        self.status = 0
        self.writes_model = True

    def run(self, command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        options["stdout"].write(self.output)
        if self.writes_model:
            folder = Path(command[command.index("--out") + 1])
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{command[command.index('--fixed-model-name') + 1]}.tar.gz").write_bytes(b"model")
        return subprocess.CompletedProcess(command, self.status)


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> FakeRasa:
    fake = FakeRasa()
    monkeypatch.setattr("subprocess.run", fake.run)
    return fake


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    package = tmp_path / "waymark"
    for name in ("brain/nlg.py", "answers/rank.py", "gateway/app.py"):
        (package / name).parent.mkdir(parents=True)
        (package / name).write_text("x = 1\n")
    monkeypatch.setattr(waymark.train, "_PACKAGE", package)
    monkeypatch.setattr(waymark.train, "load_content", load_cards_only)
    (tmp_path / "content" / "cards" / "en").mkdir(parents=True)
    (tmp_path / "content" / "cards" / "en" / "light.md").write_text(CARD)
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "talk.yml").write_text("nlu: []\n")
    (tmp_path / "models" / "encoder").mkdir(parents=True)
    (tmp_path / "models" / "encoder" / "provenance.json").write_text("{}\n")
    for name in ("config.yml", "domain.yml"):
        (tmp_path / name).write_text("language: en\n")
    return Settings(root=tmp_path, state_dir=tmp_path / ".waymark")


def run_training(settings: Settings) -> Path:
    return train(settings, say=lambda _: None)


def edit(path: Path, old: str = "", new: str = "\n") -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new)


def a_card_file(settings: Settings) -> Path:
    return settings.content_dir / "cards" / "en" / "light.md"


def test_a_fresh_checkout_needs_training(settings: Settings) -> None:
    assert needs_training(settings)


def test_after_training_none_is_needed(settings: Settings, rasa: FakeRasa) -> None:
    model = run_training(settings)
    assert model.parent == settings.dialogue_dir
    assert not needs_training(settings)


def test_a_lost_model_needs_training(settings: Settings, rasa: FakeRasa) -> None:
    run_training(settings).unlink()
    assert needs_training(settings)


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/talk.yml",
        "models/encoder/provenance.json",
        "waymark/brain/nlg.py",
        "waymark/answers/rank.py",
    ],
)
def test_what_the_brain_learns_from_needs_training(settings: Settings, rasa: FakeRasa, name: str) -> None:
    run_training(settings)
    edit(settings.root / name, new="# changed\n")
    assert needs_training(settings)


def test_a_new_data_file_needs_training(settings: Settings, rasa: FakeRasa) -> None:
    run_training(settings)
    (settings.root / "data" / "rules").mkdir()
    (settings.root / "data" / "rules" / "talk.yml").write_text("rules: []\n")
    assert needs_training(settings)


def test_a_changed_question_synonym_or_title_needs_training(settings: Settings, rasa: FakeRasa) -> None:
    path = a_card_file(settings)
    original = path.read_text()
    run_training(settings)
    for old in ("asks:\n  - ", "synonyms: [", "\n## ", "title: "):
        edit(path, old, f"{old}quoll, ")
        assert needs_training(settings), old
        path.write_text(original)
    assert not needs_training(settings)


def test_other_wording_and_other_code_need_no_training(settings: Settings, rasa: FakeRasa) -> None:
    run_training(settings)
    path = a_card_file(settings)
    edit(path, "### Ask your clinician\n\n- ", "### Ask your clinician\n\n- Could you tell me: ")
    edit(path, "summary: ", "summary: In short, ")
    edit(path, "```\n\n", "```\n\nOne more sentence. ")
    edit(settings.root / "waymark" / "gateway" / "app.py", new="y = 2\n")
    assert not needs_training(settings)


def test_the_two_newest_models_are_kept(settings: Settings, rasa: FakeRasa) -> None:
    models = []
    for turn in range(4):
        edit(settings.root / "config.yml", new=f"# {turn}\n")
        models.append(run_training(settings))
        os.utime(models[-1], (1_000_000 + turn, 1_000_000 + turn))
    assert [path.exists() for path in models] == [False, False, True, True]


def test_training_back_to_an_older_state_keeps_its_model(settings: Settings, rasa: FakeRasa) -> None:
    first = run_training(settings)
    os.utime(first, (1_000_000, 1_000_000))
    (settings.dialogue_dir / "fingerprint").write_text("another\n")
    assert run_training(settings) == first
    assert first.exists()


def test_one_line_of_progress_and_the_duration_are_said(settings: Settings, rasa: FakeRasa) -> None:
    said: list[str] = []
    train(settings, say=said.append)
    assert len(said) == 2
    assert said[1].startswith("training   done in ")


def test_a_failure_names_the_log_and_shows_its_telling_lines(settings: Settings, rasa: FakeRasa) -> None:
    bars = b"".join(b"\rEpochs:  %d%%|###  | %d/100 [00:01<00:02, 40.1it/s]" % (n, n) for n in range(100))
    warning = b"\n/lib/keras/vis.py:285: DeprecationWarning: invalid escape\n  .replace()\n"
    rasa.output = (
        b"Training NLU model.\n" + bars + warning + b"\x1b[91mInvalidConfigException: no such component\x1b[0m\n"
    )
    rasa.status, rasa.writes_model = 1, False
    with pytest.raises(TrainingError) as failure:
        run_training(settings)
    text = str(failure.value)
    assert str(settings.log_dir / "train.log") in text
    assert text.endswith("  Training NLU model.\n  InvalidConfigException: no such component")
    assert needs_training(settings)


def test_success_without_a_model_is_a_failure(settings: Settings, rasa: FakeRasa) -> None:
    rasa.writes_model = False
    with pytest.raises(TrainingError):
        run_training(settings)


def test_an_edit_while_training_needs_training_again(
    settings: Settings, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_and_edit(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        edit(settings.root / "domain.yml", new="# edited meanwhile\n")
        return rasa.run(command, **options)

    monkeypatch.setattr("subprocess.run", run_and_edit)
    run_training(settings)
    assert needs_training(settings)
