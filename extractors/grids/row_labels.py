"""What the labels of one grid row say: which row of the forms it is, or that it is a row of column labels."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.cells import LABEL, NUMBER, WORDS
from extractors.grids.values import Spot
from extractors.labels import read_label

AMBIGUOUS_ROWS = frozenset({"res_other", "res_other_misc", "res_total"})
"""Rows of table 3 whose leaf label alone does not name them: 其他处理, 其他, 总计."""

_HEADER_KINDS = frozenset(
    {"t2_head", "t2_corner", "t2_measure", "t3_title", "t3_organisations", "t3_column", "t4_group", "t4_litigation"}
    | {"t4_result", "y14_header", "t3_extra"}
)


class RowLabels:
    """What the labels of one grid row say."""

    __slots__ = (
        *("is_header", "opens", "section", "t2_item", "t3_leaf", "t3_group", "tall_group", "total_is_marked"),
        *("t4_group", "t4_result", "stop", "partial"),
    )

    def __init__(self) -> None:
        self.is_header = False
        self.opens = False
        self.section = 0
        self.t2_item = ""
        self.t3_leaf = ""
        self.t3_group = ""
        self.tall_group = False
        self.total_is_marked = False
        self.t4_group = ""
        self.t4_result = ""
        self.stop = 0
        self.partial = False


def read_row_labels(line: Sequence[Spot]) -> RowLabels:
    """Read all labels of one grid row, left to right."""
    what = RowLabels()
    header = leaves = numbers = sure_columns = 0
    for spot in line:
        seen = spot.seen
        if seen.kind == NUMBER:
            numbers += 1
            continue
        if seen.kind != LABEL:
            continue
        label = seen.label
        for meaning in label.groups:
            if meaning.kind == "t3_group":
                what.t3_group = meaning.key
            elif meaning.kind == "t4_group":
                what.t4_group = meaning.key
        meanings = label.meanings
        if len(meanings) > 1:
            _read_ambiguous(what, spot, numbers - (line[0].seen.kind == NUMBER), is_group=_is_taller(spot, line))
            continue
        kind, key = meanings[0]
        if kind == "t3_row":
            if not numbers or (numbers == 1 and line[0].seen.kind == NUMBER):
                what.t3_leaf, what.stop, what.partial = key, spot.stop, label.partial
                leaves += 1
        elif kind == "t3_group":
            what.t3_group = key
            what.stop = max(what.stop, spot.stop)
        elif kind == "t2_item":
            if not what.t2_item and (not numbers or (numbers == 1 and line[0].seen.kind == NUMBER)):
                what.t2_item, what.stop = key, spot.stop
        elif kind == "section":
            what.section = int(key)
        elif kind in _HEADER_KINDS:
            header += 1
            if kind in ("t2_head", "t2_corner"):
                what.opens = True
            elif kind == "t4_group":
                what.t4_group = key
                what.stop = max(what.stop, spot.stop)
            elif kind == "t4_result" and not numbers:
                what.t4_result = "" if sure_columns else key
                what.stop = max(what.stop, spot.stop)
                sure_columns += 1
            elif kind == "t3_column":
                sure_columns += 1
    if leaves and what.t3_leaf:
        what.is_header = False
        return what
    if what.t2_item and what.t2_item != "" and header == 0:
        return what
    if header:
        # 行政诉讼 | 复议后起诉 | 结果维持 | 3 is a row of values for all its labels
        what.is_header = numbers == 0 or (header >= 3 and not (numbers == 1 and sure_columns == 1))
        if what.is_header:
            what.section = 0
            what.t2_item = ""
        elif sure_columns > 1:
            what.t4_result = ""
        if not what.is_header and what.t3_leaf and not leaves:
            # 总计 among the results of table 4
            what.t3_leaf = ""
    return what


def _is_taller(spot: Spot, line: Sequence[Spot]) -> bool:
    """Return whether a cell covers several rows, and not as each number of its row does, cut by a stray rule."""
    return spot.row_count > 1 and not any(
        other.seen.kind == NUMBER and (other.first_row, other.row_count) == (spot.first_row, spot.row_count)
        for other in line
    )


def _read_ambiguous(what: RowLabels, spot: Spot, numbers: int, *, is_group: bool) -> None:
    """Note a label with several meanings (其他, 总计, 其他处理) as a row, should it turn out to be one."""
    label = spot.seen.label
    row = label.key("t3_row")
    if row is None or numbers > 0:
        return
    if row == "res_other" and is_group:
        what.tall_group = True
        what.t3_group = "res_other"
        what.stop = max(what.stop, spot.stop)
        return
    if row not in AMBIGUOUS_ROWS or not what.t3_leaf or what.t3_leaf in AMBIGUOUS_ROWS:
        if row == "res_other_misc" and what.t3_leaf == "res_other":
            what.t3_group = "res_other"
        what.t3_leaf, what.stop = row, spot.stop
    if row == "res_total":
        what.total_is_marked = spot.seen.raw.lstrip("(（ ").startswith("七")
    result = label.key("t4_result")
    if result and not what.t4_result:
        what.t4_result = result
        what.stop = max(what.stop, spot.stop)


def join_split_labels(lines: Sequence[Sequence[Spot]], labels: list[RowLabels]) -> set[int]:
    """Find leaf labels that were parted over two cells of a row, or over two rows; return the pieces' identities."""
    joined: set[int] = set()
    for index, line in enumerate(lines):
        what = labels[index]
        if what.is_header or what.t2_item or what.section:
            continue
        words = _leading_words(line)
        if not words or (what.t3_leaf and not what.partial):
            continue
        if len(words) > 1:
            label = read_label("".join(spot.seen.raw for spot in words))
            leaf = label.key("t3_row")
            if leaf and label.exact:
                what.t3_leaf, what.stop, what.partial = leaf, words[-1].stop, False
                joined.update(id(spot.cell) for spot in words)
                continue
        if index + 1 < len(lines) and not labels[index + 1].is_header:
            below = _leading_words(lines[index + 1])
            following = labels[index + 1]
            if (
                len(below) >= 1
                and not (following.t3_leaf and not following.partial)
                and below[-1].seen.label.key("t3_row") is None
            ):
                label = read_label(words[-1].seen.raw + below[-1].seen.raw)
                leaf = label.key("t3_row")
                if leaf and label.exact and below[-1] is not words[-1]:
                    what.t3_leaf, what.stop, what.partial = leaf, words[-1].stop, False
                    following.t3_leaf, following.stop, following.partial = leaf, below[-1].stop, False
                    joined.update((id(words[-1].cell), id(below[-1].cell)))
    return joined


def _leading_words(line: Sequence[Spot]) -> list[Spot]:
    """Return the cells of words before the first number: those that may be pieces of a row label."""
    words: list[Spot] = []
    for spot in line:
        kind = spot.seen.kind
        if kind == NUMBER:
            break
        if kind == WORDS or (kind == LABEL and spot.seen.label.key("t3_row") is not None):
            words.append(spot)
    return words
