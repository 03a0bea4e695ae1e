"""The list of questions: kept in the person's own words, suggested from content alone, changed by talking."""

import json
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tool_talk import make_talk

from waymark.answers.render import response_draft
from waymark.care.clinician_questions.clinician_questions import EDIT, KEEP, LIST, SUGGEST, ClinicianQuestions
from waymark.care.clinician_questions.question_list import MOST, MOST_CHARACTERS
from waymark.care.clinician_questions.suggestions import question_in, suggest
from waymark.care.papers.material import material_of
from waymark.care.tools.tool import Record, Said
from waymark.care.tools.toolbox import Toolbox
from waymark.content import load_content
from waymark.messages import Steps
from waymark.settings import ROOT

CONTENT = load_content(ROOT / "content")
TOOL = ClinicianQuestions.from_content(CONTENT)
TALKED_OF = ("ect.memory", "tms.how_long")


@pytest.fixture
def talk():
    talk = make_talk(CONTENT, TOOL)
    talk.begin(text="keep a question for my doctor", intent=KEEP)
    return talk


@pytest.fixture
def three(talk):
    for text in ("Does it hurt?", "How long does it take?", "Who drives me home?"):
        talk.say(text)
    return talk


def kept(talk) -> list[str]:
    return [record.values["text"] for record in talk.records.values()]


def listed(talk) -> tuple[str, ...]:
    return next((block.items for block in talk.move.draft.blocks if isinstance(block, Steps)), ())


def titles(talk) -> list[str]:
    return [button.title for button in talk.move.draft.buttons]


@pytest.mark.parametrize(
    "text",
    [
        "Will ECT affect my memory?",
        "ask about my dry mouth",
        "why is it always so cold in there",
        "can we change my medication?",
        "should I stop the lithium?",
        "what is the last thing we can try",
        "I want to know whether removing a mole matters",
        "can my wife come along",
    ],
)
def test_what_is_written_is_kept_word_for_word(talk, text):
    talk.say(text)
    assert kept(talk) == [text]
    assert f'Question 1: "{text}"' in talk.text


@pytest.mark.parametrize(
    "intent", ["ask_personal_advice", "report_side_effect", "ask_more", "keep_question", "out_of_scope"]
)
def test_what_reads_like_advice_is_a_question_for_the_clinician(talk, intent):
    talk.say("should I take more of it?", intent=intent, is_aside=intent != "out_of_scope")
    assert kept(talk) == ["should I take more of it?"]


def test_an_aside_is_answered_elsewhere(talk):
    assert talk.say("who are you?", intent="ask_if_human", is_aside=True) is None
    assert kept(talk) == []


def test_it_never_says_itself_that_something_was_saved(three):
    three.say("done")
    assert "saved" not in three.text.lower()
    assert "kept" not in three.text.lower()


def test_lines_with_question_marks_or_bullets_are_questions_each(talk):
    talk.say("Does it hurt?\n\nHow long?")
    talk.say("my questions:\n- the dry mouth\n- 2 pills or one")
    talk.say("it began in May\nand never went away")
    assert kept(talk) == [
        "Does it hurt?", "How long?", "the dry mouth", "2 pills or one", "it began in May and never went away",
    ]  # fmt: skip


def test_the_same_question_is_kept_once(three):
    three.say("does it hurt")
    assert len(kept(three)) == 3
    assert "already, as question 1" in three.text


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("add to my questions: how long do I stay on lithium", "how long do I stay on lithium"),
        ("Save: how will we know it's working?", "how will we know it's working?"),
        ("Let me save something to ask the pharmacist: grapefruit", "grapefruit"),
    ],
)
def test_a_wish_may_hold_the_question(text, question):
    talk = make_talk(CONTENT, TOOL)
    talk.begin(text=text, intent=KEEP)
    assert kept(talk) == [question]


def test_a_colon_in_a_question_stays(talk):
    talk.say("Lithium: how long do I stay on it?")
    assert kept(talk) == ["Lithium: how long do I stay on it?"]


@pytest.mark.parametrize(
    "text", ["keep a question for my doctor", "add another question", "one more for my list please"]
)
def test_a_bare_wish_is_no_question(talk, text):
    talk.say(text, intent=KEEP, is_aside=True)
    assert kept(talk) == []
    assert talk.move.draft.asks == "clinician_questions.add"


def test_a_wish_with_more_in_it_is_kept_only_when_the_person_says_so():
    talk = make_talk(CONTENT, TOOL)
    talk.begin(text="note down that I want to ask about my dry mouth", intent=KEEP)
    assert kept(talk) == []
    talk.say("yes")
    assert kept(talk) == ["note down that I want to ask about my dry mouth"]


def test_the_list_is_an_answer_and_leaves_nothing_open(three):
    three.begin(text="show my questions", intent=LIST)
    assert three.move.is_done
    assert listed(three) == ("Does it hurt?", "How long does it take?", "Who drives me home?")
    assert three.text.index("1. Does it hurt?") < three.text.index("2. How long")


