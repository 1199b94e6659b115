"""The published pages in a real browser: wide and narrow, by keyboard, without scripts, without any other host."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

pytestmark = pytest.mark.browser

PAGES = ("/", "/reports", "/agencies", f"/search?q={quote('公开')}", "/rules", "/problems", "/about", "/data")
STOCK = ("/archive", "/archive/reports", "/archive/failed_checks")
NARROW = 390

_CONTRAST = """
() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const part = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const lum = ([r, g, b]) => { const f = v => part(v / 255);
    return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !e.checkVisibility() || e.closest('.unseen, .skip, svg, option, select')) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize), bold = +style.fontWeight >= 700;
    const a = lum(parse(style.color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const enough = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    if (ratio < enough) bad.push(`${ratio.toFixed(2)} ${e.tagName}.${e.className}: ${text.slice(0, 30)}`);
  }
  return [...new Set(bad)].slice(0, 10);
}
"""
"""WCAG 2 AA contrast of every visible text, computed from the styles that are in force."""

_BARE = """
() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, iframe, svg[role=img]')]
  .filter(e => !e.closest('.unseen'))
  .filter(e => !((e.textContent || '').trim() || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
    || e.getAttribute('title') || e.value && e.type === 'submit' || (e.labels && e.labels.length)))
  .map(e => e.outerHTML.slice(0, 120))
