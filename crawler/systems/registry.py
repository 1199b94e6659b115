"""All systems, in the order of detection: at equal scores the earlier one wins."""

from __future__ import annotations

from crawler.systems.base import System
from crawler.systems.chengdu import Chengdu
from crawler.systems.epoint import Epoint
from crawler.systems.eportal import Eportal
from crawler.systems.generic import Generic
from crawler.systems.gkmlpt import Gkmlpt
from crawler.systems.hanweb import Hanweb
from crawler.systems.hanweb_xxgk import HanwebXxgk
from crawler.systems.henan import Henan
from crawler.systems.huzhou import Huzhou
from crawler.systems.jpaas import Jpaas
from crawler.systems.lonsun import Lonsun
from crawler.systems.national import National
from crawler.systems.nfcms import Nfcms
from crawler.systems.shaanxi import Shaanxi
from crawler.systems.shandong import Shandong
from crawler.systems.shanghai import Shanghai
from crawler.systems.small import Founder, Jeecms, Liaoning, Liferay, Numcol, UuidColumns
from crawler.systems.trs import Trs
from crawler.systems.truecms import Truecms
from crawler.systems.ucap import Ucap
from crawler.systems.vsb import Vsb
from crawler.systems.xinhua import Xinhua
from crawler.systems.yunnan import Yunnan

SYSTEMS: tuple[System, ...] = (
    HanwebXxgk(),
    Gkmlpt(),
    Jpaas(),
    Truecms(),
    Hanweb(),
    Nfcms(),
    Trs(),
    Ucap(),
    Lonsun(),
    Vsb(),
    Shanghai(),
    Henan(),
    Shandong(),
    Huzhou(),
    Chengdu(),
    Shaanxi(),
    UuidColumns(),
    Epoint(),
    Eportal(),
    Yunnan(),
    Founder(),
    Liaoning(),
    Jeecms(),
    Liferay(),
    Xinhua(),
    Numcol(),
    National(),
    Generic(),
)
