"""Numbers that a page gives its scripts under a name: variables, properties, hidden fields. Nothing is run."""

from __future__ import annotations

import re
from itertools import islice

from crawler.systems import markup

MAX_NAMED = 2_000
"""Assignments and fields of one page that are looked at."""

_OWNER = r"(?<![\w$.])(?:(?:window|this|self|that|_this|vm|_self)\s*\.\s*)?"
_AS_NUMBER = r"(?:parseInt\s*\(|Number\s*\(|\+)?\s*"
_GIVEN = re.compile(
    rf"{_OWNER}[\"']?([A-Za-z_$][\w$]*)[\"']?\s*[=:]\s*{_AS_NUMBER}([\"']?)(\d{{1,6}})\2\s*(?=[,;)}}\s]|//|$)"
)
_BORROWED = re.compile(
    rf"{_OWNER}([A-Za-z_$][\w$]*)\s*[=:]\s*{_AS_NUMBER}(?:(?:window|this|self|that|vm)\s*\.\s*)?"
    r"(?:([A-Za-z_$][\w$]*)\s*(?=[,;)}\n]|\|\||$)"
    r"|(?:\$|jQuery|document\.getElementById|document\.getElementsByName|document\.querySelector)"
    r"\s*\(\s*[\"'](?:\w*\[name=[\"']?)?[#.]?([\w-]+)[\"'\]]*\s*\)(?:\[0\])?\s*\.\s*(?:val\s*\(|value\b|attr\s*\(\s*[\"']value))"
)
"""A name that is given what another name or a field has."""
_FIELD = re.compile(r"<input\b([^<>]{1,600})>", re.IGNORECASE)
_HIDDEN = re.compile(r"\btype\s*=\s*[\"']?hidden\b", re.IGNORECASE)
_FIELD_NAME = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([\w.$-]+)", re.IGNORECASE)
_FIELD_VALUE = re.compile(r"\bvalue\s*=\s*[\"']?\s*(\d{1,6})\s*(?=[\"'\s/>]|$)", re.IGNORECASE)


def numbers_of(text: str) -> dict[str, int]:
    """Return the numbers, other than 0, that scripts and hidden fields of a page give to names.

    A name that is given two different numbers is left out: which of them holds is known to the script alone.
    """
    scripts = markup.scripts_of(text)
    given = [(name, int(number)) for name, _quote, number in islice(_GIVEN.findall(scripts), MAX_NAMED)]
    found = _agreeing([*hidden_fields(text), *given])
    for name, other, field in islice(_BORROWED.findall(scripts), MAX_NAMED):
        number = found.get(other or field)
        if number is not None:
            found.setdefault(name, number)
    return found


def hidden_fields(text: str) -> list[tuple[str, int]]:
    """Return the numbers in a page's hidden fields with the fields' names, and with their ids."""
    found: list[tuple[str, int]] = []
    for attributes in islice(_FIELD.findall(text), MAX_NAMED):
        value = _FIELD_VALUE.search(attributes)
        if value is not None and _HIDDEN.search(attributes):
            found.extend((name, int(value.group(1))) for name in dict.fromkeys(_FIELD_NAME.findall(attributes)))
    return found


def _agreeing(given: list[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for name, number in given:
        if number and found.setdefault(name, number) != number:
            doubtful.add(name)
    return {name: number for name, number in found.items() if name not in doubtful}
