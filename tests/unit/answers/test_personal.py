import pytest

from waymark.answers.personal import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("should I stop my lexapro", "stopping"),
        ("can i just come off it cold turkey", "stopping"),
        ("what dose should I take", "dose"),
        ("can I double my 20 mg", "dose"),
        ("i missed two pills what do i do", "dose"),
        ("is it ok to mix my meds with wine", "mixing"),
        ("can I take tramadol with sertraline", "mixing"),
        ("I'm pregnant, should I stay on it", "pregnancy"),
        ("is this rash from lamotrigine", "symptom"),
        ("could this be serotonin syndrome", "symptom"),
        ("which one is best for me", "choice"),
        ("should I try ketamine", "choice"),
        ("", "choice"),
    ],
)
def test_what_a_personal_question_is_about(text, kind):
    assert kind_of(text) == kind
