"""Rows of column labels -> the header in force: which table it opens, and which columns it names where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.cells import LABEL, T2_EDITION_OF, T2_ORDER
from extractors.forms import APPLICANTS, T4_KEYS
from extractors.grids.values import Column, Header, Spot
from extractors.labels import printed_unit
from extractors.reading_order import order_results


def read_header(
    rows: Sequence[int], lines: Sequence[Sequence[Spot]], grid: Sequence[Sequence[Spot | None]], has_spans: bool
) -> Header | None:
    """Return the header that some rows of column labels make together, None where they name no column."""
    labels: list[tuple[int, Spot]] = []
    taken: set[int] = set()
    kinds: dict[str, int] = {}
    for row in rows:
        for spot in lines[row]:
            if spot.seen.kind != LABEL or id(spot) in taken:
                continue
            taken.add(id(spot))
            labels.append((row, spot))
            if len(spot.seen.label.meanings) == 1:
                kind = spot.seen.label.meanings[0].kind
                kinds[kind] = kinds.get(kind, 0) + 1
    if kinds.get("t2_measure"):
        return _t2_header(rows, labels, grid)
    t3 = kinds.get("t3_column", 0)
    t4 = kinds.get("t4_result", 0)
    if t3 and t3 >= t4:
        return _t3_header(rows, labels, grid)
    if t4 or kinds.get("t4_group"):
        return _t4_header(rows, labels, grid, has_spans)
    return None


def _holes(rows: set[int], grid: Sequence[Sequence[Spot | None]], first: int) -> frozenset[int]:
    """Return the grid columns from the first labelled one on where a row of labels has no cell at all."""
    found: set[int] = set()
    for row in rows:
        found.update(at for at in range(first, len(grid[row])) if grid[row][at] is None)
    return frozenset(found)


def _t2_header(
    rows: Sequence[int], labels: Sequence[tuple[int, Spot]], grid: Sequence[Sequence[Spot | None]]
) -> Header | None:
    columns: list[Column] = []
    label_rows: set[int] = set()
    for row, spot in labels:
        name = spot.seen.label.key("t2_measure")
        if name is not None:
            columns.append(Column(spot.start, spot.stop, name, printed_unit(spot.seen.raw)))
            label_rows.add(row)
    unique, complete = _without_doubles(columns)
    if not unique:
        return None
    width = len(grid[rows[0]])
    first = min(column.start for column in columns)
    return Header("t2", unique, _holes(label_rows, grid, first), width, complete)


def _t3_header(
    rows: Sequence[int], labels: Sequence[tuple[int, Spot]], grid: Sequence[Sequence[Spot | None]]
) -> Header | None:
    columns: list[Column] = []
    label_rows: set[int] = set()
    for row, spot in labels:
        key = spot.seen.label.key("t3_column") or spot.seen.label.key("t3_extra")
        if key is not None:
            columns.append(Column(spot.start, spot.stop, key))
            label_rows.add(row)
    unique, complete = _without_doubles(columns)
    if not unique or _is_two_rows_in_one(labels):
        return None
    keys = {column.key for column in unique}
    width = len(grid[rows[0]])
    first = min(column.start for column in unique)
    return Header("t3", unique, _holes(label_rows, grid, first), width, complete and keys.issuperset(APPLICANTS))


def _is_two_rows_in_one(labels: Sequence[tuple[int, Spot]]) -> bool:
    """Return whether 自然人 法人或其他组织 总计 and the five organisations below stand one behind the other."""
    places: dict[str, tuple[int, int]] = {}
    for row, spot in labels:
        label = spot.seen.label
        name = "(" if label.key("t3_organisations") is not None else label.key("t3_column")
        if name in ("(", "total", "business"):
            places.setdefault(name, (row, spot.start))
    if len(places) < 3:
        return False
    group, total, first = places["("], places["total"], places["business"]
    return group[0] == total[0] == first[0] and group[1] < total[1] < first[1]


def _without_doubles(columns: Sequence[Column]) -> tuple[tuple[Column, ...], bool]:
    """Merge a label repeated over the same or adjoining columns; drop labels that stand over columns far apart.

    Some converters write the text of a merged cell into every cell it covered.
    """
    by_key: dict[str, list[Column]] = {}
    for column in sorted(columns, key=lambda column: column.start):
        same = by_key.setdefault(column.key, [])
        if same and column.start <= same[-1].stop:
            same[-1] = same[-1]._replace(stop=max(column.stop, same[-1].stop))
        else:
            same.append(column)
    unique = [found[0] for found in by_key.values() if len(found) == 1]
    unique.sort(key=lambda column: column.start)
    return tuple(unique), len(unique) == len(by_key)


def _t4_header(
    rows: Sequence[int],
    labels: Sequence[tuple[int, Spot]],
    grid: Sequence[Sequence[Spot | None]],
    has_spans: bool,
) -> Header | None:
    labels = _last_part(labels)
    groups = [(row, s) for row, s in labels if s.seen.label.key("t4_group")]
    results: list[Column] = []
    label_rows: set[int] = set()
    by_neighbour = False
    for row, spot in labels:
        result = spot.seen.label.key("t4_result")
        if result is None:
            continue
        group = spot.seen.label.group("t4_group") or _covering_group(spot, row, groups)
        if not group and (not has_spans or not any(s.stop - s.start > 1 for _, s in groups)):
            group = _group_to_the_left(spot, row, groups)
            by_neighbour = True
        results.append(Column(spot.start, spot.stop, f"{group}/{result}"))
        label_rows.add(row)
    width = len(grid[rows[0]])
    if by_neighbour:
        results = _t4_by_order(labels) or results
    if not results:
        # groups across the top, results down the side
        columns = [Column(s.start, s.stop, s.seen.label.key("t4_group") or "") for _, s in groups]
        if len(columns) < 2:
            return None
        first = min(column.start for column in columns)
        return Header("t4", tuple(columns), _holes({r for r, _ in groups}, grid, first), width, len(columns) == 3)
    unique, complete = _without_doubles(results)
    if not unique:
        return None
    first = min(column.start for column in unique)
    if groups and any(column.key.startswith("/") for column in results):
        by_start = _t4_by_start(labels, groups)
        if by_start:
            return Header("t4", by_start, _holes(label_rows, grid, first), width, complete=True)
        # a result that no group covers: the merged cells are not where they should be, and cover the wrong columns
        return Header("t4", unique, frozenset(range(width)), width, False)
    named = {column.key.replace("/", "_") for column in unique}
    if by_neighbour and len(_results_of_groups(results)) > 1:
        # each cell of the heads stands one place further left for every merged cell before it: 未经复议直接起诉 and
        # 复议后起诉 side by side over 结果维持 and 结果纠正
        return Header("t4", unique, frozenset(range(width)), width, False)
    header = Header("t4", unique, _holes(label_rows, grid, first), width, complete and named.issuperset(T4_KEYS))
    if not header.complete and groups:
        is_short = max(spot.stop for _, spot in groups) > max(column.stop for column in results)
        if is_short or not in_form_order(header):
            # a lost label moved all behind it to the left, the first result of a group under the group before
            return Header("t4", unique, frozenset(range(width)), width, False)
    return header


def _t4_by_order(labels: Sequence[tuple[int, Spot]]) -> list[Column]:
    """Return the fifteen columns of a row of results in the form's order, under groups in the form's order.

    Without merged cells a group may stand anywhere above its results: where 行政复议 covered two rows, the row below
    begins too far left.
    """
    ordered = sorted(labels, key=lambda item: (item[0], item[1].start))
    found = [(row, spot) for row, spot in ordered if spot.seen.label.key("t4_result")]
    sequence = [
        label.key("t4_group") or (f"/{result}" if (result := label.key("t4_result")) else "")
        for label in (spot.seen.label for _, spot in ordered)
    ]
    if len({row for row, _ in found}) != 1:
        return []
    keys = (key.rpartition("_") for key in order_results(sequence))
    return [
        Column(spot.start, spot.stop, f"{group}/{result}")
        for (_, spot), (group, _, result) in zip(found, keys, strict=False)
    ]


def _results_of_groups(columns: Iterable[Column]) -> set[frozenset[str]]:
    """Return which results stand under the groups: one set where all groups have the same."""
    found: dict[str, set[str]] = {}
    for column in columns:
        group, _, result = column.key.partition("/")
        found.setdefault(group, set()).add(result)
    return {frozenset(results) for results in found.values()}


def _t4_by_start(labels: Sequence[tuple[int, Spot]], groups: Sequence[tuple[int, Spot]]) -> tuple[Column, ...]:
    """Return the fifteen columns, each under the group that covers its beginning; nothing unless all are in order.

    Office programs move the edges of merged cells: the last result of a group then ends one column beyond it.
    """
    columns = []
    for row, spot in labels:
        result = spot.seen.label.key("t4_result")
        above = [group for at, group in groups if at < row and group.start <= spot.start < group.stop]
        if result is not None and above:
            columns.append(Column(spot.start, spot.stop, f"{above[-1].seen.label.key('t4_group')}/{result}"))
    columns.sort()
    in_order = [column.key.replace("/", "_") for column in columns] == list(T4_KEYS)
    apart = all(left.stop <= right.start for left, right in pairwise(columns))
    return tuple(columns) if in_order and apart else ()


def _last_part(labels: Sequence[tuple[int, Spot]]) -> Sequence[tuple[int, Spot]]:
    """Return the labels from the last group on that stands below results: the part above it has no numbers."""
    results = [row for row, spot in labels if spot.seen.label.key("t4_result")]
    if not results:
        return labels
    below = [row for row, spot in labels if row > min(results) and spot.seen.label.key("t4_group")]
    return [(row, spot) for row, spot in labels if row >= max(below)] if below else labels


def _covering_group(spot: Spot, row: int, groups: Sequence[tuple[int, Spot]]) -> str:
    """Return the group label that stands above a result and covers its column, the lowest if there are several."""
    found = ""
    for group_row, group in groups:
        if group_row < row and group.start <= spot.start and spot.stop <= group.stop:
            found = group.seen.label.key("t4_group") or ""
    return found


def _group_to_the_left(spot: Spot, row: int, groups: Sequence[tuple[int, Spot]]) -> str:
    """Return the nearest group label above and to the left, where the format has no merged cells to cover columns."""
    best: Spot | None = None
    for group_row, group in groups:
        if group_row <= row and group.start <= spot.start and (best is None or group.start >= best.start):
            best = group
    return (best.seen.label.key("t4_group") or "") if best is not None else ""


def group_in(text: str) -> str:
    """Return the group of table 4 that a caption or the line before a table names, if it names one only."""
    if not text or len(text) > 60:
        return ""
    names = {"suit_direct": "未经复议", "suit_post": "复议后", "review": "行政复议"}
    found = [group for group, words in names.items() if words in text]
    if found == ["review"] and "诉讼" in text:
        return ""
    return found[0] if len(found) == 1 else ""


def in_form_order(header: Header) -> bool:
    """Return whether the column labels that are there stand in the form's order."""
    keys = [column.key for column in header.columns]
    if header.table == "t3":
        order = [APPLICANTS.index(key) for key in keys if key in APPLICANTS]
        return order == sorted(order) and len(order) == len(keys)
    if header.table == "t4":
        named = [key.replace("/", "_") for key in keys]
        order = [T4_KEYS.index(key) for key in named if key in T4_KEYS]
        return order == sorted(order) and len(order) == len(named)
    order = [T2_ORDER[key] for key in keys]
    return order == sorted(order)


def t2_edition(header: Header) -> str:
    """Return the one edition that a header of table 2 belongs to, or ""."""
    for column in header.columns:
        edition = T2_EDITION_OF.get(column.key)
        if edition:
            return edition
    return ""
