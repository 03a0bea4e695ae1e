import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.trials.plain import MAX_CHARACTERS, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One-fifty, for two and a half months", "150, for 2.5 months"),
        ("one hundred and fifty mg", "150 mg"),
        ("thirty seven point five", "37.5"),
        ("two hundred twenty five", "225"),
        ("two fifties", "2 50s"),
        ("nineteen ninety eight", "1998"),
        ("a couple of months", "2 months"),
        ("half a year", "6 months"),
        ("2½ years", "2.5 years"),
        ("6–8 weeks", "6-8 weeks"),
        ("1,000 mg", "1000 mg"),
        ("didn’t", "didnt"),
        ("for a year and a half", "for a year and a half"),
        ("twenty and five", "20 5"),
        ("ACT helped", "act therapy helped"),
        ("an act of will", "an act of will"),
        ("1o mg", "10 mg"),
        ("7/52, then 3/12", "7 weeks, then 3 months"),
        ("around 24/7", "around 24/7"),
        ("20 / 10 wk / ✗", "20 , 10 wk , nil "),
        ("Apr–Jun", "apr-jun"),
        ("all of last year", "1 year"),
        ("yr+half", "1.5 yrs"),
        ("8 and 12 weeks respectively", "8 weeks and 12 weeks respectively"),
        ("half a surrogate \ud800", "half a surrogate ?"),
    ],
)
def test_brings_text_into_one_form(written, read):
    assert plain(written) == read


@given(st.integers(1, 99), st.integers(1, 9))
def test_numbers_in_digits_stay_what_they_are(tens, ones):
    assert plain(f"{tens} mg and {ones} weeks") == f"{tens} mg and {ones} weeks"


@given(st.text(max_size=2 * MAX_CHARACTERS))
def test_any_text_can_be_read(text):
    assert "\x00" not in plain(text.replace("\x00", ""))
