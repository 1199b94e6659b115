"""Tables that a page break cut in two -> one, with the rows it tore put together."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.formats.printed.tables import ENUMERATED, UNITS, UNTOLD, Draft, DraftCell
from extractors.labels import Meaning, core, normalise, read_label, split_ordinal

SAME_EDGE = 4.0
"""Points within which column edges of two pages are the same edge."""

LEAST_COLUMNS = 6
"""Columns that agree in every edge from which two parts are one table though one has fewer labels at its left."""

MOST_OPEN_LABELS = 2
"""Columns of labels that may be open over a whole page: 三、本年度办理结果 and （三）不予公开."""

MOST_EMPTY_ROWS = 1
"""Empty rows that a browser draws below the last row of a page."""

_MARK = re.compile(r"\d{1,2}[.．]")

_ROWS = frozenset({"t2_item", "t3_row", "y14_row"})
_COLUMNS = frozenset({"t2_corner", "t2_measure", "t3_column", "t3_organisations", "t4_result"})


def continues(first: Draft, second: Draft) -> bool:
    """Return whether `second`, at the top of a page, is the rest of `first`, at the foot of the page before.

    The outer edges agree (the page may be shifted, for binding), and of the inner edges of the simpler one at least
    half stand in the other.
    """
    if first.guessed or second.guessed:
        # `columns` has found that the figures stand in the same columns
        return first.guessed and second.guessed and len(first.xs) == len(second.xs)
    if _lacks_label_columns(first, second):
        return True
    width = first.xs[-1] - first.xs[0]
    if abs(width - (second.xs[-1] - second.xs[0])) > SAME_EDGE:
        return False
    if abs(first.xs[0] - second.xs[0]) > 0.12 * width:
        return False
    shift = first.xs[0] - second.xs[0]
    inner, other = first.xs[1:-1], [x + shift for x in second.xs[1:-1]]
    if len(inner) > len(other):
        inner, other = other, inner
    shared = sum(any(abs(x - y) <= SAME_EDGE for y in other) for x in inner)
    return shared * 2 >= len(inner)


def _lacks_label_columns(first: Draft, second: Draft) -> bool:
    """Return whether `second` has all columns of `first` but for labels at its left that go on over the page.

    No rule ends such a label on the second page, and where cells have borders of their own none touches it.
    """
    missing = len(first.xs) - len(second.xs)
    if not 1 <= missing <= MOST_OPEN_LABELS or len(second.xs) <= LEAST_COLUMNS:
        return False
    shift = first.xs[-1] - second.xs[-1]
    return abs(shift) <= SAME_EDGE and all(
        abs(x - y - shift) <= SAME_EDGE for x, y in zip(first.xs[missing:], second.xs, strict=True)
    )


def join(first: Draft, second: Draft) -> Draft:
    """Return two parts of one table as one: columns united, cells and rows that the page break tore put together."""
    shift = first.xs[-1] - second.xs[-1] if _lacks_label_columns(first, second) else first.xs[0] - second.xs[0]
    other = list(first.xs) if first.guessed else [x + shift for x in second.xs]
    xs = list(first.xs)
    for x in other:
        if all(abs(x - y) > SAME_EDGE for y in xs):
            xs.append(x)
    xs.sort()
    again = _repeated_rows(first, second)
    upper = _moved(first.cells, first.xs, xs, 0)
    rest = [cell for cell in second.cells if cell.row >= again]
    lower = _moved(rest, other, xs, first.row_count - again)
    row_count = first.row_count + second.row_count - again
    row_count -= _mend(upper, lower, first.row_count)
    _doubt(upper, lower, first.row_count)
    return Draft(xs, row_count, upper + lower, first.first_page, second.last_page, first.box, first.guessed)


def _repeated_rows(first: Draft, second: Draft) -> int:
    """Return with how many rows of its own head a table goes on: the same words in the same cells, and no figures.

    Between the parts of table 2 a repeated 第二十条第（一）项 would end the columns in force.
    """
    found = 0
    for row in range(min(first.row_count, second.row_count) - 1):
        head, again = _cells_of(first, row), _cells_of(second, row)
        if len(head) != len(again) or not all(map(_is_same_label, head, again)):
            break
        if all(cell.row + cell.rowspan <= row + 1 for cell in second.cells if cell.row <= row):
            found = row + 1
    return found


def _cells_of(draft: Draft, row: int) -> list[tuple[DraftCell, float, float]]:
    """Return the cells that begin in a row, with their edges counted from the table's left one."""
    xs = draft.xs
    cells = sorted((cell for cell in draft.cells if cell.row == row), key=lambda cell: cell.column)
    return [(cell, xs[cell.column] - xs[0], xs[cell.column + cell.colspan] - xs[0]) for cell in cells]


