"""Tables that lost their grid: one cell a line, tabs, bars, spaces, or everything in one line.

The run of lines is cut into pieces (cells as far as tabs, bars and line ends tell) and searched for the labels of the
forms. What stands between one label and the next belongs to the first. It is read only if it is exactly as many
values as the header has labels; a number more or less, or digits run together, and the row is left unread. Marks of
items (the 7 of 7.属于行政执法案卷) are part of their label and never values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.cells import BLANK, FRAGMENT, NUMBER, T2_CELLS, T2_EDITION_OF, WORDS, Seen, is_whole_part, see
from extractors.document import Heading, Paragraph, Place
from extractors.forms import APPLICANTS, EDITIONS, T4_KEYS, cell_key, load_form
from extractors.grids.row_labels import AMBIGUOUS_ROWS
from extractors.grids.table_2014 import LEAST_Y14_SHARE, y14_key
from extractors.grids.values import Context, Header
from extractors.labels import core, is_unit, printed_unit, split_ordinal
from extractors.pieces import CJK, OF_2014, Event, Piece, cut_lines, find_labels
from extractors.reading_order import follows_the_form, order_results, possible_orders
from extractors.sightings import OTHER_LEAVES, REORDERED, Orphan, Sightings, make_figure
from extractors.torn_headers import is_reordered, torn_lines

SHORTEST_SIGN = 6
"""Characters of the shortest row label that is no phrase of prose; 予以公开 and 重复申请 are."""

SIGNS_OF_A_TABLE = (
    *("信息内容", "第二十条第", "科研机构", "新收政府信息公开申请", "上年结转政府信息公开申请", "下年度继续办理"),
    *("结果维持", "尚未审结", "统计指标", "收到申请数", "申请答复数"),
    *(name for row in load_form("f2021").t3_rows if len(name := core(row.label)) >= SHORTEST_SIGN and row.group),
)
"""A run of lines with none of these holds no statutory table and is not searched. 自然人 is no such sign: prose about
the requests of the year has it."""

LONGEST_VALUE = 30
"""Characters without a space of the longest value with its unit; what has letters and is longer is none."""

MOST_CASE_LABELS = 40
"""Labels in a row that are kept of table 4's header; the whole one has 19, and more than 40 are none."""

LONGEST_MARK = 4
"""Characters of an item mark before a label: （十）."""

MOST_SIGNS_IN_PROSE = 2
"""Different signs that prose may have between two tables: 结果维持 and 下年度继续办理; a table has more of them."""

LONGEST_RESIDUE = 10
"""Letters that may stand between labels and values without ending the table (a stray word); more is prose."""

_SIGNS_OF_2014 = (
    "主动公开政府信息数",
    "申请答复数",
    "申请办结数",
    "收到申请数",
    "依申请公开信息收取的费用",
    "在线访谈",
)

FEWEST_Y14_LABELS = 5
"""Labels of the 2014 table in one run of lines; fewer may be prose about last year's numbers."""

_MARK_AT_END = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}\s*[、.．，]|"
    r"(?<![\d.,，])\d{1,2}\s*[.．、)）]|[①-⑳])[\s、.．]*$"
)
_ROW_OF_NUMBERS = re.compile(r"\d[\s|/、—-]+\d+[\s|/、—-]+\d")
_GLUED_MARK = re.compile(r"\d\s*[.．、)）]\s*$")
_NOTE_AT_START = re.compile(r"^\s*[（(\[【][^（(）)\]】]*[）)\]】]")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3})\s*")
_NUMBERS = re.compile(r"(?<!\S)\d+(?!\S)")
_ROW_NUMBERS = frozenset({"代码", "编号", "序号", "行次", "行号", "栏次"})
_SPACE = re.compile(r"[\s\u00a0\u3000]+")


class Token(NamedTuple):
    """A value between two labels. `whole` is False for a part of a cell that was split at spaces."""

    seen: Seen
    piece: int
    row: int
    whole: bool


class Gap(NamedTuple):
    """What stands between two labels.

    `prose` says that words follow the tokens, `glued` that an item mark ran into a number, `closed` that the next
    label is known to stand in another row.
    """

    tokens: tuple[Token, ...]
    prose: bool
    glued: bool
    closed: bool


