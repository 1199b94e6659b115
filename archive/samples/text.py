"""Draw a report as plain text, in the ways tables lose their grid when somebody copies them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from archive.samples.grids import (
    OFFICIAL,
    Grid,
    GridCell,
    Layout,
    grids_of,
    half_width_labels,
    nothing_for_zero,
    slashes_for_zero,
)
from archive.samples.html import LAYOUTS
from archive.samples.renderings import Variation, of_rows, of_table
from archive.samples.reports import FictionalReport

DrawGrid = Callable[[Grid], str]


def _visible_rows(grid: Grid) -> list[list[str]]:
    """Return each row's cells as a word processor copies them: a merged cell once, an empty cell where it goes on."""
    rows = []
    for index, row in enumerate(grid.positions()):
        texts = []
        before = None
        for cell in row:
            if cell is not None and cell is not before:
                texts.append(cell.text if cell.row == index else "")
            before = cell
        rows.append(texts)
    return rows


def _square_rows(grid: Grid) -> list[list[str]]:
    """Return one text a grid position, empty where a merged cell goes on; a row that lacks cells stays short."""
    return [
        [cell.text if cell and cell.row == index and cell.column == column else "" for column, cell in enumerate(row)]
        for index, row in enumerate(_without_holes(grid))
    ]


def _without_holes(grid: Grid) -> list[list[GridCell | None]]:
    """Return the cell at each position, without the positions at a row's end where no cell is."""
    rows = grid.positions()
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def cell_a_line(grid: Grid) -> str:
    """Copy from WPS: each cell on a line of its own behind a tab, an empty line after each row."""
    return "\n".join("\n".join(f"\t{text}" for text in row) + "\n" for row in _visible_rows(grid)) + "\n"


def bare_lines(grid: Grid) -> str:
    """Each cell on a line of its own, empty cells gone, nothing between rows."""
    return "\n".join(text for row in _visible_rows(grid) for text in row if text.strip())


def tab_separated(grid: Grid) -> str:
    """One row a line, one tab a grid column."""
    return "\n".join("\t".join(row) for row in _square_rows(grid))


def double_tabs(grid: Grid) -> str:
    """One row a line, two tabs between cells, merged cells without width: how some extractors write down tables."""
    return "\n".join("\t\t".join(row) for row in _visible_rows(grid))


def _is_header(grid: Grid, index: int) -> bool:
    return all(cell.header or not cell.text for cell in grid.rows()[index])


def _labels_and_numbers(row: list[GridCell]) -> tuple[list[str], list[str]]:
    """Return the texts before the first number of a row, and those from there on."""
    first = next((at for at, cell in enumerate(row) if cell.key), len(row))
    # a subtotal belongs to no figure, but is a number all the same
    while first and row[first - 1].text.isdigit():
        first -= 1
    return [cell.text for cell in row[:first]], [cell.text for cell in row[first:]]


def tabs_astray(grid: Grid) -> str:
    """One row a line; merged cells have lost their width, so that labels are followed by any number of tabs."""
    lines = []
    for index, row in enumerate(_visible_rows(grid)):
        if _is_header(grid, index) or not any(cell.key for cell in grid.rows()[index]):
            lines.append("\t".join(row))
            continue
        labels, numbers = _labels_and_numbers(grid.rows()[index])
        lead = "\t" * (index % 3)
        gap = "\t" * (1 + index % 4) if labels else ""
        lines.append(lead + "\t".join(labels) + gap + "\t".join(numbers) + "\t" * (index % 2))
    return "\n".join(lines)


def space_separated(grid: Grid) -> str:
    """One row a line, cells parted by spaces, empty cells gone."""
    return "\n".join("  ".join(text.strip() for text in row if text.strip()) for row in _visible_rows(grid))


def torn_rows(grid: Grid) -> str:
    """One row over several lines: its labels, then four numbers, then the rest."""
    lines = []
    for index, row in enumerate(grid.rows()):
        if not any(cell.key for cell in row):
            lines.append("\t".join(_visible_rows(grid)[index]))
            continue
        labels, numbers = _labels_and_numbers(row)
        lines += ["\t".join(part) for part in (labels, numbers[:4], numbers[4:]) if part]
    return "\n".join(lines)


