"""Making a summary by talking: choices and answers in any words, on any channel, and nothing stored wrong."""

import re
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.papers.choosing import PartReader
from waymark.care.papers.parts import PRIVATE, USUAL, in_order
from waymark.care.papers.summary_state import SummaryState
from waymark.care.papers.summary_tool import SummaryTool
from waymark.care.questionnaires.step import Stepper
from waymark.care.tools.tool import Move, Record, Said, read_value

from .conftest import NOW

EARLIER = Record("summary", "latest", {"parts": ["goals", "scores"], "answers": {"goals": "Sleep through."}})
BUTTONS = st.from_regex(r"[a-z0-9_.=-]{1,20}", fullmatch=True) | st.sampled_from(
    [
        "again.use",
        "again.renew",
        "parts.all",
        "parts.done",
        "parts.scores",
        "parts.goals",
        "safety.yes",
        "safety.no",
        "goals.skip",
        "goals.keep",
        "changed.keep",
        "notes.skip",
        "parts.safety",
    ],
)
WORDS = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "all",
        "1, 3",
        "not the scores",
        "yes",
        "no",
        "skip",
        "back",
        "start over",
        "why",
        "keep it",
        "use it",
        "8",
        "none",
    ]
)


@pytest.fixture(scope="module")
def tool(content):
    return SummaryTool.from_content(content)


@pytest.fixture(scope="module")
def reader(content):
    return PartReader(content.summary_words)


@dataclass
class Talk:
    """Brings messages to the tool as the brain does."""

    tool: SummaryTool
    stepper: Stepper
    records: tuple[Record, ...] = ()
    moves: list[Move] = field(default_factory=list)

    def begin(self) -> Move:
        return self._note(self.tool.begin(Said("a summary", NOW, records=self.records, intent="make_summary")))

    def say(self, text: str, **more) -> Move | None:
        said = Said(text, NOW, command=self.stepper.command(text) if text else None, records=self.records)
        move = self.tool.hear(self.moves[-1].state, replace(said, **more))
        return self._note(move) if move else None

    def press(self, title: str) -> Move:
        (button,) = [one for one in self.moves[-1].draft.buttons if one.title == title]
        name, choice = read_value(button.value)
        assert name == "summary"
        return self._note(self.tool.hear(self.moves[-1].state, Said("", NOW, choice=choice, records=self.records)))

    @property
    def state(self) -> SummaryState:
        return SummaryState.model_validate_json(self.moves[-1].state)

    def _note(self, move: Move) -> Move:
        self.moves.append(move)
        return move


@pytest.fixture
def talk(tool, content):
    talk = Talk(tool, Stepper(content.instruments))
    talk.begin()
    return talk


@pytest.fixture
def again(tool, content):
    talk = Talk(tool, Stepper(content.instruments), (EARLIER,))
    talk.begin()
    return talk


def test_a_whole_talk_keeps_parts_and_answers_and_offers_every_paper(talk):
    assert talk.moves[0].draft.asks == "summary.parts"
    for text, asks in (
        ("all", "summary.safety"),
        ("no", "summary.goals"),
        ("Sleep through the night, and reading again", "summary.changed"),
        ("skip", "summary.notes"),
    ):
        assert talk.say(text).draft.asks == asks
    last = talk.say("allergic to penicillin")
    assert last.is_done
    (kept,) = last.keeps
    assert (kept.kind, kept.key) == ("summary", "latest")
    assert kept.values["answers"] == {
        "goals": "Sleep through the night, and reading again",
        "notes": "allergic to penicillin",
    }
    assert kept.values["parts"] == list(USUAL)
    choice = ".".join(USUAL)
    assert [button.value for button in last.draft.buttons] == [
        f"paper:{kind}:{choice}" for kind in ("show", "pdf", "page", "csv", "fhir")
    ]


def test_no_draft_says_that_anything_was_kept(talk):
    for text in ("all", "no", "sleep", "skip", "skip"):
        talk.say(text)
    assert not any(re.search(r"\b(saved|stored)\b|I kept", move.draft.text) for move in talk.moves)


