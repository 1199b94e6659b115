"""Challenge pages are recognised, and no page that a reader could read is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.blocked import classify

JSL = (
    "<script>document.cookie=('_')+('_')+'jsl';document.cookie='__jsl_clearance_s=1737;max-age=3600';"
    "location.href=location.pathname+location.search</script>"
)
JSL_2 = (
    '<html><body></body><script>;go({"bts":["1737","x%3D"],"chars":"ab","ct":"9","ha":"md5",'
    '"tn":"__jsl_clearance_s","vt":"3600","wt":"1500"})</script></html>'
)
RUISHU = (
    '<html><head><meta id="9K" content="AbC~" r=\'m\'><script type="text/javascript"'
    " r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;$_ts.cd=\"qWx\";</script><script src=\"/xZ9/aB3.js\""
    " r='m'></script></head><body></body></html>"
)
CHUANGYU = (
    "<html><head><title>403</title></head><body><h1>当前访问疑似黑客攻击，已被创宇盾拦截</h1><p>事件编号"
    " 88</p></body></html>"
)
CAPTCHA = (
    '<html><body><p>本站开启了验证码保护，请输入验证码以继续访问</p><img src="/captcha.jpg"><input'
    ' name="code"></body></html>'
)
VSB_CAPTCHA = (
    '<html><body><form>请输入验证码：<input name="codeValue"><img'
    ' src="/system/resource/js/filedownload/createimage.jsp"></form></body></html>'
)
XUANWU = "<html><body>您正在试图非法攻击，请求已被阻断！玄武盾</body></html>"

LONG = "<p>全年主动公开政府信息两千余条，办理申请三十件，回应关切及时准确，平台运行平稳有序。</p>" * 40
MENU = "".join(f'<a href="/lm{n}/">栏目{n}</a>' for n in range(30))
WORDS = (
    "我县网站曾遭攻击，显示当前访问疑似黑客攻击，已被创宇盾拦截；登录时请输入验证码，访问过于频繁的请求被拦截，Access"
    " Denied。"
)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (521, JSL, "waf:jiasule"),
        (521, "", "waf:jiasule"),
        (200, JSL_2, "waf:jiasule"),
        (412, RUISHU, "waf:ruishu"),
        (412, "", "waf:ruishu"),
        (202, RUISHU, "waf:ruishu"),
        (200, RUISHU, "waf:ruishu"),
        (200, "<html><script>(function(){var _$gW=window;})();</script><input type=hidden></html>", "waf:ruishu"),
        (200, CHUANGYU, "waf:chuangyu"),
        (403, CHUANGYU, "waf:chuangyu"),
        (405, CHUANGYU, "waf:chuangyu"),
        (200, CAPTCHA, "captcha"),
        (403, CAPTCHA, "captcha"),
        (200, VSB_CAPTCHA, "captcha"),
        (403, '<html><script src="/cdn-cgi/js/captcha.js"></script></html>', "captcha"),
        (200, "<html><script>var wzws_cid='1';</script></html>", "waf:wzws"),
        (200, XUANWU, "waf:other"),
        (403, XUANWU, "waf:other"),
        (403, "<html><body>403 Forbidden nginx</body></html>", ""),
        (404, "<html><body>404</body></html>", ""),
        (200, "", ""),
        (500, "<html><body>Internal Server Error</body></html>", ""),
    ],
)
def test_answers_of_firewalls(status: int, body: str, expected: str) -> None:
    assert classify(status, {"content-type": "text/html"}, body.encode()) == expected
    assert classify(status, {}, body.encode("gb18030")) == expected


def test_a_long_page_is_never_challenged_by_its_words() -> None:
    assert classify(200, {}, f"<html><body>{LONG}<p>{WORDS}</p></body></html>") == ""


def test_a_page_with_its_menu_is_never_challenged_by_its_words() -> None:
    assert classify(200, {}, f"<html><body>{MENU}<p>{WORDS}</p></body></html>") == ""


def test_the_firewalls_script_on_a_full_page_is_only_its_script() -> None:
    page = RUISHU.replace("<body></body>", f"<body>{MENU}{LONG}</body>")
    assert classify(200, {}, page) == ""


def test_the_cookie_of_a_cache_is_no_challenge() -> None:
    assert classify(200, {"Set-Cookie": "__jsluid_s=abc; path=/"}, f"<html><body>{LONG}</body></html>") == ""


def test_a_report_with_one_attachment_is_no_challenge() -> None:
    page = (
        "<html><body><h1>青禾县水利局2023年政府信息公开工作年度报告</h1><p>访问受限时请输入验证码</p><a"
        ' href="a.pdf">附件</a></body></html>'
    )
    assert classify(200, {}, page) == ""


def test_a_file_is_not_looked_into() -> None:
    assert classify(200, {"content-type": "application/pdf"}, "%PDF 已被创宇盾拦截".encode()) == ""


@pytest.mark.corpus
def test_no_real_page_is_taken_for_a_challenge(corpus: Path) -> None:
    pages = [
        *(corpus / "portals").iterdir(),
        *(corpus / "reports").glob("*.html"),
        *(corpus / "seeds").glob("*.txt"),
        *(corpus / "glued").glob("*.txt"),
    ]
    assert len(pages) >= 12
    assert [path.name for path in pages if classify(200, {"content-type": "text/html"}, path.read_bytes())] == []
