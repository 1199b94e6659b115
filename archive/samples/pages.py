"""Whole web pages around an article, as the content systems of government portals make them.

Tag, class and script names are those by which the content systems are known; all else is written for samples.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from archive.samples.agencies import Agency

CMS_NAMES = (
    "none",
    "trs",
    "trs6",
    "natl",
    "mwr",
    "hanweb",
    "hanweb_meta",
    "jpaas",
    "ucap",
    "gkmlpt",
    "nfcms",
    "lonsun",
    "vsb",
)
"""The content systems whose article page can be drawn."""

_NAV = (
    "首页", "新闻中心", "政务动态", "通知公告", "政务公开", "政府信息公开", "政策文件", "政策解读", "回应关切",
    "办事服务", "个人办事", "法人办事", "互动交流", "领导信箱", "民意征集", "在线访谈", "网上调查", "数据开放",
    "走进我们", "历史文化", "旅游指南", "投资环境", "人事信息", "财政预决算", "重大项目", "招标采购", "应急管理",
    "English", "无障碍浏览", "长者模式", "移动版", "网站地图", "简体", "繁体",
)  # fmt: skip
_FRIENDS = ("苍澜省人民政府", "霁州市人民政府", "青禾县人民政府", "岚川县人民政府", "苍澜省生态环境厅", "霁州市教育局")


@dataclass(frozen=True, slots=True)
class Article:
    """What a portal knows of one article: title, body markup, dates and columns."""

    title: str
    body: str
    agency: Agency
    site_name: str
    host: str
    path: str
    published: str
    """YYYY-MM-DD HH:MM, as PubDate prints it."""
    column: str = "政府信息公开年报"
    crumbs: tuple[tuple[str, str], ...] = (
        ("../../../", "首页"),
        ("../../", "政府信息公开"),
        ("../", "政府信息公开年报"),
    )
    source: str = ""
    attachments: str = ""
    article_id: str = "100001"


def site_id_code(agency: Agency) -> str:
    """Return the 10-digit 网站标识码: region code and four digits."""
    return f"{agency.region_code[:6]}0001"


def navigation(random: Random, friends: Sequence[tuple[str, str]] = ()) -> str:
    """Return header links unrelated to any report, 34 of them and the friends."""
    links = "".join(
        f'<li><a href="/{random.choice(("zwgk", "bsfw", "hdjl", "zjwm"))}/l{number:02d}/">{text}</a></li>'
        for number, text in enumerate(_NAV)
    )
    logo = '<div class="logo"><a href="/"><img src="/images/logo.png"></a></div>'
    return f'<div class="header">{logo}<ul class="nav">{links}</ul></div>'


def footer(article_host: str, code: str) -> str:
    """Return the footer: sister sites, 网站标识码, the police record number, a visit counter."""
    friends = "".join(
        f'<option value="http://{slug}.gov.cn.test/">{name}</option>'
        for slug, name in zip(("canglan", "jizhou", "qinghe", "lanchuan", "sthjt", "jyj"), _FRIENDS, strict=True)
    )
    links = "".join(
        f'<a href="{href}">{text}</a> | '
        for href, text in (
            ("/wzdt/", "网站地图"),
            ("/wzsm/", "网站声明"),
            ("/lxwm/", "联系我们"),
            ("/yszc/", "隐私保护"),
            ("/ztzl/", "专题专栏"),
            ("/bzzx/", "帮助中心"),
        )
    )
    return (
        f'<div class="footer"><select name="friends"><option>友情链接</option>{friends}</select><p>{links}</p>'
        f"<p>主办单位：政务公开办公室　网站标识码：{code}　苍ICP备00000000号　苍公网安备 00000002000001号</p>"
        f'<p><a href="http://{article_host}/">版权所有</a></p></div>'
    )


def metadata(article: Article) -> str:
    """Return the national page metadata."""
    pairs = (
        ("SiteName", article.site_name),
        ("SiteDomain", article.host),
        ("SiteIDCode", site_id_code(article.agency)),
        ("ColumnName", article.column),
        ("ColumnType", article.column),
        ("ArticleTitle", article.title),
        ("PubDate", article.published),
        ("ContentSource", article.source or f"{article.agency.place}办公室"),
        ("Keywords", "政府信息公开"),
        ("Author", ""),
        ("Url", f"http://{article.host}{article.path}"),
    )
    return "\n".join(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in pairs)


def index_block(article: Article) -> str:
    """Return the index-number block at the head of an article, spaces inside labels."""
    day = article.published[:10]
    rows = (
        ("索 引 号：", f"{article.agency.credit_code}/{day[:4]}-00{article.article_id[-3:]}", "主题分类：", "政务公开"),
        ("发布机构：", article.agency.name, "成文日期：", day),
        ("名　　称：", article.title, "有 效 性：", "有效"),
    )
    return (
        '<table class="xxgk-index">'
        + "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
    )


def _crumbs(article: Article, css: str) -> str:
    return (
        '<div class="position">当前位置：'
        + "&gt;".join(f'<a href="{href}" class="{css}">{text}</a>' for href, text in article.crumbs)
        + "</div>"
    )


def _heading(article: Article) -> str:
    day = article.published
    return (
        f'<h1 class="title">{html.escape(article.title)}</h1>'
        f'<div class="property"><span>发布时间：{day}</span><span>信息来源：{html.escape(article.source)}</span>'
        f'<span>字号：[<a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(12)">小</a>]</span></div>'
    )


def _container(article: Article, cms: str) -> str:
    """Return heading and body in the container of a content system."""
    body = article.body
    head = _heading(article)
    crumbs = _crumbs(article, "CurrChnlCls")
    match cms:
        case "trs":
            style = '<style id="_Custom_Style_" type="text/css">.Custom_UnionStyle P{margin:0}</style>'
            inner = f'<div class=TRS_Editor><div class="Custom_UnionStyle">{style}{body}</div></div>'
            return f"{crumbs}{index_block(article)}{head}{inner}{article.attachments}"
        case "trs6":
            return f'{crumbs}{head}<div class="view TRS_UEDITOR trs_editor_view">{body}{article.attachments}</div>'
        case "natl":
            return (
                f'{crumbs}{index_block(article)}<div class="zwgk_content">{head}<div id="Zoom">{body}</div></div>'
                f"{article.attachments}"
            )
        case "mwr":
            return f'{crumbs}{head}<div class="gknb_content"><div class="view TRS_UEDITOR">{body}</div></div>'
        case "hanweb":
            begin, end = "<!--ZJEG_RSS.content.begin-->", "<!--ZJEG_RSS.content.end-->"
            inner = f'{begin}<meta name="ContentStart">{body}<meta name="ContentEnd">{end}'
            return (
                f'{crumbs}{head}<div id="zoom">{inner}</div>'
                f"信息来源：<!--<$[信息来源]>begin-->{article.source}<!--<$[信息来源]>end-->{article.attachments}"
            )
        case "hanweb_meta":
            return f"{crumbs}{head}<div class=bt-content><meta name=ContentStart>{body}<meta name=ContentEnd></div>"
        case "jpaas":
            return f'{crumbs}{head}<div class="article"><div id="zoom" class="content">{body}</div></div>'
        case "ucap":
            return (
                f"{crumbs}<h2><UCAPTITLE>{html.escape(article.title)}</UCAPTITLE></h2>"
                f'<div id="UCAP-CONTENT"><UCAPCONTENT>{body}</UCAPCONTENT></div>{article.attachments}'
            )
        case "gkmlpt":
            return f'{index_block(article)}<div class="article-content">{body}</div>{article.attachments}'
        case "nfcms":
            return f'{crumbs}{head}<div class="news_cont_d_wrap">{body}{article.attachments}</div>'
        case "lonsun":
            number = f"<th>索引号：</th><td>{article.agency.credit_code}/2024-0007</td>"
            info = f"<table><tbody><tr>{number}</tr></tbody></table>"
            return f'{crumbs}{info}{head}<div class="wzcon">{body}</div>{article.attachments}'
        case "vsb":
            return (
                f'{crumbs}{head}<div id="vsb_content_2"><div class="v_news_content">{body}</div></div>'
                f"{article.attachments}<script>_showDynClickBatch(['dynclicks_u1'],[{article.article_id}],\"wbnews\",1)</script>"
            )
        case _:
            return f"{head}{body}{article.attachments}"


def article_page(
    article: Article,
    cms: str = "trs",
    *,
    charset: str = "utf-8",
    declare: bool = True,
    furniture: bool = True,
    extra_head: str = "",
) -> str:
    """Return a whole page; `charset` is what the meta element says, if `declare`."""
    random = Random(article.path)
    declaration = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if declare else ""
    if cms == "none" and not furniture:
        return (
            f"<!DOCTYPE html><html><head>{declaration}<title>{html.escape(article.title)}</title></head>"
            f"<body>{article.body}</body></html>"
        )
    top = navigation(random) if furniture else ""
    bottom = footer(article.host, site_id_code(article.agency)) if furniture else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{declaration}\n{metadata(article)}\n'
        f"<title>{html.escape(article.title)}_{article.column}_{article.site_name}</title>\n"
        f'<link rel="stylesheet" href="/css/site.css"><script src="/js/jquery.min.js"></script>{extra_head}\n</head>\n'
        f'<body>\n{top}\n<div class="main">\n{_container(article, cms)}\n</div>\n{bottom}\n</body>\n</html>\n'
    )