def test_a_question_kept_by_a_cards_button_is_on_the_list(three):
    three.records["question", "c0ffee"] = Record("question", "c0ffee", {"text": "What about sleep?"})
    three.say("my list")
    assert listed(three)[-1] == "What about sleep?"
    three.say("remove 4")
    assert ("question", "c0ffee") not in three.records


def test_an_empty_list_offers_a_beginning():
    talk = make_talk(CONTENT, TOOL)
    talk.begin(intent=LIST)
    assert talk.move.is_done
    assert titles(talk) == ["Add a question", "Suggest some"]


@pytest.mark.parametrize(
    "text", ["remove 2", "delete the second one", "take number 2 off", "please cross out question 2", "drop the 2nd"]
)
def test_one_is_taken_off_and_can_be_put_back(three, text):
    three.say(text)
    assert kept(three) == ["Does it hurt?", "Who drives me home?"]
    three.press("Put it back")
    assert sorted(kept(three)) == ["Does it hurt?", "How long does it take?", "Who drives me home?"]


@pytest.mark.parametrize("text", ["change 3", "change the last one", "reword question 3", "edit the third question"])
def test_one_is_changed_and_stays_where_it_was(three, text):
    three.say(text)
    assert 'So far it reads: "Who drives me home?"' in three.text
    three.say("Can I drive home?")
    assert kept(three) == ["Does it hurt?", "How long does it take?", "Can I drive home?"]


@pytest.mark.parametrize("text", ["keep it", "no", "skip", "go back"])
def test_a_change_can_be_left(three, text):
    before = kept(three)
    three.say("change 1")
    three.say(text)
    assert kept(three) == before
    assert three.move.draft.asks == "clinician_questions.add"


def test_a_change_of_a_question_that_is_gone_is_told(three):
    three.say("change 2")
    del three.records["question", "0002"]
    three.say("How long?")
    assert len(kept(three)) == 2
    assert "another moment" in three.text


def test_without_a_number_it_is_asked_for(three):
    three.say("remove one")
    assert titles(three)[:3] == ["Question 1", "Question 2", "Question 3"]
    three.say("nine")
    assert "from 1 to 3" in three.text
    assert three.say("what is ECT?") is None
    three.say("two")
    assert kept(three) == ["Does it hurt?", "Who drives me home?"]


def test_a_wish_to_change_the_list_may_name_the_number(three):
    three.begin(text="my doctor answered question 1, take it off", intent=EDIT)
    assert kept(three) == ["How long does it take?", "Who drives me home?"]
    three.begin(text="remove the question about driving", intent=EDIT)
    assert three.move.draft.asks == "clinician_questions.number"


def test_with_one_question_no_number_is_needed(talk):
    talk.say("Does it hurt?")
    talk.say("remove it")
    assert kept(talk) == []
    talk.say("remove it")
    assert "no questions" in talk.text


def test_suggestions_are_those_of_the_cards_that_were_shown(talk):
    talk.cards = TALKED_OF
    talk.begin(text="what should I ask my psychiatrist", intent=SUGGEST)
    offered = listed(talk)
    assert len(offered) == 3
    known = {text for card in TALKED_OF for text in CONTENT.cards[card].questions}
    assert all(any(text.endswith(question) for question in known) for text in offered)
    assert offered[0].startswith("Electroconvulsive therapy (ECT): ")
    talk.say("1 and 3")
    assert kept(talk) == [offered[0], offered[2]]


def test_each_suggestion_can_be_pressed_also_when_it_is_late(talk):
    talk.cards = TALKED_OF
    talk.say("suggest some")
    second = listed(talk)[1]
    button = next(one for one in talk.move.draft.buttons if one.title == "Add 2")
    talk.press("Add 2")
    assert kept(talk) == [second]
    talk.begin(choice=button.value.split(":")[2])
    assert kept(talk) == [second]
    talk.begin(choice="take=gone.card.7")
    assert kept(talk) == [second]


def test_what_is_on_the_list_is_not_suggested_again():
    first = suggest(CONTENT, TALKED_OF, ())
    again = suggest(CONTENT, TALKED_OF, [question_in(CONTENT, name) for name in first])
    assert not set(first) & set(again)


def test_without_a_talk_the_general_questions_are_suggested():
    offered = suggest(CONTENT, (), ())
    assert [question_in(CONTENT, name) for name in offered] == list(CONTENT.cards["appointments.questions"].questions)
    assert suggest(CONTENT, ("gone.card",), ()) == offered


def test_no_suggestion_has_a_gap_to_fill_in():
    for card in CONTENT.cards:
        assert all("…" not in question_in(CONTENT, name) for name in suggest(CONTENT, (card,), ()))


