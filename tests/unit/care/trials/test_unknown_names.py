"""Names that are misspelt, or not known here, beside known ones: none is lost, none is guessed."""

import pytest

from waymark.care.trials.listed_names import names_in_list
from waymark.care.trials.plain import plain


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("prozak 20, zolfot 100", ["fluoxetine", "sertraline"]),
        ("effexor, lexpro and luvxo", ["venlafaxine", "escitalopram", "fluvoxamine"]),
        ("latuad 40 mg for 6 weeks", ["lurasidone"]),
        ("I was on citalopran 40 and fluxotine 20", ["citalopram", "fluoxetine"]),
        ("400 mg of SAMe", ["s_adenosylmethionine"]),
        ("the same 400 mg", []),
    ],
)
def test_a_slip_in_a_short_name_is_understood_where_a_treatment_is_expected(reader, text, meant):
    assert [named.id for named in reader.names.read(plain(text))] == meant


@pytest.mark.parametrize("text", ["a panel of doctors", "it ended 3 years ago", "I read lyrics 20 times", "zolfot"])
def test_an_everyday_word_near_to_a_short_name_stays_one(reader, text):
    assert reader.names.read(plain(text)) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sertraline, blorptex and lexapro", ("blorptex",)),
        ("zoloft 100, blorptex 50 mg for 8 weeks, lexapro 10", ("blorptex",)),
        ("zoloft, lexapro and quviviq", ("quviviq",)),
        ("zoloft, nausea, lexapro, headaches", ()),
        ("zoloft, finally lexapro", ()),
        ("zoloft, lexapro and stopped", ()),
        ("zoloft and quviviq", ()),
        ("zoloft. Blorptex. Lexapro", ()),
    ],
)
def test_an_unknown_name_is_noticed_in_a_list_of_known_ones(tool, reader, text, found):
    written = plain(text)
    assert names_in_list(written, reader.names.read(written), tool.hearing.answers.talk, reader.words) == found


def test_an_unknown_name_in_a_list_is_asked_about(talker):
    said = talker.talk("sertraline, blorptex and lexapro, none helped")
    assert '"blorptex"' in said
    assert [kept.name for kept in talker.kept] == ["sertraline", "escitalopram"]


def test_the_dose_of_an_unknown_name_is_of_no_other_treatment(talker):
    talker.say("sertraline 20, blorptex 50 mg, lexapro 10")
    assert [(kept.name, kept.dose_mg) for kept in talker.kept] == [("sertraline", 20), ("escitalopram", 10)]


def test_what_was_never_taken_is_not_asked_about_beside_what_was(talker):
    said = talker.talk("I never took lithium but sertraline 100 for 8 weeks did nothing")
    assert "Lithium" not in said
    assert [kept.name for kept in talker.kept] == ["sertraline"]


def test_no_missed_doses_is_no_correction(talker):
    talker.talk("sertraline 50 for 8 weeks, helped a bit", "no missed doses")
    assert [kept.adherence for kept in talker.kept] == ["most_days"]


def test_pills_are_no_weeks(talker):
    talker.talk("sertraline 50", "2 pills")
    assert [(kept.dose_mg, kept.weeks) for kept in talker.kept] == [(50, None)]