def test_everything_is_whole_as_text(talk):
    assert "7. Other things to know" in talk.moves[0].draft.text
    assert "Yes or no" in talk.say("all").draft.text
    assert '"skip"' in talk.say("no").draft.text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("all", USUAL),
        ("Everything please!", USUAL),
        ("yes", USUAL),
        ("1, 3 and 5", ("goals", "scores", "trials")),
        ("1-3", ("goals", "changed", "scores")),
        ("2 to 4", ("changed", "scores", "checkins")),
        ("135", None),
        ("not the scores", tuple(part for part in USUAL if part != "scores")),
        ("all but 3", tuple(part for part in USUAL if part != "scores")),
        ("everything except the scores and the check-ins", ("goals", "changed", "trials", "questions", "notes")),
        ("Only my questions", ("questions",)),
        ("questions only", ("questions",)),
        ("my PHQ-9 and meds", ("scores", "trials")),
        ("don't include treatments", tuple(part for part in USUAL if part != "trials")),
        ("just the treatments i have tried, no notes", ("trials",)),
        ("everything, but not my side effects", tuple(part for part in USUAL if part != "checkins")),
        ("no scores but the treatments please", ("trials",)),
        ("nothing", ()),
        ("8", None),
        ("0", None),
        ("my mother never understood why the scores were so bad that year", None),
        ("no", None),
        ("😭", None),
        ("", None),
        ("maybe", None),
    ],
)
def test_parts_are_read_in_numbers_and_words(reader, text, parts):
    assert reader.read(text, USUAL) == parts


def test_add_puts_in_what_was_left_out(reader):
    assert reader.read("add the scores too", ("goals",)) == ("goals", "scores")
    assert reader.read("ok", ("goals",)) == ("goals",)


def test_parts_can_be_toggled_by_buttons_and_then_gone_on_with(talk):
    move = talk.press("Leave out: my scores")
    assert move.draft.asks == "summary.parts"
    assert "Left out: my scores" in move.draft.text
    talk.press("Leave out: other things to know")
    talk.press("Put in: my scores")
    assert talk.press("Go on with these").draft.asks == "summary.safety"
    assert talk.state.parts == tuple(part for part in USUAL if part != "notes")


def test_nothing_at_all_is_asked_again(talk):
    assert "Nothing is left" in talk.say("none").draft.text
    assert talk.state.step == "parts"


def test_the_private_part_goes_in_only_after_a_yes(talk):
    talk.say("all")
    assert PRIVATE not in talk.state.parts
    talk.say("yes, put it in")
    assert PRIVATE in talk.state.parts
    talk.say("back")
    talk.say("skip")
    assert PRIVATE not in talk.state.parts


def test_without_scores_the_private_part_is_neither_asked_nor_kept(talk):
    talk.say("all")
    talk.say("yes")
    for _ in range(2):
        talk.say("back")
    assert talk.say("only my questions and the goals").draft.asks == "summary.goals"
    assert PRIVATE not in talk.state.parts


@pytest.mark.parametrize("text", ["not sure", "what?", "yes and no", "maybe", "I have had thoughts lately"])
def test_private_part_is_asked_again_where_the_answer_is_no_yes_or_no(talk, text):
    talk.say("all")
    move = talk.say(text)
    assert move.draft.asks == "summary.safety"
    assert PRIVATE not in talk.state.parts


def test_one_hint_and_then_a_way_out(talk):
    assert "couldn't match" in talk.say("purple").draft.text
    move = talk.say("purple")
    assert "stop here" in move.draft.text
    assert "intent:stop" in [button.value for button in move.draft.buttons]


@pytest.mark.parametrize(
    ("text", "told"), [("🙂", "without words"), ("...", "without words"), ("x " * 700, "too long")]
)
def test_answers_without_words_or_too_long_are_not_kept(talk, text, told):
    for said in ("all", "no"):
        talk.say(said)
    assert told in talk.say(text).draft.text
    assert talk.state.answers == {}
    assert talk.state.step == "goals"


def test_question_and_small_talk_in_the_middle_go_elsewhere(talk):
    assert talk.say("what is anhedonia?", is_question=True) is None
    for text in ("all", "no"):
        talk.say(text)
    assert talk.say("what is anhedonia?", is_question=True) is None
    assert talk.say("who are you", is_aside=True) is None
    long = "I want to know why nothing helped so far and if the next step could be something that lets me sleep again?"
    assert talk.say(long, is_question=True).draft.asks == "summary.changed"
    assert talk.state.answers["goals"] == long


def test_every_question_says_why_it_is_asked(again):
    seen = set()
    for text in ("2", "all", "yes", "skip", "skip"):
        seen.add(again.state.step)
        assert len(again.say("why do you ask?").draft.text) > 60
        assert again.state.step in seen
        again.say(text)
    assert len(again.say("why").draft.text) > 60
    assert len(seen) == 5


def test_back_and_start_over(talk):
    assert "first question" in talk.say("back").draft.text
    talk.say("only goals")
    assert talk.say("go back").draft.asks == "summary.parts"
    talk.say("all")
    assert talk.say("start over").draft.asks == "summary.parts"
    assert talk.state.parts == USUAL


