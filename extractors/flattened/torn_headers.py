"""Lines of single characters, or two, to which the narrow column labels of tables 3 and 4 fell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.forms import load_form
from extractors.numerals import read_number

_FORM = load_form("f2021")
_RESULTS = tuple(result.label for result in _FORM.t4_results[:-1])
_TOTAL = _FORM.t4_results[-1].label
_LEVELS = tuple("".join(characters) for characters in zip(*_RESULTS, strict=True))
"""What one line has of the four results, set upright: 结结其尚, 果果他未, 维纠结审, 持正果结."""

_WORDS = frozenset((*"".join(_RESULTS), *_TOTAL, _TOTAL))
_GROUP = re.compile(r"复议后起诉|行政诉讼|行政复议")
_PARTS = re.compile(f"{'|'.join(_LEVELS)}|[{_TOTAL}]")


def _pieces() -> dict[str, int]:
    """Return the pieces of one or two characters that only one column label of table 3 has, 总计 apart."""
    columns: dict[str, set[int]] = {}
    for at, column in enumerate(_FORM.t3_columns[:-1]):
        for size in (1, 2):
            for start in range(len(column.label) - size + 1):
                piece = column.label[start : start + size]
                if piece != column.label:
                    columns.setdefault(piece, set()).add(at)
    # 0: more than one has it, or it belongs to 总计
    pieces = {piece: found.pop() + 1 if len(found) == 1 else 0 for piece, found in columns.items()}
    return pieces | dict.fromkeys((*_TOTAL, _TOTAL, _FORM.t3_columns[-2].label), 0)


_PIECES = _pieces()


def is_reordered(texts: Sequence[str]) -> bool:
    """Return whether pieces of the column labels of table 3 stand beside one another in another order than the form's.

    科 商 over 研 业: rows without labels of their columns cannot be taken for the form's then.
    """
    for text in texts:
        words = text.split()
        if len(words) > 1 and all(word in _PIECES for word in words):
            columns = [_PIECES[word] for word in words if _PIECES[word]]
            if columns != sorted(columns):
                return True
    return False


def torn_lines(texts: Sequence[str]) -> set[int]:
    """Return the indexes of lines that are nothing but a torn header of table 4, in the form's order.

    They stand between the labels of the groups and a line of numbers, and have the characters of the four results one
    beside the other as the form has them. Where 总计 stood they do not say; the sums must.
    """
    found: set[int] = set()
    for start, stop in _runs(texts):
        before = next((text for text in reversed(texts[:start]) if text.strip()), "")
        if _GROUP.search(before) and _is_numbers(texts[stop]) and _is_in_order(texts[start:stop]):
            found.update(range(start, stop))
    return found


def _runs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first of lines of single characters and the first line behind them."""
    start = -1
    for at, text in enumerate(texts):
        words = text.split()
        if not words:
            continue
        if _WORDS.issuperset(words):
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1


def _is_numbers(text: str) -> bool:
    return all(read_number(word).value is not None for word in text.replace("|", " ").split())


def _is_in_order(texts: Sequence[str]) -> bool:
    lines = ["".join(text.split()) for text in texts]
    return all(_PARTS.sub("", line) == "" for line in lines) and all(
        any(level in line for line in lines) for level in _LEVELS
    )
