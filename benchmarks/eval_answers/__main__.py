"""How well questions are answered: judges the sealed questions and writes docs/answers/report.md with its picture.

python -m benchmarks.eval_answers [--tryout]

With --tryout it judges the questions of tests/nlu/tryout instead, writes nothing and prints what went wrong.
"""

from __future__ import annotations

import sys

from benchmarks import ranking
from benchmarks.eval_answers.judge import judge
from benchmarks.eval_answers.report import draw, faults, write_report
from benchmarks.eval_answers.sets import ROOT, sealed, tryout
from waymark.content import load_content
from waymark.encoder import Encoder
from waymark.safety import Responder
from waymark.safety.detector import Detector

TARGET = ROOT / "docs/answers"


def main() -> None:
    """Judge, write and print."""
    is_tryout = "--tryout" in sys.argv[1:]
    questions = tryout() if is_tryout else sealed()
    content = load_content(ROOT / "content")
    print(f"learning the cards, then judging {len(questions)} questions", file=sys.stderr, flush=True)
    responder = Responder.from_content(content, Detector(Encoder.load(ROOT / "models/encoder")))
    pairs = list(zip(questions, judge(questions, ranking.whole(), content, responder), strict=True))
    if is_tryout:
        print(faults(pairs))
        return
    TARGET.mkdir(parents=True, exist_ok=True)
    report = write_report(pairs)
    draw(pairs, TARGET / "outcomes.png")
    (TARGET / "report.md").write_text(report)
    print(report)


if __name__ == "__main__":
    main()
