"""Document -> the six statutory sections, found by the words of their headings and then by their order.

The printed numerals are no guide: word processors lose them (总体情况), restart them (2、 3、 4、) or repeat them. A
heading may be a heading block, a bold paragraph, a line, half a line (the heading and its first sentence in one
paragraph) or a few characters in the middle of a page that is all one line. Candidates are weighed and the heaviest
ascending chain of them is taken, so that a list of the section names in a preamble, or a sub-heading with the words of
a heading, loses against the heading itself.

Reports before the 2019 form have headings of their own. Where the statutory titles do not show, the numbered headings
there are become sections 1, 2, 3 ... with the keys part1, part2, part3 ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.document import Block, Heading, Table
from extractors.lines import FOLD, HEADING_REACH, Line, value_of
from extractors.lost_headings import Spot, find_lost
from extractors.report_values import Section

KEYS = ("preamble", "overview", "proactive", "requests", "disputes", "problems", "other")
"""Section keys by number; 0 is what stands before the first heading."""

PROSE_LENGTH = 120
"""A paragraph used for figures that is longer, or has a full stop, may hold prose besides (a page without line breaks).
The longest row label of the forms has 45 characters."""
LONGEST_PIECE = 40
_NEAR = 5
"""Blocks before and after in which a table's own lines stand. A group row of the 2014 table has three cells, none of
them a figure; one printed cell may be broken over as many lines."""
LONGEST_FREE_HEADING = 36

_WORD = re.compile(r"\w")
_TITLES = (
    r"(?P<s1>(?:年度|工作|政府信息公开(?:工作)?)?总体(?:工作)?情况|总体概况|(?:工作)?概述|(?:工作)?基本情况)"
    r"|(?P<s2>(?:行政机关)?主动公开(?:的)?政府信息(?:公开)?(?:的)?(?:工作)?情况)"
    r"|(?P<s3>(?:行政机关)?收到[和及与、]?处理(?:的)?(?:政府)?信息(?:公开)?(?:的)?(?:申请)?(?:的)?(?:情况|数量))"
    r"|(?P<s4>因?(?:政府)?信息公开(?:工作)?(?:中)?(?:被)?(?:申请|引起|引发|提起|产生)?(?:的)?行政(?:法|政)?复议.{0,8}?诉讼(?:的)?(?:案件)?情况"
    r"|(?:被)?(?:申请)?行政复议[、和及与](?:被)?(?:提起)?(?:行政)?诉讼(?:的)?情况)"
    r"|(?P<s5>(?:政府信息公开(?:工作)?)?(?:中)?(?:存在|面临)(?:的)?(?:主要|突出)?问题.{0,10}?(?:改进|整改)(?:的)?(?:情况|措施|工作|意见|方向|打算)?"
    r"|主要问题[和及与、](?:改进|整改)(?:情况|措施))"
    r"|(?P<s6>其[他它](?:需要|需|应当|应|须)?(?:报告|说明)(?:的)?(?:事项|情况|问题))"
)
_NUMERAL = (
    r"(?P<bracket>\((?:[一二三四五六七八九十]{1,2}|\d)\))?"
    r"(?P<num>第?[一二三四五六七八九十]{1,2}(?:部分|章)?[、.,:]*|\d{1,2}[、.,:]+)?"
)
_HEADING = re.compile(rf"[#*\-\s]*{_NUMERAL}(?:{_TITLES})(?P<end>\**[:。.]?)(?P<rest>.*)")
_INTERIOR = re.compile(rf"(?P<num>[一二三四五六1-6])(?<![第(（].)(?<![\d.][1-6])\s?[、.,．，]\s*(?:{_TITLES})[:：。]?")
_INTERIOR_WORDS = (
    "总体情况",
    "政府信息情况",
    "申请情况",
    "申请的情况",
    "诉讼情况",
    "诉讼的情况",
    "改进",
    "事项",
    "概述",
)
_HALF_HEADING = re.compile(rf"{_NUMERAL}[^。;]{{2,40}}$")
# these search whole texts, which are not folded first: folding costs more than all the rest
_TABLE_STARTS = re.compile(
    r"第二十条第\s*[(（]一[)）]|[(（]?本列数据的勾稽|行政复议\s*行政诉讼\s*(?:结果|未经)|信息内容\s*本年"
)
_STATUTORY_TABLES = (
    re.compile(
        r"(?:第二十条第\s*[(（]一[)）]\s*项|信息内容\s*本年(?:制|新)).*?行政事业性收费[^\u4e00-\u9fff]*(?:[万千]?元)?"
        r"(?:\s*第二十条第\s*[(（]九[)）].*?政府集中采购[^\u4e00-\u9fff]*(?:[万千]?元)?)?",
        re.DOTALL,
    ),
    re.compile(r"[(（]?本列数据的勾稽.*?结转下年度继续办理[\s\d,./—-]*", re.DOTALL),
    re.compile(
        r"行政复议\s*行政诉讼\s*(?:结\s*果|未\s*经).*复\s*议\s*后\s*起\s*诉"
        r"(?:\s|结\s*果\s*维\s*持|结\s*果\s*纠\s*正|其\s*他\s*结\s*果|尚\s*未\s*审\s*结|总\s*计|[\d,./—|-])*",
        re.DOTALL,
    ),
)
_TORN_TABLE = re.compile(r"(?:第二十条第\s*[(（]一[)）]\s*项\s*信息内容|[(（]?本列数据的勾稽).*", re.DOTALL)

_TABLE_CAPTION = re.compile(
    r"附?表\s?[一二三四1-4](?:[：:、.\s].{0,30})?$|行政复议\s*行政诉讼$|单位[：:]\s*[件条万元]{1,2}$"
)
_CAPTION_STARTS = "附表行单"

_TABLE_PIECE = re.compile(
    r"[\d\s.,/—|+\-结果维持纠正其他它尚未审总合计商业企科研机构社会公益组织法律服务自然人或行政复议诉讼未经直接起诉后申请情况信息内容"
    r"本年制发废止件数现行有效量新作开处理决定上一项目增减采购金额收费单位万元]+$"
)
"""A line of nothing but characters of the tables' heads and numbers, and no mark of a sentence, in the parts that hold
the tables: heads broken in the middle of their words."""

_FREE_NUMERAL = r"(?P<num>[一二三四五六七八九十]{1,2})"
_FREE_HEADING = re.compile(rf"[#*\s]*{_FREE_NUMERAL}[、.:](?P<title>[^。;:,]{{2,34}})(?P<end>[。;:]?)(?P<rest>.*)")
_FREE_INTERIOR = re.compile(rf"(?:(?<=[\s。;:])|^){_FREE_NUMERAL}、(?P<title>[^\s。;,]{{2,34}})(?=[\s。])")


class SectionReading(NamedTuple):
    """The sections in order, without the preamble; `front` are the lines before the first of them.

    `statutory` counts the six titles found; 0 where the report has headings of its own.
    """

    sections: tuple[Section, ...]
    front: tuple[Line, ...]
    statutory: int


class _Candidate(NamedTuple):
    line: int
    start: int
    end: int
    number: int
    score: int
    bracketed: bool


def read_sections(blocks: Sequence[Block], used: frozenset[int] = frozenset()) -> SectionReading:
    """Find the sections; `used` are the blocks whose text is the statutory tables' and no prose."""
    lines = _read_lines(blocks, used)
    chain = _heaviest_chain(_weigh(_find_statutory(lines), lines))
    lost = find_lost({c.number: Spot(c.line, c.start) for c in chain}, lines)
    chain += [_Candidate(at, 0, len(lines[at].text), number, 0, False) for number, at in lost]
    chain.sort(key=lambda candidate: candidate.number)
    numbers = {candidate.number for candidate in chain}
    statutory = len(numbers)
    heads = [(c.line, c.start, c.end, c.number, KEYS[c.number]) for c in chain]
    if 3 not in numbers:
        # only the forms since 2019 have the third title; older reports share others, between headings of their own
        free = _find_free(lines)
        if len(free) > statutory:
            statutory = 0
            heads = [(line, start, end, n, f"part{n}") for n, (line, start, end) in enumerate(free, 1)]
    sections: list[Section] = []
    for place, (line, start, end, number, key) in enumerate(heads):
        following = heads[place + 1] if place + 1 < len(heads) else None
        heading = " ".join(_heading_text(lines, line, start, end).split()).strip(" #*")
        text = cut_tables(_text_between(lines, line, end, following))
        if statutory and number in (2, 3, 4):
            text = "\n".join(line for line in text.split("\n") if not _TABLE_PIECE.match(line))
        sections.append(Section(number, key, heading, text, lines[line].place))
    front = _front(lines, heads[0] if heads else None)
    return SectionReading(tuple(sections), front, statutory)


