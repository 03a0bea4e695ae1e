"""What a person reads of a questionnaire: the form's own words, plain ones around them, and no diagnosis."""

import re
from datetime import datetime, timedelta, timezone
from typing import get_args

import pytest
import textstat

from waymark.care.questionnaires.answers import HintKind
from waymark.care.questionnaires.result import Kept, Outcome, Result
from waymark.care.questionnaires.step import Event
from waymark.care.questionnaires.words import QuestionnaireWriter, day

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)
PHQ9 = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless "
    "that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
)


@pytest.fixture
def writer(content):
    return QuestionnaireWriter(content, {"line": "call or text 988", "emergency": "911"})


def outcome(writer, *answers, before=None, days=30, name="phq9", function=None, is_kept=True):
    now = Kept(result=Result(instrument=name, answers=answers, function=function), at=NOW)
    earlier = Kept(result=Result(instrument=name, answers=before), at=NOW - timedelta(days=days)) if before else None
    return writer.outcome(Outcome(now=now, before=earlier), is_kept=is_kept)


def test_the_items_are_those_published(book):
    assert tuple(item.text for item in book.instruments["phq9"].items) == PHQ9
    assert [option.text for option in book.scale("frequency").options] == [
        "Not at all", "Several days", "More than half the days", "Nearly every day"
    ]  # fmt: skip
    assert [item.discloses for item in book.instruments["phq9"].items] == [False] * 8 + [True]
    assert not any(item.discloses for item in book.instruments["gad7"].items)


def test_a_question_is_whole_as_text_and_as_buttons(writer, stepper, phq9):
    draft = writer.question(phq9, "started")
    assert "Over the last 2 weeks" in draft.text
    assert "Question 1 of 9" in draft.text
    assert PHQ9[0] in draft.text
    assert "3 = Nearly every day" in draft.text
    assert [button.value for button in draft.buttons] == [f"answer:phq9.1={value}" for value in range(4)]
    assert draft.asks == "phq9.1"
    following = stepper.hear(phq9, "1")
    assert "Over the last 2 weeks" not in writer.question(following.progress, following.event).text


def test_danger_is_told_of_before_the_first_question(writer, phq9, gad7):
    assert "Question 9" in writer.intro(phq9).text
    assert "Question 9" not in writer.intro(gad7).text
    assert "No permission required" in writer.intro(gad7).text
    assert "diagnosis" in writer.intro(gad7).text


@pytest.mark.parametrize("event", [None, *get_args(Event)])
@pytest.mark.parametrize("hint", get_args(HintKind))
def test_every_step_has_words_and_leaves_nothing_open(writer, stepper, phq9, event, hint):
    progress = stepper.hear(phq9, "2").progress
    draft = writer.question(progress, event, hint, number=1)
    assert draft.text.strip()
    assert not re.search(r"[{}]|\bNone\b", draft.text)
    assert event == "expired" or PHQ9[1] in draft.text


def test_a_loose_answer_is_repeated_as_it_was_understood(writer, stepper, phq9):
    step = stepper.hear(phq9, "a few days")
    assert 'I put that down as "Several days".' in writer.question(step.progress, step.event, None, step.number).text


def test_after_two_misses_there_is_a_way_out(writer, stepper, phq9):
    step = stepper.hear(stepper.hear(phq9, "blah").progress, "blah")
    draft = writer.question(step.progress, step.event, step.hint)
    assert [button.value for button in draft.buttons[-2:]] == ["questionnaire:skip", "questionnaire:stop"]


def test_why_is_answered_for_each_question(writer, phq9, gad7):
    for progress in (phq9, gad7):
        for place in range(len(progress.answers)):
            assert writer.question(progress.model_copy(update={"at": place}), "why").blocks[0].text.endswith(".")


def test_a_total_is_told_plainly_and_not_as_a_diagnosis(writer):
    text = outcome(writer, *[2, 2, 2, 2, 2, 1, 0, 0, 0], function=2).text
    assert "Your PHQ-9 total is 11 out of 27." in text
    assert 'calls that range "moderate"' in text
    assert "not a diagnosis" in text
    assert "next appointment" in text
    assert '"Very difficult"' in text
    assert "988" not in text


