"""Logs that cannot hold what a person wrote.

An event has a name (`area.object.event`) and values under names from a closed list. Anything else is dropped and its
name reported. An exception is logged as its type and the places in the code, never as its message.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

ALLOWED_KEYS = frozenset(
    {
        "event", "level", "timestamp", "logger", "error", "frames", "dropped",
        "address", "attempt", "card", "case_state", "channel", "count", "faults", "kind", "method", "milliseconds",
        "part", "path", "phrase", "process", "reason", "response", "revision", "risk", "seconds", "setting", "state",
        "status", "version",
    }
)  # fmt: skip


def configure_logging(level: str = "INFO") -> None:
    """Send our events, and other libraries' warnings, to standard error as safe JSON lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            keep_allowed_keys,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.raiseExceptions = False  # a handler that cannot write would print the record, words and all
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_LibraryFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def keep_allowed_keys(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Keep the closed list of keys, and turn an exception into its type and frames."""
    error = event.pop("exc_info", None)
    kept = {key: value for key, value in event.items() if key in ALLOWED_KEYS}
    dropped = sorted(set(event) - set(kept))
    if dropped:
        kept["dropped"] = dropped
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        kept["error"] = type(error).__name__
        kept["frames"] = _frames(error.__traceback__)
    return kept


class _LibraryFormatter(logging.Formatter):
    """Formats a library's record by where it came from; its message may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        kind = f" {type(error).__name__} {_frames(error.__traceback__)}" if error else ""
        return f"{record.levelname} {record.name} {record.filename}:{record.lineno}{kind}"


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-6:]]
