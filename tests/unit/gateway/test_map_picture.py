"""The picture of the map holds everything once, in order, and nothing lies on anything else."""

from itertools import combinations

import pytest

from waymark.gateway.map_picture import COLUMN, FONT, LINE, Bough, Leaf, draw

LONG = "Causes and biology of depression that does not lift in spite of everything that was tried"
BOUGHS = tuple(
    Bough(
        f"group_{number}",
        f"Group {number}",
        tuple(Leaf(f"topic_{number}_{leaf}", LONG if leaf == 1 else f"Topic {leaf}") for leaf in range(count)),
    )
    for number, count in enumerate((4, 4, 8, 4, 7, 7, 3))
)
COLUMNS = pytest.mark.parametrize("columns", [1, 2, 3])


def picture(columns):
    return draw("The root", BOUGHS, columns)


def boxes(drawn):
    return [drawn.root, *drawn.groups, *drawn.topics]


@COLUMNS
def test_every_group_and_topic_is_drawn_once_in_its_order(columns):
    drawn = picture(columns)
    assert [box.id for box in drawn.groups] == [bough.id for bough in BOUGHS]
    assert [box.id for box in drawn.topics] == [leaf.id for bough in BOUGHS for leaf in bough.leaves]


@COLUMNS
def test_no_box_lies_on_another_or_outside(columns):
    drawn = picture(columns)
    for one, other in combinations(boxes(drawn), 2):
        assert (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
    for box in boxes(drawn):
        assert 0 <= box.x <= box.x + box.width <= drawn.width
        assert 0 <= box.y <= box.y + box.height <= drawn.height


@COLUMNS
def test_titles_are_whole_and_stand_inside_their_boxes(columns):
    for box in boxes(picture(columns)):
        assert " ".join(row.text for row in box.rows) == box.title
        for row in box.rows:
            assert box.x < row.x
            assert box.y + FONT <= row.y <= box.y + box.height - (LINE - FONT)


@COLUMNS
def test_every_topic_has_a_twig_from_a_trunk_that_begins_at_the_root(columns):
    drawn = picture(columns)
    trunks = [twig for twig in drawn.twigs if twig.x1 == twig.x2]
    twigs = [twig for twig in drawn.twigs if twig.y1 == twig.y2]
    assert len(trunks) == columns
    assert all(trunk.y1 == drawn.root.height for trunk in trunks)
    assert [(twig.x2, twig.y2) for twig in twigs] == [(box.x, box.y + box.height / 2) for box in drawn.topics]
    for twig in twigs:
        assert any(trunk.x1 == twig.x1 and trunk.y1 <= twig.y1 <= trunk.y2 for trunk in trunks)


def test_one_column_fits_a_phone():
    assert picture(1).width == COLUMN <= 324


def test_columns_are_filled_evenly():
    assert picture(3).height < picture(1).height / 2


def test_things_to_press_are_large():
    assert min(box.height for box in picture(1).topics) >= 44


def test_few_groups_fill_few_columns():
    assert draw("The root", BOUGHS[:1], 3).width == COLUMN
