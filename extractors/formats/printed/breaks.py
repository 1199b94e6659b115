"""Tables that a page break cut in two -> one, with the rows it tore put together."""

from __future__ import annotations

import re

from extractors.formats.printed.tables import ENUMERATED, Draft, DraftCell
from extractors.labels import Meaning, core, normalise, read_label, split_ordinal

SAME_EDGE = 4.0
"""Points within which column edges of two pages are the same edge."""

_MARK = re.compile(r"\d{1,2}[.．]")

_ROWS = frozenset({"t2_item", "t3_row"})
_COLUMNS = frozenset({"t2_corner", "t2_measure", "t3_column", "t3_organisations", "t4_result"})


def continues(first: Draft, second: Draft) -> bool:
    """Return whether `second`, at the top of a page, is the rest of `first`, at the foot of the page before.

    The outer edges agree (the page may be shifted, for binding), and of the inner edges of the simpler one at least
    half stand in the other.
    """
    if first.guessed or second.guessed:
        # `columns` has found that the figures stand in the same columns
        return first.guessed and second.guessed and len(first.xs) == len(second.xs)
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


def join(first: Draft, second: Draft) -> Draft:
    """Return two parts of one table as one: columns united, cells and rows that the page break tore put together."""
    shift = first.xs[0] - second.xs[0]
    other = list(first.xs) if first.guessed else [x + shift for x in second.xs]
    xs = list(first.xs)
    for x in other:
        if all(abs(x - y) > SAME_EDGE for y in xs):
            xs.append(x)
    xs.sort()
    upper = _moved(first.cells, first.xs, xs, 0)
    lower = _moved(second.cells, other, xs, first.row_count)
    row_count = first.row_count + second.row_count
    row_count -= _mend(upper, lower, first.row_count)
    return Draft(xs, row_count, upper + lower, first.first_page, second.last_page, first.box, first.guessed)


def _moved(cells: list[DraftCell], old: list[float], new: list[float], rows: int) -> list[DraftCell]:
    """Return cells in a grid with the column edges `new`, `rows` further down."""
    place = [min(range(len(new)), key=lambda index: abs(new[index] - x)) for x in old]
    return [
        DraftCell(
            cell.row + rows, place[cell.column], cell.rowspan,
            max(place[cell.column + cell.colspan] - place[cell.column], 1), cell.text, cell.page, cell.box,
        )
        for cell in cells
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
    if not pairs:
        return 0
    aligned = len(pairs) == len(above) == len(below)
    torn = aligned and (_is_torn(pairs) or _is_torn_header(pairs))
    for index, (cell, rest) in enumerate(pairs):
        if torn:
            cell.rowspan += rest.rowspan - 1
        elif _is_group(cell, rest, pairs[index + 1 :]):
            cell.rowspan += rest.rowspan
        else:
            continue
        if rest.text and rest.text != cell.text:
            cell.text = f"{cell.text}\n{rest.text}" if cell.text else rest.text
        lower.remove(rest)
    if torn:
        for cell in lower:
            if cell.row > seam:
                cell.row -= 1
        return 1
    return 0


def _is_torn(pairs: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Return whether the last row of a page and the first of the next are one row: a label cut in two.

    Either its parts make a label of the form, wherever its values stand (two in one cell make that cell unreadable);
    or its values stand on one side only, and the lower part of its label does not begin like a label of its own.
    """
    valued = [(upper, lower) for upper, lower in pairs if _is_value(upper) or _is_value(lower)]
    if not valued:
        return False
    labels = pairs[: pairs.index(valued[0])]
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
        return (
            all(not lower.text.strip() for _, lower in valued)
            and bool(rest)
            and not any(ENUMERATED.match(cell.text) for cell in rest)
        )
    if any(upper.text.strip() for upper, _ in valued):
        return False
    return bool(upper_leaf.text.strip()) and not ENUMERATED.match(lower_leaf.text)


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
