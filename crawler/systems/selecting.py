"""A portal's own selectors: CSS, or XPath when it starts with `/`, `./` or `(`."""

from __future__ import annotations

from functools import lru_cache

from cssselect import GenericTranslator, SelectorError
from lxml import etree
from lxml import html as lxml_html


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
