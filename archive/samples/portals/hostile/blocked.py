"""Firewalls that answer with challenges: nothing here can be passed, and nothing should try."""

from __future__ import annotations

from archive.samples.portals.hostile.plain import Plain
from archive.samples.portals.messages import Request, Response, text_response


class Jiasule(Plain):
    """加速乐: 521, a cookie `__jsluid_s`, a script that sets `__jsl_clearance_s`; with the cookie the second stage.

    Expected: blocked waf:jiasule after no more than two requests.
    """

    id = "jsl"
    expect = "blocked:waf:jiasule"

    def route(self, request: Request) -> Response | None:
        """Answer the first or the second stage of the challenge, never a page."""
        if request.cookie("__jsluid_s"):
            parameters = '{"bts":["1706000000.5|0|x","y"],"ct":"0f","tn":"__jsl_clearance_s","vt":"3600","wt":"1500"}'
            return text_response(f"<script>function go(a){{}};go({parameters})</script>", 521)
        script = (
            "<script>document.cookie=('_')+('_')+'jsl_clearance_s=1706000000.1|-1|abcdef;max-age=3600;path=/';"
            "document.cookie='__jsl_clearance_s=1706000000.1|-1|abcdef';"
            "location.href=location.pathname+location.search</script>"
        )
        response = text_response(script, 521)
        response.headers.append(("Set-Cookie", "__jsluid_s=4c1de0; max-age=31536000; path=/; HttpOnly"))
        return response


class Ruishu412(Plain):
    """瑞数: status 412, `$_ts` and elements marked `r='m'`. Expected: blocked waf:ruishu."""

    id = "rs412"
    expect = "blocked:waf:ruishu"
    status = 412

    def route(self, request: Request) -> Response | None:
        """Answer the challenge page."""
        page = (
            '<!DOCTYPE html><html><head><meta charset="utf-8">'
            '<meta id="9DhefwqGPrzG" content="b6sWfa.BZ" r=\'m\'>'
            "<script type=\"text/javascript\" r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=41987;"
            '$_ts.cd="qhbYrAzDcGqh";_$gW=1;</script>'
            '<script type="text/javascript" charset="utf-8" src="/xZ9/aB3.js" r=\'m\'></script>'
            "</head><body></body></html>"
        )
        response = text_response(page, self.status)
        response.headers += [("Set-Cookie", "hkJr9S=60x; Path=/"), ("Set-Cookie", "hkJr9T=0; Path=/")]
        return response


class Ruishu202(Ruishu412):
    """瑞数 with status 202. Expected: blocked waf:ruishu."""

    id = "rs202"
    status = 202


class Ruishu200(Ruishu412):
    """瑞数 with status 200: neither an article nor an empty list. Expected: blocked waf:ruishu."""

    id = "rs200"
    status = 200


class Chuangyu(Plain):
    """创宇盾: from the 20th request within a minute on, status 200 and a refusal; else an ordinary portal.

    Expected: nothing blocked when the delay of 5 s is kept. The minute shrinks with SIM_SPEED.
    """

    id = "cyd"

    def route(self, request: Request) -> Response | None:
        """Answer, or refuse who asks too fast."""
        times = self.state.setdefault("times", [])
        if not isinstance(times, list):
            raise TypeError("the site's memory of request times is no list")
        times.append(request.at)
        recent = [at for at in times if at > request.at - 60 * self.speed]
        self.state["times"] = recent
        if len(recent) >= 20:
            return text_response("<html><body>当前访问疑似黑客攻击，已被创宇盾拦截</body></html>")
        return super().route(request)
