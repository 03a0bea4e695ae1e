import pytest

from waymark.answers.compare import Comparisons
from waymark.content.treatment_schema import Treatment


def treatment(topic: str, *synonyms: str) -> Treatment:
    facts = {name: {"text": "x", "sources": ("one-2020",)} for name in ("what", "how_given", "how_fast")}
    return Treatment(
        name=topic.title(),
        called=topic,
        topic=topic,
        card=f"{topic}.what",
        kind="procedure",
        synonyms=synonyms,
        facts=facts,
        evidence=("rct",),
        decides=("a ride home is hard to find",),
    )


@pytest.fixture(scope="module")
def comparisons():
    return Comparisons.of(
        {
            "ect": treatment("ect", "ect", "electroconvulsive therapy"),
            "ketamine": treatment("ketamine", "ketamine"),
            "lithium": treatment("augmentation", "lithium"),
            "t3": treatment("augmentation", "t3", "liothyronine"),
        }
    )


@pytest.mark.parametrize(
    ("text", "thread", "pair"),
    [
        ("ECT or ketamine?", None, ("ect", "ketamine")),
        ("ketamine vs electroconvulsive therapy", None, ("ketamine", "ect")),
        ("which works faster, ketamine or ect", None, ("ketamine", "ect")),
        ("difference between lithium and t3", None, ("lithium", "t3")),
        ("how is that compared to ect", "ketamine", ("ketamine", "ect")),
        ("is it better than ketamine", "ect", ("ect", "ketamine")),
        ("or ketamine?", "ect", ("ect", "ketamine")),
        ("ect and ketamine", None, None),
        ("what is ect", "ketamine", None),
        ("is ect better than ect", None, None),
        ("compared to ect", None, None),
        ("compared to ect", "augmentation", None),  # two treatments share that topic: which one is meant is not known
        ("is it better than sertraline", "ect", None),
    ],
)
def test_which_two_are_to_be_compared(comparisons, text, thread, pair):
    assert comparisons.pair_in(text, thread) == pair
