import json
import logging

from waymark.log import keep_allowed_keys

CANARY = "I told nobody but you about the canary"


def test_unknown_keys_are_dropped_and_named():
    kept = keep_allowed_keys(None, "info", {"event": "safety.phrase.matched", "text": CANARY, "phrase": "en.plan.001"})
    assert kept == {"event": "safety.phrase.matched", "phrase": "en.plan.001", "dropped": ["text"]}


def test_exception_is_logged_as_type_and_places_only():
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        kept = keep_allowed_keys(None, "error", {"event": "x", "exc_info": error})
    assert kept["error"] == "ValueError"
    assert CANARY not in json.dumps(kept)


def test_library_records_are_logged_without_their_message(safe_logs):
    captured = safe_logs()
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        logging.getLogger("some.library").exception("could not handle %s", CANARY)
    written = captured.readouterr().err
    assert "some.library" in written
    assert "RuntimeError" in written
    assert CANARY not in written
