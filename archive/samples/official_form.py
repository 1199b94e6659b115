"""The statutory tables as they are officially printed: keys and labels, typed afresh from the format notices.

Independent of `extractors.forms` on purpose: samples are the other opinion that a reading is compared with. Keys
are those of indicators.csv; 国办公开办函〔2019〕60号 is f2019, 国办公开办函〔2021〕30号 f2021, the 2014-2018 table y14.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Edition = Literal["f2019", "f2021", "y14"]

APPLICANTS: tuple[tuple[str, str], ...] = (
    ("natural_person", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("public_interest", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)
ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")
SIX = ("natural_person", *ORGANISATIONS)
"""The six kinds of applicant whose numbers make the 总计 column."""

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


class RequestRow(NamedTuple):
    """One value row of table 3: `group` is the label of (三)..(六) above its items, "" where the row stands alone."""

    key: str
    group: str
    label: str


_HEAD = (
    RequestRow("req_new", "", "一、本年新收政府信息公开申请数量"),
    RequestRow("req_carried_in", "", "二、上年结转政府信息公开申请数量"),
    RequestRow("res_granted", "", "（一）予以公开"),
    RequestRow("res_partial", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    RequestRow("res_denied_state_secret", "（三）不予公开", "1.属于国家秘密"),
    RequestRow("res_denied_law_prohibits", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    RequestRow("res_denied_security_stability", "（三）不予公开", "3.危及“三安全一稳定”"),
    RequestRow("res_denied_third_party", "（三）不予公开", "4.保护第三方合法权益"),
    RequestRow("res_denied_internal_affairs", "（三）不予公开", "5.属于三类内部事务信息"),
    RequestRow("res_denied_deliberative", "（三）不予公开", "6.属于四类过程性信息"),
    RequestRow("res_denied_enforcement_file", "（三）不予公开", "7.属于行政执法案卷"),
    RequestRow("res_denied_admin_inquiry", "（三）不予公开", "8.属于行政查询事项"),
    RequestRow("res_unable_not_held", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    RequestRow("res_unable_must_create", "（四）无法提供", "2.没有现成信息需要另行制作"),
    RequestRow("res_unable_unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
    RequestRow("res_unproc_petition", "（五）不予处理", "1.信访举报投诉类申请"),
    RequestRow("res_unproc_duplicate", "（五）不予处理", "2.重复申请"),
    RequestRow("res_unproc_publication", "（五）不予处理", "3.要求提供公开出版物"),
    RequestRow("res_unproc_excessive", "（五）不予处理", "4.无正当理由大量反复申请"),
    RequestRow("res_unproc_reconfirm", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
)
_TAIL = (
    RequestRow("res_total", "", "（七）总计"),
    RequestRow("req_carried_out", "", "四、结转下年度继续办理"),
)
_NO_CORRECTION = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
_UNPAID_FEE = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"

REQUEST_ROWS: dict[str, tuple[RequestRow, ...]] = {
    "f2021": (
        *_HEAD,
        RequestRow("res_other_no_correction", "（六）其他处理", _NO_CORRECTION),
        RequestRow("res_other_unpaid_fee", "（六）其他处理", _UNPAID_FEE),
        RequestRow("res_other_misc", "（六）其他处理", "3.其他"),
        *_TAIL,
    ),
    "f2019": (*_HEAD, RequestRow("res_other", "", "（六）其他处理"), *_TAIL),
}
"""The value rows of table 3 in order: 25 in f2021, 23 in f2019."""

RESULTS = "三、本年度办理结果"


class Article(NamedTuple):
    """One block of table 2: the article of the Regulations, its column labels, and rows of (label, keys)."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


