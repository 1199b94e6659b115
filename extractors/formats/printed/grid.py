"""Ruling lines -> grids: where the cells of a drawn table are, merged cells included.

The stages are: collinear rules joined, rules that touch grouped into one table, their positions snapped to rows and
columns, and every cell grown to the right and downwards until a rule stops it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.formats.printed.page import Fill, Rule

SNAP = 2.6
"""Points within which rules are one rule: Word draws double borders 1.5 pt apart, browsers space cells 1.5 pt; the
lowest rows of the form are 12 pt high."""

JOIN = 4.5
"""Points of gap that still belong to one rule: dashes, and corners that are left open."""

TOUCH = 3.5
"""Points within which the end of one rule touches another."""

LEAST_RULE = 5.0
"""Points: shorter rules (underscores, ticks) draw no table."""

OPEN_SIDE = 9.0
"""Points by which rules must reach beyond the last crossing rule before an open side is taken for a column."""

OPEN_ROW = 26.0
"""Points from rule to rule of a row in a table with open sides; a heading between two tables takes more."""

MAX_RULES = 4_000
"""Joined rules of one page; above it the page is a drawing, not a table."""

MAX_GRID = 40_000
"""Elementary cells of one grid: 500 rows of 80 columns."""


class GridCell(NamedTuple):
    """One cell of a grid with its box: rows and columns count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    left: float
    top: float
    right: float
    bottom: float
    is_open: bool
    """Whether a rule at its side is missing: it may be no cell at all."""


class Grid:
    """A drawn table: row edges, column edges, cells in reading order and who owns each elementary position."""

    __slots__ = ("cells", "owner", "xs", "ys")

    def __init__(self, xs: list[float], ys: list[float], cells: list[GridCell], owner: list[list[int]]) -> None:
        self.xs = xs
        self.ys = ys
        self.cells = cells
        self.owner = owner

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell that holds a point, None outside the grid."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        column = min(bisect_right(xs, x) - 1, len(xs) - 2)
        row = min(bisect_right(ys, y) - 1, len(ys) - 2)
        return self.owner[row][column]


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule], fills: Sequence[Fill] = ()) -> list[Grid]:
    """Return the grids that rules (and the edges of filled rectangles) draw, from the top of the page down.

    A grid of one single cell is returned too: it may be the last row of a table that goes on overleaf.
    """
    across, down = list(horizontal), list(vertical)
    for fill in fills:
        across += [Rule(fill.top, fill.left, fill.right), Rule(fill.bottom, fill.left, fill.right)]
        down += [Rule(fill.left, fill.top, fill.bottom), Rule(fill.right, fill.top, fill.bottom)]
    rows, columns = join_rules(across), join_rules(down)
    if not rows or not columns or len(rows) + len(columns) > MAX_RULES:
        return []
    grids = []
    loose: list[Rule] = []
    for group_rows, group_columns in _groups(rows, columns):
        grid = _grid(group_rows, group_columns) if group_rows and group_columns else None
        if grid is not None:
            grids.append(grid)
        elif not group_rows:
            loose += group_columns
    if loose:
        grids = [_with_tall_cells(grid, loose) for grid in grids]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return _outermost(grids)


