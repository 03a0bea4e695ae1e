"""The files: PDF, FHIR, CSV and pictures hold what they say, and are made of any words."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from waymark.care.papers.chart_picture import chart_png, dates_shown, ticks
from waymark.care.papers.charts import area_chart, score_charts
from waymark.care.papers.fhir import fhir_bundle
from waymark.care.papers.material import CheckIn, material_of
from waymark.care.papers.parts import PARTS, USUAL
from waymark.care.papers.pdf import summary_pdf
from waymark.care.papers.score_table import scores_csv
from waymark.care.papers.summary import compose
from waymark.messages import Chart, ChartMark, Point

from .conftest import NOW, SCORES, Kept

TEXT = st.text(st.characters(), min_size=1, max_size=300)


def pdf_text(data):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def resources(bundle, kind):
    return [one["resource"] for one in json.loads(bundle)["entry"] if one["resource"]["resourceType"] == kind]


def test_pdf_holds_the_summary(content, material):
    text = pdf_text(summary_pdf(content, compose(content, material, PARTS, NOW)))
    for words in (
        "Summary for my appointment",
        "not a diagnosis",
        "Sertraline (SSRI)",
        "Which trials counted?",
        "horse",
    ):
        assert words in text


def test_pdf_shows_accents_and_other_alphabets(content, material):
    told = replace(material, answers={"goals": "Schläft čtení Ωμέγα Привет żółć"})
    text = pdf_text(summary_pdf(content, compose(content, told, ["goals"], NOW)))
    assert "Schläft čtení Ωμέγα Привет żółć" in text
    assert "could not be shown" not in text


def test_pdf_says_where_signs_are_missing(content, material):
    told = replace(material, answers={"goals": "I slept 😴 眠る"})
    assert "could not be shown" in pdf_text(summary_pdf(content, compose(content, told, ["goals"], NOW)))


@settings(max_examples=8, deadline=None)
@given(TEXT)
@example("W" * 300)
@example("\u202eabc\u202c " * 40)
@example("مرحبا " * 40)
@example("ﷺ" * 100)
@example("a\u0301" * 100)
@example("👩‍👩‍👧‍👦" * 30)
def test_no_words_break_a_paper(content, text):
    trial = {
        "kind": "medicine",
        "name": "own",
        "called": text,
        "side_effects": [text] * 9,
        "dose_mg": 1e308,
        "weeks": 1,
    }
    records = [
        Kept("trial", "1", trial),
        Kept("trial", "2", {"kind": "therapy", "name": text or "x"}),
        Kept("change", "1", {"what": text, "on": "2027-02-01"}),
        Kept("checkin", "1", {"areas": {text: 3}, "side_effects": [{"text": text, "bother": text}]}),
        Kept("summary", "latest", {"answers": {"goals": text, "changed": text, "notes": text}}),
    ]
    material = material_of(SCORES, records, [text])
    assert summary_pdf(content, compose(content, material, PARTS, NOW)).startswith(b"%PDF")
    Bundle.model_validate_json(fhir_bundle(content, material, PARTS, NOW))
    for chart in score_charts(content, material.scores, material.changes):
        assert chart_png(chart, 1.0).startswith(b"\x89PNG")


def test_long_texts_go_over_pages(content, material):
    long = replace(material, answers={"goals": "word " * 400}, questions=("why " * 500,) * 60)
    assert len(PdfReader(BytesIO(summary_pdf(content, compose(content, long, PARTS, NOW)))).pages) > 4


def test_fhir_bundle_is_valid_and_nameless(content, material):
    bundle = fhir_bundle(content, material, PARTS, NOW)
    Bundle.model_validate_json(bundle)
    (patient,) = resources(bundle, "Patient")
    assert set(patient) == {"resourceType", "id", "text"}
    assert "not a diagnosis" in patient["text"]["div"]
    ids = [entry["fullUrl"] for entry in json.loads(bundle)["entry"]]
    assert len(ids) == len(set(ids))


def test_fhir_forms_have_the_codes_of_their_questions_and_answers(content, material):
    responses = resources(fhir_bundle(content, material, PARTS, NOW), "QuestionnaireResponse")
    phq9 = responses[0]
    assert phq9["questionnaire"] == "http://loinc.org/q/44249-1"
    assert phq9["authored"] == "2027-01-08T12:00:00Z"
    items = {item["linkId"]: item["answer"][0] for item in phq9["item"]}
    assert items["/44260-8"]["valueCoding"]["code"] == "LA6569-3"
    assert items["/69722-7"]["valueCoding"]["display"] == "Very difficult"
    assert items["/44261-6"]["valueInteger"] == 20
    left_out = {item["linkId"] for item in responses[3]["item"]}
    assert "/44255-8" not in left_out
    assert "/44261-6" not in left_out
    assert responses[1]["questionnaire"] == "http://loinc.org/q/69737-5"
    assert len(responses[1]["item"]) == 8


def test_without_consent_a_form_that_may_tell_of_danger_has_its_total_alone(content, material):
    phq9, gad7, *_ = resources(fhir_bundle(content, material, USUAL, NOW), "QuestionnaireResponse")
    assert [item["linkId"] for item in phq9["item"]] == ["/69722-7", "/44261-6"]
    assert len(gad7["item"]) == 8


def test_fhir_trials_hold_dose_time_and_what_came_of_them(content, material):
    bundle = fhir_bundle(content, material, ["trials"], NOW)
    assert not resources(bundle, "QuestionnaireResponse")
    sertraline, venlafaxine, bupropion = resources(bundle, "MedicationStatement")
    assert sertraline["status"] == "stopped"
    assert sertraline["effectivePeriod"] == {"start": "2019-03"}
    assert sertraline["dosage"][0]["maxDosePerPeriod"]["numerator"]["value"] == 150
    assert any("prescriber to decide" in " ".join(note["text"].split()) for note in sertraline["note"])
    assert "sweating" in json.dumps(venlafaxine)
    assert bupropion["status"] == "active"
    assert [one["code"]["text"] for one in resources(bundle, "Procedure")] == [
        "Transcranial magnetic stimulation (TMS)",
        "horse riding",
    ]


def test_csv_has_a_row_for_each_score(content, material):
    rows = list(csv.DictReader(StringIO(scores_csv(content, material.scores))))
    assert [row["total"] for row in rows] == ["20", "11", "15", "", "9"]
    assert rows[0]["q9"] == ""
    assert rows[1]["q7"] == "1"
    told = list(csv.DictReader(StringIO(scores_csv(content, material.scores, with_answers=True))))
    assert (told[0]["q9"], told[3]["q2"], told[3]["left_out"]) == ("1", "", "2")


def test_csv_without_scores_is_a_heading(content):
    assert scores_csv(content, []).startswith("date,form,total")


def test_chart_of_one_day_and_of_one_area(content, material):
    same_day = Chart(title="t", points=(Point(at="2027-01-01", value=3),) * 2, minimum=0, maximum=27, summary="s")
    assert Image.open(BytesIO(chart_png(same_day))).size == (1600, 860)
    assert area_chart(content, "sleep", material.checkins) is None
    checkins = (*material.checkins, CheckIn(NOW, {"sleep": 6.0}))
    area = area_chart(content, "sleep", checkins, material.changes)
    assert area is not None
    assert area.maximum == 10
    assert len(area.marks) == 1
    assert area_chart(content, "energy", material.checkins) is None
    assert chart_png(area)


def test_picture_grows_with_its_list_of_changes(content, material):
    (chart,) = score_charts(content, material.scores)
    marks = tuple(ChartMark(at="2027-02-01", label="x" * 300) for _ in range(3))
    plain, marked = (Image.open(BytesIO(chart_png(one))) for one in (chart, chart.model_copy(update={"marks": marks})))
    assert marked.height > plain.height
    assert marked.width == plain.width


def test_a_chart_needs_a_point():
    with pytest.raises(ValueError, match="without points"):
        chart_png(Chart(title="t", points=(), minimum=0, maximum=27, summary="s"))


@given(st.lists(st.dates(), min_size=1, max_size=80), st.floats(0, 100), st.floats(0.1, 500))
def test_axes_have_both_ends_and_few_labels(dates, minimum, span):
    points = tuple(Point(at=day.isoformat(), value=minimum) for day in sorted(dates))
    chart = Chart(title="t", points=points, minimum=minimum, maximum=minimum + span, summary="s")
    shown = ticks(chart)
    assert shown[-1] == chart.maximum
    assert len(shown) <= 8
    labels = dates_shown(chart)
    assert labels[0] == points[0].at
    assert labels[-1] == points[-1].at
    assert len(labels) <= 5
