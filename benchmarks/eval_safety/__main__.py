"""How well danger is noticed: judges the sealed sentences and writes docs/safety/report.md with its pictures.

python -m benchmarks.eval_safety [--validation] [--misses]

--validation judges the validation voices instead and prints the report only: that is what thresholds are chosen on.
--misses prints what was read wrongly, and is refused for the sealed sentences.
"""

from __future__ import annotations

import sys

from benchmarks.eval_safety.figures import draw_calibration, draw_curves
from benchmarks.eval_safety.judges import judges
from benchmarks.eval_safety.report import write_report
from benchmarks.eval_safety.sets import ROOT, sealed, voices
from benchmarks.eval_safety.spread import spread
from waymark.encoder import Encoder

TARGET = ROOT / "docs/safety"


def main() -> None:
    """Judge, write and print."""
    is_validation, shows_misses = "--validation" in sys.argv, "--misses" in sys.argv
    if shows_misses and not is_validation:
        sys.exit("sealed sentences are not looked at; add --validation")
    sentences = voices("validation") if is_validation else sealed()
    named = {}
    for name, judge in judges().items():
        print(f"judging {len(sentences)} sentences: {name}", file=sys.stderr, flush=True)
        named[name] = list(zip(sentences, judge(sentences), strict=True))
    encoder = Encoder.load(ROOT / "models/encoder")
    report = write_report(named, spread(voices("train")[::6], encoder), spread(sentences, encoder))
    print(report)
    if shows_misses:
        for sentence, verdict in named["Waymark"]:
            if (verdict.response == "none") == sentence.is_risky:
                print(
                    sentence.levels[0],
                    verdict.level,
                    verdict.response,
                    f"{verdict.score:.2f}",
                    sentence.text,
                    sep=" | ",
                )
    if not is_validation:
        TARGET.mkdir(parents=True, exist_ok=True)
        draw_curves(named, TARGET / "curves.png")
        draw_calibration(named["Waymark"], TARGET / "calibration.png")
        (TARGET / "report.md").write_text(report)


if __name__ == "__main__":
    main()
