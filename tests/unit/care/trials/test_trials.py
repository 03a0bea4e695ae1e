"""Trials are read from people's own words; the evaluation sentences of tests/trials are none of these."""

import json
import re
import time
from datetime import date
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.care.trials.trial import Trial
from waymark.content.safe_messaging import shipped_texts

TODAY = date(2026, 11, 21)
SETS = sorted((Path(__file__).parents[3] / "trials").glob("*.jsonl"))
EFFECTS = {"did nothing": "none", "helped a little": "little", "about half better": "half", "helped a lot": "mostly",
           "full remission": "full"}  # fmt: skip


def fields(trial):
    return trial.name, trial.dose_mg, trial.weeks, trial.effect


def test_reads_a_whole_trial_in_one_go(reader):
    (trial,) = reader.read("sertraline 150 for about 10 weeks in 2019, did nothing", TODAY)
    assert fields(trial) == ("sertraline", 150, 10, "none")
    assert trial.began is not None
    assert trial.began.year == 2019
    assert trial.missing == ("adherence", "stopped_for")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lustral 50 then 100, 3 months, a bit better", [("sertraline", 100, 13, "little")]),
        ("Started Zoloft at 50 and went up to 200 over 12 weeks. 25% better.", [("sertraline", 200, 12, "little")]),
        (
            "Prozac 40 mg, 12 weeks, no improvement. Wellbutrin XL 300, 8 weeks, big improvement.",
            [("fluoxetine", 40, 12, "none"), ("bupropion", 300, 8, "mostly")],
        ),
        ("Zoloft and Lexapro did nothing", [("sertraline", None, None, "none"), ("escitalopram", None, None, "none")]),
        (
            "lexapro 20, effexor 150. both for 8 weeks, neither helped",
            [("escitalopram", 20, 8, "none"), ("venlafaxine", 150, 8, "none")],
        ),
        (
            "six months of Lexapro 20 with Wellbutrin 150, no change",
            [("escitalopram", 20, 26.1, "none"), ("bupropion", 150, 26.1, "none")],
        ),
        (
            "Prozac 20, 8 weeks, nothing. Zoloft 100, same story",
            [("fluoxetine", 20, 8, "none"), ("sertraline", 100, 8, "none")],
        ),
        (
            "Prozac 20 then Zoloft 100. The first did nothing in 8 weeks, the second helped a bit",
            [("fluoxetine", 20, 8, "none"), ("sertraline", 100, None, "little")],
        ),
        ("my wife takes Lexapro but I took Celexa 20 for 9 weeks", [("citalopram", 20, 9, None)]),
        ("well butrin 300 for 8 weeks", [("bupropion", 300, 8, None)]),
        ("sertralyne 100 for 8 weeks", [("sertraline", 100, 8, None)]),
        ("TMS, 30 sessions, no change", [("tms", None, None, "none")]),
        ("CBT for 16 weeks helped a lot", [("cbt", None, 16, "mostly")]),
        ("levothyroxine 50", [("levothyroxine", 0.05, None, None)]),
        (
            "neither zoloft nor lexapro helped",
            [("sertraline", None, None, "none"), ("escitalopram", None, None, "none")],
        ),
        (
            "sertraline and then lexapro for 6 months",
            [("sertraline", None, None, None), ("escitalopram", None, 26.1, None)],
        ),
        ("8 weeks zoloft 12 weeks lexapro", [("sertraline", None, 8, None), ("escitalopram", None, 12, None)]),
        (
            "Before Cymbalta I had 4 months of Zoloft. Cymbalta was 3 months",
            [("duloxetine", None, 13, None), ("sertraline", None, 17.4, None)],
        ),
        (
            "lexapro 20, added wellbutrin 150 after 3 months",
            [("escitalopram", 20, None, None), ("bupropion", 150, None, None)],
        ),
        ("amitriptyline 10, not for depression, for migraine", [("amitriptyline", 10, None, None)]),
        ("never took lithium", []),
        ("The leaflet says sertraline takes six weeks to work.", []),
        ("Do I have to take Zoloft for a year even if it helps?", []),
        ("My brother is a new man on lithium.", []),
        ("if the sertraline doesn't work in eight weeks, what then", []),
        ("I start Trintellix 10 next week.", []),
        ("never tried ect", []),
        ("my doctor suggested Lexapro but I have not started it", []),
        ("my sister swears by Zoloft", []),
        ("should I try lithium?", []),
        ("hello, how are you", []),
        ("", []),
    ],
)
def test_what_was_tried(reader, text, found):
    assert [fields(trial) for trial in reader.read(text, TODAY)] == found


def test_sleep_is_not_mood(reader):
    (trial,) = reader.read("trazodone 100, 6 weeks, it helped me sleep. No change in my mood")
    assert trial.effect == "none"


def test_what_faded_counts_as_what_it_did(reader):
    (trial,) = reader.read("Paxil 20 helped a lot but stopped working after a year")
    assert (trial.effect, trial.has_faded) == ("mostly", True)


def test_side_effects_and_missed_doses_are_kept_as_codes(reader):
    (trial,) = reader.read("Celexa 20. I missed a lot of doses. Stopped because of the sweating")
    assert (trial.adherence, trial.stopped_for, trial.side_effects) == ("missed_many", "side_effects", ("other",))


@pytest.mark.parametrize(
    ("text", "adherence"),
    [
        ("zoloft 100 for 8 weeks, no missed doses", "most_days"),
        ("zoloft 100 for 8 weeks without missing a day", "most_days"),
        ("zoloft 100 on and off for 8 weeks", "missed_many"),
        ("cbt on and off for two years", None),
    ],
)
def test_how_regularly_it_was_taken(reader, text, adherence):
    (trial,) = reader.read(text)
    assert trial.adherence == adherence