PROACTIVE: dict[str, tuple[Article, ...]] = {
    "f2021": (
        Article(
            "第二十条第（一）项",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            (
                ("规章", ("rules_issued", "rules_repealed", "rules_in_force")),
                ("行政规范性文件", ("normdoc_issued", "normdoc_repealed", "normdoc_in_force")),
            ),
        ),
        Article("第二十条第（五）项", ("本年处理决定数量",), (("行政许可", ("license_decisions",)),)),
        Article(
            "第二十条第（六）项",
            ("本年处理决定数量",),
            (("行政处罚", ("penalty_decisions",)), ("行政强制", ("coercion_decisions",))),
        ),
        Article("第二十条第（八）项", ("本年收费金额（单位：万元）",), (("行政事业性收费", ("admin_fee_amount",)),)),
    ),
    "f2019": (
        Article(
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            (
                ("规章", ("rules_made", "rules_newly_public", "rules_public_total")),
                ("规范性文件", ("normdoc_made", "normdoc_newly_public", "normdoc_public_total")),
            ),
        ),
        Article(
            "第二十条第（五）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            (
                ("行政许可", ("license_items_prev", "license_items_delta", "license_decisions")),
                (
                    "其他对外管理服务事项",
                    ("ext_service_items_prev", "ext_service_items_delta", "ext_service_decisions"),
                ),
            ),
        ),
        Article(
            "第二十条第（六）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            (
                ("行政处罚", ("penalty_items_prev", "penalty_items_delta", "penalty_decisions")),
                ("行政强制", ("coercion_items_prev", "coercion_items_delta", "coercion_decisions")),
            ),
        ),
        Article(
            "第二十条第（八）项",
            ("上一年项目数量", "本年增/减"),
            (("行政事业性收费", ("admin_fee_items_prev", "admin_fee_items_delta")),),
        ),
        Article(
            "第二十条第（九）项",
            ("采购项目数量", "采购总金额"),
            (("政府集中采购", ("procurement_projects", "procurement_amount")),),
        ),
    ),
}

OUTCOMES: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
CASES: tuple[tuple[str, str], ...] = (
    ("review", "行政复议"),
    ("suit_direct", "未经复议直接起诉"),
    ("suit_post", "复议后起诉"),
)
CASE_KEYS = tuple(f"{case}_{outcome}" for case, _ in CASES for outcome, _ in OUTCOMES)
"""The 15 keys of table 4 in printed order."""


class StatisticRow(NamedTuple):
    """One row of the 2014-2018 table; `key` is "" for a group row, which prints —— for a number."""

    key: str
    label: str
    unit: str


