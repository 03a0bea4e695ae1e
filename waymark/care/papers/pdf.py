"""Writes a summary as a PDF file, with whatever signs a person used. Nothing is loaded before one is written."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from waymark.answers.render import words
from waymark.care.papers.chart_picture import HEIGHT, WIDTH, chart_png
from waymark.care.papers.fonts import font_file
from waymark.care.papers.summary import Summary
from waymark.content import Content
from waymark.messages import Block, Bullets, Chart, Heading, Paragraph, Steps, Table, plain_text

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT: Final = "DejaVu"
_INK, _SOFT, _EDGE = (35, 48, 46), (83, 96, 93), (200, 205, 202)
_BODY, _SMALL = 10.0, 8.5  # points
_LINE: Final = 5.2  # millimetres
_CHART_WIDTH: Final = 0.64  # of the text's
_MOST_IN_A_CELL: Final = 400  # characters; a row must fit on a page, so longer ones are written as text
_COLUMNS: Final = {5: (30, 24, 22, 34, 30), 4: (26, 18, 22, 44), 3: (30, 30, 30)}
_UNSEEN: Final = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff\u00ad")  # take no place where they are missing


def summary_pdf(content: Content, summary: Summary) -> bytes:
    """Return a summary as a PDF file of A4 pages; never fails for what a person wrote.

    Signs that the font lacks, such as emoji, become boxes, and a line says so.
    """
    writer = _Writer(summary.title)
    writer.heading(summary.title, 16)
    for text in summary.preface:
        writer.text(text, _SMALL, _SOFT)
    for section in summary.sections:
        writer.heading(section.heading, 12)
        for block in section.blocks:
            writer.block(block)
    writer.gap()
    for text in summary.closing:
        writer.text(text, _SMALL, _SOFT)
    if summary.sources:
        writer.text(words(content, "sources_heading"), _SMALL, _SOFT)
    for source in summary.sources:
        writer.text(f"{source.title} ({source.year}). {source.url}", _SMALL, _SOFT)
    if writer.lacks_signs:
        writer.text(words(content, "summary_signs_missing"), _SMALL, _SOFT)
    return writer.written()


class _Writer:
    def __init__(self, title: str):
        from fpdf import FPDF
        from fpdf.fonts import TTFFont

        class Pages(FPDF):
            def footer(self) -> None:
                self.set_y(-12)
                self.set_font(_FONT, size=8)
                self.set_text_color(*_SOFT)
                self.cell(0, 6, f"Waymark · {self.page_no()} / {{nb}}", align="R")

        self.pdf: FPDF = Pages(format="A4")
        self.pdf.set_title(title)
        self.pdf.set_lang("en")
        self.pdf.set_creator("Waymark")
        self.pdf.set_margins(18, 16)
        self.pdf.set_auto_page_break(True, 18)
        self.pdf.add_font(_FONT, "", str(font_file()))
        self.pdf.add_font(_FONT, "B", str(font_file("Bold")))
        font = self.pdf.fonts[_FONT.lower()]
        self._known = font.cmap if isinstance(font, TTFFont) else {}
        self.lacks_signs = False
        self.pdf.add_page()

    def heading(self, text: str, size: float) -> None:
        if self.pdf.will_page_break(30):  # a heading stays with what follows it
            self.pdf.add_page()
        self.pdf.ln(2)
        self._write(text, size, _INK, "B", size * 0.5)
        self.pdf.ln(1)

    def text(self, text: str, size: float = _BODY, colour: tuple[int, int, int] = _INK, indent: float = 0) -> None:
        self._write(text, size, colour, "", _LINE * size / _BODY, indent)
        self.pdf.ln(1)

    def gap(self) -> None:
        self.pdf.ln(3)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self.text(block.text)
            case Heading():
                self.heading(block.text, 11)
            case Bullets():
                for item in block.items:
                    self.text(f"•  {item}", indent=3)
            case Steps():
                for number, item in enumerate(block.items, start=1):
                    self.text(f"{number}.  {item}", indent=3)
            case Table() if any(len(cell) > _MOST_IN_A_CELL for row in block.rows for cell in row):
                for row in block.rows:
                    self.text("; ".join(f"{column}: {cell}" for column, cell in zip(block.columns, row, strict=True)))
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case _:
                self.text(plain_text([block]))

    def written(self) -> bytes:
        return bytes(self.pdf.output())

    def _table(self, table: Table) -> None:
        from fpdf.fonts import FontFace

        self.pdf.set_font(_FONT, size=_SMALL)
        self.pdf.set_text_color(*_INK)
        self.pdf.set_draw_color(*_EDGE)
        with self.pdf.table(
            col_widths=_COLUMNS.get(len(table.columns)) or None,
            headings_style=FontFace(emphasis="BOLD", fill_color=(238, 241, 238)),
            line_height=4.4,
            padding=1.2,
            text_align="LEFT",
            v_align="TOP",
        ) as written:
            for row in (table.columns, *table.rows):
                line = written.row()
                for cell in row:
                    line.cell(self._shown(cell))
        self.pdf.ln(2.5)

    def _chart(self, chart: Chart) -> None:
        width = self.pdf.epw * _CHART_WIDTH
        height = width * (HEIGHT + 18 * len(chart.marks)) / WIDTH
        if self.pdf.will_page_break(height + 12):
            self.pdf.add_page()
        self.pdf.image(BytesIO(chart_png(chart)), w=width, alt_text=self._shown(f"{chart.title}. {chart.summary}"))
        self.pdf.ln(1)
        self.text(chart.summary, _SMALL, _SOFT)

    def _write(
        self, text: str, size: float, colour: tuple[int, int, int], style: str, line: float, indent: float = 0
    ) -> None:
        self.pdf.set_font(_FONT, style, size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_x(self.pdf.l_margin + indent)
        self.pdf.multi_cell(self.pdf.epw - indent, line, self._shown(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _shown(self, text: str) -> str:
        """Return a text with signs that the font has; a box stands for each of the others."""
        shown = []
        for sign in text:
            if sign in "\n\t\r" or (not sign.isprintable() and sign not in _UNSEEN):
                shown.append(" ")
            elif ord(sign) in self._known:
                shown.append(sign)
            elif sign not in _UNSEEN:
                shown.append("□")
                self.lacks_signs = True
        return "".join(shown)