def headless(grid: Grid) -> str:
    """Tab-separated, the header rows of tables 3 and 4 lost."""
    if grid.table == "t2" or grid.table == "y14":
        return tab_separated(grid)
    rows = _square_rows(grid)
    return "\n".join("\t".join(row) for index, row in enumerate(rows) if not _is_header(grid, index))


def glued(grid: Grid) -> str:
    """Everything in one line without any separator, as page text loses it."""
    return "".join(text for row in _visible_rows(grid) for text in row)


def draw_text(
    report: FictionalReport,
    layout: Layout,
    draw: DrawGrid,
    *,
    encoding: str = "utf-8",
    newline: str = "\n",
    between: str = "\n",
    heading: Callable[[str, int], str] = lambda text, level: text,
) -> bytes:
    """Return the report as text; `between` stands between paragraphs, `heading` marks titles."""
    tables: dict[str, list[str]] = {}
    for grid in grids_of(report, layout):
        tables.setdefault(grid.table, []).append(draw(grid))
    parts = [heading(report.title, 1), *report.preamble]
    for section in report.sections:
        parts += [heading(section.heading, 2), *(f"　　{text}" for text in section.paragraphs)]
        parts += tables.get(section.table, [])
    parts += [*report.signature, ""]
    return between.join(parts).replace("\n", newline).encode(encoding)


_ODD = dict.fromkeys(("total-first", "columns-reordered", "org-subtotal"), "odd-columns")
"""Layouts whose columns only the header tells apart; where it is torn a reader may leave table 3 out."""


def _all_variations() -> dict[str, Variation]:
    shapes: tuple[tuple[str, DrawGrid, bool], ...] = (
        ("cells", cell_a_line, False),
        ("lines", bare_lines, True),
        ("tabs", tab_separated, False),
        ("tabs-astray", tabs_astray, True),
        ("spaces", space_separated, True),
        ("torn", torn_rows, True),
        ("headless", headless, False),
        ("glued", glued, True),
    )
    # what stood in columns can be told from its labels only where the row keeps its width
    abstain: Mapping[str, Callable[[str], bool]] = {
        "headless": lambda key: of_table("t3")(key) or of_table("t4")(key),
        "glued": lambda key: True,
        "groups-astray": of_table("t4"),
        "odd-columns": lambda key: "__" in key or of_table("t4")(key),
    }

    def made(
        name: str, models: str, draw: DrawGrid, lost: bool, layout: Layout = OFFICIAL, abstain_of: str = "", **how: str
    ) -> Variation:
        return Variation(
            name=f"text-{name}",
            format="text",
            models=models,
            draw=lambda report, laid_out: draw_text(report, laid_out, draw, **how),  # type: ignore[arg-type]
            suffix="txt",
            media_type="text/plain",
            layout=layout,
            abstain=abstain.get(abstain_of, lambda key: False),
            blanks_are_lost=lost,
        )

    variations = []
    for name, draw, lost in shapes:
        models = (draw.__doc__ or "").strip()
        variations.append(made(name, models, draw, lost, abstain_of=name))
        half = replace(OFFICIAL, relabel=half_width_labels)
        variations.append(made(f"{name}-half-width", f"{models} Half-width labels.", draw, lost, half, name))
        slashes = replace(OFFICIAL, reprint=slashes_for_zero)
        variations.append(made(f"{name}-slashes", f"{models} / for zero.", draw, lost, slashes, name))
    for layout_name in ("total-first", "columns-reordered", "org-subtotal", "rows-missing", "one-label-column"):
        layout, models = LAYOUTS[layout_name]
        for name, draw, lost in shapes:
            if layout_name == "columns-reordered" and name in ("headless", "glued"):
                continue  # without a header nothing at all says that the order is another
            variations.append(
                made(
                    f"{name}-{layout_name}",
                    models,
                    draw,
                    lost,
                    layout,
                    name if name == "glued" else _ODD.get(layout_name, name),
                )
            )
    blank = replace(OFFICIAL, reprint=nothing_for_zero)
    padded = LAYOUTS["numbers-padded"][0]
    variations += [
        made("cells-blank", "Copy from WPS, an empty cell for zero.", cell_a_line, False, blank),
        made("cells-padded", "Copy from WPS, NBSP around numbers.", cell_a_line, False, padded),
        made("tabs-blank", "Tab-separated, an empty cell for zero.", tab_separated, False, blank),
        made("tabs-doubled", "Two tabs between cells.", double_tabs, False),
        # without their width the groups of table 4 cover no columns, and a blank may be padding
        made("tabs-doubled-blank", "Two tabs, an empty cell for zero.", double_tabs, False, blank, "groups-astray"),
        made("cells-gbk", "Copy from WPS saved as GBK.", cell_a_line, False, encoding="gbk"),
        made("cells-crlf", "Copy from WPS with carriage returns.", cell_a_line, False, newline="\r\n"),
        made("cells-bom", "Copy from WPS saved with a byte order mark.", cell_a_line, False, encoding="utf-8-sig"),
        made("cells-utf16", "Copy from WPS saved as Unicode text.", cell_a_line, False, encoding="utf-16"),
        made("tabs-airy", "Tab-separated, an empty line between paragraphs.", tab_separated, False, between="\n\n"),
    ]
    return {variation.name: variation for variation in variations}


