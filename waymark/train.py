"""Trains the dialogue model, and knows whether that is needed.

The fingerprint covers what the brain learns from: a reworded answer changes nothing that is learnt, so it retrains
nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from waymark.content import load_content
from waymark.errors import TrainingError
from waymark.processes import MODEL_PATTERN, RASA_ENVIRONMENT
from waymark.settings import Settings

KEPT_MODELS = 2
_SHOWN_LINES = 15
_PACKAGE = Path(__file__).resolve().parent
_FINGERPRINT_FILE = "fingerprint"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_DEPRECATION = re.compile(r"^\S+\.py:\d+: \w*(?:Deprecation|MovedIn20)Warning: .*\n(?:  .*\n)?", re.MULTILINE)
_PROGRESS_BAR = re.compile(r"\d+%\||\d+/\d+ \[|\bit/s\b|^\s*Epochs:")


def needs_training(settings: Settings) -> bool:
    """Return whether the last model is missing, or was trained from something else than what lies here now.

    Raises:
        ContentError: `content/` has faults.
    """
    fingerprint = _fingerprint(settings)
    recorded = settings.dialogue_dir / _FINGERPRINT_FILE
    if not recorded.exists() or recorded.read_text().strip() != fingerprint:
        return True
    return not _model_path(settings, fingerprint).exists()


def train(settings: Settings, *, say: Callable[[str], None]) -> Path:
    """Train a model from what lies here now, keep it and the one before, and return its path.

    Raises:
        ContentError: `content/` has faults.
        TrainingError: Rasa could not train; with the log's path and its last lines.
    """
    fingerprint = _fingerprint(settings)  # taken first: what is edited while Rasa runs must train again
    model = _model_path(settings, fingerprint)
    log = settings.log_dir / "train.log"
    say("training   started, about a minute…")
    started = monotonic()
    settings.log_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = [
        *(sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml", "--data", "data"),
        *("--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz")),
        "--force",  # Rasa's own cache does not notice changed component code
    ]
    with log.open("wb") as output:
        status = subprocess.run(  # noqa: S603 - the command is ours
            command,
            cwd=settings.root,
            env={**os.environ, **RASA_ENVIRONMENT, "RASA_MAX_CACHE_SIZE": "0"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    if status != 0 or not model.exists():
        last_lines = "\n".join(f"  {line}" for line in _telling_lines(log))
        raise TrainingError(
            f"training failed with status {status}; all of its output is in {log}, which ends:\n{last_lines}"
        )
    _record(model.parent / _FINGERPRINT_FILE, fingerprint)
    _drop_old_models(model)
    say(f"training   done in {monotonic() - started:.0f} s")
    return model


def _model_path(settings: Settings, fingerprint: str) -> Path:
    return settings.dialogue_dir.resolve() / MODEL_PATTERN.replace("*", fingerprint[:12])


def _fingerprint(settings: Settings) -> str:
    digest = hashlib.sha256()
    for name, value in _learnt_from(settings):
        digest.update(f"{name}\0{len(value)}\0".encode() + value)
    return digest.hexdigest()


def _learnt_from(settings: Settings) -> Iterator[tuple[str, bytes]]:
    yield "rasa", version("rasa").encode()
    root = settings.root
    files = [root / "config.yml", root / "domain.yml", settings.encoder_dir / "provenance.json"]
    files += sorted((root / "data").rglob("*.yml"))
    for path in files:
        if path.exists():
            yield path.relative_to(root).as_posix(), path.read_bytes()
    for package in ("brain", "answers"):
        for path in sorted((_PACKAGE / package).rglob("*.py")):
            yield path.relative_to(_PACKAGE).as_posix(), path.read_bytes()
    for topic in load_content(settings.content_dir).topics.values():
        cards = [[card.id, card.title, card.head.facet, card.asks] for card in topic.cards]
        yield topic.id, json.dumps([topic.head.title, topic.head.synonyms, cards]).encode()


def _telling_lines(log: Path) -> list[str]:
    """Return the last lines of a log that are neither progress bars nor deprecations of libraries."""
    text = _DEPRECATION.sub("", _COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace")))
    lines = re.split(r"[\r\n]+", text)
    return [line.rstrip() for line in lines if line.strip() and not _PROGRESS_BAR.search(line)][-_SHOWN_LINES:]


def _record(path: Path, fingerprint: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(fingerprint + "\n")
    draft.replace(path)


def _drop_old_models(newest: Path) -> None:
    models = sorted(newest.parent.glob(MODEL_PATTERN), key=lambda path: path.stat().st_mtime, reverse=True)
    models.remove(newest)
    for old in models[KEPT_MODELS - 1 :]:
        old.unlink()