def _is_same_label(head: tuple[DraftCell, float, float], again: tuple[DraftCell, float, float]) -> bool:
    (cell, left, right), (other, other_left, other_right) = head, again
    words = normalise(cell.text)
    return (
        bool(words)
        and not cell.is_number
        and words == normalise(other.text)
        and cell.rowspan == other.rowspan
        and abs(left - other_left) <= SAME_EDGE
        and abs(right - other_right) <= SAME_EDGE
    )


def _moved(cells: list[DraftCell], old: list[float], new: list[float], rows: int) -> list[DraftCell]:
    """Return cells in a grid with the column edges `new`, `rows` further down.

    A blank cell both sides of which are one edge there is left out: the gap between two rules at a table's side.
    """
    place = [min(range(len(new)), key=lambda index: abs(new[index] - x)) for x in old]
    last = len(new) - 2
    return [
        DraftCell(
            cell.row + rows, min(place[cell.column], last), cell.rowspan,
            max(place[cell.column + cell.colspan] - place[cell.column], 1), cell.text, cell.page, cell.box,
        )
        for cell in cells
        if cell.text.strip() or place[cell.column + cell.colspan] > place[cell.column]
    ]  # fmt: skip


def _mend(upper: list[DraftCell], lower: list[DraftCell], seam: int) -> int:
    """Join what the page break before row `seam` tore; return by how many rows the table got shorter."""
    above = {cell.column: cell for cell in upper if cell.row + cell.rowspan == seam}
    below = {cell.column: cell for cell in lower if cell.row == seam}
    pairs = [
        (cell, below[column])
        for column, cell in sorted(above.items())
        if column in below and below[column].colspan == cell.colspan
    ]
    _open_header(list(above.values()), list(below.values()))
    if _is_header_over_values(pairs):
        return 0
    aligned = bool(pairs) and len(pairs) == len(above) == len(below)
    late, early = _open_cells(upper, lower, seam)
    opened = sorted([*pairs, *late, *early], key=lambda pair: pair[0].column)
    paired = {cell.column for cell, _ in opened}
    # a group of rows that begins with the torn one, or goes on over the page, may be a cell of one side only
    fits = aligned or all(
        cell.rowspan > 1 and not cell.is_number
        for cell in (*above.values(), *below.values())
        if cell.column not in paired
    )
    torn = (fits and _is_torn(opened)) or (aligned and _is_torn_header(pairs))
    if torn:
        pairs = opened
        upper += [cell for cell, _ in late]
        lower += [rest for _, rest in early]
    elif not pairs:
        return 0
    over_values = any(cell.is_number for cell in below.values())
    high = set() if torn else _torn_high_labels(pairs, list(below.values()))
    for index, (cell, rest) in enumerate(pairs):
        if torn:
            cell.rowspan += rest.rowspan - 1
        elif index in high:
            cell.rowspan += rest.rowspan
        elif over_values and not rest.text.strip() and _named(cell.text, _COLUMNS):
            # a blank value is not the rest of the label of its column
            continue
        elif _is_group(cell, rest, pairs[index + 1 :]):
            cell.rowspan += rest.rowspan
        else:
            continue
        if rest.text and rest.text != cell.text:
            cell.text = f"{cell.text}\n{rest.text}" if cell.text else rest.text
        lower.remove(rest)
    if torn:
        for cell in lower:
            cell.row -= 1
        return 1
    return 0


def _doubt(upper: list[DraftCell], lower: list[DraftCell], seam: int) -> None:
    """Mark numbers above a page's end, at row `seam`, as not told where figures stand below them before any label.

    They are what is left of numbers that were torn, behind empty rows that browsers leave at the end of a page or
    repeat with the head.
    """
    for row in sorted({cell.row for cell in lower}):
        cells = [cell for cell in lower if cell.row == row]
        figures = [cell for cell in cells if cell.is_number]
        if any(cell.text.strip() and not cell.is_number for cell in cells) or len(figures) * 2 > len(cells):
            return
        for cell in upper:
            is_last = cell.row + cell.rowspan >= seam - MOST_EMPTY_ROWS and cell.is_number
            if is_last and _covers(figures, row, replace(cell, row=row, rowspan=1)):
                cell.text += UNTOLD


