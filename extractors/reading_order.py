"""Columns of a header whose labels are known only in the order they are read, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.forms import APPLICANTS, T4_KEYS

_ORGANISATIONS = frozenset({"business", "research", "public_interest", "legal_service", "other_org", "org_subtotal"})


def possible_orders(sequence: Sequence[str], rows: Sequence[int] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the orders of columns that the labels of table 3's header, in reading order, may mean; () if one lacks.

    One order is certain; of several, sums must choose. "(" stands for 法人或其他组织, whose five columns are printed
    in the line below: 自然人 法人或其他组织 总计, then 商业企业 ... 其他. The five take the place of the group, except
    where the group was printed a line above 自然人: then they follow it, as in the form. "[" stands for the title
    申请人情况 over all of them: a 总计 right after it may stand beside the title, as the last column, or below it as
    the first. `rows`, the row of each label, may tell.
    """
    if sequence.count("(") > 1 or sequence.count("[") > 1:
        return ()
    organisations = [key for key in sequence if key in _ORGANISATIONS]
    columns = [key for key in sequence if key != "["]
    open_order = False
    if "(" in columns and "natural_person" in columns:
        beside = [key for key in columns if key not in _ORGANISATIONS]
        at = beside.index("(")
        if at < beside.index("natural_person") and not _beside(sequence, rows, "(", "natural_person"):
            open_order = True
            beside.remove("(")
            at = beside.index("natural_person") + 1
            columns = [*beside[:at], *organisations, *beside[at:]]
        else:
            columns = [*beside[:at], *organisations, *beside[at + 1 :]]
    if sorted(key for key in columns if key in APPLICANTS) != sorted(APPLICANTS) or len(set(columns)) != len(columns):
        return ()
    first = ("total", *(key for key in columns if key != "total"))
    last = (*first[1:], "total")
    order = tuple(columns)
    if open_order:
        return tuple(dict.fromkeys((order, last, first)))
    if "[" not in sequence or order != first or sequence.index("total") < sequence.index("["):
        return (order,)
    if _beside(sequence, rows, "[", "total") and not _beside(sequence, rows, "total", "natural_person"):
        return (last,)
    if _beside(sequence, rows, "total", "natural_person") and not _beside(sequence, rows, "[", "total"):
        return (first,)
    return (last, first)


def _beside(sequence: Sequence[str], rows: Sequence[int], one: str, other: str) -> bool:
    """Return whether two labels are known to stand in one row."""
    return bool(rows) and rows[sequence.index(one)] == rows[sequence.index(other)]


def follows_the_form(sequence: Sequence[str]) -> bool:
    """Return whether what is left of a header has its applicants in the form's order, and no 总计 before them."""
    named = [key for key in sequence if key in APPLICANTS[:-1]]
    order = [APPLICANTS.index(key) for key in named]
    if order != sorted(order) or "org_subtotal" in sequence or "row_number" in sequence:
        return False
    before = list(sequence[: sequence.index("total")]) if "total" in sequence else [""]
    return bool(before)


def order_results(sequence: Sequence[str]) -> tuple[str, ...]:
    """Return the 15 cells of table 4 in column order from their labels in reading order, or ().

    Groups come as their keys, results as "/upheld". The groups must come in the form's order and the results in three
    runs of five; within a run any order counts.
    """
    # a heading before the table may name the groups as well: only what belongs to the 15 results counts
    results = [key for key in sequence if key.startswith("/")]
    groups: list[str] = []
    for key in sequence:
        if key and not key.startswith("/"):
            if key in groups:
                groups.remove(key)
            groups.append(key)
    if len(results) != len(T4_KEYS) or groups != ["review", "suit_direct", "suit_post"]:
        return ()
    keys: list[str] = []
    for index, group in enumerate(groups):
        run = [result[1:] for result in results[index * 5 : index * 5 + 5]]
        keys += [f"{group}_{result}" for result in run]
    return tuple(keys) if set(keys) == set(T4_KEYS) else ()