TEXT_VARIATIONS: Mapping[str, Variation] = _all_variations()
"""Every way of drawing plain text, by name."""


# Markdown ------------------------------------------------------------------------------------------------------------


def _pipe_row(texts: Iterable[str]) -> str:
    return "| " + " | ".join(text.strip() for text in texts) + " |"


def _piped(rows: list[list[str]]) -> str:
    width = max(len(row) for row in rows)
    rule = "|" + "---|" * width
    return "\n".join(["", _pipe_row(rows[0]), rule, *(_pipe_row(row) for row in rows[1:]), ""])


def pipes_square(grid: Grid) -> str:
    """A pipe table of full width, empty where a merged cell goes on."""
    return _piped(_square_rows(grid))


def pipes_repeated(grid: Grid) -> str:
    """A pipe table of full width, the text of a merged cell repeated in all it covers."""
    return _piped([[cell.text if cell else "" for cell in row] for row in _without_holes(grid)])


def pipes_short(grid: Grid) -> str:
    """A pipe table whose merged cells have lost their width: short rows."""
    return _piped([[cell.text for cell in row] for row in grid.rows() if row])


def pipes_headless(grid: Grid) -> str:
    """Pipe rows of tables 3 and 4 without any header and without a rule: short rows."""
    if grid.table in ("t2", "y14"):
        return pipes_short(grid)
    rows = [[cell.text for cell in row] for row in grid.rows() if any(cell.key for cell in row)]
    return "\n" + "\n".join(_pipe_row(row) for row in rows) + "\n"


def _marked(text: str, level: int) -> str:
    return f"\n{'#' * level} {text}\n"


def _markdown_variations() -> dict[str, Variation]:
    def made(name: str, draw: DrawGrid, layout: Layout = OFFICIAL, also: str = "") -> Variation:
        abstain: Callable[[str], bool] = lambda key: False  # noqa: E731
        if name.startswith("headless") or (name.startswith("short") and name.endswith(tuple(_ODD))):
            abstain = lambda key: of_table("t3")(key) or of_table("t4")(key)  # noqa: E731
        elif layout.torn_row:
            abstain = of_rows(layout.torn_row)
        return Variation(
            name=f"markdown-{name}",
            format="markdown",
            models=f"{(draw.__doc__ or '').strip()} {also}".strip(),
            draw=lambda report, laid_out: draw_text(report, laid_out, draw, between="\n", heading=_marked),
            suffix="md",
            media_type="text/markdown",
            layout=layout,
            abstain=abstain,
        )

    shapes: tuple[tuple[str, DrawGrid], ...] = (
        ("square", pipes_square),
        ("repeated", pipes_repeated),
        ("short", pipes_short),
        ("headless", pipes_headless),
    )
    variations = [made(name, draw) for name, draw in shapes]
    for layout_name in (*_ODD, "rows-missing", "one-label-column"):
        layout, models = LAYOUTS[layout_name]
        variations += [
            made(f"{name}-{layout_name}", draw, layout, models)
            for name, draw in shapes
            if (layout_name, name) != ("columns-reordered", "headless")
        ]
    for layout_name in ("labels-half-width", "zeros-blank", "zeros-slash", "numbers-thousands"):
        layout, models = LAYOUTS[layout_name]
        variations += [made(f"{name}-{layout_name}", draw, layout, models) for name, draw in shapes]
    return {variation.name: variation for variation in variations}


MARKDOWN_VARIATIONS: Mapping[str, Variation] = _markdown_variations()
"""Every way of drawing Markdown, by name."""