"""
"""Controls, links and pictures without a name."""


@contextlib.contextmanager
def _tab(
    browser: Any, address: str, *, width: int = 1200, scripts: bool = True, scheme: str = "light"
) -> Iterator[Any]:
    """Open a tab that fails at its end if anything was asked of another host or written to the console."""
    context = browser.new_context(
        viewport={"width": width, "height": 850}, java_script_enabled=scripts, color_scheme=scheme
    )
    tab = context.new_page()
    strangers: list[str] = []
    complaints: list[str] = []
    home = urlsplit(address).netloc

    def watch(request: Any) -> None:
        if urlsplit(request.url).scheme not in ("data", "about") and urlsplit(request.url).netloc != home:
            strangers.append(request.url)

    tab.on("request", watch)
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.set_default_timeout(20_000)
    yield tab
    context.close()
    assert strangers == []
    assert complaints == []


def _report(tab: Any, address: str, title: str) -> str:
    """Go to the page of the report with this in its title, through the list."""
    tab.goto(f"{address}/reports")
    tab.click(f"td.list-title a:has-text('{title}')")
    tab.wait_for_url("**/report/**")
    path: str = urlsplit(tab.url).path
    assert path.startswith("/report/")
    return path


def _overflow(tab: Any) -> int:
    found: int = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


@pytest.mark.parametrize(
    "path", [*PAGES, *STOCK, "report", "shifted", "cut", "blank", "cells", "cell", "original", "agency"]
)
@pytest.mark.parametrize("width", [1200, NARROW])
def test_no_page_scrolls_sideways_complains_or_asks_another_host(
    browser: Any, address: str, path: str, width: int
) -> None:
    with _tab(browser, address, width=width) as tab:
        _open(tab, address, path)
        assert _overflow(tab) <= 0
        assert tab.title()


@pytest.mark.parametrize("path", [*PAGES, *STOCK, "report", "cells", "cell", "agency"])
def test_no_label_on_a_narrow_screen_is_set_a_character_a_line(browser: Any, address: str, path: str) -> None:
    with _tab(browser, address, width=NARROW) as tab:
        _open(tab, address, path)
        squeezed = tab.evaluate(
            """() => [...document.querySelectorAll('th, td')].filter(e => {
              const text = e.innerText.trim(), style = getComputedStyle(e);
              const inside = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
              return e.checkVisibility() && style.writingMode === 'horizontal-tb'
                && !e.matches('.unseen *, .official *')
                && /[\\u4e00-\\u9fff]{6}/.test(text) && inside < 3 * parseFloat(style.fontSize);
            }).map(e => e.innerText.slice(0, 30))"""
        )
        assert squeezed == []


def _open(tab: Any, address: str, path: str) -> None:
    if path.startswith("/"):
        assert tab.goto(f"{address}{path}").status == 200
        return
    _report(
        tab,
        address,
        {"shifted": "听松镇", "cell": "听松镇", "cut": "岚川县民政局", "blank": "岚川县交通运输局"}.get(
            path, "青禾县人民政府2024"
        ),
    )
    if path == "cells":
        tab.click(".provenance a[href$='/cells']")
    if path == "cell":
        tab.click(".leading a >> nth=0")
    if path == "agency":
        tab.click(".crumbs a[href^='/agency/']")
    if path == "original":
        # the frame's own page may complain of its blocked style sheets; the banner is looked at without it
        tab.route("**/raw", lambda route: route.fulfill(status=200, body="", content_type="text/html"))
        tab.click("a[href^='/original/'] >> nth=0")
    tab.wait_for_load_state()


@pytest.mark.parametrize("path", [*PAGES, "shifted", "blank", "cells", "cell", "original", "agency"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_and_every_control_has_a_name(browser: Any, address: str, path: str, scheme: str) -> None:
    with _tab(browser, address, scheme=scheme) as tab:
        _open(tab, address, path)
        ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 150) == (scheme == "dark")
        assert tab.evaluate(_CONTRAST) == []
        assert tab.evaluate(_BARE) == []
        assert tab.evaluate("document.documentElement.lang") == "zh-CN"
        levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
        assert levels[0] <= 2
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_skip_link_is_the_first_stop_and_leads_to_the_text(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        tab.goto(address)
        tab.keyboard.press("Tab")
        focused = tab.evaluate("document.activeElement.className")
        assert focused == "skip"
        assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"


def test_everything_can_be_done_by_keyboard_and_focus_is_seen(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        tab.goto(address)
        tab.focus("#q")
        outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        tab.keyboard.type("主动公开")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".hits mark")
        assert tab.input_value("#q") == "主动公开"


def test_the_pages_work_without_scripts(browser: Any, address: str) -> None:
    with _tab(browser, address, scripts=False) as tab:
        tab.goto(f"{address}/search")
        tab.fill("#q", "公开")
        tab.select_option("#f-section", "5")
        with tab.expect_navigation():
            tab.click("main button[type=submit]")
        assert "section=5" in tab.url
        assert tab.locator(".hits mark").count() >= 1
        with tab.expect_navigation():
            tab.click(".hits h2 a >> nth=0")
        assert tab.locator("table.official-t3").count() == 1


def test_a_shifted_row_is_told_in_the_findings_and_marked_in_the_form(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        _report(tab, address, "听松镇")
        finding = tab.locator("#finding-1")
        assert "填低了一行" in finding.inner_text()
        assert "从未改动" in finding.inner_text()
        tab.click("#finding-1 .cells a[href='#res_total__total']")
        cell = tab.locator("#res_total__total")
        box = cell.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 850
        red = cell.evaluate("e => getComputedStyle(e).backgroundColor")
        plain = tab.locator("#res_granted__total").evaluate("e => getComputedStyle(e).backgroundColor")
        assert red != plain
        assert cell.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        assert re.fullmatch(r"0\s*✗1", cell.inner_text().strip())
        cell.locator("a.foot").click()
        tab.wait_for_url("**#finding-1")


def test_the_form_is_drawn_as_a_grid_of_equal_rows_with_the_group_label_set_vertically(
    browser: Any, address: str
) -> None:
    with _tab(browser, address) as tab:
        _report(tab, address, "青禾县人民政府2024")
        vertical = tab.locator("table.official-t3 th.vertical")
        assert vertical.inner_text().replace("\n", "").startswith("三、本年度办理结果")
        box = vertical.bounding_box()
        assert box is not None
        assert box["height"] > 8 * box["width"]
        lefts = {
            row.evaluate("e => Math.round(e.getBoundingClientRect().left)")
            for row in tab.locator("table.official-t3 td.v[id$='__total']").all()
        }
        assert len(lefts) == 1
        assert tab.locator("table.official-t4 td.v").count() == 15


def test_english_labels_can_be_switched_on_in_the_tables(browser: Any, address: str) -> None:
    with _tab(browser, address, scripts=True) as tab:
        _report(tab, address, "青禾县人民政府2024")
        label = tab.locator("table.official-t3 .th-en", has_text="new requests received")
        assert not label.is_visible()
        tab.check("#english")
        assert label.is_visible()
        assert _overflow(tab) <= 0


def test_on_a_narrow_screen_the_total_column_stays_in_sight(browser: Any, address: str) -> None:
    with _tab(browser, address, width=NARROW) as tab:
        _report(tab, address, "青禾县人民政府2024")
        box = tab.locator("#req_new__total").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= NARROW


def test_a_blank_cell_is_empty_in_the_browser_too(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        _report(tab, address, "岚川县交通运输局")
        blanks = tab.locator("table.official td.blank")
        assert blanks.count() >= 15
        assert {text.strip() for text in blanks.all_inner_texts()} <= {"", "注1", "注2", "注3"}


def test_the_labels_of_a_row_stay_in_sight_while_its_numbers_are_slid(browser: Any, address: str) -> None:
    with _tab(browser, address, width=NARROW) as tab:
        for path, box, label in (
            ("report", "#t3 .scroll", "#t3 th[scope=row]:has-text('1.属于国家秘密')"),
            ("cells", ".scroll >> nth=1", ".cells-list >> nth=1 >> tbody th >> nth=2"),
            ("agency", ".scroll:has(.series)", ".series tbody th >> nth=0"),
            ("/archive/reports", ".table-wrapper", ".rows-and-columns tbody td >> nth=0"),
        ):
            _open(tab, address, path)
            place = tab.locator(box)
            place.evaluate("e => { e.scrollLeft = 10000 }")
            assert place.evaluate("e => e.scrollLeft") > 0, path
            edge, stays = place.bounding_box(), tab.locator(label).bounding_box()
            assert edge is not None
            assert stays is not None
            assert edge["x"] - 1 <= stays["x"] <= edge["x"] + 2, path


def test_a_cell_that_is_jumped_to_on_a_narrow_screen_is_not_hidden_by_what_stays(browser: Any, address: str) -> None:
    with _tab(browser, address, width=NARROW) as tab:
        _report(tab, address, "听松镇")
        for key in ("res_total__research", "req_carried_out__other_org", "res_total__total"):
            tab.click(f"#finding-1 .cells a[href='#{key}']")
            tab.wait_for_url(f"**#{key}")
            on_top = tab.evaluate(
                """key => { const cell = document.getElementById(key), box = cell.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return top === cell || cell.contains(top); }""",
                key,
            )
            assert on_top, key


def test_a_copied_row_has_the_printed_numbers_and_nothing_of_ours(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        _report(tab, address, "听松镇")
        copied = tab.evaluate(
            """() => { const row = document.getElementById('res_total__total').closest('tr');
            getSelection().selectAllChildren(row); return getSelection().toString(); }"""
        )
        printed = [cell for cell in copied.split("\t") if cell.strip()]
        assert re.fullmatch(r"[\d\s]+", "".join(printed[1:])), copied
        assert "✗" not in copied


def test_an_archived_page_runs_no_script_and_loads_nothing(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 850})
    tab = context.new_page()
    asked: list[str] = []
    # a request that the policy stops is announced and never answered
    tab.on("response", lambda response: asked.append(response.url))
    _report(tab, address, "青禾县人民政府2024")
    tab.click("a[href^='/original/'] >> nth=0")
    frame = tab.frame_locator("iframe.replay")
    assert "青禾县人民政府" in frame.locator("body").inner_text()
    home = urlsplit(address).netloc
    assert all(urlsplit(url).netloc == home for url in asked)
    assert not [url for url in asked if url.endswith((".js", "site.css"))]
    assert tab.locator("iframe.replay").get_attribute("sandbox") == ""
    context.close()


def test_a_printed_report_has_the_form_and_no_navigation(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        _report(tab, address, "听松镇")
        tab.emulate_media(media="print")
        assert not tab.locator("header.top nav").is_visible()
        assert not tab.locator("nav.contents").is_visible()
        assert tab.locator("table.official-t3").is_visible()
        assert len(tab.pdf()) > 20_000


@pytest.mark.parametrize("width", [1200, NARROW])
def test_a_number_is_one_step_from_its_citation_wherever_its_cell_is_touched(
    browser: Any, address: str, width: int
) -> None:
    with _tab(browser, address, width=width) as tab:
        for title, selector in (("青禾县人民政府2024", "#req_new__total"), ("交通运输局", "td.v.blank[id$='__total']")):
            path = _report(tab, address, title)
            cell = tab.locator(selector).first
            key = cell.get_attribute("id")
            cell.scroll_into_view_if_needed()
            box = cell.bounding_box()
            assert box is not None
            tab.mouse.click(box["x"] + 6, box["y"] + 6)
            tab.wait_for_url(f"**{path}/cell/{key}")
            assert f"{path}/cell/{key}" in tab.locator("#cite .citation").first.inner_text()
        assert "空白" in tab.locator("#cite .citation").first.inner_text()


@pytest.mark.parametrize("path", ["/archive", "/archive/reports", "/archive?sql=select+1"])
def test_every_control_of_datasettes_pages_has_a_name_and_its_text_can_be_read(
    browser: Any, address: str, path: str
) -> None:
    with _tab(browser, address) as tab:
        _open(tab, address, path)
        assert tab.evaluate(_BARE) == []
        assert tab.evaluate(_CONTRAST) == []


def test_two_hundred_numbers_are_no_stops_of_the_tab_key_and_their_list_is_one(browser: Any, address: str) -> None:
    with _tab(browser, address) as tab:
        path = _report(tab, address, "青禾县人民政府2024")
        stops = "[...document.querySelectorAll('td.v a')].filter(a => a.tabIndex >= 0 && a.className == 'at').length"
        assert tab.evaluate(stops) == 0
        listed = tab.locator(f"a[href='{path}/cells']").first
        listed.focus()
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/cells")
        first = tab.locator("tbody th a").first
        first.focus()
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/cell/**")


@pytest.mark.corpus
def test_a_real_report_with_its_totals_one_row_too_low_is_shown_as_printed(
    browser: Any,
    corpus: Path,
    tmp_path: Path,
    serve: Callable[[Path], str],
    build_archive: Callable[[Path], Path],
) -> None:
    seed = next((corpus / "seeds").glob("002_*.txt"))
    (tmp_path / seed.name).write_bytes(seed.read_bytes())
    address = serve(build_archive(tmp_path))
    with _tab(browser, address) as tab:
        tab.goto(f"{address}/reports")
        tab.click("td.list-title a >> nth=0")
        text = tab.locator("main").inner_text()
        assert tab.locator("#res_total__total").inner_text().startswith("0")
        assert tab.locator("#req_carried_out__total").inner_text().startswith("23")
        assert "填低了一行" in tab.locator("#finding-1").inner_text()
        repairs = {
            link.get_attribute("href"): link.locator(".candidate").inner_text()
            for link in tab.locator(".repair td a").all()
        }
        assert repairs["#res_total__total"] == "23"
        assert repairs["#req_carried_out__total"] == "2"
        # every paragraph of the document's prose is on the page, word for word
        shown = re.sub(r"\s", "", text)
        lines = [line.strip() for line in seed.read_text("utf-8").splitlines()]
        prose = [line for line in lines if len(line) > 25 and "勾稽" not in line and "申请" not in line[:8]]
        assert len(prose) >= 8
        missing = [line for line in prose if re.sub(r"\s", "", line) not in shown]
        assert missing == []
