"""What people might type: data/safety/voices, split by voice, and the plain questions that Waymark answers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from asks import is_held_back, read_asks, read_intents

ROOT = Path(__file__).resolve().parent.parent
VOICES = ROOT / "data" / "safety" / "voices"
ASKED_IN_DANGER = frozenset({  # topics and cards whose questions may be danger
    "urgent", "drug_safety", "helping_someone", "connection.ask_for_help", "ect.who_for",
    "esketamine.suicide_prevention", "food.not_eating", "levels_of_care.hospital", "measuring.item9",
    "pseudo_resistance.bipolar", "sleep.warning", "stopping.already_stopped", "vns.side_effects",
})  # fmt: skip
SAID_IN_DANGER = ("crisis", "express_low_mood", "report_side_effect")  # and intents
LEVELS = (  # in the order of the network's outputs; waymark/safety/detector.py reads them in the same order
    "none",
    "emergency",
    "plan_or_intent",
    "active_ideation",
    "passive_ideation",
    "self_harm",
    "third_party",
    "medical_urgent",
)
BETWEEN = " [SEP] "  # stands between what was said before and the message, as in waymark/safety/detector.py
CONTEXT_TURNS = 2
CONTEXT_CHARACTERS = 300


@dataclass(frozen=True)
class Message:
    """One message of one voice, with what was said before it."""

    text: str
    level: int
    voice: str
    before: str = ""

    @property
    def seen(self) -> str:
        """The text as the network gets it."""
        return f"{self.before}{BETWEEN}{self.text}" if self.before else self.text


@dataclass(frozen=True)
class Voice:
    """One imagined person; all of one person's messages are in one split."""

    name: str
    author: str
    split: str
    language: str
    messages: tuple[Message, ...]


def read_voices() -> list[Voice]:
    """Return all voices, by name."""
    return [_read(path) for path in sorted(VOICES.glob("*.jsonl"))]


def plain_questions() -> list[Voice]:
    """Return what people ask of cards and say in small talk, as two voices without danger; one is held back."""
    asked = [ask.text for ask in read_asks() if ASKED_IN_DANGER.isdisjoint((ask.owner, ask.owner.split(".")[0]))]
    said = [ask.text for ask in read_intents() if ask.owner.removeprefix("intent ") not in SAID_IN_DANGER]
    texts = dict.fromkeys(asked + said)
    parts: dict[str, list[str]] = {"train": [], "validation": []}
    for text in texts:
        parts["validation" if is_held_back(text) else "train"].append(text)
    return [
        Voice(f"plain_{split}", "content", split, "en", tuple(Message(text, 0, f"plain_{split}") for text in part))
        for split, part in parts.items()
    ]


def messages_of(voices: Iterable[Voice]) -> list[Message]:
    """Return all messages of some voices."""
    return [message for voice in voices for message in voice.messages]


def _read(path: Path) -> Voice:
    head, *rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    messages = tuple(
        Message(row["text"], LEVELS.index(row["level"]), head["voice"], _before(row.get("context", ()))) for row in rows
    )
    return Voice(head["voice"], head["author"], head["split"], head["language"], messages)


def _before(context: list[dict[str, str]]) -> str:
    return " ".join(turn["text"] for turn in context[-CONTEXT_TURNS:])[-CONTEXT_CHARACTERS:]