def test_earlier_summary_can_be_used_as_it_was(again):
    assert again.moves[0].draft.asks == "summary.again"
    move = again.press("Use it as it was")
    assert move.is_done
    assert move.keeps[0].values == {"parts": ["goals", "scores"], "answers": {"goals": "Sleep through."}}


def test_earlier_answers_can_be_kept_one_by_one(again):
    again.say("go through it again")
    again.say("all")
    assert "Sleep through." in again.say("no").draft.text
    again.say("same as before")
    assert again.state.answers == {"goals": "Sleep through."}
    again.say("back")
    assert again.press("Keep what I wrote before").draft.asks == "summary.changed"


@pytest.mark.parametrize("values", [None, {}, {"parts": 5, "answers": 7}, {"parts": ["x"], "answers": {"goals": 3}}])
def test_unreadable_earlier_summary_is_as_none(tool, values):
    move = tool.begin(Said("", NOW, records=(Record("summary", "latest", values),)))
    assert move.draft.asks == "summary.parts"
    assert tool.begin(Said("", NOW, records=None)).draft.asks == "summary.parts"


def test_late_and_double_presses_change_nothing(talk):
    first = talk.moves[0]
    talk.say("all")
    _, choice = read_value(first.draft.buttons[1].value)
    move = talk.tool.hear(talk.moves[-1].state, Said("", NOW, choice=choice))
    assert "from before" in move.draft.text
    assert SummaryState.model_validate_json(move.state) == talk.state


def test_foreign_state_is_a_value_error(tool):
    for state in ("", "{}x", '{"step": "other"}', "[]"):
        with pytest.raises(ValueError):
            tool.hear(state, Said("x", NOW))
        with pytest.raises(ValueError):
            tool.ask(state)


def test_ask_is_the_open_question(talk):
    talk.say("all")
    assert talk.tool.ask(talk.moves[-1].state).asks == "summary.safety"


@given(st.booleans(), st.lists(st.tuples(st.booleans(), WORDS, BUTTONS, st.booleans()), max_size=12))
def test_no_message_does_harm(content, was_made, messages):
    talk = Talk(SummaryTool.from_content(content), Stepper(content.instruments), (EARLIER,) if was_made else ())
    talk.begin()
    said_yes = False
    for is_button, text, choice, is_question in messages:
        if talk.moves[-1].is_done:
            break
        before = talk.state
        if is_button:
            said = Said("", NOW, choice=choice)
        else:
            command = talk.stepper.command(text) if text else None
            said = Said(text, NOW, command=command, is_question=is_question)
        move = talk.tool.hear(talk.moves[-1].state, said)
        if move is None:
            continue
        talk._note(move)
        assert move.draft.text.strip()
        assert not re.search(r"\{[a-z]+\}", move.draft.text.replace(text, ""))
        assert all(len(button.value) < 200 for button in move.draft.buttons)
        said_yes = said_yes or before.step == "safety"
        assert said_yes or PRIVATE not in talk.state.parts
        assert in_order(talk.state.parts) == talk.state.parts
        for answer in talk.state.answers.values():
            assert answer == EARLIER.values["answers"]["goals"] or any(
                " ".join(text.split()) == answer for _, text, _, _ in messages
            )
        for record in move.keeps:
            assert set(record.values["answers"]) <= set(record.values["parts"])


@pytest.mark.parametrize(
    "text",
    ["no", "idk", "IDK you tell me", "nothing", "None.", "I don't know", "not really", "n/a", "nothing I can think of"],
)
def test_an_answer_that_says_nothing_is_left_out(talk, text):
    talk.say("all")
    talk.say("no")
    for _ in range(3):
        last = talk.say(text, is_aside=True)
    assert last.is_done
    assert last.keeps[0].values["answers"] == {}
    assert text not in last.draft.text.split("Your summary")[0]


@pytest.mark.parametrize(
    "text", ["no energy", "nothing works", "I don't know if the pills help", "no changes in sleep"]
)
def test_an_answer_that_only_begins_like_nothing_is_kept(talk, text):
    talk.say("all")
    talk.say("no")
    talk.say(text)
    assert talk.state.answers == {"goals": text}


def test_the_last_answer_is_not_said_to_be_open_for_going_back(talk):
    for text in ("all", "no", "sleep better"):
        talk.say(text)
    assert '"back"' in talk.moves[-1].draft.text
    talk.say("skip")
    last = talk.say("allergic to penicillin")
    assert last.is_done
    assert "allergic to penicillin" in last.draft.text
    assert '"back"' not in last.draft.text