def cut_tables(text: str) -> str:
    """Return prose without the text of statutory tables that ran into it, paragraphs stripped."""
    if not text:
        return ""
    # spelt out, because a loop over the words costs more than the search it saves
    words = "第二十条" in text or "勾稽" in text or "信息内容" in text or "行政诉讼" in text
    if words and _TABLE_STARTS.search(text):
        for pattern in (*_STATUTORY_TABLES, _TORN_TABLE):
            if match := pattern.search(text):
                text = text[: match.start()] + "\n" + text[match.end() :]
    lines = map(str.strip, text.split("\n"))
    return "\n".join(
        [line for line in lines if line and not (line[0] in _CAPTION_STARTS and _TABLE_CAPTION.match(line))]
    )


def _read_lines(blocks: Sequence[Block], used: frozenset[int]) -> list[Line]:
    """Return the lines of prose; of the used blocks only what may be a heading or hold prose too."""
    lines: list[Line] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            if index not in used:
                rows = block.rows()
                texts = ("\t".join(" ".join(cell.text.split()) for cell in row).strip() for row in rows)
                lines.extend(Line(text, index, 0, block.place) for text in texts if text)
            elif lines:
                lines.append(Line("", index, -1, block.place))
            continue
        text = block.text
        if len(text) < PROSE_LENGTH and "。" not in text and (index in used or _is_piece(text, index, used)):
            if not (_has_hint(text) and _match_line(text)):
                if lines and lines[-1].level >= 0:
                    lines.append(Line("", index, -1, block.place))
                continue
        elif not text or text.isspace():
            continue
        lines.append(Line(text, index, block.level if isinstance(block, Heading) else 0, block.place))
    return lines


