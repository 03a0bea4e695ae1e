"""Charts of what was measured, with a text that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from waymark.answers.render import words
from waymark.care.papers.dates import date_text
from waymark.care.papers.material import CareChange, CheckIn
from waymark.care.papers.wording import say
from waymark.care.questionnaires.result import Kept
from waymark.content import Content
from waymark.messages import Chart, ChartBand, ChartMark, Point

MOST_POINTS: Final = 60
_MOST_MARKS: Final = 12
_LEAST: Final = 2  # one value is no trend
_LEAST_OF_AREA: Final = 3  # a mood of the day moves these more, and two are told in a sentence
_HIGHEST: Final = 10.0  # of an area of a check-in


def score_charts(content: Content, scores: Sequence[Kept], changes: Sequence[CareChange] = ()) -> tuple[Chart, ...]:
    """Return one chart for each questionnaire with two totals or more; those with questions left out do not count."""
    charts = []
    for name in dict.fromkeys(one.result.instrument for one in scores):
        instrument = content.instruments.instruments[name]
        kept = [one for one in scores if one.result.instrument == name and one.result.is_whole][-MOST_POINTS:]
        points = tuple(Point(at=f"{one.at:%Y-%m-%d}", value=one.result.total) for one in kept)
        most = len(instrument.items) * content.instruments.scale(instrument.scale).most
        if len(points) >= _LEAST:
            bands = tuple(ChartBand(first=band.first, last=band.last, label=band.name) for band in instrument.bands)
            title = say(content, "summary_chart_scores", name=instrument.name)
            charts.append(_chart(content, title, points, float(most), changes, bands))
    return tuple(charts)


def area_chart(
    content: Content, area: str, checkins: Sequence[CheckIn], changes: Sequence[CareChange] = ()
) -> Chart | None:
    """Return the chart of one area of the check-ins, 0 to 10; None where there are not three values."""
    points = tuple(Point(at=f"{one.at:%Y-%m-%d}", value=one.areas[area]) for one in checkins if area in one.areas)
    if len(points) < _LEAST_OF_AREA:
        return None
    return _chart(content, area_name(content, area), points[-MOST_POINTS:], _HIGHEST, changes, ())


def area_name(content: Content, area: str) -> str:
    """Return an area of life in words."""
    name = f"summary_area_{area}"
    return words(content, name) if name in content.responses else area.replace("_", " ").capitalize()


def _chart(
    content: Content,
    title: str,
    points: tuple[Point, ...],
    most: float,
    changes: Sequence[CareChange],
    bands: tuple[ChartBand, ...],
) -> Chart:
    first, last = points[0], points[-1]
    values = [point.value for point in points]
    marks = tuple(ChartMark(at=change.on, label=change.what) for change in changes if first.at <= change.on <= last.at)[
        -_MOST_MARKS:
    ]
    told = say(
        content,
        "summary_chart_told",
        count=str(len(points)),
        most=f"{most:g}",
        begin=date_text(first.at),
        end=date_text(last.at),
        first=f"{first.value:g}",
        last=f"{last.value:g}",
        low=f"{min(values):g}",
        high=f"{max(values):g}",
    )
    if marks:
        listed = "; ".join(f"{n}) {date_text(mark.at)}: {mark.label}" for n, mark in enumerate(marks, start=1))
        told = f"{told} {say(content, 'summary_chart_changes', changes=listed)}"
    return Chart(title=title, points=points, minimum=0, maximum=most, summary=told, bands=bands, marks=marks)