def test_what_helped_sleep_until_the_person_stopped_has_not_faded(reader):
    (trial,) = reader.read("trazodone 100, 6 weeks, it helped me sleep, then I stopped")
    assert (trial.effect, trial.has_faded) == (None, False)


def test_a_second_course_is_a_trial_of_its_own(reader):
    first, second = reader.read("Prozac 20 for 8 weeks did nothing. Prozac again, 60 for 10 weeks, helped a lot")
    assert (fields(first), fields(second)) == (
        ("fluoxetine", 20, 8, "none"),
        ("fluoxetine", 60, 10, "mostly"),
    )


@pytest.mark.parametrize(
    ("text", "flag", "field"),
    [
        ("lithium 40000 mg for 3 weeks", "impossible_dose", "dose_mg"),
        ("took sertraline -50 mg", "impossible_dose", "dose_mg"),
        ("effexor 150 for 900 years", "impossible_duration", "weeks"),
        ("venlafaxine 225 in 2035", "impossible_date", "began"),
        ("sertraline 50 at age 450", "impossible_age", "weeks"),
    ],
)
def test_what_cannot_be_is_flagged_and_not_kept(reader, text, flag, field):
    (trial,) = reader.read(text, TODAY)
    assert flag in trial.flags
    assert getattr(trial, field) is None


def test_a_second_course_needs_no_name(reader):
    first, second = reader.read("Took Paxil 20 for 6 months, worked great. Took it again in 2020, 40 mg, nothing.")
    assert (fields(first), fields(second)) == (
        ("paroxetine", 20, 26.1, "mostly"),
        ("paroxetine", 40, None, "none"),
    )


def test_a_long_message_is_read_in_time(reader):
    text = "I took 50 mg of zoloft and then 100, half a year, it did nothing, not even a little, " * 60
    started = time.perf_counter()
    assert reader.read(text, TODAY)
    assert time.perf_counter() - started < 3


def test_an_answer_fills_what_was_missing(reader):
    (trial,) = reader.read("I took Zoloft")
    assert trial.missing[:3] == ("dose_mg", "weeks", "effect")
    trial = reader.read_answer(trial, "150")
    trial = reader.read_answer(trial, "about ten weeks")
    trial = reader.read_answer(trial, "not much")
    trial = reader.read_answer(trial, "I took it every day")
    assert fields(trial) == ("sertraline", 150, 10, "little")
    assert trial.missing == ("stopped_for",)


def test_an_answer_never_empties_what_was_known(reader):
    (trial,) = reader.read("Zoloft 100 for 8 weeks, did nothing")
    assert fields(reader.read_answer(trial, "I don't remember")) == fields(trial)


def test_no_word_of_what_we_say_is_taken_for_a_misspelt_medicine(reader, content):
    words = {word for _, text in shipped_texts(content) for word in re.findall(r"[a-z]{7,}", text.lower())}
    words |= {"ability", "concert", "tolerated", "evaporate"}
    assert len(words) > 1000
    exact = reader.names.reader
    assert not {word for word in words if reader.names.read(word) and not exact.read(word)}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("citaloprem", "citalopram"),
        ("vortioxatene", "vortioxetine"),
        ("wellbutrinn", "bupropion"),
        ("seroqel", "quetiapine"),
    ],
)
def test_a_near_misspelling_is_understood(reader, written, meant):
    assert [named.id for named in reader.names.read(written)] == [meant]


@pytest.mark.parametrize("amount", [5, 37.5, 150, 300])
@pytest.mark.parametrize("weeks", [1, 6, 40])
@pytest.mark.parametrize("said", EFFECTS)
def test_what_is_written_plainly_comes_back(reader, amount, weeks, said):
    (trial,) = reader.read(f"sertraline {amount} mg for {weeks} weeks, {said}")
    assert fields(trial) == ("sertraline", amount, weeks, EFFECTS[said])


@settings(max_examples=60)
@given(text=st.text(max_size=400))
def test_no_text_stops_the_reader(reader, text):
    assert all(isinstance(trial, Trial) for trial in reader.read(text, TODAY))


PIECES = st.sampled_from(
    [
        "zoloft",
        "lexapro",
        "150",
        "mg",
        "-50",
        "for",
        "weeks",
        "10",
        "since",
        "march",
        "2019",
        "-",
        "to",
        "and",
        "then",
        "nothing",
        "helped",
        "half",
        "a",
        "year",
        ",",
        ".",
        "(",
        ")",
        "?",
        "no",
        "2",
        "x",
        "first",
        "second",
        "both",
        "neither",
        "again",
        "ect",
        "tms",
        "99999",
        "0",
        "g",
        "until",
        "2",
        "twice",
        "day",
    ]
)


@settings(max_examples=150)
@given(words=st.lists(PIECES, max_size=25))
def test_no_jumble_stops_the_reader_and_nothing_impossible_is_kept(reader, words):
    for trial in reader.read(" ".join(words), TODAY):
        assert trial.dose_mg is None or trial.dose_mg > 0
        assert trial.weeks is None or 0 < trial.weeks < 60 * 53


def test_rules_read_their_own_examples(reader):
    assert reader.words.wrong_examples() == []


def test_no_sealed_sentence_is_an_example(content):
    rows = [json.loads(line) for path in SETS for line in path.read_text("utf-8").splitlines()]
    sealed = {row["text"].lower() for row in rows if crc32(row["id"].encode()) % 2}
    assert len(rows) >= 320
    assert len(sealed) >= 150
    examples = {
        example.lower() for word in content.trials.words.words for example in (*word.must_match, *word.must_not_match)
    }
    assert not sealed & examples
