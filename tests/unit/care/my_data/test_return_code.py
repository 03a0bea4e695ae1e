"""Return codes: enough bits, readable aloud, typed in any way that a person would."""

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from waymark.care.my_data.return_code import GROUP, GROUPS, SIGNS, new_code, shown, typed

CODES = st.text(alphabet=SIGNS, min_size=GROUP * GROUPS, max_size=GROUP * GROUPS)


def test_a_code_has_enough_bits():
    assert len(set(SIGNS)) == len(SIGNS)
    assert math.log2(len(SIGNS)) * GROUP * GROUPS >= 75


def test_codes_have_one_shape_and_do_not_repeat():
    codes = [new_code() for _ in range(2000)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"([0-9B-DF-HJ-NP-TV-Z]{3}-){5}[0-9B-DF-HJ-NP-TV-Z]{3}", shown(code)) for code in codes)
    assert set("".join(codes)) == set(SIGNS)  # every sign is used


def test_no_code_can_spell_a_word():
    assert not set("AEIOU") & set(SIGNS)


@given(CODES, st.sampled_from(["-", " ", "", " - ", ".", "–"]), st.booleans())
def test_a_code_is_understood_however_it_is_typed(code, between, is_small):
    text = between.join(code[place : place + GROUP] for place in range(0, len(code), GROUP))
    text = text.replace("0", "o").replace("1", "l") if is_small else text.replace("1", "I")
    assert typed(f"  {text.lower() if is_small else text}\n") == code


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text):
    assert typed(shown(typed(text))) == typed(typed(text))
