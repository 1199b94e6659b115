"""How many items were published unasked (主动公开政府信息N条), told from one kind, channel or body and all years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.clause_scope import is_marked_whole, is_part, is_whole_year
from extractors.prose import IN, PUBLIC_N, Sentence, clause_begin, number_of
from extractors.report_values import Statement

_PUBLIC_WORDS = (
    r"(?:的|了|各类|各项|各种|全?部|政府|政务|动态|类|公开|相关|有关|工作|综合|党务|信息|内容|消息|条目|数据|总数|总量|数量|件数|条数|数|共计|共|累计|合计|"
    r"总计|计|达到|达|为|是|\"|”|“|:)*"
)
_PUBLIC = re.compile(rf"(?P<verb>主动公开|主动发布|公开|发布)(?P<words>{_PUBLIC_WORDS}){PUBLIC_N}")
_CHANNEL = r"(?:网站|平台|微信|微博|公众号|客户端|新媒体|公开栏|公示栏|公报|报刊|电视|广播)"
_ASKED_FOR = re.compile(r"(?:申请|予以?|部分|同意|决定|要求|可以)$")
"""依申请公开政府信息12件, 同意公开政府信息3条: applications and their results, nothing published unasked."""
_NOT_DONE = re.compile(r"(?:[不未应拟]|法定)$")
"""法定主动公开内容 is what is to be published by law, a column of the site."""
_OF_A_KIND = re.compile(r"(?<![各多几])类")
_NEXT_KIND = re.compile(rf"(?<![各多几])类(?:政府|政务)?信息(?:数量|共|为|有)*{PUBLIC_N}")
"""政务类信息34条，概况类信息150条: each is of one kind."""
_BESIDES = re.compile(r"除此|此外|另外|另有|另通过|还通过|还在")
"""What comes on top of a number already said is a part."""
_ONE_CHANNEL = re.compile(_CHANNEL)
_NEW_MEDIA = re.compile(r"微信|微博|抖音|头条|公众号|视频号|客户端")
_ALL_CHANNELS = re.compile(r"等|各[种类]|多种|多渠道|和|及|、|全年")
_NEXT_CHANNEL = re.compile(rf"{_CHANNEL}{IN}{{0,16}}?{PUBLIC_N}")
_SMALL_CHANNEL = re.compile(
    r"微信|微博|抖音|头条|公众号|视频号|公示栏|公开栏|电子屏|显示屏|宣传册|新闻媒体|报刊|(?<!信息公开)专栏"
)
_MAIN_CHANNEL = re.compile(r"网|(?<![博信号体])平台|等|各[种类]|多种|多渠道|公报")
"""Where one of these is named too, a count may be of everything: a place puts on its site what it publishes."""
_CHANNEL_COUNTED = re.compile(
    rf"(?:{_CHANNEL}|专栏|电子屏)[^;。\d]{{0,40}}?(?:公开|发布|推送|刊[登发]|信息)(?:政府|政务|各类|信息|共|计|了)*{PUBLIC_N}"
)
_NEW_OF_THEM = re.compile(r"(?:本年度?|今年|当年|20\d\d年度?)(?:共|又)?(?:新增|新公开)")
"""累计5928条，其中本年新增2110条: the first is of all years."""
_PART_BY_BODY = re.compile(r"(?:政府|部门|本级|直属?单位|局|委|办|乡镇|街道|县区)$")
_OBJECT = re.compile(r"信息|消息|内容")


def read_public(sentence: Sentence, year: int | None) -> Iterator[Statement]:
    """Read how much was published unasked: one number a sentence, of all kinds, channels and bodies together."""
    text = sentence.text
    of_all_years = False
    for match in _PUBLIC.finditer(text):
        verb, words = match["verb"], match["words"]
        if not verb.startswith("主动") and not re.search(r"政府信息|政务|各类信息", words):
            continue
        if (
            verb == "主动公开"
            and not words
            and not _OBJECT.search(text[: match.start()] + text[match.end() : match.end() + 4])
        ):
            continue
        if _BESIDES.search(text, 0, match.start()):
            continue
        if "动态" in words and "类" not in words:
            continue  # 政务动态信息2394条: one kind
        if "类" in words and _OF_A_KIND.search(words):
            other = _NEXT_KIND.search(text, match.end())
            if other and "其中" not in text[match.end() : other.start()]:
                return
        before = text[max(0, match.start() - 3) : match.start()]
        if _NOT_DONE.search(before) or (not verb.startswith("主动") and _ASKED_FOR.search(before)):
            continue
        if is_part(text, match.start()) and not (of_all_years and _NEW_OF_THEM.search(text, 0, match.start())):
            continue
        if not is_whole_year(text, match.start(), match.start("n"), year):
            continue
        if "新" in text[match.end() :] and _NEW_OF_THEM.search(text, match.end()):
            of_all_years = True
            continue
        if _is_beside_another(sentence, match):
            return
        if verb in ("发布", "公开") and _is_of_new_media(text[: match.start()]):
            continue
        clause = sentence.clause_before(match.start())
        if _ONE_CHANNEL.search(clause) and not _ALL_CHANNELS.search(clause):
            others = _NEXT_CHANNEL.search(text, match.end())
            if others and "其中" not in text[match.end() : others.start()]:
                return  # 通过网站公开321条，通过微信公开100条: each is a part
        value, unit, state = number_of(match)
        yield sentence.statement("nar_public_items", value, unit, match.span(), state)
        return  # later numbers of the sentence are parts or other channels


def _is_beside_another(sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether what was published is counted by one small channel, or after another channel's or beside a body's."""
    text, clause = sentence.text, sentence.clause_before(match.start())
    before = text[: match.start()]
    if _SMALL_CHANNEL.search(clause) and not _MAIN_CHANNEL.search(clause):
        return True
    if is_marked_whole(text, match.start(), match.start("n")) and "其中" not in before:
        return False
    counted = "条" in before or "件" in before or "篇" in before
    if counted and _CHANNEL_COUNTED.search(before):
        return True
    if not _PART_BY_BODY.search(clause):
        return False
    other = _PUBLIC.search(text, match.end())
    return (
        other is not None
        and "其中" not in text[match.end() : other.start()]
        and _PART_BY_BODY.search(sentence.clause_before(other.start())) is not None
    )


def _is_of_new_media(before: str) -> bool:
    """Say whether a sentence has last spoken of one of the new media, alone, before it counts what was put out."""
    named = list(_NEW_MEDIA.finditer(before))
    if not named:
        return False
    start, end = named[-1].span()
    near = before[clause_begin(before, start) : end + 6]
    return "网站" not in before[start:] and not _ALL_CHANNELS.search(near)
