import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.trials.doses import read_doses
from waymark.care.trials.plain import plain


def amounts(text):
    return [dose.amount for dose in read_doses(plain(text)) if dose.is_possible]


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("150 mg", [150]),
        ("0.5 g", [500]),
        ("800 mcg", [0.8]),
        ("two 50s", [100]),
        ("2 x 75mg", [150]),
        ("50, 100, 150", [150]),
        ("25 > 50 > 75", [75]),
        ("100-150mg", [150]),
        ("150mg twice a day", [300]),
        ("150 three times a day", [450]),
        ("300 mg in the morning and 300 after lunch", [600]),
        ("one and a half tablets of the 100s", [150]),
        ("6 mg/24 h", [6]),
        ("PHQ-9 score of 19", []),
        ("20 sessions", []),
        ("0.5 mg/kg", []),
        ("2 pills", []),
        ("2 pills of 50", [100]),
        ("50 mg tablets, 2 pills a day", [100]),
        ("50 mg, 2 pills a day", []),
        ("three 37.5s", [112.5]),
        ("a pill and a half, so 15, daily", [15]),
        ("84 mg twice weekly", [84]),
        ("two of the twenties", [40]),
        ("50% better", []),
    ],
)
def test_daily_amounts_in_milligrams(text, doses):
    assert amounts(text) == pytest.approx(doses)


@pytest.mark.parametrize("text", ["took -50 mg", "minus 50 mg", "0 mg"])
def test_less_than_something_is_no_dose(text):
    assert [dose.is_possible for dose in read_doses(text)] == [False]


@given(st.decimals(0.5, 999, places=1))
def test_a_dose_is_read_as_written(amount):
    assert amounts(f"{amount} mg") == [float(amount)]
