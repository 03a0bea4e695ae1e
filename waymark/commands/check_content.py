"""`waymark content check`: tries every example of every phrase and cue, and looks for unsafe words."""

from __future__ import annotations

from waymark.care.trials.words import TrialWordReader
from waymark.content import load_content
from waymark.content.map_file import read_map
from waymark.content.safe_messaging import SafeMessaging
from waymark.errors import ContentError
from waymark.safety.cues import CueReader
from waymark.safety.phrases import PhraseBook
from waymark.settings import PROTOCOL, Settings


def check_content(settings: Settings) -> int:
    """Print what was read.

    Raises:
        ContentError: with every fault found.
    """
    content = load_content(settings.content_dir)
    read_map(settings.content_dir / "map.yml", content.topics)
    phrases = PhraseBook.from_content(content)
    cues = CueReader.from_content(content)
    trials = TrialWordReader.from_content(content)
    unsafe = SafeMessaging.read(settings.content_dir).faults_in(content, PROTOCOL)
    wrong = [*phrases.wrong_examples(), *cues.wrong_examples(), *trials.wrong_examples(), *unsafe]
    if wrong:
        raise ContentError(wrong)
    drafted = sum(topic.head.status == "drafted" for topic in content.topics.values())
    wordings = ", ".join(f"{sum(1 for _ in book.wordings)} ({language})" for language, book in content.crisis.items())
    counts = (
        f"{len(content.topics)} topics ({drafted} not yet reviewed by a clinician), {len(content.cards)} cards",
        f"{sum(len(card.asks) for card in content.cards.values())} questions, {len(content.treatments)} treatments",
        f"{len(content.sources)} sources, {len(content.countries)} countries, {len(content.phrases.phrases)} phrases",
        f"{len(content.medicines)} medicines, {len(trials.rules)} rules about trials",
        f"{len(cues.rules)} cues, crisis wordings {wordings}",
    )
    print(f"{', '.join(counts)}: no faults")  # noqa: T201
    return 0
