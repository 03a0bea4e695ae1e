"""Who is compared: Waymark, its rules alone, a keyword list of the usual kind, and a linear model over vectors."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.eval_safety.sets import ROOT, Sentence, voices
from waymark.content import load_content
from waymark.encoder import Encoder
from waymark.safety import Assessor
from waymark.safety.detector import Detector

_KEYWORDS = re.compile(
    r"suicid|kill (?:my|him|her)?self|killing myself|end (?:my life|it all)|want to die|wanna die|better off dead|"
    r"self.?harm|hurt(?:ing)? myself|cut(?:ting)? myself|overdose|no reason to live|can'?t go on|goodbye forever|"
    r"suicidarme|matarme|quitarme la vida|quiero morir|no quiero vivir"
)
_ONE_IN = 6  # sentences that the linear model is taught and set with; more make it no better, and take minutes
_HARMLESS_FLAGGED = 0.10  # share of harmless validation sentences at which the linear model is judged


@dataclass(frozen=True)
class Verdict:
    """What a judge says of one sentence; `seconds` is what that took."""

    level: str
    response: str
    score: float
    seconds: float


Judge = Callable[[Sequence[Sentence]], list[Verdict]]


def judges() -> dict[str, Judge]:
    """Return the judges by name, Waymark first."""
    content = load_content(ROOT / "content")
    encoder = Encoder.load(ROOT / "models/encoder")
    return {
        "Waymark": _assessing(Assessor.from_content(content, Detector(encoder))),
        "rules alone": _assessing(Assessor.from_content(content)),
        "keyword list": _by_keywords,
        "linear model over the ranking encoder": _linear(encoder),
    }


def _assessing(assessor: Assessor) -> Judge:
    def judge(sentences: Sequence[Sentence]) -> list[Verdict]:
        verdicts = []
        for sentence in sentences:
            started = time.perf_counter()
            found = assessor.assess(sentence.text, sentence.context)
            verdicts.append(Verdict(found.level, found.response, found.score, time.perf_counter() - started))
        return verdicts

    return judge


def _by_keywords(sentences: Sequence[Sentence]) -> list[Verdict]:
    hits = [bool(_KEYWORDS.search(sentence.text.lower())) for sentence in sentences]
    return [Verdict("active_ideation" if hit else "none", "takeover" if hit else "none", hit, 0.0) for hit in hits]


def _linear(encoder: Encoder) -> Judge:
    taught, validation = voices("train")[::_ONE_IN], voices("validation")[::_ONE_IN]
    model = LogisticRegression(max_iter=3000, C=10.0)
    model.fit(encoder.encode([sentence.text for sentence in taught]), [sentence.levels[0] for sentence in taught])
    none = list(model.classes_).index("none")

    def chances(sentences: Sequence[Sentence]) -> np.ndarray:
        return model.predict_proba(encoder.encode([sentence.text for sentence in sentences]))

    harmless = 1 - chances([sentence for sentence in validation if not sentence.is_risky])[:, none]
    threshold = float(np.quantile(harmless, 1 - _HARMLESS_FLAGGED))

    def judge(sentences: Sequence[Sentence]) -> list[Verdict]:
        rows = chances(sentences)
        names = [str(model.classes_[row.argmax()]) for row in rows]
        risks = 1 - rows[:, none]
        return [
            Verdict(name, "check_in" if risk > threshold else "none", float(risk), 0.0)
            for name, risk in zip(names, risks, strict=True)
        ]

    return judge
