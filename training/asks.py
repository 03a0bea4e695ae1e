"""What people ask of cards, and what else they say: content/cards, content/asks, content/follow_ups and data/nlu."""

import re
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CARDS, FURTHER, SAID = ROOT / "content/cards/en", ROOT / "content/asks/en", ROOT / "data/nlu"
IN_THREAD = ROOT / "content/follow_ups/en"
HELD_BACK = 8  # one in so many is not taught; benchmarks/ranking.py asks the same ones
_SECTION = re.compile(
    r"^## (?P<title>.+?) \{#(?P<id>\w+)\}\n\n```yaml\n(?P<head>.*?)```\n(?P<body>.*?)(?=^## |\Z)", re.M | re.S
)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_SHORTEST = 16


@dataclass(frozen=True)
class Ask:
    """A text and the card, or the intent, that it belongs to."""

    text: str
    owner: str
    is_held_back: bool = False


def read_asks() -> list[Ask]:
    """Return what people ask of every card; some of the further asks are held back."""
    found = []
    for path in sorted(CARDS.glob("*.md")):
        further = FURTHER / f"{path.stem}.yml"
        more = yaml.safe_load(further.read_text("utf-8")) if further.exists() else {}
        for section in _SECTION.finditer(path.read_text("utf-8")):
            card = f"{path.stem}.{section['id']}"
            found += [Ask(text, card) for text in (*yaml.safe_load(section["head"])["asks"], section["title"])]
            found += [Ask(text, card, is_held_back(text)) for text in more.get(section["id"], ())]
    return found


def read_follow_ups() -> list[Ask]:
    """Return what people ask within a thread, behind the name of its topic; some are held back."""
    topics = names()
    return [
        Ask(f"{topics[path.stem]}: {text}", f"{path.stem}.{section}", is_held_back(text))
        for path in sorted(IN_THREAD.glob("*.yml"))
        for section, texts in yaml.safe_load(path.read_text("utf-8")).items()
        for text in texts
    ]


def read_answers() -> list[Ask]:
    """Return the sentences of the short answers, each behind the question that it answers."""
    return [
        Ask(f"{section['title']} {sentence}", f"{path.stem}.{section['id']}")
        for path in sorted(CARDS.glob("*.md"))
        for section in _SECTION.finditer(path.read_text("utf-8"))
        for sentence in _SENTENCE_END.split(" ".join(section["body"].split("\n###")[0].split()))
        if len(sentence) >= _SHORTEST
    ]


def read_intents() -> list[Ask]:
    """Return what people say that asks for no card, with its intent."""
    return [
        Ask(text, f"intent {entry['intent']}", is_held_back(text))
        for path in sorted(SAID.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]
        for text in (line.removeprefix("- ").strip() for line in entry["examples"].splitlines())
    ]


def texts_of(commit: str) -> set[str]:
    """Return every line of the asks, intents and cards that stood there at a commit."""
    folders = [str(folder.relative_to(ROOT)) for folder in (CARDS, FURTHER, SAID)]
    command = ["git", "grep", "-h", "", commit, "--", *folders]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {line.strip().removeprefix("- ").strip("'\"") for line in said.splitlines()}


def names() -> dict[str, str]:
    """Return for each topic the name by which a thread calls it: its first synonym."""
    heads = {path.stem: yaml.safe_load(path.read_text("utf-8").split("---\n")[1]) for path in CARDS.glob("*.md")}
    return {topic: str(head["synonyms"][0]).lower() for topic, head in heads.items()}


def is_held_back(text: str) -> bool:
    """Return whether a text is kept from teaching, so that it can be asked."""
    return zlib.crc32(text.encode()) % HELD_BACK == 0
