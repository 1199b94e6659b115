"""Pages that are no document: challenges, deleted pages behind status 200, lists, empty shells.

Asked only for pages without an article, so that a report which mentions a captcha stays a report.
"""

from __future__ import annotations

import re
from typing import Literal

PageKind = Literal["challenge", "soft_404", "list", "empty"]

SOFT_404_LIMIT = 1_000
"""Characters of text up to which a phrase like 页面不存在 decides; reports hold such phrases too."""

SCRIPT_LIMIT = 60
"""Characters of text up to which the script of a challenge is all there is on a page."""

LIST_LINKS = 5
"""Links whose text names an annual report, from which a page without an article is a list of them."""

_CHALLENGES = (
    ("waf:jiasule", True, re.compile(r"__jsl_clearance|__jsluid")),
    ("waf:ruishu", True, re.compile(
        r"\$_ts\s*=\s*window|\$_ts\.cd\s*=|_\$[a-zA-Z]{2}\(|<meta[^>]{0,200}\br=['\"]m['\"]")),
    ("waf:chuangyu", False, re.compile(r"创宇盾|疑似黑客攻击")),
    ("captcha", False, re.compile(
        r"本站开启了验证码|/cdn-cgi/(?:js/captcha|challenge)|请输入验证码|请完成(?:安全)?验证|滑动验证")),
    ("waf:wzws", True, re.compile(r"wzws_cid|wzwschallenge|WZWS-RAY|sojson\.v\d", re.IGNORECASE)),
    ("waf:other", False, re.compile(
        r"您正在试图非法攻击|玄武盾|网站防火墙|访问被(?:拦截|拒绝|阻断)|请求(?:已)?被(?:拦截|阻断)|安全狗|云锁|acw_sc__v2|"
        r"Access Denied|Request blocked", re.IGNORECASE)),
)  # fmt: skip
_GONE = re.compile(
    r"找不到|页面不存在|无法找到|未找到|不存在或已(?:被)?删除|已(?:被)?删除或不存在|已经不存在|访问的(?:页面|内容|信息)|临时维护|"
    r"正在建设|系统维护|页面走丢|404\s*(?:Not\s*Found|错误|页面)|Not Found|Page Not Found",
    re.IGNORECASE,
)
_REPORT_LINK = re.compile(r"年度报告|年报|工作报告|信息公开")


def challenge_of(source: str, text: str) -> str:
    """Return the class of a blocking page, '' for any other. `text` is what the page shows."""
    shown = len("".join(text.split()))
    if shown >= SOFT_404_LIMIT:
        return ""
    head = source[:200_000]
    for kind, is_script, pattern in _CHALLENGES:
        # protected sites send the script with their real pages too
        if (shown < SCRIPT_LIMIT or not is_script) and pattern.search(head):
            return kind
    return ""


def is_soft_404(text: str, title: str = "") -> bool:
    """Tell a deleted page that came with status 200, by a phrase in a short text."""
    compact = "".join(text.split())
    return len(compact) < SOFT_404_LIMIT and bool(_GONE.search(text) or _GONE.search(title))


def is_list(link_texts: list[str], text_length: int) -> bool:
    """Tell a list of reports: several links that name one, and little text beside links."""
    named = sum(1 for text in link_texts if len(text) > 8 and _REPORT_LINK.search(text))
    return named >= LIST_LINKS and sum(map(len, link_texts)) * 10 >= text_length * 6


def page_kind(source: str, text: str, title: str, link_texts: list[str]) -> tuple[PageKind | None, str]:
    """Return what a page without an article is, and the signature that told so."""
    signature = challenge_of(source, text)
    if signature:
        return "challenge", signature
    if is_soft_404(text, title):
        return "soft_404", ""
    if is_list(link_texts, len("".join(text.split()))):
        return "list", ""
    if not text.strip():
        return "empty", ""
    return None, ""
