import io
import subprocess
import sys

import pytest

from waymark.commands import responder
from waymark.errors import SettingsError, StoreError
from waymark.gateway.console.credentials import is_password
from waymark.keys import load_keys
from waymark.settings import ROOT, Settings
from waymark.store import Store

from .conftest import PASSWORD


@pytest.fixture
def settings(make_settings):
    return make_settings()


def _hash_of(settings, name):
    store = Store.open(settings.store_url, load_keys(settings).encryption)
    try:
        found = store.responders.get(name)
        return found.password_hash if found else None
    finally:
        store.close()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_piped_password_is_taken_from_the_first_line(settings, capsys):
    assert responder.add_responder(settings, "Ana", io.StringIO(f"{PASSWORD}\nmore\n")) == 0
    assert "ana may sign in" in capsys.readouterr().out
    assert is_password(_hash_of(settings, "ana"), PASSWORD)
    assert _hash_of(settings, "ana").startswith("$argon2id$")


def test_command_line_reads_standard_input(settings):
    environment = {"WAYMARK_STATE_DIR": str(settings.state_dir), "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-m", "waymark.cli", "responder", "add", "ana"],
        input=f"{PASSWORD}\n", cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert PASSWORD not in run.stdout + run.stderr
    assert is_password(_hash_of(settings, "ana"), PASSWORD)


def test_terminal_asks_twice(settings, monkeypatch):
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert responder.add_responder(settings, "ana", Terminal()) == 0
    with pytest.raises(SettingsError, match="differ"):
        responder.add_responder(settings, "bea", Terminal())
    assert _hash_of(settings, "bea") is None


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 257])
def test_password_that_is_too_short_or_long_is_refused(settings, password):
    with pytest.raises(SettingsError, match="12 to 256"):
        responder.add_responder(settings, "ana", io.StringIO(password))
    assert _hash_of(settings, "ana") is None


@pytest.mark.parametrize("name", ["", " ", "a b", "ana:x", "responder/ana", "x" * 41, "an\u200ba"])
def test_name_of_another_form_is_refused(settings, name):
    with pytest.raises(SettingsError, match="name"):
        responder.add_responder(settings, name, io.StringIO(PASSWORD))


def test_database_without_its_tables_is_said(tmp_path):
    with pytest.raises(StoreError, match="db upgrade"):
        responder.add_responder(Settings(state_dir=tmp_path), "ana", io.StringIO(PASSWORD))
