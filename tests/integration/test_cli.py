"""The commands, as processes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def waymark(tmp_path):
    def run(*arguments, given=None, **environ):
        return subprocess.run(
            [sys.executable, "-m", "waymark.cli", *arguments],
            input=given,
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "WAYMARK_STATE_DIR": str(tmp_path / "state"), **environ},
            timeout=120,
            check=False,
        )

    return run


def assess(waymark, *lines):
    given = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    result = waymark("assess", given=given)
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()]


def test_assess_answers_every_line_in_order_and_nothing_else(waymark):
    status, answers = assess(
        waymark,
        {"id": "a", "text": "I want to kill myself"},
        {"id": 2, "text": "does esketamine lower suicide risk?", "country": "GB", "locale": "en-GB"},
        {
            "id": "c",
            "text": "no",
            "context": [{"from": "assistant", "text": "Are you safe?", "asks": "safe_now"}],
        },
    )
    assert status == 0
    assert [answer["id"] for answer in answers] == ["a", 2, "c"]
    assert [answer["level"] for answer in answers] == ["active_ideation", "none", "plan_or_intent"]
    assert [answer["response"] for answer in answers] == ["takeover", "none", "takeover"]
    for answer in answers:
        assert set(answer) == {"id", "level", "response", "score", "evidence"}
        assert 0 <= answer["score"] <= 1
    assert answers[2]["evidence"] == ["answer.safe_now.no"]


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        (b"not json", None),
        (b"[1]", None),
        (b'{"id": "a"}', "a"),
        (b'{"text": "a"}', None),
        (b'{"id": "a", "text": 5}', "a"),
        (b'{"id": {"x": 1}, "text": "a"}', None),
        (b'{"id": "a", "text": "b", "context": "c"}', "a"),
        (b'{"id": "a", "text": "b", "context": [{"from": "nobody"}]}', "a"),
        (b'{"id": "a", "text": "b", "surprise": 1}', "a"),
        (b"\xff\xfe", None),
    ],
)
def test_assess_names_a_bad_line_goes_on_and_exits_with_1(waymark, line, identity):
    status, answers = assess(waymark, line, {"id": "next", "text": "hello"})
    assert status == 1
    assert answers[0]["id"] == identity
    assert answers[0]["error"]
    assert answers[1]["level"] == "none"


def test_assess_repeats_no_text(waymark):
    result = waymark(
        "assess", given=b'{"id": "a", "text": "I want to kill myself canary"}\n{"id": "b", "text": ["canary"]}'
    )
    assert b"canary" not in result.stdout + result.stderr


def test_content_check_counts_what_it_read(waymark):
    result = waymark("content", "check")
    assert result.returncode == 0
    assert b"no faults" in result.stdout


def test_broken_content_stops_the_gateway_with_every_fault(waymark, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(ROOT / "content", root / "content")
    (root / "content/cards/en/ect.md").write_text("nothing")
    (root / "content/lines/US.yml").write_text("name: [")
    result = waymark("gateway", WAYMARK_ROOT=str(root))
    assert result.returncode == 1
    assert b"cards/en/ect.md:1" in result.stderr
    assert b"lines/US.yml:" in result.stderr
    assert b"Traceback" not in result.stderr


def test_broken_settings_stop_the_gateway_with_every_fault(waymark):
    result = waymark("gateway", WAYMARK_PORT="x", WAYMARK_HOSTT="y")
    assert result.returncode == 1
    assert b"WAYMARK_PORT" in result.stderr
    assert b"WAYMARK_HOSTT" in result.stderr
    assert b"Traceback" not in result.stderr


def test_production_does_not_start_without_keys(waymark):
    result = waymark("gateway", WAYMARK_ENVIRONMENT="production")
    assert result.returncode == 1
    assert b"WAYMARK_ENCRYPTION_KEYS" in result.stderr


def test_printed_keys_are_good_for_production(waymark):
    printed = waymark("keys").stdout.decode()
    environ = {name: value.strip("'") for name, _, value in (line.partition("=") for line in printed.splitlines())}
    assert waymark("db", "upgrade", WAYMARK_ENVIRONMENT="production", **environ).returncode == 0


def test_ask_without_a_server_says_how_to_start_one(waymark):
    result = waymark("ask", "hello", WAYMARK_URL="http://127.0.0.1:9")
    assert result.returncode == 1
    assert b"make run" in result.stderr


def test_doctor_names_what_is_missing_and_how_to_mend_it(waymark):
    result = waymark("doctor", WAYMARK_URL="http://127.0.0.1:9")
    assert result.returncode == 1
    assert b"waymark db upgrade" in result.stdout
    waymark("db", "upgrade")
    lines = waymark("doctor", WAYMARK_URL="http://127.0.0.1:9").stdout.decode().splitlines()
    assert any(line.startswith("ok") and "database" in line for line in lines)


def test_doctor_survives_broken_settings(waymark):
    result = waymark("doctor", WAYMARK_PORT="x")
    assert result.returncode == 1
    assert b"MEND settings" in result.stdout