def is_first_heading(text: str) -> bool:
    """Say whether a line is the heading of the first section and nothing else, its numeral printed."""
    if "况" not in text and "概" not in text:
        return False
    match = _match_short(text) if len(text) < HEADING_REACH else None
    return match is not None and match["s1"] is not None and match["num"] is not None and not match["rest"]


def _is_piece(text: str, index: int, used: frozenset[int]) -> bool:
    """Say whether a line without a sentence, among a table's lines, is one: a unit, a group, half a cell."""
    if len(text) > LONGEST_PIECE or not used:
        return False
    before, after = range(index - _NEAR, index), range(index + 1, index + _NEAR + 1)
    return not used.isdisjoint(before) and not used.isdisjoint(after)


def _has_hint(text: str) -> bool:
    """Say whether a line has a character of the word every heading ends with: 情况, 概述, 问题, 事项, 数量."""
    if "况" in text or "概" in text or "题" in text or "项" in text or "量" in text:
        return True
    return "況" in text or "題" in text or "項" in text


def _match_line(text: str) -> re.Match[str] | None:
    return _match_short(text) if len(text) < HEADING_REACH else _match_any(text)


def _match_any(text: str) -> re.Match[str] | None:
    return _HEADING.match("".join(text[: HEADING_REACH * 2].translate(FOLD).split())[:HEADING_REACH])


# headings are the same in thousands of reports
_match_short = lru_cache(maxsize=2048)(_match_any)


