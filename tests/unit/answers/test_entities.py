import pytest

from waymark.answers.entities import MAX_CHARACTERS, EntityReader, is_bare


@pytest.fixture(scope="module")
def reader(topics):
    return EntityReader.from_topics(topics)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Is ECT safe?", ["ect"]),
        ("is electro convulsive therapy safe", ["ect"]),
        ("is electro-convulsive therapy safe", ["ect"]),
        ("ELECTROCONVULSIVE THERAPIES", []),
        ("electroconvulsive-therapy", ["ect"]),
        ("ect's side effects", ["ect"]),
        ("several rTMSs and ECTs", ["tms", "ect"]),
        ("tms vs ect", ["tms", "ect"]),
        ("magnetic stimulation", ["tms"]),
        ("my direct question", []),
        ("", []),
        ("half a surrogate \ud800 and ect", ["ect"]),
    ],
)
def test_names_topics(reader, text, named):
    assert [entity.id for entity in reader.read(text)] == named


def test_says_where_the_name_stands(reader):
    text = "What’s electro-convulsive therapy like?"
    (entity,) = reader.read(text)
    assert text[entity.start : entity.end] == "electro-convulsive therapy"


@pytest.mark.parametrize(("text", "bare"), [("ECT?", True), (" ect ... ", True), ("ect cost", False), ("hello", False)])
def test_knows_a_bare_name(reader, text, bare):
    assert is_bare(text, reader.read(text)) is bare


def test_a_synonym_of_two_topics_names_both(topics):
    shared = {
        name: topic.model_copy(update={"head": topic.head.model_copy(update={"synonyms": ("stimulation",)})})
        for name, topic in topics.items()
    }
    assert {entity.id for entity in EntityReader.from_topics(shared).read("stimulation")} == set(topics)


def test_reads_no_further_than_its_bound(reader):
    assert reader.read("x " * MAX_CHARACTERS + "ect") == ()
