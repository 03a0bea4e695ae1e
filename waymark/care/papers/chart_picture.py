"""Draws a chart as a picture, for papers and for channels that show no charts. Nothing is loaded before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Final

from waymark.care.papers.dates import date_text
from waymark.care.papers.fonts import font_file
from waymark.messages import Chart, ChartBand

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

WIDTH, HEIGHT = 800, 430  # at a scale of one; the list of marks makes it higher
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 196, 46, 40
_LINE: Final = 18
_INK, _SOFT, _LINE_COLOUR, _PAPER = "#23302e", "#53605d", "#1c5f59", "#ffffff"
_BANDS: Final = ("#ffffff", "#eef1ee")  # by turns: told apart without colour
_MOST_LABELS: Final = 14  # values written beside their points
_DATES: Final = 5
_LABEL_LENGTH: Final = 90
_SLOT: Final = 30.0  # pixels that a number at the top of a mark needs


@dataclass(frozen=True)
class _Plane:
    """Where values and dates lie, in pixels."""

    chart: Chart
    scale: float

    def x(self, at: str) -> float:
        days = [date.fromisoformat(point.at).toordinal() for point in self.chart.points]
        span = max(days[-1] - days[0], 1)
        share = (date.fromisoformat(at).toordinal() - days[0]) / span if days[-1] > days[0] else 0.5
        return self.scale * (_LEFT + 14 + share * (WIDTH - _LEFT - _RIGHT - 28))

    def y(self, value: float) -> float:
        share = (value - self.chart.minimum) / max(self.chart.maximum - self.chart.minimum, 1e-9)
        return self.scale * (HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM))


def chart_png(chart: Chart, scale: float = 2.0) -> bytes:
    """Return a chart as PNG: the values over time, the named ranges shaded, changes marked and listed below.

    Raises:
        ValueError: it has no point, or a date that is none.
    """
    from PIL import Image, ImageDraw, ImageFont

    if not chart.points:
        raise ValueError("a chart without points cannot be drawn")
    height = HEIGHT + (len(chart.marks) * _LINE + 10 if chart.marks else 0)
    image = Image.new("RGB", (round(WIDTH * scale), round(height * scale)), _PAPER)
    fonts = {
        size: ImageFont.truetype(str(font_file("Bold" if size == 16 else "")), round(size * scale)) for size in (12, 16)
    }
    painter = _Painter(ImageDraw.Draw(image), _Plane(chart, scale), scale, fonts)
    painter.paint()
    buffer = BytesIO()
    image.quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@dataclass(frozen=True)
class _Painter:
    draw: ImageDraw.ImageDraw
    plane: _Plane
    scale: float
    fonts: dict[int, ImageFont.FreeTypeFont]

    def paint(self) -> None:
        chart = self.plane.chart
        self._text((_LEFT, 12), chart.title, size=16, anchor="la")
        for place, band in enumerate(chart.bands):
            self._band(band, _BANDS[place % 2])
        self._axes()
        self._marks()
        spots = [(self.plane.x(point.at), self.plane.y(point.value)) for point in chart.points]
        if len(spots) > 1:
            self.draw.line(spots, fill=_LINE_COLOUR, width=round(2.5 * self.scale), joint="curve")
        for (x, y), point in zip(spots, chart.points, strict=True):
            radius = 4.5 * self.scale
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_LINE_COLOUR, outline=_PAPER)
            if len(spots) <= _MOST_LABELS:
                self._text((x / self.scale, y / self.scale - 9), f"{point.value:g}", anchor="mb", halo=True)

    def _band(self, band: ChartBand, colour: str) -> None:
        chart, right = self.plane.chart, (WIDTH - _RIGHT) * self.scale
        half = 0.5 if all(one.first == int(one.first) for one in chart.bands) else 0.0
        top = self.plane.y(min(band.last + half, chart.maximum))
        bottom = self.plane.y(max(band.first - half, chart.minimum))
        self.draw.rectangle((_LEFT * self.scale, top, right, bottom), fill=colour)
        label = f"{band.label} ({band.first:g} to {band.last:g})"
        self._text((WIDTH - _RIGHT + 8, (top + bottom) / 2 / self.scale), label, anchor="lm", colour=_SOFT)

    def _axes(self) -> None:
        chart, scale = self.plane.chart, self.scale
        left, right, foot = _LEFT * scale, (WIDTH - _RIGHT) * scale, self.plane.y(chart.minimum)
        self.draw.line((left, self.plane.y(chart.maximum), left, foot), fill=_SOFT, width=round(scale))
        self.draw.line((left, foot, right, foot), fill=_SOFT, width=round(scale))
        for value in ticks(chart):
            y = self.plane.y(value)
            self.draw.line((left - 4 * scale, y, left, y), fill=_SOFT, width=round(scale))
            self._text((_LEFT - 8, y / scale), f"{value:g}", anchor="rm", colour=_SOFT)
        taken = -1e9
        for at in dates_shown(chart):
            x = self.plane.x(at)
            if x - taken < 96 * scale:
                continue
            taken = x
            self.draw.line((x, foot, x, foot + 4 * scale), fill=_SOFT, width=round(scale))
            day, month, year = date_text(at).split()
            self._text((x / scale, foot / scale + 8), f"{day} {month[:3]} {year}", anchor="ma", colour=_SOFT)

    def _marks(self) -> None:
        chart, scale = self.plane.chart, self.scale
        head, foot, slot = self.plane.y(chart.maximum), self.plane.y(chart.minimum), -1e9
        for number, mark in enumerate(chart.marks, start=1):
            x = self.plane.x(mark.at)
            for start in range(round(head), round(foot), max(round(8 * scale), 1)):
                self.draw.line((x, start, x, min(start + 4 * scale, foot)), fill=_INK, width=round(scale))
            slot = x if x - slot > _SLOT * scale / 2 else slot + _SLOT * scale / 2
            self._text((slot / scale, head / scale - 2), str(number), anchor="mb")
            told = f"{number}: {date_text(mark.at)}, {_short(mark.label)}"
            self._text((_LEFT, HEIGHT + (number - 1) * _LINE), told, anchor="la")

    def _text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        size: int = 12,
        anchor: str = "la",
        colour: str = _INK,
        halo: bool = False,
    ) -> None:
        place = (at[0] * self.scale, at[1] * self.scale)
        self.draw.text(
            place,
            _drawable(text),
            font=self.fonts[size],
            fill=colour,
            anchor=anchor,
            stroke_width=round(2 * self.scale) if halo else 0,
            stroke_fill=_PAPER,
        )


def ticks(chart: Chart) -> Sequence[float]:
    """Return the values that are written beside the axis: both ends, and round ones between."""
    span = chart.maximum - chart.minimum
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if span / step <= 6), max(span, 1))
    found = [chart.minimum + step * count for count in range(int(span / step) + 1)]
    return [*(value for value in found if chart.maximum - value > step / 2), chart.maximum]


def dates_shown(chart: Chart) -> Sequence[str]:
    """Return the dates that are written below the axis: first and last, and some between."""
    dates = list(dict.fromkeys(point.at for point in chart.points))
    step = max((len(dates) - 1) / (_DATES - 1), 1)
    return list(dict.fromkeys(dates[round(place * step)] for place in range(min(_DATES, len(dates)))))


def _short(text: str) -> str:
    return text if len(text) <= _LABEL_LENGTH else f"{text[: _LABEL_LENGTH - 1]}…"


def _drawable(text: str) -> str:
    """Return the text on one line, without what no font draws."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
