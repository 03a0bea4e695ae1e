"""Made-up material of a made-up person, and the real content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import pytest

from waymark.care.papers.material import Material, material_of
from waymark.content import load_content
from waymark.settings import ROOT

NOW = datetime(2027, 3, 6, 12, tzinfo=timezone.utc)
GOAL = "Sleeping through the night. Being able to read again."


@dataclass(frozen=True)
class Kept:
    kind: str
    key: str
    values: dict[str, Any] | None = field(default_factory=dict)
    created_at: datetime | None = NOW


def on(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 12, tzinfo=timezone.utc)


def form(name: str, *answers: int | None, function: int | None = None) -> dict[str, Any]:
    return {"instrument": name, "answers": answers, "function": function}


SCORES = [
    (form("phq9", 3, 3, 2, 3, 2, 3, 2, 1, 1, function=2), on(1, 8)),
    (form("gad7", 2, 2, 2, 1, 1, 2, 1), on(1, 8)),
    (form("phq9", 2, 2, 2, 2, 2, 2, 2, 0, 1), on(2, 5)),
    (form("phq9", 2, None, 1, 2, 1, 2, 1, 0, 0), on(2, 19)),
    (form("phq9", 2, 1, 1, 2, 1, 1, 1, 0, 0, function=1), on(3, 5)),
]
SERTRALINE = {
    "kind": "medicine", "name": "sertraline", "dose_mg": 150, "weeks": 10, "effect": "none", "adherence": "most_days",
    "stopped_for": "no_effect", "began": {"year": 2019, "month": 3},
}  # fmt: skip
VENLAFAXINE = {
    "kind": "medicine", "name": "venlafaxine", "dose_mg": 37.5, "weeks": 3, "effect": "little",
    "stopped_for": "side_effects", "side_effects": ["sweating", "nausea"], "began": "2021-05", "later_field": 1,
}  # fmt: skip
RECORDS = [
    Kept("trial", "1", SERTRALINE),
    Kept("trial", "2", VENLAFAXINE),
    Kept("trial", "3", {"kind": "medicine", "name": "bupropion", "dose_mg": 300, "is_ongoing": True}),
    Kept("trial", "4", {"kind": "procedure", "name": "tms", "sessions": 30, "effect": "half"}),
    Kept("trial", "5", {"kind": "therapy", "name": "own", "called": "horse riding", "weeks": 120}),
    Kept("change", "1", {"what": "lithium added", "on": "2027-01-25"}),
    Kept("checkin", "1", {"areas": {"sleep": 3, "energy": 2}, "at": "2027-01-08T10:00:00+00:00"}),
    Kept(
        "checkin",
        "2",
        {"areas": {"sleep": 5}, "side_effects": [{"text": "shaky hands", "bother": 3}], "at": "2027-03-05T10:00:00Z"},
    ),
    Kept("summary", "latest", {"answers": {"goals": GOAL, "notes": "Allergic to penicillin."}, "parts": ["goals"]}),
    Kept("plan", "safety_plan", {"entries": {}}),
    Kept("exercise", "1", {"whatever": 1}),
]
QUESTIONS = ["Which trials counted?", "Whom do I call at night?"]


@pytest.fixture(scope="session")
def content():
    return load_content(ROOT / "content")


@pytest.fixture(scope="session")
def material() -> Material:
    return material_of(SCORES, RECORDS, QUESTIONS)
