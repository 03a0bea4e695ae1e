"""Writes scores and trials as a FHIR R4 bundle that a clinic can import. Nothing is loaded before one is written.

The resources are built and validated with the R4B models of fhir.resources; of what is used here, R4 and R4B are the
same. The patient has no name: the clinic knows whom it imports for.
"""

from __future__ import annotations

from datetime import datetime, timezone
from html import escape
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from waymark.care.papers import trial_rows as rows
from waymark.care.papers.loinc import CODES, SYSTEM
from waymark.care.papers.material import Material, Tried
from waymark.care.papers.parts import PRIVATE
from waymark.care.papers.scores import known_scores
from waymark.care.papers.wording import say
from waymark.care.questionnaires.result import Kept
from waymark.care.questionnaires.words import day
from waymark.care.trials.adequacy import explain
from waymark.care.trials.dates import Moment
from waymark.content import Content

_UCUM: Final = "http://unitsofmeasure.org"


def fhir_bundle(content: Content, material: Material, parts: tuple[str, ...], now: datetime) -> str:
    """Return a bundle as JSON: QuestionnaireResponse, MedicationStatement, and Procedure for other treatments.

    Only what the chosen parts hold goes in. Without the private part, a form that may tell of danger is there with its
    total alone.

    Raises:
        ValueError: a resource is not valid; it would be a fault of ours.
    """
    from fhir.resources.R4B.bundle import Bundle

    writer = _Writer(content, now, is_private=PRIVATE not in parts)
    resources = [writer.patient()]
    if "scores" in parts:
        resources += [writer.response(one, n) for n, one in enumerate(known_scores(content, material.scores))]
    if "trials" in parts:
        resources += [writer.treatment(tried, number) for number, tried in enumerate(material.trials)]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(now),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
    return str(Bundle.model_validate(bundle).model_dump_json(indent=2))


class _Writer:
    def __init__(self, content: Content, now: datetime, *, is_private: bool):
        self._content = content
        self._now = now
        self._is_private = is_private
        self._notice = " ".join(say(content, "summary_preface", date=day(now)).split())
        self._subject = {"reference": f"urn:uuid:{self._id('patient', 0)}"}

    def patient(self) -> dict[str, Any]:
        return {"resourceType": "Patient", "id": self._id("patient", 0), "text": self._narrative("")}

    def response(self, one: Kept, number: int) -> dict[str, Any]:
        """Return one filled-in form; what was left out is not there, and then no total either."""
        result = one.result
        instrument, codes = self._content.instruments.instruments[result.instrument], CODES.get(result.instrument)
        is_whole_shown = not (self._is_private and any(item.discloses for item in instrument.items))
        items: list[dict[str, Any]] = []
        options = self._content.instruments.scale(instrument.scale).options
        for place, (item, given) in enumerate(zip(instrument.items, result.answers, strict=True)):
            if given is not None and is_whole_shown:
                link = codes.items[place] if codes else f"{result.instrument}.{place + 1}"
                code = codes.answers[given] if codes else None
                items.append(_item(link, item.text, _coding(code, options[given].text)))
        if result.function is not None:
            function = self._content.instruments.scale(instrument.function.scale).options[result.function]
            code = codes.function_answers[result.function] if codes and codes.function else None
            link = codes.function if codes and codes.function else f"{result.instrument}.function"
            items.append(_item(link, instrument.function.text, _coding(code, function.text)))
        if result.is_whole:
            total = say(self._content, "summary_scores_total")
            link = codes.total if codes else f"{result.instrument}.total"
            items.append(_item(link, f"{instrument.name}: {total}", {"valueInteger": result.total}))
        asked = f"{SYSTEM}/q/{codes.panel}" if codes else f"urn:waymark:{result.instrument}"
        return {
            "resourceType": "QuestionnaireResponse",
            "id": self._id("score", number),
            "text": self._narrative(f"{instrument.name}, {day(one.at)}."),
            "questionnaire": asked,
            "status": "completed",
            "subject": self._subject,
            "source": self._subject,
            "authored": _instant(one.at),
            **({"item": items} if items else {}),
        }

    def treatment(self, tried: Tried, number: int) -> dict[str, Any]:
        """Return one trial: a MedicationStatement, or a Procedure where it was no medicine."""
        content, trial = self._content, tried.trial
        name = rows.trial_name(content, tried)
        told = [
            rows.length_text(content, tried),
            f"{say(content, 'summary_trials_effect')}: {rows.effect_text(content, tried)}",
            f"{say(content, 'summary_trials_end')}: {rows.end_text(content, tried)}",
        ]
        judgement = rows.judged(content, tried)
        if judgement is not None and content.trials is not None:
            told += [explain(judgement, content.trials), say(content, "summary_trials_caveat")]
        period = {
            name: date
            for name, date in (("start", _partial(trial.began)), ("end", _partial(trial.ended)))
            if date is not None
        }
        shared = {
            "id": self._id("trial", number),
            "text": self._narrative(f"{name}."),
            "subject": self._subject,
            "note": [{"text": text} for text in (*(text for text in told if text), self._notice)],
        }
        if trial.kind != "medicine":
            dated = {"performedPeriod": period} if period else {}
            going = "in-progress" if tried.is_ongoing else "unknown"
            return {"resourceType": "Procedure", "status": going, "code": {"text": name}, **shared, **dated}
        status = (
            "active"
            if tried.is_ongoing
            else "stopped"
            if trial.stopped_for
            else "completed"
            if trial.ended
            else "unknown"
        )
        return {
            "resourceType": "MedicationStatement",
            "status": status,
            "medicationCodeableConcept": {"text": name},
            "dateAsserted": _instant(self._now),
            "informationSource": self._subject,
            **shared,
            **({"effectivePeriod": period} if period else {}),
            **self._dosage(tried),
        }

    def _dosage(self, tried: Tried) -> dict[str, Any]:
        dose = tried.trial.dose_mg
        if dose is None:
            return {}
        most = {
            "numerator": {"value": dose, "unit": "mg", "system": _UCUM, "code": "mg"},
            "denominator": {"value": 1, "unit": "day", "system": _UCUM, "code": "d"},
        }
        return {"dosage": [{"text": rows.dose_text(self._content, tried), "maxDosePerPeriod": most}]}

    def _narrative(self, text: str) -> dict[str, str]:
        told = escape(" ".join(f"{text} {self._notice}".split()))
        return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{told}</div>'}

    def _id(self, kind: str, number: int) -> str:
        return str(uuid5(NAMESPACE_URL, f"waymark:{self._now.isoformat()}:{kind}:{number}"))


def _item(link: str, text: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": f"/{link}", "text": text, "answer": [answer]}


def _coding(code: str | None, display: str) -> dict[str, Any]:
    return {"valueCoding": {"system": SYSTEM, "code": code, "display": display}} if code else {"valueString": display}


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.utc).isoformat(timespec="seconds")


def _partial(moment: Moment | None) -> str | None:
    """Return a date as far as it is known: 2019, 2019-03 or 2019-03-05; None where the calendar has no such day."""
    if moment is None or not 1900 <= moment.year <= 2999:
        return None
    if not 1 <= moment.month <= 12:
        return f"{moment.year}"
    try:
        return f"{datetime(moment.year, moment.month, moment.day or 1):%Y-%m-%d}"[: 10 if moment.day else 7]
    except ValueError:
        return f"{moment.year}-{moment.month:02}"