def read_lines(lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> set[int]:
    """Read the statutory tables in a run of lines; return the indexes of the blocks that are table text."""
    if not lines:
        return set()
    text = "".join("".join(line.text for _, line in lines).split())
    signs = [sign for sign in SIGNS_OF_A_TABLE if sign in text]
    texts = [line.text for _, line in lines]
    torn = torn_lines(texts)
    if not torn and (not signs or _is_said(signs, text, lines)):
        for _, line in lines:
            context.heading(line.text)
        return set()
    if is_reordered(texts):
        found.seen_tables.add(REORDERED)
    if not torn:
        return _LineReader(lines, context, found).read()
    kept = [line for at, line in enumerate(lines) if at not in torn]
    return _LineReader(kept, context, found).read() | {lines[at][0] for at in torn}


def _is_said(signs: Sequence[str], text: str, lines: Sequence[tuple[int, Paragraph | Heading]]) -> bool:
    """Return whether all signs of a table stand in sentences: 结转下年度继续办理3件。 is prose in most reports.

    `text` is all of the lines without white space. A line that holds a table too has more signs or a row of numbers.
    """
    if len(signs) > MOST_SIGNS_IN_PROSE:
        return False
    left = sum(text.count(sign) for sign in signs)
    for _, line in lines:
        if "。" in line.text and "\t" not in line.text and not _ROW_OF_NUMBERS.search(line.text):
            said = "".join(line.text.split())
            left -= sum(said.count(sign) for sign in signs)
    return left == 0


def _full_labels() -> dict[str, str]:
    full: dict[str, str] = {}
    for edition in EDITIONS:
        form = load_form(edition)
        for row in form.t3_rows:
            full[row.key] = "".join(CJK.findall(row.label))
    return full


_FULL = _full_labels()
_MARKS = {row.key: split_ordinal(row.label)[0] for e in EDITIONS for row in load_form(e).t3_rows}


class _Row(NamedTuple):
    """A labelled row waiting until the whole table is known.

    `keys` are its cells in the header's order; `orders` the orders of columns that a header of table 3 may mean.
    """

    name: str
    keys: tuple[str, ...]
    units: tuple[str, ...]
    gap: Gap
    event: Event
    has_header: bool
    orphan: str
    orders: tuple[tuple[str, ...], ...] = ()


class _LineReader:
    def __init__(self, lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> None:
        self.lines = lines
        self.context = context
        self.found = found
        self.pieces = cut_lines(lines)
        self.events = find_labels(self.pieces)
        self.used: set[int] = set()
        self.zone = ""
        self.measures: list[tuple[str, str]] = []
        self.measures_open = self.counted = False
        self.corner = 0
        self.values_before: list[int] = []
        self.t3_sequence: list[str] = []
        self.t3_rows: list[int] = []
        self.t3_lines: list[int] = []
        self.t3_orders: tuple[tuple[str, ...], ...] = ()
        self.t3_odd = False
        self.t4_sequence: list[str] = []
        self.t4_results: tuple[str, ...] = ()
        self.t4_group = ""
        self.t4_listed = False
        self.rows: list[_Row] = []

    def _go_on_from(self, header: Header | None) -> None:
        """Take over the header of the grid before these lines, if they begin with a row of the same table."""
        if header is None or not header.complete or not self.events or self.events[0].start[1] > LONGEST_MARK:
            return
        if any(piece.text.strip() for piece in self.pieces[: self.events[0].start[0]]):
            return
        if header.table == "t2":
            self.zone = "t2"
            self.measures = [(column.key, column.unit) for column in header.columns]
        elif header.table == "t3":
            self.zone = "t3"
            self.t3_orders = (tuple(column.key for column in header.columns),)

    def read(self) -> set[int]:
        self._go_on_from(self.context.header)
        for index, event in enumerate(self.events):
            self._on_event(index, event, self._gap(index))
        self._flush()
        self._read_headless()
        self._read_2014()
        last = self.lines[-1][1].text
        self.context.caption = last
        return self.used

    # -- between two labels -------------------------------------------------------------------------------------

    def _gap(self, index: int) -> Gap:
        event = self.events[index]
        following = self.events[index + 1] if index + 1 < len(self.events) else None
        first, offset = event.stop
        last, limit = following.start if following else (len(self.pieces) - 1, None)
        tokens: list[Token] = []
        glued = False
        residue = ""
        closed = following is not None and self.pieces[last].row != self.pieces[first].row
        for at in range(first, last + 1):
            piece = self.pieces[at]
            start = offset if at == first else 0
            stop = limit if at == last and following else None
            text = piece.text[start:stop]
            if at == first:
                text = _NOTE_AT_START.sub("", text.lstrip('：:，、。.”"）)]'), count=1)
            if following and at == last:
                stripped = _MARK_AT_END.sub("", text)
                if stripped == text and _GLUED_MARK.search(text):
                    # 00000002.其他法律…: the mark is the label's own, but what stands before it is not certain
                    glued = True
                    own = _MARKS.get(following.label.key("t3_row") or "", "")
                    stripped = text.rstrip()[: -len(own)] if own and text.rstrip().endswith(own) else text
                text = stripped
            part = (at == first and start > 0) or (at == last and stop is not None)
            if not text.strip():
                if not part:
                    tokens.append(Token(see(""), at, piece.row, True))
                continue
            if (not part and _PAGE_NUMBER.fullmatch(text)) or "勾稽关系" in text:
                continue
            if len(text) > LONGEST_VALUE and CJK.search(text) and not _SPACE.search(text.strip()):
                # prose, or a label: no need to look closer
                if self._belongs(text, event, following):
                    continue
                closed = closed or piece.row != self.pieces[first].row
                return Gap(tuple(tokens), True, glued, closed)
            taken = self._tokens(text, at, piece, part=part)
            for token in taken:
                if token.seen.kind == FRAGMENT or is_unit(token.seen.raw):
                    continue
                if part and not any(c.isalnum() for c in token.seen.raw) and token.seen.number.state == "unreadable":
                    # a bracket left over where a label began or ended
                    continue
                if token.seen.kind == WORDS or token.seen.label.meanings:
                    if self._belongs(token.seen.raw, event, following):
                        continue
                    residue += token.seen.raw
                    if len(residue) > LONGEST_RESIDUE or tokens:
                        closed = closed or piece.row != self.pieces[first].row
                        return Gap(tuple(tokens), len(residue) > LONGEST_RESIDUE, glued, closed)
                    continue
                tokens.append(token)
        return Gap(tuple(tokens), False, glued, closed)

    def _tokens(self, text: str, at: int, piece: Piece, *, part: bool) -> list[Token]:
        whole = see(text)
        if whole.kind == NUMBER and whole.number.value is not None:
            return [Token(whole, at, piece.row, True)]
        # only a line without tabs or bars may hold several values parted by spaces; in a cell they are one riddle
        if piece.single or part:
            parts = _SPACE.split(text.strip())
            if len(parts) > 1:
                return [Token(see(word), at, piece.row, False) for word in parts if word]
        return [Token(whole, at, piece.row, True)]

    def _belongs(self, words: str, event: Event, following: Event | None) -> bool:
        """Return whether words are the rest of a label that was wrapped around its values."""
        letters = "".join(CJK.findall(words))
        if not letters:
            return True
        for near in (event, following):
            if near is None:
                continue
            leaf = near.label.key("t3_row")
            if leaf and letters in _FULL.get(leaf, ""):
                return True
        return False

    # -- the course of the labels -------------------------------------------------------------------------------

    def _on_event(self, index: int, event: Event, gap: Gap) -> None:
        label = event.label
        meanings = {meaning.kind: meaning.key for meaning in label.meanings}
        if "section" in meanings:
            self._flush()
            self.zone = ""
            self.context.section = int(meanings["section"])
            self.context.header = None
            return
        if "t2_head" in meanings or "t2_corner" in meanings:
            self._start("t2")
            self.measures, self.measures_open = [], True
            self.corner, self.counted = event.start[0], False
            self._use(event)
        elif "t2_measure" in meanings:
            if self.zone == "t2":
                if not self.measures_open:
                    self.measures, self.measures_open = [], True
                self.measures.append((meanings["t2_measure"], self._unit_after(event)))
                self._note_values_before(gap)
                self._use(event)
        elif "t2_item" in meanings:
            if self.zone == "t2":
                if self.measures_open:
                    heads = self.pieces[self.corner : event.start[0]]
                    self.counted = any(_ROW_NUMBERS.intersection(piece.text.split()) for piece in heads)
                self.measures_open = False
                self._t2_row(event, meanings["t2_item"], gap)
        elif self._in_t4_header() and "t4_result" in meanings:
            self._t4_label(event, f"/{meanings['t4_result']}", gap)
        elif (
            self._in_t3_header()
            and ("t3_column" in meanings or "t3_extra" in meanings)
            # a label the header has already is a row: （七）总计 after a header printed again
            and not ("t3_row" in meanings and meanings.get("t3_column") in self.t3_sequence)
        ):
            self._t3_label(event, meanings.get("t3_column") or meanings.get("t3_extra", ""), gap)
        elif meanings.get("t3_column") in ("total", "other_org") and self._before_t3_header(index):
            self._t3_label(event, meanings["t3_column"], gap)
        elif "t3_title" in meanings or "t3_organisations" in meanings:
            self._t3_label(event, "(" if "t3_organisations" in meanings else "[", gap)
        elif "t3_row" in meanings:
            self._t3_row(index, event, meanings["t3_row"], gap)
        elif "t3_column" in meanings or "t3_extra" in meanings:
            if meanings.get("t3_column") not in ("total", "other_org"):
                self._t3_label(event, meanings.get("t3_column") or meanings.get("t3_extra", ""), gap)
        elif "t3_group" in meanings:
            if self.zone == "t3":
                self.context.last_group = meanings["t3_group"]
                self._use(event)
                self._end_t3_header()
        elif "t4_group" in meanings:
            self._t4_label(event, meanings["t4_group"], gap)
        elif "t4_litigation" in meanings:
            self._t4_label(event, "", gap)
        elif "t4_result" in meanings:
            self._t4_label(event, f"/{meanings['t4_result']}", gap)
        if gap.prose:
            self._flush()
            self.zone = ""

    def _start(self, zone: str) -> None:
        if self.zone != zone:
            self._flush()
            self.zone = zone

    def _use(self, event: Event, gap: Gap | None = None) -> None:
        for at in range(event.start[0], event.stop[0] + 1):
            self.used.add(self.lines[self.pieces[at].line][0])
        for token in gap.tokens if gap else ():
            self.used.add(self.lines[self.pieces[token.piece].line][0])

    def _unit_after(self, event: Event) -> str:
        index, offset = event.stop
        return printed_unit(self.pieces[index].text[offset : offset + 24].partition("\n")[0])

    def _note_values_before(self, gap: Gap) -> None:
        """Note that numbers stand between the column labels and the first row: all values may precede their labels."""
        if not gap.closed and any(token.seen.kind == NUMBER for token in gap.tokens):
            self.values_before.append(len(self.rows))

    def _refuse_values_before(self) -> None:
        """Refuse rows whose values stand before their labels: the last label then has none, the others the next's."""
        bounds = [*self.values_before, len(self.rows)]
        refused: set[int] = set()
        for start, stop in pairwise(bounds):
            part = self.rows[start:stop]
            if part and not any(token.seen.kind == NUMBER for token in part[-1].gap.tokens):
                refused.update(range(start, stop))
        for at in sorted(refused):
            self._refuse(self.rows[at])
        self.rows = [row for at, row in enumerate(self.rows) if at not in refused]
        self.values_before = []

    # -- table 2 ------------------------------------------------------------------------------------------------

    def _t2_row(self, event: Event, item: str, gap: Gap) -> None:
        if not self.measures:
            return
        for name, _ in self.measures:
            edition = T2_EDITION_OF.get(name)
            if edition:
                self.found.t2_evidence[edition] = self.found.t2_evidence.get(edition, 0) + 1
        self.found.seen_tables.add("t2")
        keys = tuple(cell.key if (cell := T2_CELLS.get((item, name))) else "" for name, _ in self.measures)
        units = tuple(unit for _, unit in self.measures)
        self._use(event, gap)
        if not any(keys):
            return
        row = _Row(item, keys, units, gap, event, True, "")
        if not self.counted and is_whole_part(item, (name for name, _ in self.measures)):
            self.rows.append(row)
        else:
            self._refuse(row)

    # -- table 3 ------------------------------------------------------------------------------------------------

    def _in_t3_header(self) -> bool:
        return self.zone == "t3" and bool(self.t3_sequence)

    def _before_t3_header(self, index: int) -> bool:
        """Return whether a 总计 or 其他 opens a header: the next labels are applicants."""
        following = self.events[index + 1 : index + 3]
        return any(event.label.key("t3_column") == "natural_person" for event in following)

    def _t3_label(self, event: Event, key: str, gap: Gap) -> None:
        if self.zone != "t3" or not self.t3_sequence:
            self._start("t3")
            self.t3_sequence, self.t3_rows, self.t3_lines, self.t3_orders, self.t3_odd = [], [], [], (), False
            self.context.last_row = self.context.last_group = ""
        self.t3_sequence.append(key)
        self.t3_rows.append(self.pieces[event.start[0]].row)
        self.t3_lines.append(self.pieces[event.start[0]].line)
        self._use(event)
        numbers = sum(token.seen.kind == NUMBER for token in gap.tokens)
        if numbers or gap.prose:
            self._end_t3_header()
        if numbers == 1 and not gap.closed:
            # the number of the first row: the others stand behind the values of the row before
            self.t3_orders, self.t3_odd = (), True
        self._note_values_before(gap)

    def _end_t3_header(self) -> None:
        if self.t3_sequence:
            if "row_number" in self.t3_sequence or self._has_heads_on_two_lines():
                # numbers of rows are taken for a value too easily; heads on two lines have no order
                self.t3_orders, self.t3_odd = (), True
            else:
                self.t3_orders = possible_orders(self.t3_sequence, self.t3_rows)
                self.t3_odd = not self.t3_orders and not follows_the_form(self.t3_sequence)
            self.t3_sequence = []
            orders = [[key for key in order if key in APPLICANTS] for order in self.t3_orders]
            if self.t3_odd or any(order != list(APPLICANTS) for order in orders):
                self.found.seen_tables.add(REORDERED)

    def _has_heads_on_two_lines(self) -> bool:
        """Return whether organisations stand on several lines of a printed page, not in the form's order.

        Heads of three lines beside heads of two begin higher up: 社会公益组织 is read before 商业企业 left of it.
        """
        names = [
            (key, line) for key, line in zip(self.t3_sequence, self.t3_lines, strict=True) if key in APPLICANTS[1:6]
        ]
        if not names or self.lines[names[0][1]][1].place.page is None or len({line for _, line in names}) == 1:
            return False
        order = [APPLICANTS.index(key) for key, _ in names]
        return order != sorted(order)

    def _t3_row(self, index: int, event: Event, leaf: str, gap: Gap) -> None:
        self._end_t3_header()
        group = event.label.group("t3_group") or self.context.last_group
        if leaf in AMBIGUOUS_ROWS:
            if self.zone != "t3":
                return
            leaf = self._settle_leaf(index, event, leaf, gap, group)
            if not leaf:
                return
        in_place = self.zone == "t3" or self.context.section == 3
        numbers = [token for token in gap.tokens if token.seen.kind == NUMBER]
        if not in_place and len(numbers) < len(APPLICANTS):
            return
        self._start("t3")
        self.context.last_row = leaf
        self.found.seen_tables.add("t3")
        self._use(event, gap)
        if self.t3_orders:
            keys = _row_keys(leaf, self.t3_orders[0])
            self.rows.append(_Row(leaf, keys, (), gap, event, True, "", self.t3_orders))
        elif not self.t3_odd:
            keys = tuple(cell_key(leaf, applicant) for applicant in APPLICANTS)
            self.rows.append(_Row(leaf, keys, (), gap, event, False, "t3"))

    def _settle_leaf(self, index: int, event: Event, leaf: str, gap: Gap, group: str) -> str:
        last = self.context.last_row
        if leaf == "res_other":
            if self._wraps_other_leaves(event):
                self.context.last_group = "res_other"
                return ""
            following = self.events[index + 1].label.key("t3_row") if index + 1 < len(self.events) else None
            if following == "res_other_no_correction" and not gap.tokens:
                self.context.last_group = "res_other"
                self._use(event)
                return ""
            self.context.last_group = "res_other"
            return leaf
        if leaf == "res_other_misc":
            return leaf if last in OTHER_LEAVES or group == "res_other" else ""
        piece, offset = event.start
        before = self.pieces[piece].text[max(offset - 9, 0) : offset].rstrip("）) 、.．\u3000")
        marked = before.endswith("七")
        return leaf if marked or last.startswith("res_") else ""

    def _wraps_other_leaves(self, event: Event) -> bool:
        """Return whether 其他处理 in a printed line may be the group of 2021 beside a leaf wrapped above and below."""
        if self.lines[self.pieces[event.stop[0]].line][1].place.page is None:
            return False
        evidence = self.found.t2_evidence
        if evidence.get("f2021", 0) > evidence.get("f2019", 0):
            return True
        return any("逾期" in piece.text or "其他处理3" in "".join(piece.text.split()) for piece in self.pieces)

    # -- table 4 ------------------------------------------------------------------------------------------------

    def _in_t4_header(self) -> bool:
        return self.zone == "t4" and bool(self.t4_sequence)

    def _t4_label(self, event: Event, key: str, gap: Gap) -> None:
        if self.zone != "t4":
            self._flush()
            self.zone = "t4"
            self.t4_sequence, self.t4_results, self.t4_group, self.t4_listed = [], (), "", False
        self._use(event)
        count = sum(token.seen.kind == NUMBER for token in gap.tokens)
        is_result = key.startswith("/")
        after_group = bool(self.t4_group) and (self.t4_listed or self.t4_sequence[-1:] == [self.t4_group])
        self.t4_sequence = [*self.t4_sequence[-MOST_CASE_LABELS:], key]
        if key and not is_result:
            if self._five_results():
                self.t4_results = tuple(self.t4_sequence[-6:-1])
            self.t4_group, self.t4_listed = key, False
        if not count:
            self.t4_listed = False
            self._t4_blanks(gap)
            return
        self._use(event, gap)
        if is_result and after_group and count == 1:
            # 结果维持 3, one to a line under its group
            self.t4_listed = True
            self.rows.append(_Row("t4", (f"{self.t4_group}_{key[1:]}",), (), gap, event, True, ""))
            self.found.seen_tables.add("t4")
        elif key and not is_result and self.t4_results and count == len(self.t4_results):
            # 行政复议 1 0 0 0 1, under a header of five results
            keys = tuple(f"{key}_{result[1:]}" for result in self.t4_results)
            self.rows.append(_Row("t4", keys, (), gap, event, True, ""))
            self.found.seen_tables.add("t4")
        else:
            self._t4_values(event, gap)

    def _t4_blanks(self, gap: Gap) -> None:
        """Take a row of 15 empty cells under a whole header for what it is."""
        rows: dict[int, list[Token]] = {}
        for token in gap.tokens:
            rows.setdefault(token.row, []).append(token)
        keys = order_results(self.t4_sequence)
        empty = [row for row in rows.values() if len(row) == len(T4_KEYS)]
        if keys and len(empty) == 1:
            self.found.seen_tables.add("t4")
            for key, token in zip(keys, empty[0], strict=True):
                self.found.add(make_figure(key, token.seen.number, token.seen.raw, self._place(token)))

    def _five_results(self) -> bool:
        """Return whether the labels before a group are five different results and no group: a header of its own."""
        before = self.t4_sequence[:-1]
        results = before[-5:]
        return len(set(results)) == 5 and all(r.startswith("/") for r in results) and before[:-5] in ([], [""])

    def _t4_values(self, event: Event, gap: Gap) -> None:
        keys = order_results(self.t4_sequence)
        if keys:
            self.found.seen_tables.add("t4")
            self.rows.append(_Row("t4", keys, (), gap, event, True, ""))
        elif self.context.section == 4 or sum(key.startswith("/") for key in self.t4_sequence) >= 5:
            self.found.seen_tables.add("t4")
            self.rows.append(_Row("t4", T4_KEYS, (), gap, event, False, "t4"))
        self.t4_sequence = []

    def _read_2014(self) -> None:
        """Read rows of 统计指标, 单位, 统计数: one number after each label, units left aside."""
        if not any(sign in piece.text for piece in self.pieces for sign in _SIGNS_OF_2014):
            return
        kept, self.events = self.events, find_labels(self.pieces, OF_2014)
        group = ""
        rows: list[tuple[str, Event, Gap]] = []
        for index, event in enumerate(self.events):
            key, group = y14_key(event.label, group)
            if key:
                rows.append((key, event, self._gap(index)))
        table = self.pieces[rows[0][1].start[0] : rows[-1][1].stop[0] + 3] if rows else []
        numbers = sum(any("0" <= c <= "9" for c in piece.text) for piece in table)
        keys = {key for key, _, _ in rows}
        if len(keys) >= max(FEWEST_Y14_LABELS, LEAST_Y14_SHARE * numbers) and not self._values_stand_before(rows):
            for key, event, gap in rows:
                self._take_2014(key, event, gap)
        self.events = kept

    def _values_stand_before(self, rows: Sequence[tuple[str, Event, Gap]]) -> bool:
        """Return whether a number stands before the first label and none behind the last: each precedes its label."""
        first = rows[0][1].start[0]
        before = self.pieces[first - 1].text if first else ""
        return see(before).kind == NUMBER and not any(token.seen.kind == NUMBER for token in rows[-1][2].tokens)

    def _take_2014(self, key: str, event: Event, gap: Gap) -> None:
        row = _Row(key, (key,), (), gap, event, True, "")
        own = _own_row(row, self.pieces)
        tokens = [token for token in (own or gap.tokens) if token.seen.kind == NUMBER]
        if not tokens and gap.closed and len(own) == 1:
            tokens = list(own)
        if not tokens or (gap.prose and not gap.closed and not self._is_cell_by_cell(event, tokens)):
            return
        self._use(event, gap)
        self.found.seen_tables.add("y14")
        if len(tokens) == 1:
            token = tokens[0]
            self.found.add(make_figure(key, token.seen.number, token.seen.raw, self._place(token)))
        else:
            self._refuse(row)

    def _is_cell_by_cell(self, event: Event, tokens: Sequence[Token]) -> bool:
        """Return whether a label and its one value fill one line, or one each; what follows is the next paragraph."""
        (first, start), (last, stop) = event.start, event.stop
        if len(tokens) != 1:
            return False
        rest = _NOTE_AT_START.sub("", self.pieces[last].text[stop:]).split()
        if first == last == tokens[0].piece and start <= LONGEST_MARK:
            return bool(rest) and rest[-1] == tokens[0].seen.raw and all(map(is_unit, rest[:-1]))
        return (
            tokens[0].whole
            and first == last < tokens[0].piece
            and self.pieces[first].single
            and self.pieces[tokens[0].piece].single
            and start <= LONGEST_MARK
            and not CJK.search("".join(rest))
        )

    def _read_headless(self) -> None:
        """Look for the one row of table 4 in its section when nothing of its header is left."""
        if any(key in self.found.figures for key in T4_KEYS):
            return
        for index, event in enumerate(self.events):
            if event.label.key("section") != "4":
                continue
            gap = self._gap(index)
            numbers = [token for token in gap.tokens if token.seen.kind == NUMBER]
            if len(numbers) == len(T4_KEYS):
                self._use(event, gap)
                self.rows.append(_Row("t4", T4_KEYS, (), gap, event, False, "t4"))
        self._flush()

    # -- taking values ------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Read the rows gathered of one table, now that it is known whether its rows are padded with empty cells."""
        if self.values_before:
            self._refuse_values_before()
        rows, self.rows = self.rows, []
        headless = [row for row in rows if row.orphan == "t3"]
        whole = sum(_count(row) == len(APPLICANTS) for row in headless)
        if whole * 2 < len(headless):
            # most rows have fewer numbers: this table lacks a column, and a row with seven has one too many
            for row in headless:
                self._refuse(row)
            rows = [row for row in rows if row.orphan != "t3"]
        rows = self._without_short_rows(rows)
        padded = any(len(_own_row(row, self.pieces)) > len(row.keys) for row in rows if len(row.keys) > 1)
        settled = {
            orders: _proven_order(orders, [row for row in rows if row.orders == orders])
            for orders in {row.orders for row in rows if row.orders}
        }
        for row in rows:
            if not row.orders:
                self._take(row, padded=padded or not self._header_is_as_wide(row))
                continue
            order = settled[row.orders]
            if order is not None or _all_same(row):
                self._take(row._replace(keys=_row_keys(row.name, order or row.orders[0])), padded=padded)
            else:
                self._refuse(row)
        self._end_t3_header()

    def _without_short_rows(self, rows: list[_Row]) -> list[_Row]:
        """Refuse rows of table 3 that have a number for each label where most rows have one more: theirs lost one."""
        labelled = [row for row in rows if row.orders]
        wide = sum(_count(row) > len(row.keys) for row in labelled)
        printed = {token.seen.raw for row in labelled for token in row.gap.tokens if token.seen.kind == NUMBER}
        if wide * 2 <= len(labelled) or len(printed) == 1:
            return rows
        short = [row for row in labelled if _count(row) <= len(row.keys)]
        for row in short:
            self._refuse(row)
        return [row for row in rows if row not in short]

    def _header_is_as_wide(self, row: _Row) -> bool:
        """Return whether the last row of table 4's header has a cell for each value, and cells are parted for certain.

        They are by bars and by lines of their own; in a line of tabs one is easily added or lost.
        """
        if row.name != "t4" or len(row.keys) != len(T4_KEYS):
            return True
        own = self.pieces[row.event.stop[0]].row
        cells = _own_row(row, self.pieces)
        lines = {self.pieces[token.piece].line for token in cells}
        certain = len(lines) == len(cells) or all(self.lines[line][1].place.row is not None for line in lines)
        if not certain:
            return False
        # a converter without merged cells leaves out those continued from above: ten labels of fifteen
        width = sum(piece.row == own for piece in self.pieces)
        return width == len(T4_KEYS) or (width == len(T4_KEYS) - 5 and len(lines) == 1)

    def _take(self, row: _Row, *, padded: bool) -> None:
        wanted = len(row.keys)
        own = _own_row(row, self.pieces)
        tokens = choose_values(own, row.gap, wanted, padded=padded, glued=row.gap.glued)
        if tokens is None:
            self._refuse(row)
            return
        if any(t.seen.number.state == "unreadable" and self.pieces[t.piece].single for t in (tokens[0], tokens[-1])):
            # perhaps the mark of a label: then a value is missing, and which one cannot be told
            self._refuse(row)
            return
        if not self._stand_together(row, tokens):
            self._refuse(row)
            return
        numbers = [token for token in tokens if token.seen.kind == NUMBER]
        if row.orphan:
            if len(numbers) != wanted or any(token.seen.number.value is None for token in numbers):
                self._refuse(row)
                return
            figures = tuple(
                make_figure(key, token.seen.number, token.seen.raw, self._place(token))
                for key, token in zip(row.keys, numbers, strict=True)
            )
            self.found.orphans.append(Orphan(row.orphan, row.name, figures, self._where(row.event)))
            return
        units = row.units or ("",) * wanted
        for key, token, unit in zip(row.keys, tokens, units, strict=False):
            if key:
                self.found.add(make_figure(key, token.seen.number, token.seen.raw, self._place(token), unit=unit))
        if len(tokens) > wanted:
            self.found.problem(
                "row_width",
                self._where(row.event),
                " ".join(token.seen.raw for token in tokens),
                f"{len(tokens)} values for {wanted} columns; read because all are the same",
            )

    def _stand_together(self, row: _Row, tokens: Sequence[Token]) -> bool:
        """Return whether label and values stand as near as this source needs: on a printed page, in one line.

        The lines of a label that is wrapped beside its values may stand above, around or below them, and so may those
        of the next row.
        """
        first, last = (self.pieces[at].line for at in (row.event.start[0], row.event.stop[0]))
        if self.lines[last][1].place.page is None:
            return True
        if row.name == "t4" and len(row.keys) == len(T4_KEYS):
            # numbers too long for their column stand in the line above or below
            return len({self.pieces[token.piece].line for token in tokens}) == 1
        return row.event.label.exact and all(self.pieces[token.piece].line == first == last for token in tokens)

    def _refuse(self, row: _Row) -> None:
        filled = [token for token in row.gap.tokens if token.seen.kind == NUMBER]
        if not filled:
            return
        raw = " ".join(token.seen.raw for token in filled)
        self.found.problem(
            "row_width" if not row.orphan else "header_lost",
            self._where(row.event),
            f"{row.event.text} {raw}",
            f"{len(filled)} values for {len(row.keys)} columns",
        )
        if row.orphan:
            return
        place = self._place(filled[0])
        # digits run together are what is printed for all the cells of the row
        glued = filled[0].seen.raw if len(filled) == 1 else None
        for key in row.keys:
            if key:
                self.found.add(make_figure(key, None, glued, place))

    def _place(self, token: Token) -> Place:
        return self.lines[self.pieces[token.piece].line][1].place

    def _where(self, event: Event) -> str:
        place = self.lines[self.pieces[event.start[0]].line][1].place
        if place.line is not None:
            return f"line {place.line}"
        return f"page {place.page}" if place.page is not None else f"line {self.pieces[event.start[0]].line + 1}"


def _count(row: _Row) -> int:
    """Return how many numbers stand behind the label of a row."""
    return sum(token.seen.kind == NUMBER for token in row.gap.tokens)


def _own_row(row: _Row, pieces: Sequence[Piece]) -> tuple[Token, ...]:
    """Return the tokens that stand in the label's own row, as far as rows can be told."""
    own = pieces[row.event.stop[0]].row
    if row.name == "t4" and len(row.keys) == len(T4_KEYS):
        # the values of table 4 stand in a row of their own below the labels
        filled = {token.row for token in row.gap.tokens if token.seen.kind == NUMBER}
        if len(filled) == 1:
            own = filled.pop()
    return tuple(token for token in row.gap.tokens if token.row == own)


def choose_values(
    own: Sequence[Token], gap: Gap, wanted: int, *, padded: bool, glued: bool
) -> tuple[Token, ...] | None:
    """Choose the values of one labelled row, or None where it cannot be told which is which.

    `own` are the tokens in the label's own row. More tokens than wanted come back only if all are the same.
    """
    if glued or any(_holds_two(token) for token in own):
        return None
    inner = _inner(own)
    everything = _inner(gap.tokens)
    rows_known = gap.closed or len({token.row for token in gap.tokens}) > 1
    if len(inner) == wanted and all(token.seen.kind == NUMBER for token in inner):
        if wanted == 1 and not inner[0].whole:
            return None
        return tuple(inner) if _same_form(inner) else None
    if len(own) == wanted and not padded and wanted > 1 and any(token.seen.kind == NUMBER for token in own):
        # every column has its cell, and no row of this table is padded: an empty cell is a blank
        return tuple(own) if rows_known and all(token.whole for token in own) else None
    if len(everything) == wanted and all(token.seen.kind == NUMBER and token.whole for token in everything):
        # a torn row: the label stands on a line of its own, the values on the next, perhaps on two
        return tuple(everything)
    if not any(token.seen.kind == NUMBER for token in own) and len(own) == wanted and rows_known:
        return tuple(own)
    numbers = [token for token in everything if token.seen.kind == NUMBER]
    blanks_inside = any(token.seen.kind == BLANK for token in inner)
    values = {token.seen.number.value for token in numbers}
    if len(numbers) > wanted > 1 and len(values) == 1 and None not in values and not blanks_inside:
        return tuple(numbers)
    return None


def _holds_two(token: Token) -> bool:
    """Return whether numbers of two cells stand in one: 5859 40925 between two tabs."""
    return token.seen.number.state == "unreadable" and len(_NUMBERS.findall(token.seen.raw)) > 1


def _same_form(tokens: Sequence[Token]) -> bool:
    """Return whether all values are cells, or all are parts of one line: a mixture may have lost one."""
    if len({token.whole for token in tokens}) > 1:
        return False
    return tokens[0].whole or len({token.piece for token in tokens}) == 1


def _inner(tokens: Sequence[Token]) -> list[Token]:
    start, stop = 0, len(tokens)
    while start < stop and tokens[start].seen.kind == BLANK:
        start += 1
    while stop > start and tokens[stop - 1].seen.kind == BLANK:
        stop -= 1
    return list(tokens[start:stop])


def _row_keys(leaf: str, order: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell_key(leaf, key) if key in APPLICANTS else "" for key in order)


def _all_same(row: _Row) -> bool:
    return len({token.seen.raw for token in row.gap.tokens if token.seen.kind == NUMBER}) == 1


def _proven_order(orders: Sequence[tuple[str, ...]], rows: Sequence[_Row]) -> tuple[str, ...] | None:
    """Return the order of table 3's columns, or None where labels and sums do not settle it.

    Labels in reading order do not always say where a column stood whose label was printed over several lines. The
    form's own order is taken at its word; any other must be borne out by a row that adds up in this order only.
    """
    if len(orders) == 1 and [key for key in orders[0] if key in APPLICANTS] == list(APPLICANTS):
        return orders[0]
    proven: list[tuple[str, ...]] = []
    for order in orders:
        holds = fails = 0
        for row in rows:
            values = [token.seen.number.value for token in _inner(row.gap.tokens)]
            if len(values) != len(order) or None in values:
                continue
            numbers = {key: v for key, v in zip(order, values, strict=True) if v is not None and key in APPLICANTS}
            total = numbers.pop("total")
            if sum(numbers.values()) != total:
                fails += 1
            elif total and values[-1 if order[0] == "total" else 0] != total:
                # a row such as 5 0 0 0 0 0 5 adds up either way and proves nothing
                holds += 1
        if holds > fails:
            proven.append(order)
    return proven[0] if len(proven) == 1 else None