@pytest.mark.parametrize(("text", "count"), [("all", 3), ("add all", 3), ("2, 3 and 1", 3), ("none", 0), ("no", 0)])
def test_suggestions_are_taken_all_or_not_at_all(talk, text, count):
    talk.cards = TALKED_OF
    talk.say("I don't know")
    talk.say(text)
    assert len(kept(talk)) == count


def test_a_question_about_a_suggestion_is_answered_elsewhere(talk):
    talk.cards = TALKED_OF
    talk.say("suggest some")
    assert talk.say("what is a placement?") is None
    talk.say("purple")
    assert "couldn't match" in talk.text
    talk.say("purple")
    assert "Stop here" in titles(talk)


def test_the_card_that_answers_is_offered_beside(talk):
    said = Said("Will ECT affect my memory?", datetime.now(timezone.utc), is_question=True, card="ect.memory")
    move = TOOL.hear(talk.move.state, said)
    assert move.draft.buttons[0].value == "card:ect.memory"
    assert move.draft.cards == ()


@pytest.mark.parametrize("text", ["👍", "…", "x" * (MOST_CHARACTERS + 1)])
def test_what_is_no_question_is_met_with_a_hint_and_then_a_way_out(talk, text):
    talk.say(text)
    assert kept(talk) == []
    talk.say(text)
    assert "intent:stop" in [button.value for button in talk.move.draft.buttons]


def test_a_full_list_takes_no_more(talk):
    for number in range(MOST + 2):
        talk.say(f"and what about {number} then?")
    assert len(kept(talk)) == MOST
    assert f"{MOST} questions" in talk.text


@pytest.mark.parametrize("text", ["done", "that's all", "no thanks", "skip"])
def test_done_shows_the_list_and_closes(three, text):
    three.say(text)
    assert three.move.is_done
    assert len(listed(three)) == 3
    assert "tool:summary" in [button.value for button in three.move.draft.buttons]


def test_a_list_that_cannot_be_read_takes_nothing(three):
    three.is_read = False
    three.say("And my sleep?")
    assert three.move.keeps == ()
    assert "can't get to your questions" in three.text
    three.begin(intent=LIST)
    assert three.move.is_done
    assert "can't get to your questions" in three.text


@pytest.mark.parametrize("choice", ["", "list", "x", "key=0001", "heard", "put_back", "all", "="])
def test_late_buttons_show_the_list(three, choice):
    before = kept(three)
    three.begin(choice=choice)
    assert three.move.is_done
    assert kept(three) == before


@pytest.mark.parametrize("choice", ["heard", "put_back", "all", "key=nothing", "x", "take=x"])
def test_late_buttons_inside_keep_nothing(three, choice):
    before = kept(three)
    three.say(choice=choice)
    assert kept(three) == before
    assert "another moment" in three.text


@pytest.mark.parametrize("state", ["", "{", '{"step": "elsewhere"}', '{"unknown": 1}'])
def test_a_foreign_state_is_refused(state):
    with pytest.raises(ValueError):
        TOOL.ask(state)


def test_suggestions_that_content_lost_are_no_fault():
    state = '{"step": "suggest", "offered": ["gone.card.0"]}'
    assert TOOL.ask(state).asks == "clinician_questions.add"


def test_a_wish_that_lists_is_never_a_cards():
    toolbox = Toolbox.of([TOOL])
    assert toolbox.shows(LIST)
    assert not toolbox.shows(SUGGEST), "what to ask before a treatment may be a card's"


def test_a_paper_reads_the_same_list(three):
    three.say("change 1")
    three.say("Will it hurt?")
    assert material_of((), three.records.values(), kept(three)).questions == tuple(kept(three))


def test_every_word_is_filled():
    values = dict.fromkeys(("number", "count", "text", "topic", "most"), "x")
    names = [name for name in CONTENT.responses if name.startswith("clinician_questions_")]
    assert len(names) > 40
    for name in names:
        assert "{" not in response_draft(CONTENT, name, 0, values).text


SAID = st.one_of(
    st.sampled_from(
        ["done", "2", "no", "yes", "skip", "back", "change 3", "change 1", "remove 1", "remove it", "suggest", "all",
         "why", "start over", "my list", "ok", "", "👍", "add: x", "1.\n2.", "- a\n- b"]
    ),
    st.text(max_size=40),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(SAID, max_size=20))
def test_nothing_raises_and_every_move_says_something(texts):
    talk = make_talk(CONTENT, TOOL)
    talk.begin(intent=KEEP)
    for text in texts:
        move = talk.say(text)
        assert move is None or move.draft.text.strip()
        if talk.move.is_done:
            talk.begin(choice="add")
        json.dumps(kept(talk))
        assert all(one.strip() and len(one) <= MOST_CHARACTERS for one in kept(talk))
        assert len({one.casefold() for one in kept(talk)}) == len(kept(talk)) or "change" in str(texts)
        assert TOOL.ask(talk.move.state).asks
