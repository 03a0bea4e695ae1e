"""The map holds every topic once, and every fault in it names its line."""

from pathlib import Path

import pytest

from waymark.content import load_content
from waymark.content.map_file import read_map
from waymark.errors import ContentError

CONTENT_DIR = Path(__file__).parents[3] / "content"
MAP = """\
basics:
  title: The basics
  summary: What to begin with.
  topics: [trd, causes]
care:
  title: Care
  summary: Where to go.
  topics:
    - ect
    - tms
"""
TOPICS = {"trd", "causes", "ect", "tms"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "map.yml"


def faults_of(path, text, topics=TOPICS):
    path.write_text(text)
    with pytest.raises(ContentError) as error:
        read_map(path, topics)
    return [f"{fault.line}: {fault.problem}" for fault in error.value.faults]


def test_shipped_map_holds_every_topic():
    topics = load_content(CONTENT_DIR).topics
    shown = read_map(CONTENT_DIR / "map.yml", topics)
    assert sorted(topic for group in shown.groups.values() for topic in group.topics) == sorted(topics)
    assert 5 <= len(shown.groups) <= 7


def test_groups_and_topics_keep_their_order(path):
    path.write_text(MAP)
    shown = read_map(path, TOPICS)
    assert list(shown.groups) == ["basics", "care"]
    assert shown.groups["care"].topics == ("ect", "tms")


def test_each_topic_knows_its_group(path):
    path.write_text(MAP)
    shown = read_map(path, TOPICS)
    assert shown.group_of("tms") == "care"
    with pytest.raises(KeyError):
        shown.group_of("nothing")


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("- ect", "- ext", ["1: topic `ect` stands in no group", "9: there is no topic `ext`"]),
        ("    - ect\n", "", ["1: topic `ect` stands in no group"]),
        ("- ect", "- ect\n    - trd", ["10: `trd` stands in `basics` already"]),
        ("[trd, causes]", "[trd, causes, trd]", ["4: `trd` stands in `basics` already"]),
        ("summary: Where to go.", "", ["5: care.summary: Field required"]),
        ("[trd, causes]", "[]", None),
        ("care:", "basics:", ["5: key `basics` stands twice"]),
    ],
)
def test_each_kind_of_fault_is_found_at_its_line(path, old, new, faults):
    assert old in MAP
    found = faults_of(path, MAP.replace(old, new, 1))
    assert found if faults is None else found == faults


def test_all_faults_are_listed_at_once(path):
    assert len(faults_of(path, MAP, {"trd", "causes", "vns", "dbs"})) == 4


def test_missing_map_is_a_fault(path):
    with pytest.raises(ContentError, match="cannot be read"):
        read_map(path, TOPICS)