STATISTICS: tuple[StatisticRow, ...] = (
    StatisticRow("", "一、主动公开情况", "——"),
    StatisticRow("y14_pub_total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    StatisticRow("y14_pub_normdoc", "其中：主动公开规范性文件数", "条"),
    StatisticRow("y14_normdoc_made", "制发规范性文件总数", "件"),
    StatisticRow("", "（二）通过不同渠道和方式公开政府信息的情况", "——"),
    StatisticRow("y14_ch_gazette", "1.政府公报公开政府信息数", "条"),
    StatisticRow("y14_ch_website", "2.政府网站公开政府信息数", "条"),
    StatisticRow("y14_ch_weibo", "3.政务微博公开政府信息数", "条"),
    StatisticRow("y14_ch_wechat", "4.政务微信公开政府信息数", "条"),
    StatisticRow("y14_ch_other", "5.其他方式公开政府信息数", "条"),
    StatisticRow("", "二、回应解读情况", "——"),
    StatisticRow("y14_resp_events", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    StatisticRow("", "（二）通过不同渠道和方式回应解读的情况", "——"),
    StatisticRow("y14_resp_press", "1.参加或举办新闻发布会总次数", "次"),
    StatisticRow("y14_resp_press_chief", "其中：主要负责同志参加新闻发布会次数", "次"),
    StatisticRow("y14_resp_interview", "2.政府网站在线访谈次数", "次"),
    StatisticRow("y14_resp_interview_chief", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    StatisticRow("y14_resp_explain", "3.政策解读稿件发布数", "篇"),
    StatisticRow("y14_resp_social", "4.微博微信回应事件数", "次"),
    StatisticRow("y14_resp_other", "5.其他方式回应事件数", "次"),
    StatisticRow("", "三、依申请公开情况", "——"),
    StatisticRow("y14_req_total", "（一）收到申请数", "件"),
    StatisticRow("y14_req_inperson", "1.当面申请数", "件"),
    StatisticRow("y14_req_fax", "2.传真申请数", "件"),
    StatisticRow("y14_req_online", "3.网络申请数", "件"),
    StatisticRow("y14_req_letter", "4.信函申请数", "件"),
    StatisticRow("y14_done_total", "（二）申请办结数", "件"),
    StatisticRow("y14_done_ontime", "1.按时办结数", "件"),
    StatisticRow("y14_done_extended", "2.延期办结数", "件"),
    StatisticRow("y14_ans_total", "（三）申请答复数", "件"),
    StatisticRow("y14_ans_already_public", "1.属于已主动公开范围数", "件"),
    StatisticRow("y14_ans_granted", "2.同意公开答复数", "件"),
    StatisticRow("y14_ans_partial", "3.同意部分公开答复数", "件"),
    StatisticRow("y14_ans_refused", "4.不同意公开答复数", "件"),
    StatisticRow("y14_ref_state_secret", "其中：涉及国家秘密", "件"),
    StatisticRow("y14_ref_trade_secret", "涉及商业秘密", "件"),
    StatisticRow("y14_ref_privacy", "涉及个人隐私", "件"),
    StatisticRow("y14_ref_security", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    StatisticRow("y14_ref_not_gov_info", "不是《条例》所指政府信息", "件"),
    StatisticRow("y14_ref_other_law", "法律法规规定的其他情形", "件"),
    StatisticRow("y14_ans_not_this_agency", "5.不属于本行政机关公开数", "件"),
    StatisticRow("y14_ans_not_exist", "6.申请信息不存在数", "件"),
    StatisticRow("y14_ans_amend", "7.告知作出更改补充数", "件"),
    StatisticRow("y14_ans_other_channel", "8.告知通过其他途径办理数", "件"),
    StatisticRow("y14_review_total", "四、行政复议数量", "件"),
    StatisticRow("y14_review_upheld", "（一）维持具体行政行为数", "件"),
    StatisticRow("y14_review_corrected", "（二）被依法纠错数", "件"),
    StatisticRow("y14_review_other", "（三）其他情形数", "件"),
    StatisticRow("y14_suit_total", "五、行政诉讼数量", "件"),
    StatisticRow("y14_suit_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    StatisticRow("y14_suit_corrected", "（二）被依法纠错数", "件"),
    StatisticRow("y14_suit_other", "（三）其他情形数", "件"),
    StatisticRow("y14_complaints", "六、举报投诉数量", "件"),
    StatisticRow("y14_fees", "七、依申请公开信息收取的费用", "万元"),
    StatisticRow("", "八、机构建设和保障经费情况", "——"),
    StatisticRow("y14_org_units", "（一）政府信息公开工作专门机构数", "个"),
    StatisticRow("y14_org_reading_points", "（二）设置政府信息公开查阅点数", "个"),
    StatisticRow("y14_staff_total", "（三）从事政府信息公开工作人员数", "人"),
    StatisticRow("y14_staff_full", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    StatisticRow("y14_staff_part", "2.兼职人员数", "人"),
    StatisticRow(
        "y14_budget",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    StatisticRow("", "九、政府信息公开会议和培训情况", "——"),
    StatisticRow("y14_meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    StatisticRow("y14_trainings", "（二）举办各类培训班数", "次"),
    StatisticRow("y14_trainees", "（三）接受培训人员数", "人次"),
)

SECTION_HEADINGS: dict[str, tuple[str, ...]] = {
    "f2021": (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    ),
    "f2019": (
        "总体情况",
        "行政机关主动公开政府信息情况",
        "行政机关收到和处理政府信息公开申请情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "其他需要报告的事项",
    ),
}


def proactive_keys(edition: str) -> tuple[str, ...]:
    """Return the keys of table 2 in printed order: 10 in f2021, 22 in f2019."""
    return tuple(key for article in PROACTIVE[edition] for _, keys in article.rows for key in keys)


def request_keys(edition: str) -> tuple[str, ...]:
    """Return the keys of table 3 in printed order, row by row: 175 in f2021, 161 in f2019."""
    return tuple(f"{row.key}__{applicant}" for row in REQUEST_ROWS[edition] for applicant, _ in APPLICANTS)


def statistic_keys() -> tuple[str, ...]:
    """Return the 58 keys of the 2014-2018 table in printed order."""
    return tuple(row.key for row in STATISTICS if row.key)
