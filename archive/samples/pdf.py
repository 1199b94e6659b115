"""Draw a report as PDF: ruled and unruled tables, tables over page ends, vertical and torn labels."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from archive.samples.grids import OFFICIAL, Grid, GridCell, Layout, grids_of
from archive.samples.html import LAYOUTS
from archive.samples.renderings import Variation, of_table
from archive.samples.reports import FictionalReport

FONT = "STSong-Light"
MARGIN = 48.0
TABLE_SIZE, TABLE_LEADING = 8.0, 10.0
PROSE_SIZE, PROSE_LEADING = 11.0, 19.0
PADDING = 3.0


@dataclass(frozen=True, slots=True)
class PdfStyle:
    """How pages look.

    `rules`: lines right across the table, a box round every cell, thin filled bars (as office programs draw lines), or
    nothing. `row_height` is the least height of a row: tall rows carry table 3 over the page end. `vertical` sets group
    labels one character a line; `narrow` makes label columns so narrow that labels tear over many lines;
    `header_again` repeats the header on the next page.
    """

    rules: Literal["lines", "boxes", "bars", "none"] = "lines"
    row_height: float = 16.0
    vertical: bool = False
    narrow: bool = False
    header_again: bool = False
    page_numbers: bool = True
    wide: bool = False


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """Return the text in lines no wider than `width` points."""
    lines, line = [], ""
    for character in text.replace("\n", ""):
        if line and pdfmetrics.stringWidth(line + character, FONT, size) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if line else lines or [""]


class _Pages:
    """A canvas that flows from page to page."""

    def __init__(self, style: PdfStyle, title: str) -> None:
        if FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.style = style
        self.width, self.height = landscape(A4) if style.wide else A4
        self.out = io.BytesIO()
        # invariant: no creation time and no random id, so that the same report gives the same bytes
        self.canvas = Canvas(self.out, pagesize=(self.width, self.height), invariant=True)
        self.page = 1
        self.y = self.height - MARGIN

    def end_page(self) -> None:
        """Close the page with its number and open the next."""
        if self.style.page_numbers:
            self.canvas.setFont(FONT, 9)
            self.canvas.drawCentredString(self.width / 2, 26, f"- {self.page} -")
        self.canvas.showPage()
        self.page += 1
        self.y = self.height - MARGIN

    def paragraph(self, text: str, centred: bool = False) -> None:
        """Write a paragraph, indented by two characters unless centred."""
        for line in _wrapped(text if centred else f"　　{text}", self.width - 2 * MARGIN, PROSE_SIZE):
            if self.y - PROSE_LEADING < MARGIN:
                self.end_page()
            self.canvas.setFont(FONT, PROSE_SIZE)
            self.y -= PROSE_LEADING
            if centred:
                self.canvas.drawCentredString(self.width / 2, self.y, line)
            else:
                self.canvas.drawString(MARGIN, self.y, line)

    def table(self, grid: Grid) -> None:
        """Draw a table, over as many pages as it needs."""
        _TableOnPages(self, grid).draw()
        self.y -= 10

    def finish(self) -> bytes:
        """Return the bytes of the file."""
        self.end_page()
        self.canvas.save()
        return self.out.getvalue()


class _TableOnPages:
    """Lays one grid out and draws it page by page."""

    def __init__(self, pages: _Pages, grid: Grid) -> None:
        self.pages = pages
        self.grid = grid
        self.style = pages.style
        self.widths = self._widths()
        self.lefts = [MARGIN]
        for width in self.widths:
            self.lefts.append(self.lefts[-1] + width)
        self.lines = {id(cell): self._lines(cell) for cell in grid.cells}
        self.heights = self._heights()
        self.drawn_lines: dict[int, int] = {}

    def _widths(self) -> list[float]:
        space = self.pages.width - 2 * MARGIN
        count = self.grid.column_count
        if self.grid.table == "t4":
            return [space / count] * count
        if self.grid.table == "y14":
            leading = [12.0] * (count - 3)
            space -= sum(leading)
            return [*leading, 0.68 * space, 0.12 * space, 0.2 * space]
        if self.grid.table == "t2":
            return [0.4 * space] + [0.6 * space / (count - 1)] * (count - 1)
        values = len({cell.column for cell in self.grid.cells if cell.key})
        labels = count - values
        if labels == 1:
            label_widths = [0.46 * space]
        elif self.style.narrow:
            label_widths = [24.0, 34.0, 70.0]
        elif self.style.vertical:
            label_widths = [16.0, 22.0, 190.0]
        else:
            label_widths = [40.0, 62.0, 140.0]
        label_widths = [12.0] * (labels - len(label_widths)) + label_widths
        rest = space - sum(label_widths)
        return label_widths + [rest / values] * values

    def _is_vertical(self, cell: GridCell) -> bool:
        return self.style.vertical and not cell.key and cell.rowspan > 1 and cell.colspan == 1 and not cell.header

    def _lines(self, cell: GridCell) -> list[str]:
        if self._is_vertical(cell):
            return list(cell.text)
        width = self.lefts[cell.column + cell.colspan] - self.lefts[cell.column]
        return _wrapped(cell.text, width - 2 * PADDING, TABLE_SIZE)

    def _heights(self) -> list[float]:
        heights = [self.style.row_height] * self.grid.row_count
        for span in sorted({cell.rowspan for cell in self.grid.cells}):
            for cell in self.grid.cells:
                if cell.rowspan != span:
                    continue
                needed = len(self.lines[id(cell)]) * TABLE_LEADING + 2 * PADDING
                rows = range(cell.row, cell.row + cell.rowspan)
                short = needed - sum(heights[row] for row in rows)
                if short > 0:
                    heights[rows[-1]] += short
        return heights

    def draw(self) -> None:
        header_rows = 0
        rows = self.grid.rows()
        while header_rows < len(rows) and all(cell.header for cell in rows[header_rows]):
            header_rows += 1
        first = 0
        while first < self.grid.row_count:
            again = header_rows if first and self.style.header_again and self.grid.table == "t3" else 0
            space = self.pages.y - MARGIN - sum(self.heights[:again])
            last = first
            while last < self.grid.row_count and sum(self.heights[first : last + 1]) <= space:
                last += 1
            if last == first or (first == 0 and last < min(header_rows + 1, self.grid.row_count)):
                if self.pages.y >= self.pages.height - MARGIN:
                    raise ValueError("a row is taller than the page")
                self.pages.end_page()
                continue
            if again:
                self._draw_rows(0, again, repeated=True)
            self._draw_rows(first, last)
            first = last
            if first < self.grid.row_count:
                self.pages.end_page()

    def _draw_rows(self, first: int, last: int, repeated: bool = False) -> None:
        canvas = self.pages.canvas
        top = self.pages.y
        tops = {first: top}
        for row in range(first, last):
            tops[row + 1] = tops[row] - self.heights[row]
        for cell in self.grid.cells:
            begin, end = max(cell.row, first), min(cell.row + cell.rowspan, last)
            if begin >= end:
                continue
            left, right = self.lefts[cell.column], self.lefts[cell.column + cell.colspan]
            upper, lower = tops[begin], tops[end]
            self._frame(left, lower, right, upper)
            lines = self.lines[id(cell)]
            done = 0 if repeated else self.drawn_lines.get(id(cell), 0)
            fitting = int((upper - lower - PADDING) // TABLE_LEADING) if end < cell.row + cell.rowspan else len(lines)
            shown = lines[done : done + fitting]
            self.drawn_lines[id(cell)] = done + len(shown)
            canvas.setFont(FONT, TABLE_SIZE)
            y = (upper + lower) / 2 + len(shown) * TABLE_LEADING / 2 - TABLE_SIZE
            for line in shown:
                if cell.key or cell.header or self._is_vertical(cell):
                    canvas.drawCentredString((left + right) / 2, y, line)
                else:
                    canvas.drawString(left + PADDING, y, line)
                y -= TABLE_LEADING
        self.pages.y = tops[last]

    def _frame(self, left: float, lower: float, right: float, upper: float) -> None:
        canvas = self.pages.canvas
        canvas.setLineWidth(0.5)
        match self.style.rules:
            case "boxes":
                canvas.rect(left, lower, right - left, upper - lower)
            case "lines":
                for x in (left, right):
                    canvas.line(x, lower, x, upper)
                for y in (lower, upper):
                    canvas.line(left, y, right, y)
            case "bars":
                for x in (left, right):
                    canvas.rect(x - 0.25, lower, 0.5, upper - lower, stroke=0, fill=1)
                for y in (lower, upper):
                    canvas.rect(left, y - 0.25, right - left, 0.5, stroke=0, fill=1)


def draw_pdf(report: FictionalReport, layout: Layout, style: PdfStyle) -> bytes:
    """Return the bytes of a PDF file."""
    pages = _Pages(style, report.title)
    pages.paragraph(report.title, centred=True)
    for text in report.preamble:
        pages.paragraph(text)
    grids: dict[str, list[Grid]] = {}
    for grid in grids_of(report, layout):
        grids.setdefault(grid.table, []).append(grid)
    for section in report.sections:
        for text in (section.heading, *section.paragraphs):
            pages.paragraph(text)
        for grid in grids.get(section.table, ()):
            pages.y -= 6  # the line above would touch the frame
            pages.table(grid)
    for text in report.signature:
        pages.paragraph(text)
    return pages.finish()


def draw_scanned_pdf(report: FictionalReport, pages: int = 3) -> bytes:
    """Return a PDF that has pictures of pages and no text: nothing can be read from it without recognising letters."""
    from PIL import Image, ImageDraw

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for page in range(pages):
        picture = Image.new("L", (620, 877), 250)
        pen = ImageDraw.Draw(picture)
        for line in range(30):
            width = 200 + (report.year * 37 + line * 91 + page * 53) % 300
            pen.rectangle((60, 60 + line * 26, 60 + width, 72 + line * 26), fill=70)
        canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _all_variations() -> dict[str, Variation]:
    def made(
        name: str,
        models: str,
        style: PdfStyle,
        layout: Layout = OFFICIAL,
        abstain: Callable[[str], bool] = lambda key: False,
        only: tuple[str, ...] = ("f2021", "f2019"),
    ) -> Variation:
        return Variation(
            name=f"pdf-{name}",
            format="pdf",
            models=models,
            draw=lambda report, laid_out: draw_pdf(report, laid_out, style),
            suffix="pdf",
            media_type="application/pdf",
            layout=layout,
            abstain=abstain,
            editions=only,
        )

    everywhere = ("f2021", "f2019", "y14")
    one_column = Layout(label_columns=1)
    tables_3_4 = lambda key: of_table("t3")(key) or of_table("t4")(key)  # noqa: E731
    variations = [
        made("ruled", "lines right across the table", PdfStyle(), only=everywhere),
        made("boxes", "a box round every cell", PdfStyle(rules="boxes"), only=everywhere),
        made("bars", "lines drawn as thin filled bars", PdfStyle(rules="bars")),
        made("pages", "tall rows: table 3 over page ends, page numbers", PdfStyle(row_height=44), only=everywhere),
        made("pages-header", "the header repeated on the next page", PdfStyle(row_height=44, header_again=True)),
        made("pages-bars", "over page ends, bars for lines", PdfStyle(row_height=38, rules="bars")),
        made("vertical", "group labels one character a line", PdfStyle(vertical=True)),
        made("vertical-pages", "vertical labels torn at the page end", PdfStyle(vertical=True, row_height=40)),
        made("narrow", "labels torn over many lines", PdfStyle(narrow=True)),
        made("wide", "landscape pages without page numbers", PdfStyle(wide=True, page_numbers=False)),
        made(
            "borderless-wide",
            "no rules, every label on one line",
            PdfStyle(rules="none", wide=True),
            one_column,
            lambda key: of_table("t4")(key),
        ),
        made(
            "borderless",
            "no rules, labels over several lines with their numbers between",
            PdfStyle(rules="none"),
            abstain=tables_3_4,
        ),
    ]
    padded = replace(LAYOUTS["numbers-padded"][0], leading_columns=1)
    doubtful = (
        ("pages", PdfStyle(rules="none", row_height=30, header_again=True), OFFICIAL),
        ("vertical", PdfStyle(rules="none", vertical=True), OFFICIAL),
        ("narrow", PdfStyle(rules="none", narrow=True), OFFICIAL),
        ("leading", PdfStyle(rules="none", vertical=True), replace(one_column, leading_columns=1)),
        ("blank", PdfStyle(rules="none"), LAYOUTS["zeros-blank"][0]),
        ("padded", PdfStyle(rules="none", row_height=30), LAYOUTS["numbers-padded"][0]),
        ("torn", PdfStyle(rules="none"), LAYOUTS["torn-row"][0]),
        ("total-first", PdfStyle(rules="none"), LAYOUTS["total-first"][0]),
        ("subtotal", PdfStyle(rules="none"), LAYOUTS["org-subtotal"][0]),
        ("parts", PdfStyle(rules="none", row_height=44, wide=True), LAYOUTS["proactive-parts"][0]),
    )
    for name, style, layout in doubtful:
        # without rules, where a number belongs is a guess unless line and column say so together
        variations.append(
            made(f"borderless-{name}", "no rules: right or missing", style, layout, lambda key: True, everywhere)
        )
    wide = "numbers too wide for their cells: right or missing"
    variations += [
        made(f"wrapped-{style.rules}", wide, style, padded, lambda key: True)
        for style in (PdfStyle(), PdfStyle(rules="bars"), PdfStyle(rules="boxes"))
    ]
    drawn = (
        "labels-half-width labels-spaced zeros-blank zeros-dash numbers-thousands total-first org-subtotal "
        "rows-missing split proactive-parts cases-parts groups-first"
    )
    for name in drawn.split():
        layout, models = LAYOUTS[name]
        variations.append(made(name, models, PdfStyle(), layout))
    return {variation.name: variation for variation in variations}


PDF_VARIATIONS: Mapping[str, Variation] = _all_variations()
"""Every way of drawing a PDF, by name."""
