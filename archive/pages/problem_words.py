"""What a problem of our reading is called, what it means, and where it was met: in Chinese first, then in English.

Readers say what they met in one English sentence with its numbers. Here stands a Chinese sentence for every kind, for
some with the same numbers; the English one stays beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from archive.pages.printed_cells import label_of
from archive.pages.words import Words, word
from extractors.forms import INDICATORS


class _Kind(NamedTuple):
    zh: str
    en: str
    meaning: str = ""


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        # a document that gave no report
        "not_a_report": _Kind("不是年度报告", "not an annual report", "内容不是年度报告，或只是一份空白格式。"),
        "empty": _Kind("空文件", "empty file", "文件里没有内容。"),
        "encrypted": _Kind("文件加密", "encrypted", "打开文件需要密码。"),
        "truncated": _Kind("文件不完整", "truncated", "文件缺了一截，可能丢了几页。"),
        "unsupported": _Kind("尚不支持的格式", "format not supported", "原件已存档，但这种格式目前读不了。"),
        "unreadable": _Kind("文件打不开", "unreadable file", "文件损坏，或者不是它自称的格式。"),
        "too_large": _Kind("文件过大", "too large", "超过读取的上限，没有读。"),
        "several_reports": _Kind("一份文件里有几份报告", "several reports in one document", "看不出该取哪一份。"),
        "no_content": _Kind("没有读出内容", "nothing was read", "认作年度报告，却没有读出文字和表格：是我们的缺陷。"),
        "capture_unreadable": _Kind("存档记录无法取回", "the stored record cannot be read back", "记录损坏或缺失。"),
        "worker_killed": _Kind("读取时进程中断", "reading was killed", "读取这份文件的进程中断了。"),
        "worker_timeout": _Kind("读取超时", "reading took too long", "在时限内没有读完。"),
        "worker_oom": _Kind("读取需要过多内存", "reading needs too much memory", "所需内存超过上限。"),
        "reader_defect": _Kind("我们的读取程序有缺陷", "a defect of our reader", "程序出错，与文件的对错无关。"),
        "pending": _Kind("尚未读取", "not read yet"),
        "report": _Kind("读出报告", "read as a report"),
        "part": _Kind("报告的后续页，随首页一并读取", "further pages of reports, read with their first"),
        "evidence": _Kind("只作证据：列表、robots.txt、错误页等", "evidence only: lists, robots.txt, error pages"),
        # something in a report
        "agency_conflict": _Kind(
            "同名同年度的文件说法不同",
            "documents of one name and year contradict each other",
            "另有同名、同年度而数字不同的文件，看不出哪份在后，也不能断定是同一个机关，所以各自成篇。",
        ),
        "blank_form": _Kind("空白格式", "a blank form", "只有官方格式，没有填写。"),
        "parted_table": _Kind(
            "表格被分页截断", "a table parted by a page", "文章分成几页，这张表有些格没有读到：可能在分页处被截断了。"
        ),
        "continued": _Kind("文章还有下一页", "the article goes on", "网页只是一篇文章的一页，其余各页没有读。"),
        "conflicting_cells": _Kind("同一格有两个数", "one cell, two values", "同一格印了两次而数不同，没有取用。"),
        "conflicting_documents": _Kind("网页与附件的数不同", "page and attachment differ", "同一报告的两份文件不同。"),
        "group_row_value": _Kind("分组行里有数", "a value in a group row", "这一版格式的分组行没有格子，数没有归位。"),
        "header_lost": _Kind("表头缺失", "the column labels are lost", "没有列名，等式也不能证实次序，没有取用。"),
        "merged_value": _Kind("合并格里的数", "a value in a merged cell", "一个格子跨几列，不能确定数属于哪一列。"),
        "row_numbers": _Kind("行号，不是件数", "row numbers", "这一列是行号，没有当作件数。"),
        "row_width": _Kind("一行的格数与表头不同", "a row wider or narrower than its header", "格数与列数对不上。"),
        "torn_row": _Kind("一行断成两截", "a torn row", "格子是空的，而旁边一行有没有标签的数，没有猜。"),
        "unmatched_cell": _Kind("有单元格未能归位", "a cell that fits nowhere", "没有行名和列名指认这一格。"),
        "unmatched_numbers": _Kind(
            "有数未能归位", "numbers that fit nowhere", "表格里印了这些数，没有标签能确定它们。"
        ),
        "unmatched_row": _Kind("有一行未能归位", "a row that fits nowhere", "没有标签指认这一行。"),
        "unknown_figure": _Kind("没有对应的列", "no column for a figure", "档案里没有放这个数的列：是我们的缺陷。"),
        "more_problems": _Kind("还有更多问题未列出", "more problems, not listed", "同一文件的问题太多，其余未列。"),
        # something in a file
        "replaced_characters": _Kind(
            "有字符无法解码", "characters that cannot be decoded", "解不出的字符已用符号代替。"
        ),
        "garbled_text": _Kind("文字无法辨认", "garbled text", "字体没有说明印的是哪些字。"),
        "no_text_layer": _Kind("没有文字层", "no text layer", "是扫描图片，数字没有读。"),
        "ocr_text_layer": _Kind("文字来自扫描识别", "a scanner's OCR", "文字是扫描软件识别的，可能有错。"),
        "slanted_text": _Kind("斜排的文字", "slanted text", "斜排文字当作水印，没有读。"),
        "object_in_cell": _Kind("格子里有图片或控件", "an object in a cell", "格子里的图片或控件显示什么，没有读。"),
        "overlapping_text": _Kind("重叠的文字", "overlapping text", "几个数印在同一处，没有猜。"),
        "covered_text": _Kind("被盖住的文字", "covered text", "有图形盖在文字上，没有读。"),
        "invisible_text": _Kind("看不见的文字", "invisible text", "页面上看不见的文字。"),
        "text_outside_page": _Kind("页面以外的文字", "text outside the page", "写在页面边界以外的文字没有读。"),
        "struck_text": _Kind("划掉的文字", "struck-out text", "划掉的文字没有读。"),
        "embedded_object": _Kind("嵌入的对象", "an embedded object", "嵌入的对象显示为图片，没有读。"),
        "embedded_part": _Kind("嵌入的文件", "an embedded document", "嵌入的文件没有读。"),
        "dynamic_form": _Kind("动态表单", "a dynamic form", "要由阅读软件填出的内容没有读。"),
        "unreadable_page": _Kind("有一页读不出", "an unreadable page", "这一页的内容损坏或缺失。"),
        "page_limit": _Kind("页数过多", "too many pages", "超过上限的页没有读。"),
        "object_limit": _Kind("图形过多", "too many drawn objects", "表格线太多，没有全部读。"),
        "parse_truncated": _Kind("解析提前结束", "parsing ended early", "文件结构有误，后面可能没有读到。"),
        "fallback_failed": _Kind("另一种读法失败", "another way of reading failed"),
        "nesting_too_deep": _Kind("嵌套过深", "nested too deeply", "嵌套太深的部分没有读。"),
        "oversized_tag": _Kind("超大的标签", "an oversized tag", "标签的属性太多，已略去。"),
        "span_clamped": _Kind("合并格超出表格", "a span beyond its table", "合并的行列数超出表格，已截到表格边上。"),
        "table_too_large": _Kind("表格过大", "a table too large", "比任何一版格式都大得多，只按文字保留。"),
        "table_too_long": _Kind("表格过长", "a table too long", "超过上限的行没有读。"),
        # something in the store
        "torn_tail": _Kind("存档文件末尾残缺", "a torn end of a WARC file", "最后一条记录没有写完，没有读。"),
        "damaged": _Kind("存档文件有损坏", "a damaged stretch of a WARC file", "这一段不是完整的记录，没有读。"),
    }
)

_MESSAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"(\d+) cells do not fit the (\d+) labelled columns", r"这一行有 \1 格，表头有 \2 列，对不上。"),
        (
            r"(\d+) values for (\d+) columns; read because all are the same",
            r"\2 列的一行印了 \1 个数；都一样，所以读了。",
        ),
        (r"(\d+) values for (\d+) columns", r"\2 列的一行印了 \1 个数，不能确定各属哪一列。"),
        (r"(\d+) cells for (\d+) columns, and no column labels", r"\2 列的一行有 \1 格，又没有列名。"),
        (r"which of several columns holds this year's number cannot be told", "有几列，看不出哪一列是本年度的数。"),
        (r"the official form with nothing filled in", "只有官方格式，什么也没有填。"),
        (r"no text; a scan of (\d+) pages? without a text layer", r"没有文字：是 \1 页扫描图片。"),
        (
            r"(\d+) characters could not be decoded as (\S+) and were replaced",
            r"有 \1 个字符按 \2 解不出来，已用符号代替。",
        ),
        (r"two documents of one report print different values in (\d+) cells", r"同一报告的两份文件有 \1 格的数不同。"),
        (r"(\d+) more problems of this reading", r"这次读取另有 \1 个问题。"),
        (r"no reader for .+", "目前还读不了这种格式。"),
        (r"not read after (\S+) seconds", r"\1 秒内没有读完。"),
        (r"cut after (\d+) rows", r"\1 行以后没有读。"),
        (r"(\d+) pages, (\d+) are read", r"共 \1 页，只读前 \2 页。"),
    )
)

_PLACES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"^document$", "全文"),
        (r"^page$", "网页"),
        (r"^end of file$", "文件末尾"),
        (r"\btable (\d+)\b", r"第 \1 张表"),
        (r"\brow (\d+)\b", r"第 \1 行"),
        (r"\bcolumn (\d+)\b", r"第 \1 列"),
        (r"\bline (\d+)\b", r"原文第 \1 行"),
        (r"\bpage (\d+)\b", r"第 \1 页"),
        (r"\bparagraph (\d+)\b", r"第 \1 段"),
        (r"\bafter block (\d+)\b", r"第 \1 段之后"),
        (r"\bcharacter (\d+)\b", r"第 \1 字"),
        (r"\bbyte (\d+)\b", r"第 \1 字节"),
    )
)

PROBLEMS: Mapping[str, Words] = MappingProxyType({kind: Words(found.zh, found.en) for kind, found in _KINDS.items()})
"""Kinds of problems of our reading, and outcomes of readings; a kind without a word is shown by its code."""


def kind_words(kind: str) -> Words:
    """Return what a kind of problem, or an outcome of a reading, is called."""
    return word(PROBLEMS, kind)


def message_words(kind: str, message: str) -> Words:
    """Return what a problem says: a Chinese sentence, with its numbers where we have one; and as it was told."""
    for pattern, template in _MESSAGES:
        if found := pattern.fullmatch(message):
            return Words(found.expand(template), message)
    known = _KINDS.get(kind)
    return Words(known.meaning if known else "", message)


def place_words(place: str) -> str:
    """Return where a problem was met, in Chinese; the name of a cell for its key; the place itself if it is another."""
    if place in INDICATORS:
        return label_of(place).zh
    for pattern, template in _PLACES:
        place = pattern.sub(template, place)
    return place
