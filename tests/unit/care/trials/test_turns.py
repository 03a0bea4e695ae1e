"""Turns of speech, terse notes and messages about several treatments."""

import pytest


def fields(trial):
    return trial.name, trial.dose_mg, trial.weeks, trial.effect


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Swapped from Zoloft 100 to Lexapro 20 after six weeks",
            [("sertraline", 100, 6, None), ("escitalopram", 20, None, None)],
        ),
        (
            "Zoloft 200 and Effexor 150, six weeks and ten weeks, nothing",
            [("sertraline", 200, 6, "none"), ("venlafaxine", 150, 10, "none")],
        ),
        (
            "Zoloft 200 with Abilify 5. Two weeks at 2, then four weeks at 5",
            [("sertraline", 200, 6, None), ("aripiprazole", 5, 6, None)],
        ),
        ("Prozac 40 held me for a year then pooped out", [("fluoxetine", 40, 52.2, "mostly")]),
        ("Prozac 40, a year, then it wore out", [("fluoxetine", 40, 52.2, "mostly")]),
        ("Prozac 40, a year, then it wore out. cant say if it helped", [("fluoxetine", 40, 52.2, None)]),
        ("parox 20 → 4y → nil", [("paroxetine", 20, 208.7, "none")]),
        ("li 800, 8w, nope", [("lithium", 800, 8, "none")]),
        ("I did well 3 weeks and then quit 2 jobs", []),
        ("Saphris or something, no, it was Seroquel, 150, two months", [("quetiapine", 150, 8.7, None)]),
        ("I am still waiting for TMS, eleven weeks they say", []),
        ("ketamine lozenges, 200 mg, three months", [("ketamine", 200, 13, None)]),
        ("90% better on Prozac 40", [("fluoxetine", 40, None, "mostly")]),
        ("my husband had shock treatment", []),
        ("lorazepam 1mg", []),
        ("They want me to start on lithium but I am not keen", []),
        ("cymbalta60 8wks nil", [("duloxetine", 60, 8, "none")]),
    ],
)
def test_turns_of_speech(reader, text, found):
    assert [fields(trial) for trial in reader.read(text)] == found
