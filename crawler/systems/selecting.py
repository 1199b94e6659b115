"""A portal's own selectors: CSS, or XPath when it starts with `/`, `./` or `(`."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from cssselect import GenericTranslator, SelectorError
from lxml import etree
from lxml import html as lxml_html

from crawler import urls
from crawler.systems.link_titles import clean_title
from crawler.systems.links import Link, harvest
from crawler.systems.listed_dates import find_date


@lru_cache(maxsize=512)
def compile_selector(text: str) -> etree.XPath:
    """Return a compiled selector; raises ValueError when `text` is neither CSS nor XPath."""
    if text.startswith(("/", "./", "(")):
        path = text
    else:
        try:
            path = GenericTranslator().css_to_xpath(text, prefix="descendant-or-self::")
        except SelectorError as error:
            raise ValueError(str(error)) from error
    try:
        return etree.XPath(path)
    except etree.XPathSyntaxError as error:
        raise ValueError(str(error)) from error


def select(root: lxml_html.HtmlElement, text: str) -> list[lxml_html.HtmlElement]:
    """Return the elements under `root` that `text` names, in document order; [] when it yields something else."""
    try:
        found = compile_selector(text)(root)
    except etree.XPathEvalError:
        return []
    if not isinstance(found, list):
        return []
    return [element for element in found if isinstance(element, lxml_html.HtmlElement)]


def harvest_rows(root: lxml_html.HtmlElement, base: str, item: str, date: str) -> list[Link]:
    """Return the best link of each row that the selector `item` names, with the day that `date` names inside, and the
    page's pager; all links of the page where it names none. Addresses are taken from the page at `base`."""
    found: list[Link] = []
    for number, row in enumerate(select(root, item)):
        best = max(harvest(row, base), key=lambda link: len(link.title), default=None)
        if best is None and row.get("href"):
            address = urls.resolve(base, row.get("href"))
            best = Link(address, clean_title(row.get("title") or row.text_content()), "", "", "content", 1, "")
        if best is None or not best.url:
            continue
        day = best.date
        for element in select(row, date) if date else ():
            day = find_date(element.text_content()) or day
        found.append(replace(best, date=day, group=1, region="content", row=f"{number}"))
    found.extend(link for link in harvest(root, base) if link.region == "pager" or not found)
    return found
