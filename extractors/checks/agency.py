"""Whose report it is: title, signature, compiler and the words of the text must name one body."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.checks.bodies import Difference, compare_bodies
from extractors.checks.levels import TOWN_SUFFIXES, read_name
from extractors.checks.messages import failed, plain_pass, unassessed
from extractors.checks.results import CheckResult
from extractors.checks.rules import Rule
from extractors.checks.view import View


def check_agency(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a title that names another body than the text speaks for, the signature or the compiler.

    Only contradictions that cannot be one body are told: other places, other organs, a bureau and its government, or a
    title's city, county or district that speaks as 我镇 and calls itself by the same name with 镇. Where a name is not
    understood to its end there is no verdict.
    """
    publisher = view.report.publisher
    if not publisher:
        yield unassessed(rule, "无法核对：标题没有写明机关。", "Cannot be checked: the title names no body.")
        return
    unsure: tuple[str, str, str] | None = None
    for other, words, words_en in _other_names(view):
        verdict = compare_bodies(publisher, other, by_signature=words == "落款")
        if isinstance(verdict, Difference):
            view.explain(rule.absorbs, rule.id)
            yield failed(rule, title_name=publisher, what=f"{words}是“{other}”（{verdict.first}、{verdict.second}）",
                         what_en=f"{words_en} “{other}” ({verdict.first}, {verdict.second})")  # fmt: skip
            return
        if verdict == "unsure" and unsure is None:
            unsure = other, words, words_en
    if (town := _speaks_as_town(rule, view, publisher)) is not None:
        view.explain(rule.absorbs, rule.id)
        yield town
    elif unsure is not None:
        other, words, words_en = unsure
        yield unassessed(rule, f"无法核对：{words}是“{other}”，从名称看不出与“{publisher}”是不是同一个机关。",
                         f"Cannot be checked: {words_en} “{other}”; the names do not tell whether that is "
                         f"“{publisher}”.")  # fmt: skip
    else:
        yield plain_pass(rule)


def _speaks_as_town(rule: Rule, view: View, publisher: str) -> CheckResult | None:
    """Return the finding that a city, county or district of the title speaks as a town of its own name."""
    name = read_name(publisher)
    if not name.units or name.level not in ("county", "city", "province") or name.has_town:
        return None
    stem, suffix = name.units[-1]
    for town in TOWN_SUFFIXES:
        own = stem + town
        if view.self_words.get(town) and not view.self_words.get(suffix) and own in view.text:
            count = view.self_words[town]
            return failed(rule, left=count, title_name=publisher,
                          what=f"正文自称“我{town}”{count}次，并称自己为“{own}”",
                          what_en=f"the text says “我{town}” {count} time(s) and “{own}”")  # fmt: skip
    return None


def _other_names(view: View) -> Iterator[tuple[str, str, str]]:
    report = view.report
    if report.signed_by:
        yield report.signed_by, "落款", "the signature is"
    for source, name in report.publishers:
        if source == "compiled_by":
            yield name, "编制机关", "the compiler is"