def _find_statutory(lines: list[Line]) -> list[_Candidate]:
    """Return every place that could be one of the six headings, in order."""
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        if line.level < 0:
            continue
        text = line.text
        begin = 0
        match = _match_line(text) if _has_hint(text[: HEADING_REACH * 2]) else None
        if match is None:
            joined = _join_half(text, lines[index + 1] if index + 1 < len(lines) else None)
            match = _match_line(joined) if joined else None
            if joined and match and not match["rest"]:
                found.append(_candidate(match, index, len(joined), line))
                continue
        elif _may_run_in(match, line):
            begin = _printed_end(text, match.end("end"))
            found.append(_candidate(match, index, begin, line))
        if len(text) > HEADING_REACH and _may_hold_heading(text):
            found.extend(_find_interior(text, index, begin))
    return found


def _may_hold_heading(text: str) -> bool:
    """Say whether a long text has one of the words that end a heading; the short ones are looked for first."""
    if not ("情况" in text or "改进" in text or "事项" in text or "概述" in text):
        return False
    return any(words in text for words in _INTERIOR_WORDS)


def _join_half(text: str, following: Line | None) -> str | None:
    """Return a numbered line and the next as one where the first breaks off inside a heading, else None."""
    if following is None or following.level < 0 or max(len(text), 2 * len(following.text)) > HEADING_REACH:
        return None
    half = _HALF_HEADING.match("".join(text.translate(FOLD).split()))
    if half is None or not half["num"] or half["bracket"]:
        return None
    return text + "\n" + following.text


def _may_run_in(match: re.Match[str], line: Line) -> bool:
    """Say whether text after a heading's words, on its line, is its section's and not the sentence's they stand in."""
    rest = match["rest"]
    if not rest or match["num"] or line.level:
        return True
    if match["bracket"]:
        return False
    return bool(match["end"]) or rest.startswith("20")


def _candidate(match: re.Match[str], index: int, end: int, line: Line) -> _Candidate:
    number = _number_of(match)
    numeral = match["num"] or ""
    score = 4 if value_of(numeral) == number else 2 if numeral else 1 if match["bracket"] else 0
    score += (3 if not match["rest"] else 0) + (1 if line.level else 0)
    if number == 1 and not numeral and "总体" not in (match["s1"] or ""):
        score = -9  # 概述 and 基本情况 head many things
    return _Candidate(index, 0, end, number, score, bool(match["bracket"]) and not numeral)


def _number_of(match: re.Match[str]) -> int:
    return next(number for number in range(1, 7) if match[f"s{number}"])


def _find_interior(text: str, index: int, begin: int) -> list[_Candidate]:
    found = []
    for match in _INTERIOR.finditer(text, begin):
        number = _number_of(match)
        if number == 1 and "总体" not in match.group():
            continue
        score = 4 if value_of(match["num"]) == number else 1
        found.append(_Candidate(index, match.start(), match.end(), number, score, False))
    return found


def _printed_end(text: str, compact_end: int) -> int:
    """Return the place in the text after its first `compact_end` characters that are no white space."""
    count = 0
    for place, char in enumerate(text):
        if count == compact_end:
            return place
        if not char.isspace():
            count += 1
    return len(text)


def _weigh(candidates: list[_Candidate], lines: list[Line]) -> list[_Candidate]:
    """Return the candidates with what follows them taken into account: a table, prose, or at once the next name."""
    plain = any(not candidate.bracketed and candidate.score >= 2 for candidate in candidates)
    weighed = []
    for place, candidate in enumerate(candidates):
        if candidate.bracketed and plain:
            continue
        following = candidates[place + 1] if place + 1 < len(candidates) else None
        score = candidate.score
        if candidate.number in (2, 3, 4) and _is_before_table(candidate, lines):
            score += 3
        elif following is not None and _is_list(candidate, following, lines):
            score -= 5
        if score > 0:
            weighed.append(candidate._replace(score=score))
    return weighed


