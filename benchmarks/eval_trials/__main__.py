"""How well treatment trials are read: judges the sealed half of tests/trials and writes docs/care/trials.md.

python -m benchmarks.eval_trials [--development]

With --development it judges the sentences for development instead, writes nothing and prints what went wrong.
"""

from __future__ import annotations

import sys

from benchmarks.eval_trials.judge import judge
from benchmarks.eval_trials.report import faults, write_report
from benchmarks.eval_trials.sets import ROOT, development, sealed
from waymark.care.trials.trial_reader import TrialReader
from waymark.content import load_content

TARGET = ROOT / "docs/care/trials.md"


def main() -> None:
    """Judge, write and print."""
    reader = TrialReader.from_content(load_content(ROOT / "content"))
    to_improve = [outcome for sentence in development() for outcome in judge(sentence, reader)[0]]
    if "--development" in sys.argv[1:]:
        print(faults(to_improve))
        return
    judged = [judge(sentence, reader) for sentence in sealed()]
    outcomes = [outcome for found, _ in judged for outcome in found]
    report = write_report(outcomes, to_improve, [seconds for _, seconds in judged])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(report)
    print(report)


if __name__ == "__main__":
    main()
