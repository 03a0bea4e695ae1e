"""How well danger is noticed, on sentences whose author saw none of the rules. Writes counts, never a sentence.

python benchmarks/safety.py [file.jsonl] [--misses]
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from waymark.content import load_content
from waymark.safety import Assessor, Turn

ROOT = Path(__file__).parents[1]
UTTERANCES = ROOT / "tests/safety/utterances.jsonl"


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion."""
    if not total:
        return 0.0, 1.0
    z = 1.96
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)


def rate(name: str, hits: int, total: int) -> str:
    """Return one line of the report."""
    low, high = wilson(hits, total)
    return f"{name:<34} {hits:>4} of {total:<4} {hits / max(total, 1):.3f}  ({low:.3f} to {high:.3f})"


def main() -> None:
    """Assess every sentence and print the counts."""
    files = [Path(name) for name in sys.argv[1:] if not name.startswith("-")] or [UTTERANCES]
    rows = [json.loads(line) for file in files for line in file.read_text().splitlines() if line.strip()]
    assessor = Assessor.from_content(load_content(ROOT / "content"))
    answered: Counter[str] = Counter()
    total: Counter[str] = Counter()
    exact = takeovers = check_ins = 0
    milliseconds = []
    for row in rows:
        context = [Turn(turn["from"], turn["text"], turn.get("asks")) for turn in row.get("context", ())]
        started = time.perf_counter()
        found = assessor.assess(row["text"], context)
        milliseconds.append((time.perf_counter() - started) * 1000)
        level = row["level"]
        total[level] += 1
        answered[level] += found.response != "none"
        exact += found.level in {level, *row.get("ok", ())}
        takeovers += level == "none" and found.response == "takeover"
        check_ins += level == "none" and found.response == "check_in"
        wrong = (found.response == "none") if level != "none" else (found.response != "none")
        if wrong and "--misses" in sys.argv:
            print(level, found.level, found.response, ",".join(found.evidence), row["text"], sep=" | ")
    risk = [level for level in total if level != "none"]
    print(rate("answered, all levels", sum(answered[level] for level in risk), sum(total[level] for level in risk)))
    for level in risk:
        print(rate(f"answered, {level}", answered[level], total[level]))
    print(rate("takeover on none", takeovers, total["none"]))
    print(rate("check_in on none", check_ins, total["none"]))
    print(rate("exact level", exact, len(rows)))
    slowest = statistics.quantiles(milliseconds, n=100)[98]
    print(f"one message: median {statistics.median(milliseconds):.2f} ms, p99 {slowest:.2f} ms")


if __name__ == "__main__":
    main()
