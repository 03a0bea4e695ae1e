"""How often the right card is given, and how often a card is given where none should be.

`python benchmarks/ranking.py` prints the table. One in eight of the further asks and of the intents' examples is held
back; then the questions of tests/nlu/ are put to everything. The thresholds in waymark/answers/thresholds.py were
chosen with it.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from waymark.answers.choose import ASK_CARD, Choice, choose
from waymark.answers.compare import Comparisons
from waymark.answers.entities import EntityReader
from waymark.answers.find import CardFinder
from waymark.answers.focus import focus, is_readable
from waymark.answers.intents import learn_intents
from waymark.answers.learn import Example, examples, learn_index
from waymark.answers.linear import LinearModel
from waymark.answers.remembering import Remembering
from waymark.brain import resources
from waymark.content import load_content
from waymark.content.asks_file import read_topic_and_asks
from waymark.content.schema import Topic

ROOT = Path(__file__).resolve().parent.parent
HELD_BACK = 8  # one in so many


@dataclass(frozen=True)
class Reader:
    """The two models of the pipeline, put together as in the components of waymark.brain."""

    finder: CardFinder
    intents: LinearModel

    def read(self, text: str, thread: str | None = None) -> Choice:
        """Return what the pipeline would choose."""
        (vector,) = self.finder.encoder.encode([focus(text)])
        likelihoods = self.intents.probabilities(vector)
        best = int(likelihoods.argmax())
        intent = self.intents.labels[best]
        found = self.finder.find(text, vector, thread=thread, wants_more=intent == "ask_more")
        return choose(
            intent,
            float(likelihoods[best]),
            found,
            is_readable=is_readable(text),
            is_wish=intent in resources.toolbox().by_intent,
            is_question=not resources.toolbox().shows(intent) and resources.responder().languages.asks_something(text),
        )


def read_topics() -> dict[str, Topic]:
    folder = ROOT / "content"
    return {path.stem: read_topic_and_asks(path, folder) for path in sorted(folder.glob("cards/en/*.md"))}


def intent_examples() -> list[tuple[str, str]]:
    return [
        (line.removeprefix("- ").strip(), entry["intent"])
        for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for entry in yaml.safe_load(path.read_text())["nlu"]
        for line in entry["examples"].splitlines()
    ]


def build(
    topics: Mapping[str, Topic], encoder: Remembering, taught: Sequence[Example], said: Sequence[tuple[str, str]]
) -> Reader:
    entities = EntityReader.from_topics(topics)
    index = learn_index(taught, list(topics), encoder, lambda text: frozenset(e.id for e in entities.read(text)))
    follow_ups = [text for topic in topics.values() for card in topic.cards for text in card.follow_ups]
    asked = [example.text for example in taught if example.is_ask and not example.is_follow_up]
    pairs = [*said, *((text, ASK_CARD) for text in (*asked, *follow_ups))]
    vectors = encoder.encode([text for text, _ in pairs])
    intents = learn_intents(vectors, [intent for _, intent in pairs])
    comparisons = Comparisons.of(load_content(ROOT / "content").treatments)
    return Reader(CardFinder(topics, encoder, entities, index, comparisons), intents)


@lru_cache(maxsize=1)
def materials() -> tuple[dict[str, Topic], Remembering]:
    return read_topics(), resources.teaching_encoder()


def is_held_back(text: str) -> bool:
    """Return whether a text is kept from teaching; training/asks.py keeps the same ones from the encoder."""
    return zlib.crc32(text.encode()) % HELD_BACK == 0


def left_out(one_in: int = 1) -> Iterator[tuple[str, str, Choice]]:
    """Yield asks and intent examples held back, with their card or intent, and what a reader says without them."""
    topics, encoder = materials()
    first = {ask for topic in topics.values() for card in topic.cards for ask in (*card.head.asks, card.title)}
    taught, asked = [], []
    for example in examples(topics):
        is_left_out = (
            example.is_ask and not example.is_follow_up and example.text not in first and is_held_back(example.text)
        )
        (asked if is_left_out else taught).append(example)
    said = intent_examples()
    reader = build(topics, encoder, taught, [pair for pair in said if not is_held_back(pair[0])])
    for example in asked[::one_in]:
        yield example.text, example.card, reader.read(example.text)
    for text, intent in [pair for pair in said if is_held_back(pair[0]) and pair[1] != "crisis"][::one_in]:
        yield text, intent, reader.read(text)


def whole() -> Reader:
    topics, encoder = materials()
    return build(topics, encoder, examples(topics), intent_examples())


def outcome(truth: str, choice: Choice) -> str:
    """Return in one word what became of a question that a card answers."""
    if choice.intent != ASK_CARD:
        return f"taken for {choice.intent}"
    right = truth == choice.ranking.ids[0] if choice.ranking.verdict == "answer" else truth in choice.ranking.ids
    return f"{choice.ranking.verdict} {'right' if right else 'wrong'}"


def out_of_scope(reader: Reader) -> Iterator[tuple[str, str, Choice]]:
    """Yield kind and text of each question that no card may answer, and what the reader says."""
    for kind, texts in yaml.safe_load((ROOT / "tests/nlu/out_of_scope.yml").read_text()).items():
        for text in texts:
            yield kind, text, reader.read(text)


def follow_ups(reader: Reader) -> Iterator[tuple[str, list[str], Choice]]:
    """Yield each question within a thread, the cards that it may mean, and what the reader says."""
    for topic, questions in yaml.safe_load((ROOT / "tests/nlu/follow_ups.yml").read_text()).items():
        for text, cards in questions.items():
            yield text, cards, reader.read(text, topic)


def is_answer(choice: Choice) -> bool:
    return choice.intent == ASK_CARD and choice.ranking.verdict == "answer"


def main() -> int:
    results = list(left_out())
    cards = [(text, truth, choice) for text, truth, choice in results if "." in truth]
    counts = Counter(outcome(truth, choice) for _, truth, choice in cards)
    print(f"{len(cards)} asks held back:")
    for name, count in counts.most_common():
        print(f"  {count / len(cards):6.1%}  {name}")
    given = counts["answer right"] + counts["answer wrong"]
    same_topic = sum(
        truth.split(".")[0] == choice.ranking.ids[0].split(".")[0] for _, truth, choice in cards if is_answer(choice)
    )
    print(f"of {given} answers {counts['answer right'] / given:.1%} are the card, {same_topic / given:.1%} its topic")
    intents = [(text, truth, choice) for text, truth, choice in results if "." not in truth]
    right = sum(choice.intent == truth for _, truth, choice in intents)
    answered = [(text, truth, choice) for text, truth, choice in intents if is_answer(choice)]
    print(f"{len(intents)} intent examples held back: {right / len(intents):.1%} right, {len(answered)} got a card")
    if "-v" in sys.argv:
        for text, truth, choice in intents:
            if choice.intent != truth:
                print(f"    {truth} -> {choice.intent} {choice.confidence:.2f} {choice.ranking.ids[:1]}: {text}")
    reader = whole()
    outside = list(out_of_scope(reader))
    wrong = [(kind, text, choice) for kind, text, choice in outside if is_answer(choice)]
    offered = [text for _, text, choice in outside if choice.intent == ASK_CARD and choice.ranking.verdict == "suggest"]
    print(f"{len(outside)} questions from elsewhere: {len(wrong)} got a card, {len(offered)} a suggestion")
    for kind, text, choice in wrong:
        print(f"    {kind}: {text} -> {choice.ranking.ids[0]} {choice.confidence:.2f}")
    for text in offered:
        print(f"    offered: {text}")
    if "-v" in sys.argv:
        for kind, text, choice in outside:
            print(f"    {kind}: {text} -> {choice.intent} {choice.confidence:.2f}")
    faults = [(text, wanted, choice) for text, wanted, choice in follow_ups(reader) if not fits(wanted, choice)]
    print(f"follow-ups: {len(faults)} wrong")
    for text, wanted, choice in faults:
        print(f"    {text}: wanted {wanted}, got {choice.intent} {choice.ranking.verdict} {choice.ranking.ids[:1]}")
    return 0


def fits(wanted: list[str], choice: Choice) -> bool:
    if not wanted:
        return not is_answer(choice) or not choice.ranking.in_thread
    given = choice.ranking.ids[:1] if is_answer(choice) else choice.ranking.ids
    return choice.intent == ASK_CARD and not set(wanted).isdisjoint(given)


if __name__ == "__main__":
    sys.exit(main())
