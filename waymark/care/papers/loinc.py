"""The LOINC codes of questionnaires, as clinics' computers know them.

Source: LOINC (loinc.org), panels 44249-1 (PHQ-9) and 69737-5 (GAD-7), answer lists LL358-3 and LL2037-5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

SYSTEM: Final = "http://loinc.org"
_FREQUENCY: Final = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
_DIFFICULTY: Final = ("LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3")


@dataclass(frozen=True)
class Codes:
    """The codes of one questionnaire: itself, its items, its total, its answers; `function` where there is one."""

    panel: str
    items: tuple[str, ...]
    total: str
    answers: tuple[str, ...]
    function: str | None = None
    function_answers: tuple[str, ...] = ()


CODES: Final[Mapping[str, Codes]] = MappingProxyType(
    {
        "phq9": Codes(
            panel="44249-1",
            items=(
                "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8",
            ),
            total="44261-6",
            answers=_FREQUENCY,
            function="69722-7",
            function_answers=_DIFFICULTY,
        ),
        "gad7": Codes(
            panel="69737-5",
            items=("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
            total="70274-6",
            answers=_FREQUENCY,
        ),
    }
)  # fmt: skip