def _open_cells(
    upper: list[DraftCell], lower: list[DraftCell], seam: int
) -> tuple[list[tuple[DraftCell, DraftCell]], list[tuple[DraftCell, DraftCell]]]:
    """Return the labels that begin below a seam with blank cells for above it, and values above it with blank ones.

    Where no rule is drawn at the page's end, a label that begins overleaf has no cell above, nor its values below.
    """
    late = [
        (DraftCell(seam - 1, cell.column, 1, cell.colspan, "", cell.page, cell.box), cell)
        for cell in lower
        if cell.row == seam and cell.rowspan == 1 and not cell.is_number and not _covers(upper, seam - 1, cell)
    ]
    early = [
        (cell, DraftCell(seam, cell.column, 1, cell.colspan, "", cell.page, cell.box))
        for cell in upper
        if cell.row == seam - 1 and cell.rowspan == 1 and cell.is_number and not _covers(lower, seam, cell)
    ]
    return late, early


def _covers(cells: list[DraftCell], row: int, cell: DraftCell) -> bool:
    """Return whether any of the cells stands in a row, in the columns of another cell."""
    return any(
        other.row <= row < other.row + other.rowspan
        and other.column < cell.column + cell.colspan
        and cell.column < other.column + other.colspan
        for other in cells
    )


def _open_header(upper_row: list[DraftCell], lower_row: list[DraftCell]) -> None:
    """Let labels of columns reach down beside a row of other column labels overleaf, where no cell stands below them.

    Without a rule or words the rest of such a label's cell on the second page is no cell.
    """
    if not lower_row or not all(_named(cell.text, _COLUMNS) for cell in lower_row):
        return
    height = min(cell.rowspan for cell in lower_row)
    for cell in upper_row:
        if not any(
            other.column < cell.column + cell.colspan and cell.column < other.column + other.colspan
            for other in lower_row
        ):
            cell.rowspan += height


def _torn_high_labels(pairs: list[tuple[DraftCell, DraftCell]], lower_row: list[DraftCell]) -> set[int]:
    """Return which pairs are a label of a column beside a group of columns, which the page break tore: 自然 over 人.

    One that is torn inside its words proves it, for itself and for those whose words stand whole above.
    """
    if any(cell.is_number for cell in lower_row):
        return set()
    parts = [(upper.text.strip(), lower.text.strip()) for upper, lower in pairs]
    torn = {
        at
        for at, (above, below) in enumerate(parts)
        if above and below and _named(above + below, _COLUMNS) and not _named(above, _COLUMNS | _ROWS)
    }
    if not torn:
        return set()
    return torn | {at for at, (above, below) in enumerate(parts) if not below and _named(above, _COLUMNS)}