def join_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules with collinear, touching pieces joined, and what is too short to draw a table left out."""
    if not rules:
        return []
    joined: list[Rule] = []
    ordered = sorted(rules)
    start = 0
    for index in range(1, len(ordered) + 1):
        if (
            index < len(ordered)
            and ordered[index].at - ordered[index - 1].at <= SNAP
            and ordered[index].at - ordered[start].at <= 2 * SNAP
        ):
            continue
        line = ordered[start:index]
        start = index
        weight = sum(rule.end - rule.start for rule in line)
        at = sum(rule.at * (rule.end - rule.start) for rule in line) / weight if weight else line[0].at
        line.sort(key=lambda rule: rule.start)
        begin, end = line[0].start, line[0].end
        for rule in line[1:]:
            if rule.start <= end + JOIN:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, begin, end))
                begin, end = rule.start, rule.end
        joined.append(Rule(at, begin, end))
    return [rule for rule in joined if rule.end - rule.start >= LEAST_RULE]


def _groups(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the rules that hang together: each group is one drawn figure."""
    parent = list(range(len(rows) + len(columns)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    # columns are in order of their x: only those under the row are looked at
    xs = [column.at for column in columns]
    for index, (at, start, end) in enumerate(rows):
        first, last = bisect_left(xs, start - TOUCH), bisect_right(xs, end + TOUCH)
        mine = root(index)
        for offset, (_, begin, finish) in enumerate(columns[first:last], len(rows) + first):
            if begin - TOUCH <= at <= finish + TOUCH:
                parent[root(offset)] = mine
    # rows of one table without side rules: a row that no column rule crosses hangs on nothing
    for index, (before, row) in enumerate(pairwise(rows)):
        if (
            0 < row.at - before.at <= OPEN_ROW
            and abs(before.start - row.start) <= TOUCH
            and abs(before.end - row.end) <= TOUCH
            and root(index) != root(index + 1)
            and not _is_closed(before, xs)
            and not _is_closed(row, xs)
        ):
            parent[root(index)] = root(index + 1)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(root(index), ([], []))[0].append(row)
    for offset, column in enumerate(columns, len(rows)):
        groups.setdefault(root(offset), ([], []))[1].append(column)
    return list(groups.values())


def _with_tall_cells(grid: Grid, loose: list[Rule]) -> Grid:
    """Return a grid with the cells at its left that go on from the page before and overleaf.

    Their sides are drawn, but no top nor bottom: nothing ties these rules to the grid but their beginning and end.
    """
    ys = grid.ys
    lefts = sorted(
        round(rule.at, 1)
        for rule in loose
        if rule.at < grid.xs[0] - OPEN_SIDE and abs(rule.start - ys[0]) <= TOUCH and abs(rule.end - ys[-1]) <= TOUCH
    )
    if not lefts:
        return grid
    count, rows = len(lefts), len(ys) - 1
    xs = [*lefts, *grid.xs]
    tall = [GridCell(0, at, rows, 1, xs[at], ys[0], xs[at + 1], ys[-1], False) for at in range(count)]
    cells = [*tall, *(cell._replace(column=cell.column + count) for cell in grid.cells)]
    owner = [[*range(count), *(number + count for number in owners)] for owners in grid.owner]
    return Grid(xs, ys, cells, owner)


def _is_closed(row: Rule, xs: list[float]) -> bool:
    """Return whether a vertical rule stands at either end of a horizontal one."""
    return any(bisect_left(xs, end - TOUCH) < bisect_right(xs, end + TOUCH) for end in (row.start, row.end))


def _edges(rules: list[Rule], crossing: list[Rule], alone: float = 0.0) -> tuple[list[float], tuple[bool, bool]]:
    """Return the positions of rules, and of the open sides that the crossing rules reach to.

    Two of them must reach there, or one that does not reach further than `alone`. The second value says whether the
    first and the last position are drawn.
    """
    positions: list[list[float]] = []
    for rule in sorted(rules):
        if positions and rule.at - positions[-1][-1] <= SNAP:
            positions[-1].append(rule.at)
        else:
            positions.append([rule.at])
    # a tenth of a point is finer than any printer, and what places are told in
    edges = [round(sum(group) / len(group), 1) for group in positions]
    first_drawn = last_drawn = True
    first = min(rule.start for rule in crossing)
    if first < edges[0] - OPEN_SIDE and (
        edges[0] - first <= alone or sum(rule.start <= first + TOUCH for rule in crossing) >= 2
    ):
        edges.insert(0, round(first, 1))
        first_drawn = False
    last = max(rule.end for rule in crossing)
    if last > edges[-1] + OPEN_SIDE and (
        last - edges[-1] <= alone or sum(rule.end >= last - TOUCH for rule in crossing) >= 2
    ):
        edges.append(round(last, 1))
        last_drawn = False
    return edges, (first_drawn, last_drawn)


def _covered(rules: list[Rule], edges: list[float], crossing_edges: list[float]) -> list[list[bool]]:
    """Return, for each edge, whether a rule covers it between each two crossing edges."""
    middles = [(a + b) / 2 for a, b in pairwise(crossing_edges)]
    covered = [[False] * len(middles) for _ in edges]
    for rule in rules:
        after = bisect_right(edges, rule.at)
        nearest = (
            after
            if after < len(edges) and (not after or edges[after] - rule.at < rule.at - edges[after - 1])
            else after - 1
        )
        if abs(edges[nearest] - rule.at) > 2 * SNAP:
            continue
        begin, end = bisect_left(middles, rule.start - 1), bisect_right(middles, rule.end + 1)
        covered[nearest][begin:end] = [True] * (end - begin)
    return covered


def _grid(rows: list[Rule], columns: list[Rule]) -> Grid | None:
    # in a table without a frame the one rule between 行政复议 and 行政诉讼 stands alone in the first row
    (ys, (top_drawn, bottom_drawn)), (xs, (left_drawn, right_drawn)) = (
        _edges(rows, columns, OPEN_ROW),
        _edges(columns, rows),
    )
    row_count, column_count = len(ys) - 1, len(xs) - 1
    if row_count < 1 or column_count < 1 or row_count * column_count > MAX_GRID:
        return None
    below = _covered(rows, ys, xs)
    beside = _covered(columns, xs, ys)
    owner = [[-1] * column_count for _ in range(row_count)]
    free = [-1] * column_count
    cells: list[GridCell] = []
    for row in range(row_count):
        owners = owner[row]
        for column in range(column_count):
            if owners[column] >= 0:
                continue
            right = column + 1
            while right < column_count and owners[right] < 0 and not beside[right][row]:
                right += 1
            bottom = row + 1
            width = right - column
            while (
                bottom < row_count
                and True not in below[bottom][column:right]
                and owner[bottom][column:right] == free[:width]
                and (width == 1 or not any(beside[at][bottom] for at in range(column + 1, right)))
            ):
                bottom += 1
            number = len(cells)
            for line in range(row, bottom):
                owner[line][column:right] = [number] * width
            is_open = (
                (left_drawn and column == 0 and not all(beside[0][row:bottom]))
                or (right_drawn and right == column_count and not all(beside[-1][row:bottom]))
                or (top_drawn and row == 0 and not all(below[0][column:right]))
                or (bottom_drawn and bottom == row_count and not all(below[-1][column:right]))
                # no rule but a neighbour stopped it: the place beyond the last box of a row that has too few
                or (right < column_count and not all(beside[right][row:bottom]))
                or (column > 0 and not all(beside[column][row:bottom]))
            )
            cells.append(
                GridCell(row, column, bottom - row, width, xs[column], ys[row], xs[right], ys[bottom], is_open)
            )
    return Grid(xs, ys, cells, owner)


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Return the grids without those that lie inside a cell of another one, and without empty frames around others.

    A frame (one cell around whole tables, a page border) is dropped in favour of what it holds.
    """
    kept = []
    for grid in grids:
        others = [other for other in grids if other is not grid]
        if len(grid.cells) == 1 and any(_holds(grid, other) for other in others):
            continue
        if any(len(other.cells) > 1 and _holds(other, grid) for other in others):
            continue
        kept.append(grid)
    return kept


def _holds(outer: Grid, inner: Grid) -> bool:
    return (
        outer.xs[0] - 1 <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1] + 1
        and outer.ys[0] - 1 <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1] + 1
    )
