"""`waymark report`: what it lists, and how."""

import csv
import io
import os
import subprocess
import sys

import pytest

from waymark.commands.report import report_gaps
from waymark.errors import StoreError
from waymark.settings import ROOT, Settings
from waymark.store import Store
from waymark.store.upgrade import upgrade


@pytest.fixture
def settings(tmp_path):
    return Settings(state_dir=tmp_path / "state")


@pytest.fixture
def store(settings):
    upgrade(settings.store_url)
    store = Store.of(settings)
    yield store
    store.close()


def ask(store, *texts, language="en"):
    conversation = store.conversations.create("en", "US").id
    for place, text in enumerate(texts):
        store.gaps.add(conversation, str(place), text, language)


def report(settings, *, as_csv=False):
    target = io.StringIO()
    assert report_gaps(settings, target, as_csv=as_csv) == 0
    return target.getvalue()


def test_empty_list_says_so(settings, store):
    assert report(settings) == "No question waits for the editors.\n"
    assert report(settings, as_csv=True) == "date,language,text\n"


def test_list_begins_with_the_count_and_the_newest(settings, store):
    ask(store, "what about yoga?", "what about\nmusic?")
    ask(store, "¿y el yoga?", language="es")
    day = f"{store.gaps.newest(1)[0].created_at:%Y-%m-%d}"
    assert report(settings).splitlines() == [
        "3 questions for the editors (2 en, 1 es)",
        f"{day}  es  ¿y el yoga?",
        f"{day}  en  what about music?",
        f"{day}  en  what about yoga?",
    ]


def test_one_question_is_one(settings, store):
    ask(store, "what about yoga?")
    assert report(settings).startswith("1 question for the editors (1 en)\n")


def test_list_of_several_batches_is_whole(settings, store, monkeypatch):
    monkeypatch.setattr("waymark.commands.report._BATCH", 2)
    ask(store, "a", "b", "c", "d", "e")
    assert [line[-1] for line in report(settings).splitlines()[1:]] == ["e", "d", "c", "b", "a"]


def test_signs_that_a_terminal_obeys_are_left_out(settings, store):
    ask(store, "red\x1b[31m \x07\u202e half \ud83d")
    assert report(settings).splitlines()[1].endswith("red [31m half")


def test_table_is_read_as_text_by_spreadsheets(settings, store):
    ask(store, '=HYPERLINK("x")', 'a, "quoted" one', " @x")
    found = list(csv.DictReader(io.StringIO(report(settings, as_csv=True))))
    assert [row["text"] for row in found] == ["'@x", 'a, "quoted" one', '\'=HYPERLINK("x")']
    assert {row["language"] for row in found} == {"en"}


def test_database_without_the_table_is_named(settings):
    (settings.state_dir).mkdir()
    with pytest.raises(StoreError):
        report(settings)


def test_command_lists_what_people_let_the_editors_see(settings, store):
    ask(store, "what about yoga?")
    for options in ([], ["--csv"]):
        result = subprocess.run(
            [sys.executable, "-m", "waymark.cli", "report", "gaps", *options],
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "WAYMARK_STATE_DIR": str(settings.state_dir)},
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert b"what about yoga?" in result.stdout
