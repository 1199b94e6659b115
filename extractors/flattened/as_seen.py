"""Table 3 in text taken from a page line by line, as one sees it: labels are wrapped in their columns, and the seven
values of a row stand beside any line of its label.

No line then has a whole label. The table is read only where it is proved: by as many lines of seven values as the form
has rows, by the letters of each row's label around its line, and by every sum of the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractors.document import Heading, Paragraph
from extractors.flattened.pieces import CJK
from extractors.forms import APPLICANTS, EDITIONS, cell_key, load_form
from extractors.labels import normalise, split_ordinal
from extractors.numerals import read_number
from extractors.sightings import Sightings, make_figure

FEWEST_WRAPPED = 3
"""Lines of values without the whole of their label; with fewer, rows are read by their labels."""

HEAD = 16
"""Lines above the first row in which the heads of the columns stand, each in several lines."""

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)件?"
_ROW = re.compile(rf"(?P<words>(?:.*[^\s\d,])?)\s*(?<!\S)(?P<values>{_NUMBER}(?:\s+{_NUMBER}){{6}})\s*")
_LAST_NUMBER = re.compile(rf"(?:^|\s){_NUMBER}$")
_HEADS = ("自然人", "申请人情况", "勾稽关系")


class _Seen(NamedTuple):
    line: int
    words: str
    values: tuple[str, ...]


def _rows_of(edition: str) -> dict[str, str]:
    """Return the letters of each row's label, without the mark of its item."""
    rows = load_form(edition).t3_rows
    return {row.key: "".join(CJK.findall(split_ordinal(normalise(row.label))[1])) for row in rows}


_FORMS = {len(rows): rows for rows in map(_rows_of, EDITIONS) if rows}


def take_table_3(lines: Sequence[tuple[int, Paragraph | Heading]], found: Sightings) -> set[int]:
    """Take the table into `found` if it stands in these lines and is proved; return the places of its lines."""
    texts = [line.text for _, line in lines]
    if not any("科研" in text for text in texts):
        return set()
    rows = [row for at, text in enumerate(texts) if (row := _see(at, text)) is not None]
    form = _FORMS.get(len(rows))
    if form is None or not _are_wrapped(rows, form) or not _stand_by_labels(rows, form, texts):
        return set()
    numbers = {
        key: [int(value.rstrip("件").replace(",", "")) for value in row.values]
        for key, row in zip(form, rows, strict=True)
    }
    if not _adds_up(numbers):
        return set()
    found.seen_tables.add("t3")
    for key, row in zip(form, rows, strict=True):
        place = lines[row.line][1].place
        for applicant, raw in zip(APPLICANTS, row.values, strict=True):
            found.add(make_figure(cell_key(key, applicant), read_number(raw), raw, place)._replace(by_width=True))
    return set(range(_begin(rows[0].line, texts), _end(rows[-1].line, texts, form)))


def _see(at: int, text: str) -> _Seen | None:
    if "|" in text or "\t" in text:
        return None
    match = _ROW.fullmatch(text)
    if match is None or _LAST_NUMBER.search(match["words"].rstrip()):
        return None
    return _Seen(at, match["words"], tuple(match["values"].split()))


def _letters(text: str) -> str:
    return "".join(CJK.findall(text)).replace("它", "他")


def _are_wrapped(rows: Sequence[_Seen], form: Mapping[str, str]) -> bool:
    lacking = sum(label not in _letters(row.words) for label, row in zip(form.values(), rows, strict=True))
    return lacking >= FEWEST_WRAPPED


def _stand_by_labels(rows: Sequence[_Seen], form: Mapping[str, str], texts: Sequence[str]) -> bool:
    """Return whether the letters of each label stand in their order between the rows above and below it."""
    bounds = [max(rows[0].line - HEAD, -1), *(row.line for row in rows), len(texts)]
    for place, label in enumerate(form.values()):
        around = iter(_letters("".join(texts[bounds[place] + 1 : bounds[place + 2]])))
        if not all(letter in around for letter in label):
            return False
    return True


def _adds_up(rows: Mapping[str, Sequence[int]]) -> bool:
    """Return whether each total is its row's, the results make up theirs, and first and second are third and fourth."""
    if any(sum(values[:-1]) != values[-1] for values in rows.values()):
        return False
    results = [values for key, values in rows.items() if key.startswith("res_") and key != "res_total"]
    for at, total in enumerate(rows["res_total"]):
        came = rows["req_new"][at] + rows["req_carried_in"][at]
        if sum(values[at] for values in results) != total or came != total + rows["req_carried_out"][at]:
            return False
    return True


def _begin(first: int, texts: Sequence[str]) -> int:
    """Return the first line of the heads above a row."""
    above = range(max(first - HEAD, 0), first)
    return next((at for at in above if any(head in texts[at] for head in _HEADS)), first)


def _end(last: int, texts: Sequence[str], form: Mapping[str, str]) -> int:
    """Return the line behind the last row and the rest of its label."""
    at = last + 1
    while at < len(texts) and (letters := _letters(texts[at])) and letters in form["req_carried_out"]:
        at += 1
    return at