def test_left_out_questions_give_no_range(writer):
    text = outcome(writer, None, 2, 2, None, 2, 1, 0, 0, 0, before=(1,) * 9).text
    assert "questions 1, 4" in text
    assert "between 7 and 13" in text
    assert "range" in text
    assert "mild" not in text
    assert "it went" not in text


def test_a_form_of_gaps_has_no_total(writer):
    assert "no total" in outcome(writer, *[None] * 9).text


@pytest.mark.parametrize(
    ("before", "now", "said", "unsaid"),
    [
        ((2,) * 9, (1,) * 9, ("down by 9", "response", "5 points or more"), ("remission", "chance")),
        ((1,) * 9, (2,) * 9, ("up by 9", "don't wait"), ("response", "remission")),
        ((1,) * 9, (1,) * 9, ("was 9, too",), ("chance", "matters")),
        ((1,) * 9, (1, 1, 1, 1, 1, 1, 1, 1, 0), ("down by 1", "chance"), ("matters",)),
        ((1,) * 9, (0,) * 9, ("down by 9", "remission"), ("chance",)),
    ],
)
def test_change_is_told_as_the_form_has_it(writer, before, now, said, unsaid):
    text = outcome(writer, *now, before=before).text
    assert "3 February 2027" in text
    assert all(words in text for words in said)
    assert not any(words in text for words in unsaid)


def test_forms_that_overlap_are_said_to(writer):
    assert "less than two weeks apart" in outcome(writer, *[1] * 9, before=(2,) * 9, days=7).text


def test_gad7_change_is_a_number_without_a_meaning(writer):
    text = outcome(writer, *[0] * 7, before=(3,) * 7, name="gad7").text
    assert "down by 21" in text
    assert not any(word in text for word in ("response", "remission", "matters"))


def test_a_disclosure_names_the_line_beside_the_total(writer):
    assert "988" in outcome(writer, *[0] * 8, 1, function=0).text


def test_only_what_was_kept_is_said_to_be(writer):
    assert "I kept it" in outcome(writer, *[1] * 9).text
    lost = outcome(writer, *[1] * 9, is_kept=False)
    assert "could not keep it" in lost.text
    assert "questionnaire:save" in [button.value for button in lost.buttons]


def test_the_history_is_a_list_with_dates(writer):
    whole = Kept(result=Result(instrument="phq9", answers=(1,) * 9), at=NOW - timedelta(days=30))
    gap = Kept(result=Result(instrument="gad7", answers=(1, None, *[1] * 5)), at=NOW)
    text = writer.history([whole, gap]).text
    assert "3 February 2027: PHQ-9 9 out of 27 (mild)" in text
    assert "5 March 2027: GAD-7 6 out of 21, with question 2 left out" in text
    assert len({text, writer.history([]).text, writer.history(None).text}) == 3


def test_dates_are_written_as_people_do():
    assert day(NOW) == "5 March 2027"


def test_our_own_words_read_at_grade_eight_or_below(content):
    names = [name for name in content.responses if name.startswith(("questionnaire_", "score_", "one_at"))]
    texts = [wording.text for name in names for wording in content.responses[name]]
    texts += [item.why for one in content.instruments.instruments.values() for item in (*one.items, one.function)]
    for text in texts:
        if len(text.split()) >= 12:
            assert textstat.flesch_kincaid_grade(re.sub(r"\{\w+\}", "this", text)) <= 8, text


def test_earlier_scores_have_a_chart_from_two_on_and_a_way_to_the_table(writer):
    kept = [
        Kept(result=Result(instrument="phq9", answers=(one,) * 9), at=NOW + timedelta(days=20 * place))
        for place, one in enumerate((2, 1))
    ]
    assert not [block for block in writer.history(kept[:1]).blocks if block.type == "chart"]
    draft = writer.history(kept)
    (chart,) = [block for block in draft.blocks if block.type == "chart"]
    assert [point.value for point in chart.points] == [18, 9]
    assert "The first is 18 and the last is 9" in draft.text
    assert [button.value for button in draft.buttons] == ["paper:csv"]
    assert len(writer.history([*kept, Kept(result=Result(instrument="gone", answers=(1,)), at=NOW)]).blocks) == 3
