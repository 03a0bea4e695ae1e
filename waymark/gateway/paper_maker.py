"""Makes papers from what is stored, one at a time and off the event loop: a message of danger never waits for one."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from fastapi.templating import Jinja2Templates

from waymark.answers.render import words
from waymark.care.papers.chart_picture import chart_png
from waymark.care.papers.charts import score_charts
from waymark.care.papers.fhir import fhir_bundle
from waymark.care.papers.material import Material
from waymark.care.papers.parts import PRIVATE, read_parts
from waymark.care.papers.pdf import summary_pdf
from waymark.care.papers.score_table import scores_csv
from waymark.care.papers.scores import known_scores
from waymark.care.papers.summary import compose
from waymark.content import Content
from waymark.errors import PaperError
from waymark.messages import Chart

MOST_BYTES = 5_000_000
_MOST_WAITING = 16
_SECONDS = 25.0
_templates = Jinja2Templates(Path(__file__).parent / "templates")


def _picture(chart: Chart) -> str:
    return f"data:image/png;base64,{b64encode(chart_png(chart)).decode()}"


_templates.env.filters["picture"] = _picture


@dataclass(frozen=True)
class Paper:
    """One file; `name` is how it is saved, empty for a page that is only shown."""

    body: bytes
    media_type: str
    name: str = ""


class PaperMaker:
    """Makes every kind of paper; one thread, and few that wait for it."""

    def __init__(self, content: Content):
        self._content = content
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="papers")
        self._waiting = 0

    async def make(self, material: Material, kind: str, choice: str) -> Paper | None:
        """Return a paper; None where there is nothing to make it of.

        Raises:
            PaperError: it cannot be made just now.
        """
        if self._waiting >= _MOST_WAITING:
            raise PaperError("too many papers are being made")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            call = loop.run_in_executor(self._thread, self.written, material, kind, choice)
            paper = await asyncio.wait_for(call, _SECONDS)
        except asyncio.TimeoutError:
            raise PaperError("the paper took too long") from None
        finally:
            self._waiting -= 1
        if paper is not None and len(paper.body) > MOST_BYTES:
            raise PaperError("the paper is too large")
        return paper

    def written(self, material: Material, kind: str, choice: str, now: datetime | None = None) -> Paper | None:
        """Return a paper; None for a kind or a picture that there is not."""
        content, parts, at = self._content, read_parts(choice), now or datetime.now(timezone.utc)
        name = f"waymark-summary-{at:%Y-%m-%d}"
        match kind:
            case "pdf":
                summary = compose(content, material, parts, at)
                return Paper(summary_pdf(content, summary), "application/pdf", f"{name}.pdf")
            case "page":
                page = _templates.get_template("paper.html").render(
                    summary=compose(content, material, parts, at), hint=words(content, "summary_print_hint")
                )
                return Paper(page.encode("utf-8", "replace"), "text/html; charset=utf-8")
            case "fhir":
                bundle = fhir_bundle(content, material, parts, at)
                return Paper(bundle.encode("utf-8", "replace"), "application/fhir+json", f"{name}.json")
            case "csv":
                table = scores_csv(content, material.scores, with_answers=bool(choice) and PRIVATE in parts)
                return Paper(table.encode(), "text/csv; charset=utf-8", f"waymark-scores-{at:%Y-%m-%d}.csv")
            case "png":
                scores = [one for one in known_scores(content, material.scores) if one.result.instrument == choice]
                charts = score_charts(content, scores, material.changes)
                return Paper(chart_png(charts[0]), "image/png", f"waymark-{choice}.png") if charts else None
        return None

    def close(self) -> None:
        """Release the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)