def _is_header_over_values(pairs: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Return whether column labels end one page and a row of values without a label begins the next, as in table 4.

    A blank value is not the rest of the label above it.
    """
    return (
        len(pairs) >= LEAST_COLUMNS
        and all(upper.text.strip() and not upper.is_number for upper, _ in pairs)
        and all(lower.is_number or not lower.text.strip() for _, lower in pairs)
        and any(lower.is_number for _, lower in pairs)
    )


def _is_torn(pairs: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Return whether the last row of a page and the first of the next are one row: a label cut in two.

    Either its parts make a label of the form, wherever its values stand (two in one cell make that cell unreadable);
    or its values stand on one side only, and the lower part of its label does not begin like a label of its own.
    """
    valued = [(upper, lower) for upper, lower in pairs if _is_value(upper) or _is_value(lower)]
    if not valued:
        return False
    labels = pairs[: pairs.index(valued[0])]
    if any(_is_unit(upper) and _is_unit(lower) for upper, lower in labels):
        # each has a unit of its own
        return False
    # between the label and the first value may stand blank cells
    leaf = next((pair for pair in reversed(labels) if pair[0].text.strip() or pair[1].text.strip()), None)
    if leaf is None:
        return False
    upper_leaf, lower_leaf = leaf
    if _is_one_label(upper_leaf.text, lower_leaf.text):
        return True
    if _named(upper_leaf.text, _ROWS) and _named(lower_leaf.text, _ROWS):
        return False
    upper_values = sum(_is_value(upper) for upper, _ in valued)
    lower_values = sum(_is_value(lower) for _, lower in valued)
    if upper_values and lower_values:
        return False
    if upper_values:
        rest = [lower for _, lower in labels if lower.text.strip()]
        if not upper_leaf.text.strip() and upper_leaf.rowspan == 1 and _named(lower_leaf.text, _ROWS):
            # values set in the middle of a row whose label begins overleaf
            return all(not lower.text.strip() for _, lower in valued)
        return (
            all(not lower.text.strip() for _, lower in valued)
            and bool(rest)
            and not any(ENUMERATED.match(cell.text) for cell in rest)
        )
    if any(upper.text.strip() for upper, _ in valued):
        return False
    return bool(upper_leaf.text.strip()) and not ENUMERATED.match(lower_leaf.text)


def _is_unit(cell: DraftCell) -> bool:
    return cell.text.strip() in UNITS


def _is_value(cell: DraftCell) -> bool:
    """Return whether a cell has a value or a mark for nothing; 3. may be a label's mark, torn from its words."""
    return cell.is_number and not _MARK.fullmatch(cell.text.strip())


def _is_one_label(above: str, below: str) -> bool:
    """Return whether two parts make the label of a row that neither is without the other."""
    whole = _named(above + below, _ROWS)
    if not whole or ENUMERATED.match(below):
        return False
    if not split_ordinal(normalise(above))[1]:
        # the mark alone: 3. over 其他
        return bool(above.strip())
    alone, rest_alone = _named(above, _ROWS), _named(below, _ROWS)
    if rest_alone and rest_alone.isdisjoint(whole):
        return False
    if (alone and alone.isdisjoint(whole)) or not core(below):
        # 2.其他 over 法律行政法规禁止公开: 其他 is a row elsewhere, and none of that place; or a mere ” is left over
        return True
    # either part brings letters of the label's own, or the upper one a note that the lower one closes
    both = core(above + below)
    return both not in (core(above), core(below)) or above.count("（") > above.count("）")


def _is_torn_header(pairs: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Return whether two rows without values are one row of column labels: 法律服务 over 机构.

    Every two parts under one another make a column label of the form, and the lower one is no other label by itself.
    Nor is the upper one, in one column at least: 其他 over 结果 alone would prove little.
    """
    proven = False
    for upper, lower in pairs:
        above, below = upper.text.strip(), lower.text.strip()
        if upper.is_number or lower.is_number:
            return False
        if not above or not below:
            continue
        whole = _named(above + below, _COLUMNS)
        if not whole:
            return False
        alone, rest_alone = _named(above, _COLUMNS | _ROWS), _named(below, _COLUMNS | _ROWS)
        if rest_alone and rest_alone.isdisjoint(whole):
            return False
        proven = proven or not alone or not alone.isdisjoint(whole)
    return proven


def _named(text: str, kinds: frozenset[str]) -> frozenset[Meaning]:
    """Return what a whole label of one of these kinds may mean; nothing for other words, groups and guesses."""
    label = read_label(text)
    if not label.exact or label.partial or label.groups:
        return frozenset()
    return frozenset(meaning for meaning in label.meanings if meaning.kind in kinds)


def _is_group(upper: DraftCell, lower: DraftCell, right_of_it: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Return whether two cells are one group label that goes over the page break: （三）不予公开."""
    if upper.is_number or lower.is_number:
        return False
    above, below = upper.text.strip(), lower.text.strip()
    if not above and not below:
        return False
    labelled = any(
        (pair[0].text.strip() and not pair[0].is_number) or (pair[1].text.strip() and not pair[1].is_number)
        for pair in right_of_it
    )
    if not labelled and upper.rowspan == lower.rowspan == 1:
        return False
    if above and below and above != below:
        # a vertical label may be torn inside its own （三）
        torn_inside = above.count("（") + above.count("(") > above.count("）") + above.count(")")
        return (torn_inside or not ENUMERATED.match(below)) and (upper.rowspan > 1 or lower.rowspan > 1)
    return True
