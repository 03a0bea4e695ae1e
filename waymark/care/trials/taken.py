"""Tells a treatment that a person took from one that was only planned, refused, asked about, or another person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from waymark.care.trials.names import ANY_THERAPY, Named, TreatmentNames
from waymark.care.trials.segments import Course, sentence_around
from waymark.care.trials.trial import Trial
from waymark.care.trials.words import TrialWordReader

_REFUSED: Final = re.compile(r"\b(?:no thank(?:s| you) to|no|without|instead of|not|allergic to) $")
_CORRECTED: Final = re.compile(
    r"^(?: or something| i think)?,? (?:or was it|no,? (?:it was|wait|not that)|i mean|sorry,)\b"
)
_OWN: Final = re.compile(r"\b(?:i|ive|im|me|my)\b")
_NEVER: Final = re.compile(
    r"\b(?:never|havent|have not|hadnt|didnt|did not) (?:\w+ )?(?:took|take|taken|tried|try|had|have|been on|"
    r"got|did|done)"
    r" (?:\w+ ){0,2}$"
)
_OWN_COURSE: Final = re.compile(
    r"\b(?:i|ive|im)\b (?:(?!not\b|never\b|havent\b|to\b|about\b)\w+ ){0,2}?(?:had|took|taken|on|tried|been|"
    r"stayed|felt)\b"
    r"|\b(?:gave|put|prescribed|started|moved|switched) me\b|\bfor me\b|\bhelp(?:ed|s|ing) me\b|\bmy (?:mood|"
    r"depression)\b"
)
_QUESTION: Final = re.compile(
    r"^\W*(?:(?:so|and|but|ok|hi|hello|please|also|then|well)\b[ ,]*)*"
    r"(?:(?:is|are|can|could|should|would|will)\b(?! (?:helping|working|doing|going|not|be)\b)|what if\b|"
    r"if (?:the|my|this)\b|"
    r"(?:do|does|did|has|have|how|what|whats|which|when|why|who|may|might)\b.*\?\s*$)"
)
_HEARSAY: Final = "not_taken.somebody.hearsay"  # may be of one's own course: "mum says citalopram, which I took, ..."
_NEVER_AFTER: Final = "not_taken.never.after"
_SURE: Final = frozenset({"somebody", "waiting", "never"})  # doubts that no length or effect takes away
_LIST_WORDS: Final = 3  # for each name; more make a sentence


@dataclass(frozen=True)
class TakenReader:
    """Reads whether a treatment was taken; safe to share."""

    names: TreatmentNames
    words: TrialWordReader

    def is_taken(self, course: Course, trial: Trial, text: str) -> bool:
        """Return whether the person took it: a mention may be of a plan, but a length or an effect is of a trial."""
        if all(_CORRECTED.match(text[stretch.named.end :]) for stretch in course.stretches):
            return False  # "Saphris, no, it was Seroquel"
        doubts = [self._doubt(stretch.named, text) for stretch in course.stretches]
        if None in doubts:
            if trial.name == ANY_THERAPY:
                return trial.weeks is not None or trial.effect is not None
            return trial.tells_anything or any(
                stretch.is_joined or self._says_taken(stretch.named, text) for stretch in course.stretches
            )
        if not _SURE.isdisjoint(doubts):
            return False
        if trial.weeks is not None or (trial.dose_mg is not None and trial.effect is not None):
            return True
        return set(doubts) == {"asked"} and trial.effect is not None

    def of_oneself(self, course: Course, text: str) -> Course:
        """Return the course without what is told of another person's, where the person took it too."""
        own = tuple(one for one in course.stretches if self._doubt(one.named, text) != "somebody")
        return Course(own[0].named, own) if own else course

    def is_denied(self, named: Named, text: str) -> bool:
        """Return whether a text says plainly that the person never took what it names."""
        start, _ = sentence_around(text, named.start, named.end)
        return bool(_NEVER.search(text[start : named.start]))

    def _says_taken(self, named: Named, text: str) -> bool:
        """Return whether a sentence with nothing but a name says that it was taken, or is no sentence but a list."""
        start, end = sentence_around(text, named.start, named.end)
        is_list = len(re.findall(r"[a-z]{2,}", text[start:end])) <= _LIST_WORDS * len(self.names.read(text[start:end]))
        return is_list or bool(self.words.hits(text[start : named.start], "taken"))

    def _doubt(self, named: Named, text: str) -> str | None:
        """Return why a mention may be of no trial of the person's own, by what the rules call it, or `planned`."""
        start, end = sentence_around(text, named.start, named.end)
        before = text[start : named.start]
        hits = {hit.means: hit for hit in self.words.hits(before, "not_taken")}
        is_proxy = bool(self.words.hits(text, "proxy"))  # "I am writing for my husband. He took ..."
        sentence = text[start:end]
        is_own = bool(_OWN_COURSE.search(sentence))
        somebody = hits.get("somebody")
        is_mine = is_proxy or (is_own and somebody is not None and somebody.rule == _HEARSAY)
        if somebody and not is_mine and not _OWN.search(before, somebody.end):
            return "somebody"
        if "waiting" in hits:
            return "waiting"
        is_never = "never" in hits or any(
            hit.rule == _NEVER_AFTER for hit in self.words.hits(text[named.end : end], "not_taken")
        )
        if (is_never or _QUESTION.search(sentence)) and not is_own:
            return "never"
        if text[named.end : end].rstrip().endswith("?") or _REFUSED.search(before):
            return "planned"
        after = self.words.hits(text[named.end : end], "not_taken")
        if any(hit.means in ("refused", "somebody") for hit in after):
            return "refused"
        took = self.words.hits(before, "taken")
        if "planned" in hits and not (took and took[-1].start >= hits["planned"].end):
            return "planned"
        return "asked" if "asked" in hits and not took else None
