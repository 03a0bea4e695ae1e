"""`waymark content check`: reads all content as at start, and tries every example of every phrase."""

from __future__ import annotations

from waymark.content import load_content
from waymark.errors import ContentError
from waymark.safety.phrases import PhraseBook
from waymark.settings import Settings


def check_content(settings: Settings) -> int:
    """Print what was read.

    Raises:
        ContentError: with every fault found.
    """
    content = load_content(settings.content_dir)
    wrong = PhraseBook.from_content(content).wrong_examples()
    if wrong:
        raise ContentError(wrong)
    drafted = sum(topic.head.status == "drafted" for topic in content.topics.values())
    counts = (
        f"{len(content.topics)} topics ({drafted} not yet reviewed by a clinician), {len(content.cards)} cards",
        f"{len(content.sources)} sources, {len(content.countries)} countries, {len(content.phrases.phrases)} phrases",
    )
    print(f"{', '.join(counts)}: no faults")  # noqa: T201
    return 0
