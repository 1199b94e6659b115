"""What a list says of a report in one mark: passed, failed, or only partly read. Never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from archive.pages.words import QUALITIES, word


class Tag(NamedTuple):
    """A mark with its words; `tone` is ok, bad, partial or plain."""

    tone: str
    sign: str
    zh: str
    en: str


def tags_of(report: Mapping[str, Any]) -> tuple[Tag, ...]:
    """Return the marks of a report by its row in `reports`: what failed, what was not read, what to note.

    A report of which something was not read well is not called passed: what could not be read was not tested.
    """
    tags: list[Tag] = []
    errors, warnings, unread = report["error_count"], report["warning_count"], report["problem_count"]
    quality = report["quality"]
    is_readable = quality != "text_only" and report["figure_count"]
    if errors:
        tags.append(Tag("bad", "✗", f"{errors} 处不符", f"{errors} failed"))
    if quality != "complete":
        tags.append(Tag("partial", "◐", _short(quality), word(QUALITIES, quality).en))
    if unread:
        tags.append(Tag("partial", "◐", f"{unread} 处存疑", f"{unread} in doubt"))
    if quality == "complete" and not errors and not unread and is_readable:
        tags.append(Tag("ok", "✓", "通过", "passed"))
    if warnings:
        tags.append(Tag("plain", "△", f"{warnings} 条提醒", f"{warnings} warning{'s' if warnings > 1 else ''}"))
    return tuple(tags)


def _short(quality: str) -> str:
    return {"partial": "部分读出", "text_only": "只有文字", "tables_only": "只有表格"}.get(quality, quality)
