"""The hazard log names only tests that exist, and every hazard names some."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs/safety/hazard-log.md").read_text()
HAZARDS = re.split(r"^## (?=H\d)", LOG, flags=re.MULTILINE)[1:]
NAMED = re.compile(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`")


def test_every_hazard_has_cause_controls_tests_and_what_remains() -> None:
    assert len(HAZARDS) >= 9
    for hazard in HAZARDS:
        for part in ("* Cause:", "* Controls:", "* Tests:", "* Remains:"):
            assert part in hazard, (hazard.splitlines()[0], part)
        assert NAMED.search(hazard), hazard.splitlines()[0]


def test_every_test_that_is_named_exists() -> None:
    for path, name in NAMED.findall(LOG):
        assert (ROOT / path).is_file(), path
        assert not name or re.search(rf"^\s*(?:async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE), name
