import numpy as np
import pytest

from waymark.answers.entities import EntityReader
from waymark.answers.learn import examples, learn_index
from waymark.answers.rank import CardIndex
from waymark.answers.thread import in_thread, rank_in_thread


@pytest.fixture(scope="module")
def index(topics, encoder):
    reader = EntityReader.from_topics(topics)
    named = lambda text: frozenset(entity.id for entity in reader.read(text))  # noqa: E731
    return learn_index(examples(topics), list(topics), encoder, named)


def near(index, encoder, text):
    return index.near(encoder.encode([text])[0])


def test_an_ask_finds_its_card(index, encoder, topics):
    for topic in topics.values():
        for card in topic.cards:
            for ask in card.head.asks:
                ranking = index.rank(near(index, encoder, ask), {topic.id})
                assert (ranking.verdict, ranking.ids[0]) == ("answer", card.id)


def test_something_else_gets_nothing(index, encoder):
    assert index.rank(near(index, encoder, "football results yesterday")).verdict == "none"


def test_a_named_topic_leaves_only_its_cards(index, encoder):
    ranking = index.rank(near(index, encoder, "price cost money"), {"tms"})
    assert ranking.ids[0] == "tms.cost"
    assert all(card.startswith("tms.") for card in ranking.ids)


def test_a_named_topic_that_does_not_fit_leaves_all_cards(index, encoder):
    ranking = index.rank(near(index, encoder, "hello forget after ect"), {"sleep"})
    assert ranking.ids[0] == "ect.memory"


def test_two_near_cards_are_offered(index, encoder):
    ranking = index.rank(near(index, encoder, "hello price"))
    assert ranking.verdict == "suggest"
    assert {"ect.cost", "tms.cost"} <= set(ranking.ids)


def test_a_thread_decides_where_no_topic_is_named(index, encoder):
    for thread in ("ect", "tms"):
        ranking = rank_in_thread(
            index, near(index, encoder, "cost money"), near(index, encoder, in_thread("cost money", thread)), thread
        )
        assert ranking.ids[0] == f"{thread}.cost"
        assert ranking.in_thread


def test_a_thread_does_not_catch_what_leaves_it(index, encoder):
    text = "football results yesterday"
    ranking = rank_in_thread(index, near(index, encoder, text), near(index, encoder, in_thread(text, "ect")), "ect")
    assert ranking.verdict != "answer"
    assert not ranking.in_thread


def test_what_is_the_answer_to_a_bare_name(index):
    assert index.what("tms").ids == ("tms.what",)


def test_survives_saving(index, encoder, tmp_path):
    index.save(tmp_path)
    loaded = CardIndex.load(tmp_path)
    question = near(index, encoder, "so price for tms")
    assert loaded.rank(question, {"tms"}) == index.rank(question, {"tms"})
    assert not list(tmp_path.rglob("*.pkl"))


def test_a_removed_card_is_never_named(index, encoder):
    kept = [label for label in index.model.labels if label != "tms.cost"]
    smaller = index.only(kept)
    for text in ("price for tms", "what is ect", "why does sleep matter"):
        assert "tms.cost" not in smaller.rank(near(smaller, encoder, text)).ids
    assert smaller.rank(near(smaller, encoder, "hello price for ect"), {"ect"}).ids[0] == "ect.cost"


def test_any_vector_has_a_ranking(index):
    for value in (np.zeros(256, np.float32), np.ones(256, np.float32) / 16, -np.ones(256, np.float32) / 16):
        assert index.rank(index.near(value)).verdict in ("answer", "suggest", "none")
