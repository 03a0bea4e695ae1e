"""Who may import whom, by contract; and what must not be loaded, by looking at a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

from waymark.settings import ROOT

HEAVY = {"rasa", "rasa_sdk", "spacy", "tensorflow", "torch"}
NO_DATABASE = HEAVY | {"sqlalchemy", "alembic", "psycopg"}
LISTENS_FIRST = {"dbos", "apprise", "alembic"}


def loaded_by(module: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after importing `module`."""
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_the_import_contracts_hold() -> None:
    """In a process of its own: with TensorFlow loaded by another test, the linter kills this one."""
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("waymark.gateway.app", HEAVY | LISTENS_FIRST),
        ("waymark.handoff", HEAVY | LISTENS_FIRST | {"standardwebhooks", "httpx"}),
        ("waymark.safety", NO_DATABASE),
        ("waymark.cli", NO_DATABASE),
        ("waymark.supervise", NO_DATABASE),
        ("waymark.train", NO_DATABASE),
        ("actions", HEAVY - {"rasa_sdk"}),
    ],
)
def test_a_module_loads_nothing_heavy(module: str, unwanted: set[str]) -> None:
    assert not loaded_by(module) & unwanted
