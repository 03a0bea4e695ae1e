"""Holds the talks of talks.yml with a whole running Waymark and writes them down in docs/care/transcripts.md.

    python -m benchmarks.transcripts [--only checkin]

Starts its own, on free ports and in a temporary folder. A line that begins with "press: " presses the button of that
title, the newest first; every other line is typed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from drills.conftest import House, running_house  # noqa: E402

TALKS = Path(__file__).with_name("talks.yml")
REPORT = ROOT / "docs/care/transcripts.md"
PRESS = "press: "
HEAD = """# Talks with each tool

Written by `make transcripts` from the running assistant: what the person writes stands in
`benchmarks/transcripts/talks.yml`, what Waymark says is what it said, whole. Buttons stand in brackets. Nobody in these
talks is real.
"""


def main() -> None:
    """Hold every talk, or one of them, and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="hold one talk and print it")
    only = parser.parse_args().only
    talks = {talk["name"]: talk for talk in yaml.safe_load(TALKS.read_text("utf-8"))}
    with tempfile.TemporaryDirectory() as folder, running_house(Path(folder)) as house:
        house.wait_until_ready(seconds=900)
        if only:
            print("\n".join(written(house, talks[only])))
            return
        parts = [HEAD.strip()]
        for talk in talks.values():
            print(talk["title"], flush=True)
            parts.append("\n".join(written(house, talk)))
    REPORT.write_text("\n\n".join(parts) + "\n", "utf-8")
    print(f"wrote {REPORT.relative_to(ROOT)}")


def written(house: House, talk: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a talk as Markdown."""
    headers, offered = house.open(), dict[str, str]()
    yield f"## {talk['title']}"
    for line in talk["says"]:
        is_press = line.startswith(PRESS)
        title = line.removeprefix(PRESS)
        if is_press and title not in offered:
            raise SystemExit(f"{TALKS}: {talk['name']}: no button {title!r}; there are {sorted(offered)}")
        answer = house.say(headers, **({"button": offered[title]} if is_press else {"text": line}))
        yield from ("", f"**Person:** {f'[{title}]' if is_press else title}")
        for message in answer["messages"]:
            yield from _quoted(message)
            offered |= {button["title"]: button["value"] for button in message["buttons"]}


def _quoted(message: Mapping[str, Any]) -> Sequence[str]:
    lines = ["**Waymark:**", *message["text"].strip().splitlines()]
    if message["buttons"]:
        lines += ["", " ".join(f"[{button['title']}]" for button in message["buttons"])]
    return ["", *(f"> {line}".rstrip() for line in lines)]


if __name__ == "__main__":
    main()
