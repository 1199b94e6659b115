"""Data inside scripts: JavaScript object literals, JSON and JSONP read as plain values, and entries found in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any

from crawler import urls
from crawler.systems.base import Record
from crawler.systems.link_titles import clean_title
from crawler.systems.listed_dates import find_date

MAX_DEPTH = 40
MAX_LITERAL = 4_000_000
"""Characters of one literal that are read; the largest tree of a county portal seen is 600 kB."""

MAX_TRIES = 20
"""Places of one page at which a literal is tried."""

_CHINA = timezone(timedelta(hours=8))
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[A-Za-z_$][\w$.]*")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_ADDRESS = re.compile(r"(?:https?:)?[\w./%?&=:#~-]*(?:/[\w.%-]+|\.s?html?|[?&]\w+=)[\w./%?&=#-]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_JSONP = re.compile(r"^\s*[\w$.]+\s*\(\s*(?=[\[{])")

TITLE_KEYS = (
    "realtitle",
    "title",
    "doctitle",
    "articletitle",
    "infotitle",
    "titlecncontent",
    "name",
    "subject",
    "docname",
    "showtitle",
    "linktitle",
)
URL_KEYS = (
    "post_url",
    "infourl",
    "docpuburl",
    "url",
    "urls",
    "pageurl",
    "visiturl",
    "htmlurl",
    "articleurl",
    "linkurl",
    "link",
    "href",
    "contenturl",
    "detailurl",
    "puburl",
    "weburl",
    "publishurl",
)
DATE_KEYS = (
    "display_publish_time",
    "publishedtimestr",
    "publishedtime",
    "pubdate",
    "publishdate",
    "publish_time",
    "publishtime",
    "infodate",
    "daytime",
    "docreltime",
    "docpubtime",
    "releasetime",
    "showdate",
    "opendate",
    "create_time",
    "date",
    "created_at",
    "createdate",
    "createtime",
    "deploytime",
    "time",
    "writedate",
)
PUBLISHER_KEYS = ("publisher", "orgname", "deptname", "ouname", "source", "organname", "author", "publishorg")
IDENTIFIER_KEYS = ("identifier", "indexnumber", "indexno", "syh", "refno")
TOTAL_KEYS = (
    "total",
    "totalcount",
    "totalrecord",
    "totalelements",
    "post_count",
    "recordcount",
    "rowcount",
    "totalnum",
    "totalsize",
    "count",
)


class _UnreadableError(ValueError):
    pass


def read_literal(text: str, start: int = 0) -> Any:
    """Return the value of the JavaScript literal that begins at `start`: objects, lists, strings, numbers, words.

    Tolerates bare keys, single quotes, trailing commas and comments; an expression that is no literal becomes None.
    Returns None when nothing readable stands there.
    """
    piece = text[start : start + MAX_LITERAL]
    try:
        value, _end = json.JSONDecoder(strict=False).raw_decode(piece.lstrip())
        return value
    except (ValueError, RecursionError):
        pass
    try:
        value, _end = _value(piece, 0, 0)
    except (ValueError, IndexError, RecursionError):
        return None
    return value


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _value(text: str, place: int, depth: int) -> tuple[Any, int]:
    if depth > MAX_DEPTH:
        raise _UnreadableError
    place = _skip(text, place)
    if place >= len(text):
        raise _UnreadableError
    first = text[place]
    if first == "{":
        return _object(text, place + 1, depth)
    if first == "[":
        return _list(text, place + 1, depth)
    if first in "\"'`":
        return _string(text, place)
    found = _NUMBER.match(text, place)
    if found:
        number = found.group()
        return (int(number) if re.fullmatch(r"[-+]?\d+", number) else float(number)), found.end()
    found = _WORD.match(text, place)
    if found:
        word = found.group()
        if word in ("true", "false"):
            return word == "true", found.end()
        return None, _after_expression(text, place)
    return None, _after_expression(text, place)


def _after_expression(text: str, place: int) -> int:
    """Step over an expression that is no literal, up to the comma or bracket that ends it."""
    nested = 0
    while place < len(text):
        character = text[place]
        if character in "\"'`":
            _words, place = _string(text, place)
            continue
        if character in "([{":
            nested += 1
        elif character in ")]}":
            if nested == 0:
                return place
            nested -= 1
        elif character in ",;" and nested == 0:
            return place
        place += 1
    return place


def _string(text: str, place: int) -> tuple[str, int]:
    quote = text[place]
    out: list[str] = []
    place += 1
    while True:
        end = place
        while end < len(text) and text[end] != quote and text[end] != "\\":
            end += 1
        if end >= len(text):
            raise _UnreadableError
        out.append(text[place:end])
        if text[end] == quote:
            return "".join(out), end + 1
        escape = text[end + 1 : end + 2]
        if escape == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", text[end + 2 : end + 6]):
            out.append(chr(int(text[end + 2 : end + 6], 16)))
            place = end + 6
        elif escape == "x" and re.fullmatch(r"[0-9a-fA-F]{2}", text[end + 2 : end + 4]):
            out.append(chr(int(text[end + 2 : end + 4], 16)))
            place = end + 4
        else:
            out.append(_ESCAPES.get(escape, escape))
            place = end + 2


def _object(text: str, place: int, depth: int) -> tuple[dict[str, Any], int]:
    out: dict[str, Any] = {}
    while True:
        place = _skip(text, place)
        if text[place] == "}":
            return out, place + 1
        if text[place] == ",":
            place += 1
            continue
        if text[place] in "\"'":
            key, place = _string(text, place)
        else:
            found = re.compile(r"[\w$.-]+").match(text, place)
            if found is None:
                raise _UnreadableError
            key, place = found.group(), found.end()
        place = _skip(text, place)
        if text[place] != ":":
            # a method or shorthand property
            place = _after_expression(text, place)
            continue
        value, place = _value(text, place + 1, depth + 1)
        place = _skip(text, place)
        if place < len(text) and text[place] not in ",}":
            place = _after_expression(text, place)
            value = value if isinstance(value, (dict, list)) else None
        out[key] = value


def _list(text: str, place: int, depth: int) -> tuple[list[Any], int]:
    out: list[Any] = []
    while True:
        place = _skip(text, place)
        if text[place] == "]":
            return out, place + 1
        if text[place] == ",":
            place += 1
            continue
        value, end = _value(text, place, depth + 1)
        end = _skip(text, end)
        if end < len(text) and text[end] not in ",]":
            end = _after_expression(text, end)
        if end <= place:
            # a bracket or semicolon that closes nothing here
            raise _UnreadableError
        place = end
        out.append(value)


def read_assigned(text: str, name: str) -> Any:
    """Return the literal that a script assigns to `name` (`var name = …`, `window.name = …`, `name: …`), or None."""
    pattern = rf"(?<![\w$]){re.escape(name)}[\"']?\s*[:=]\s*(?=[\[{{\"'\d-])"
    for found in islice(re.finditer(pattern, text), MAX_TRIES):
        value = read_literal(text, found.end())
        if value is not None:
            return value
    return None


def read_data(text: str) -> Any:
    """Return the value of a JSON or JSONP answer, or None when it is neither."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped:
        return None
    if stripped[0] in "[{":
        return read_literal(stripped)
    found = _JSONP.match(stripped[:200])
    return read_literal(stripped, found.end()) if found else None