def _is_before_table(candidate: _Candidate, lines: list[Line]) -> bool:
    for line in lines[candidate.line : candidate.line + 4]:
        if line.level < 0:
            return True
    return _TABLE_STARTS.search(lines[candidate.line].text, candidate.end, candidate.end + 80) is not None


def _is_list(first: _Candidate, second: _Candidate, lines: list[Line]) -> bool:
    """Say whether nothing but punctuation stands between two headings: a list of the sections' names."""
    if first.line == second.line:
        return not _WORD.search(lines[first.line].text, first.end, second.start)
    if second.line - first.line > 2 or _WORD.search(lines[first.line].text, first.end):
        return False
    between = lines[first.line + 1 : second.line]
    return not any(_WORD.search(line.text) for line in between) and not _WORD.search(
        lines[second.line].text, 0, second.start
    )


def _heaviest_chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return the ascending chain of section numbers with the greatest sum of scores; of equals, the later places."""
    best: list[tuple[int, int]] = []
    for place, candidate in enumerate(candidates):
        weight, before = candidate.score, -1
        for earlier in range(place):
            if candidates[earlier].number < candidate.number and best[earlier][0] + candidate.score >= weight:
                weight, before = best[earlier][0] + candidate.score, earlier
        best.append((weight, before))
    if not best:
        return []
    place = max(range(len(best)), key=lambda at: (best[at][0], at))
    chain = []
    while place >= 0:
        chain.append(candidates[place])
        place = best[place][1]
    return chain[::-1]


def _find_free(lines: list[Line]) -> list[tuple[int, int, int]]:
    """Return (line, start, end) of the headings numbered 一、 二、 三、 ... in order, whatever they say."""
    found: list[tuple[int, int, int]] = []
    expected = 1
    for index, line in enumerate(lines):
        if line.level < 0 or _is_between_cells(lines, index):
            continue
        folded = line.text.translate(FOLD)
        match = _FREE_HEADING.match(folded)
        begin = 0
        if match and expected <= value_of(match["num"]) <= expected + 1:
            whole = not match["rest"].strip()
            if whole or match["end"] or " " in folded[: match.end("title")].strip():
                end = match.end("end")
                if not whole and not match["end"]:
                    end = folded.index(" ", match.start("title"))
                found.append((index, match.start("num"), end))
                expected = value_of(match["num"]) + 1
                begin = end
        if len(folded) > LONGEST_FREE_HEADING:
            for match in _FREE_INTERIOR.finditer(folded, begin):
                if expected <= value_of(match["num"]) <= expected + 1:
                    found.append((index, match.start("num"), match.end()))
                    expected = value_of(match["num"]) + 1
    return found


def _is_between_cells(lines: list[Line], index: int) -> bool:
    """Say whether table text stands before and after a line: a group's label of the table of 2014 to 2018."""
    return 0 < index < len(lines) - 1 and lines[index - 1].level < 0 and lines[index + 1].level < 0


def _heading_text(lines: list[Line], line: int, start: int, end: int) -> str:
    text = lines[line].text
    if end > len(text):
        text += "\n" + lines[line + 1].text
    return text[start:end]


def _text_between(lines: list[Line], line: int, end: int, following: tuple[int, int, int, int, str] | None) -> str:
    """Return the prose after the heading that ends at (line, end) and before the next heading."""
    last, stop = (following[0], following[1]) if following else (len(lines), 0)
    first = lines[line].text
    if end > len(first):
        line, first, end = line + 1, "", 0
    if last == line:
        return first[end:stop]
    parts = [first[end:], *(part.text for part in lines[line + 1 : last])]
    if following and stop:
        parts.append(lines[last].text[:stop])
    return "\n".join(parts)


def _front(lines: list[Line], head: tuple[int, int, int, int, str] | None) -> tuple[Line, ...]:
    if head is None:
        return tuple(line for line in lines if line.level >= 0)
    before = [line for line in lines[: head[0]] if line.level >= 0]
    if head[1]:
        before.append(lines[head[0]]._replace(text=lines[head[0]].text[: head[1]]))
    return tuple(before)
