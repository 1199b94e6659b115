"""Recognising the challenge pages of firewalls and captchas. Plain refusals by status are `crawler.answers`.

Blocked is a result to be recorded and left alone; nothing here helps to pass. A page that a reader could read is never
blocked: phrases count only on short pages, and a firewall's script on a full page is just its script (such pages are
served by Gansu's portals every day).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from crawler.charset import decode
from crawler.systems import markup

CHALLENGE_TEXT = 600
"""Visible characters up to which a page can be a challenge. Block pages seen say under 300; a report page with menus
holds thousands, and even one with only an attachment has its menu."""
CHALLENGE_LINKS = 12
"""Links from which a page counts as a site's own page; block pages seen have up to three."""
_LOOKED_AT = 600_000

_JIASULE = re.compile(r"__jsl_clearance|\"tn\"\s*:\s*\"__jsl|;go\(\{\"bts\"")
_RUISHU = re.compile(
    r"\bvar\s+_\$[a-zA-Z0-9]{2}\s*=|\$_ts\s*=\s*window\[|\$_ts\.(?:cd|nsd)\s*=|_\$[a-zA-Z0-9]{2}\b.{0,40}_\$[a-zA-Z0-9]{2}\(|\br=['\"]m['\"]"
)
_CHUANGYU = re.compile(r"创宇盾|当前访问疑似黑客攻击")
_CAPTCHA = re.compile(
    r"开启了验证码保护|cdn-cgi/(?:js|scripts)/captcha|/cdn-cgi/challenge|请(?:先)?(?:输入|完成)(?:下方|图中|图片|右侧|安全)?的?验证码?|滑动验证|人机验证|安全验证"
)
_CODE_WORD = re.compile(r"验证码")
_LINK = re.compile(r"<a\b[^<>]*\bhref", re.IGNORECASE)
_FORM = re.compile(r"<(?:input|form|img|canvas)\b", re.IGNORECASE)
_WZWS = re.compile(r"wzws_cid|wzwschallenge|wzwsquestion|WZWS-?(?:RAY|REL)|sojson\.v\d|jsjiami\.com", re.IGNORECASE)
_OTHER = re.compile(
    r"您正在试图非法攻击|玄武盾|网站防火墙|请求(?:存在|可能存在|带有)(?:威胁|攻击|不合法|异常)|(?:请求|访问)(?:已)?被(?:拦截|阻断|阻止|禁止|拒绝)|拦截原因|安全狗|"
    r"D盾_?拦截|云锁|安恒|WAF|Web应用防护|攻击行为|非法请求|对网站造成(?:安全)?威胁|YunSuoAutoJump|security_verify_data|访问过于频繁|请求过于频繁|访问频率过[高快]|request"
    r" (?:is|was|has been) (?:blocked|rejected)|"
    r"Access Denied|访问受限|访问行为异常|IP.{0,10}(?:封禁|限制|黑名单)",
    re.IGNORECASE,
)


def classify(status: int, headers: Mapping[str, str] | None = None, body: bytes | str = b"") -> str:
    """Return the class of a challenge, or "" for an answer that is none.

    Classes: waf:jiasule, waf:ruishu, waf:chuangyu, waf:wzws, waf:other, captcha. The product's name is kept for the
    person who will ask the agency. A status that says no without a product's mark (403, 451) has no class here.
    """
    text = body if isinstance(body, str) else decode(body[:_LOOKED_AT]).text
    text = text[:_LOOKED_AT]
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    media_type = lower.get("content-type", "").lower()
    if media_type and not re.search(r"html|text|xml|json|javascript", media_type) and status < 400:
        return ""
    # most answers are full pages, on which marks count for nothing
    if (status >= 400 or status == 202 or _is_challenge(text)) and (by_marks := _by_marks(text, lower, status)):
        return by_marks
    if status == 521:
        return "waf:jiasule"
    if status == 412:
        return "waf:ruishu"
    return ""


def _by_marks(text: str, headers: Mapping[str, str], status: int) -> str:
    if status == 521 or _JIASULE.search(text):
        return "waf:jiasule"
    if _RUISHU.search(text):
        return "waf:ruishu"
    if _CHUANGYU.search(text):
        return "waf:chuangyu"
    if _CAPTCHA.search(text) or (
        _CODE_WORD.search(text) and _FORM.search(text) and len(markup.visible_text(text)) < 200
    ):
        return "captcha"
    if _WZWS.search(text) or (
        status >= 300 and any("wzws" in name or "wzws" in value.lower() for name, value in headers.items())
    ):
        return "waf:wzws"
    if _OTHER.search(text):
        return "waf:other"
    return ""


def _is_challenge(text: str) -> bool:
    """Whether a page is short enough, in words and links, to be nothing but a challenge."""
    if sum(1 for _ in islice(_LINK.finditer(text, 0, 200_000), CHALLENGE_LINKS)) >= CHALLENGE_LINKS:
        return False
    visible = markup.visible_text(text)
    if len(visible) > CHALLENGE_TEXT:
        return False
    # a short page that names a report is that report's page (one attachment, say), whatever its words
    return not re.search(r"信息公开.{0,6}(?:年度?报告?|年报)", re.sub(r"\s", "", visible))