def walk_dicts(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object in `data`, outer ones first."""
    if depth > MAX_DEPTH:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            if isinstance(value, (dict, list)):
                yield from walk_dicts(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            if isinstance(value, (dict, list)):
                yield from walk_dicts(value, depth + 1)


def find_records(data: Any, base: str) -> list[Record]:
    """Return the entries in `data`: every object that has a title and an address, in order."""
    found: list[Record] = []
    for table in walk_dicts(data):
        record = _record(table, base)
        if record is not None:
            found.append(record)
    return found


def find_unnamed(data: Any, base: str) -> list[Record]:
    """Return the entries in `data` whatever its keys are called: objects with an address and a title among their texts.

    Pictures beside a title are no addresses of its page.
    """
    found: list[Record] = []
    for table in walk_dicts(data):
        texts = [value for value in table.values() if isinstance(value, str)]
        record = _record_of_texts([text for text in texts if urls.suffix_of(text) not in urls.PICTURE_SUFFIXES], base)
        if record is not None:
            found.append(record)
    return found


def find_rows(rows: Sequence[Any], base: str) -> list[Record]:
    """Return the entries in `rows`: lists of texts, of which one is an address and the longest other the title."""
    found = (_record(row, base) if isinstance(row, dict) else _record_of_texts(row, base) for row in rows)
    return [record for record in found if record is not None]


def _record_of_texts(row: Any, base: str) -> Record | None:
    texts = [text for text in row if isinstance(text, str)] if isinstance(row, list) else []
    places = [text for text in texts if _ADDRESS.fullmatch(text.strip())]
    title = max((text for text in texts if text not in places and _HAN.search(text)), key=len, default="")
    address = urls.resolve(base, places[0].strip()) if places else ""
    if not title or not address:
        return None
    date = next((day for text in texts if text != title and (day := read_day(text))), "")
    return Record(url=address, title=clean_title(title), date=date)


def _record(table: dict[str, Any], base: str) -> Record | None:
    lower = {key.lower(): value for key, value in table.items()}
    title = _first_text(lower, TITLE_KEYS)
    if not title:
        return None
    address = ""
    for key in URL_KEYS:
        if key in lower:
            address = _address(lower[key], base)
            if address:
                break
    if not address:
        return None
    date = ""
    for key in DATE_KEYS:
        if key in lower:
            date = read_day(lower[key])
            if date:
                break
    return Record(
        url=address,
        title=clean_title(title),
        date=date,
        publisher=_first_text(lower, PUBLISHER_KEYS)[:60],
        identifier=_first_text(lower, IDENTIFIER_KEYS)[:80],
    )


def _first_text(lower: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = lower.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _address(value: Any, base: str) -> str:
    if isinstance(value, str):
        text = value.strip()
        if text[:1] == "{":
            # Jiangxi: the addresses of desktop and phone in a JSON text
            value = read_literal(text)
        else:
            return urls.resolve(base, text)
    if isinstance(value, dict):
        for key in ("pc", "common", "url", "web", "default"):
            if isinstance(value.get(key), str) and value[key]:
                return urls.resolve(base, value[key])
        for inner in value.values():
            if isinstance(inner, str) and inner:
                return urls.resolve(base, inner)
    return ""


def read_day(value: Any) -> str:
    """Return a day as YYYY-MM-DD from text, from seconds or from milliseconds since 1970 (Chinese time); else ""."""
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch(r"\d{10}|\d{13}", text):
            value = int(text)
        elif re.fullmatch(r"(?:19|20)\d{6}", text):
            return find_date(f"{text[:4]}-{text[4:6]}-{text[6:]}")
        else:
            return find_date(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    seconds = value / 1000 if value > 10**11 else float(value)
    # 1990 to 2100: a smaller number is a count, not a time
    if not 631_152_000 <= seconds <= 4_102_444_800:
        return ""
    return datetime.fromtimestamp(seconds, _CHINA).date().isoformat()


def find_total(data: Any) -> int | None:
    """Return the number of entries that an answer claims, from its outermost object that says so."""
    for table in walk_dicts(data):
        lower = {key.lower(): value for key, value in table.items()}
        for key in TOTAL_KEYS:
            number = as_number(lower.get(key))
            if number is not None:
                return number
    return None


def find_number(data: Any, *keys: str) -> int | None:
    """Return the first whole number under one of `keys` (any case), outer objects first."""
    for table in walk_dicts(data):
        lower = {key.lower(): value for key, value in table.items()}
        for key in keys:
            number = as_number(lower.get(key.lower()))
            if number is not None:
                return number
    return None


def as_number(value: Any) -> int | None:
    """Return a count given as number or text, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value.strip()):
        return int(value)
    return None


