"""Charts of the check-ins, with the treatment changes that were marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.care.papers.charts import area_chart
from waymark.care.papers.material import material_of
from waymark.care.tools.tool import Record
from waymark.content import Content
from waymark.messages import Chart


def trends(content: Content, records: Iterable[Record], areas: Iterable[str]) -> tuple[Chart, ...]:
    """Return a chart of each of the areas that has values enough for one; side effects have no chart."""
    material = material_of((), records, ())
    charts = (area_chart(content, area, material.checkins, material.changes) for area in areas)
    return tuple(chart for chart in charts if chart is not None)
