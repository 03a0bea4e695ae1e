import pytest

from waymark.answers.thread import Thread


@pytest.mark.parametrize("written", ["ect", "ect+ketamine"])
def test_a_thread_is_read_as_it_was_written(written):
    assert Thread.read(written).written == written


def test_no_thread_has_no_topic():
    assert Thread.read(None).topic_for("does it hurt") is None


def test_the_other_one_is_the_second_of_two():
    talk = Thread(("ect", "ketamine"))
    assert talk.topic_for("does it hurt") == "ect"
    assert talk.topic_for("and the other one?") == "ketamine"
    assert Thread(("ect", "ect")).written == "ect"