_NO_VALUES = ("null", "undefined", "this", "function", "new", "window", "document", "true", "false")


def find_text(text: str, *names: str) -> str:
    """Return the first plain value that scripts or attributes give one of `names`: `siteId: '123'`, `siteId=123`."""
    for name in names:
        # a bare word after a colon is a variable; after `=` it may be the value of a query or an attribute
        pattern = (
            rf"(?<![\w$.-]){re.escape(name)}[\"']?\s*"
            rf"(?:[:=]\s*(?:\[\s*)?[\"']\s*([\w.-]{{1,80}})\s*[\"']|[:=]\s*(?:\[\s*)?(-?\d[\w-]{{0,79}})(?![\w$.(\[])"
            rf"|=\s*([\w-]{{1,80}})(?![\w$.(\[-]))"
        )
        for found in islice(re.finditer(pattern, text, re.IGNORECASE), MAX_TRIES):
            value = next((group for group in found.groups() if group), "")
            if value and value not in _NO_VALUES and value.lower() not in {one.lower() for one in names}:
                return value
        hidden = re.search(
            rf"<input\b(?=[^<>]*\b(?:id|name)\s*=\s*[\"']?{re.escape(name)}[\"'\s])[^<>]*\bvalue\s*=\s*[\"']?([\w.-]{{1,80}})",
            text,
            re.IGNORECASE,
        )
        if hidden:
            return hidden.group(1)
    return ""
