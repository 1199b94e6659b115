"""What was captured and what became of it: captures, readings, versions, coverage, runs, the build itself."""

from __future__ import annotations

from archive.schema.shapes import DATE, SHA, UTC, Reference, Table, col

CAPTURES = Table(
    "captures",
    "抓取：每次请求或交来的每个文件一行",
    "Captures: one row a request answered or a file handed in",
    "DIR/warc/*.warc.gz",
    (
        col("id", "TEXT", "编号（WARC-Record-ID）", "Id: the WARC record's UUID, hex"),
        col("url", "TEXT", "请求的网址", "URL asked for", null=False),
        col("final_url", "TEXT", "作答的网址（跳转之后）", "URL that answered, after redirects", null=False),
        col("fetched_at", "TEXT", "抓取时间", "When", unit=UTC, null=False),
        col(
            "record_type",
            "TEXT",
            "记录类型：response、resource、revisit、metadata",
            "WARC record type",
            null=False,
        ),
        col(
            "role",
            "TEXT",
            "为何抓取：report、part（报告的后续页）、attachment、list、robots、file 等",
            "Why it was fetched",
            null=False,
        ),
        col(
            "use",
            "TEXT",
            "用途：read 作为文档读取，part 随报告首页一并读取，evidence 只作证据（列表、robots、错误页等）",
            "read (as a document), part (with the first page of its article) or evidence (lists, refusals, errors)",
            null=False,
        ),
        col("status", "INTEGER", "HTTP 状态码", "HTTP status"),
        col("outcome", "TEXT", "异常结果，正常为空", "What went wrong; empty for a plain answer", null=False),
        col("message", "TEXT", "说明", "Message", null=False),
        col("media_type", "TEXT", "媒体类型，如服务器所称", "Media type as the server said", null=False),
        col("charset", "TEXT", "字符集，如服务器所称", "Charset as the server said", null=False),
        col("payload_sha256", "TEXT", "解码后内容的指纹", "Digest of the decoded body", unit=SHA, null=False),
        col("payload_size", "INTEGER", "解码后大小", "Size of the decoded body", unit="bytes", null=False),
        col("stored_sha256", "TEXT", "所存内容的指纹", "Digest of the body as stored", unit=SHA, null=False),
        col("truncated", "TEXT", "内容被截断的原因", "Why the body is cut, if it is", null=False),
        col("warc_file", "TEXT", "WARC 文件", "WARC file", null=False),
        col("offset", "INTEGER", "记录起点", "Where the record's gzip member begins", unit="bytes", null=False),
        col("length", "INTEGER", "记录长度", "Length of the gzip member", unit="bytes", null=False),
        col(
            "payload_file", "TEXT", "内容所在的 WARC 文件（未变时为旧文件）", "WARC file that has the body", null=False
        ),
        col("payload_offset", "INTEGER", "内容所在记录的起点", "Where that record begins", unit="bytes", null=False),
        col("payload_length", "INTEGER", "内容所在记录的长度", "Its length", unit="bytes", null=False),
        col("original_id", "TEXT", "首次抓到同一内容的抓取", "Capture that first had the same body", null=False),
        col("etag", "TEXT", "ETag", "ETag", null=False),
        col("last_modified", "TEXT", "Last-Modified", "Last-Modified", null=False),
        col("parent_url", "TEXT", "链接所在页", "Page that had the link", null=False),
        col("link_text", "TEXT", "链接文字", "Text of the link", null=False),
        col("portal_id", "TEXT", "门户", "Portal of the catalogue", null=False),
        col("column_url", "TEXT", "栏目", "Column of the portal", null=False),
        col("run_id", "TEXT", "所属批次", "Run", null=False),
    ),
    ("id",),
    order=("warc_file", "offset"),
)

READINGS = Table(
    "readings",
    "读取结果：每份不同内容一行",
    "Readings: what became of every distinct payload",
    "由本项目记录",
    (
        col("payload_sha256", "TEXT", "内容指纹", "Digest of the payload", unit=SHA),
        col(
            "outcome",
            "TEXT",
            "结果：report、not_a_report，或失败种类（encrypted、unsupported、worker_killed 等）",
            "report, not_a_report, or the kind of failure (encrypted, unsupported, worker_killed ...)",
            null=False,
        ),
        col("report_id", "TEXT", "读出的报告", "Report it gave"),
        col("claimed_id", "TEXT", "机关和年度（内部）", "Agency and year it is of, as a report id", internal=True),
        col("content_sha256", "TEXT", "内容版本", "Digest of the content", unit=SHA),
        col("capture_id", "TEXT", "最早的抓取", "Earliest capture of the payload", null=False),
        col("portal", "TEXT", "最早所见的门户", "Portal that showed it first; empty for a file handed in", null=False),
        col("format", "TEXT", "文件格式", "File format", null=False),
        col("parts", "TEXT", "网页的附件（内容指纹，JSON）", "Payloads attached to the page, JSON"),
        col("pages", "TEXT", "文章的后续页（内容指纹，JSON）", "Further pages captured of the article, JSON"),
        col(
            "used",
            "TEXT",
            "一并读取的后续页和附件（内容指纹，JSON）",
            "Those further pages and attachments that the report was read from, JSON",
        ),
        col("title", "TEXT", "标题", "Title", null=False),
        col("figure_count", "INTEGER", "单元格数", "Cells read", unit="个", null=False),
        col("section_count", "INTEGER", "部分数", "Sections read", unit="个", null=False),
        col("message", "TEXT", "说明", "Message", null=False),
        col("reader", "TEXT", "读取程序的指纹", "Fingerprint of the reading code", null=False),
        col("cells", "BLOB", "各单元格的数值和状态（内部）", "Values and states of all cells, packed", internal=True),
    ),
    ("payload_sha256",),
    (Reference("capture_id", "captures", "id"),),
    without_rowid=True,
)

MANIFESTATIONS = Table(
    "manifestations",
    "报告见于何处：每次抓取一行",
    "Every place and time a report was found",
    "由抓取记录得出",
    (
        col("capture_id", "TEXT", "抓取", "Capture"),
        col("report_id", "TEXT", "报告", "Report", null=False),
        col("version", "INTEGER", "内容版本号", "Version of its content", null=False),
        col(
            "relation",
            "TEXT",
            "page 网页、attachment 附件、file 交来的文件、part 组成部分",
            "page, attachment, file or part",
            null=False,
        ),
        col("url", "TEXT", "网址", "URL", null=False),
        col("fetched_at", "TEXT", "抓取时间", "When", unit=UTC, null=False),
        col("format", "TEXT", "文件格式", "File format", null=False),
        col("parent_url", "TEXT", "链接所在页", "Page that had the link", null=False),
    ),
    ("capture_id", "report_id"),
    (Reference("capture_id", "captures", "id"), Reference("report_id", "reports", "id")),
    without_rowid=True,
)

VERSIONS = Table(
    "report_versions",
    "同一报告的不同内容：按首次见到的时间编号",
    "Distinct contents of a report, numbered by when they were first seen",
    "由抓取记录得出",
    (
        col("report_id", "TEXT", "报告", "Report"),
        col("version", "INTEGER", "版本号，从 1 起", "Number, from 1"),
        col(
            "content_sha256",
            "TEXT",
            "内容指纹：标题、正文、全部单元格",
            "Digest of title, text and cells",
            unit=SHA,
            null=False,
        ),
        col("is_current", "INTEGER", "1：当前版本", "1 for the current version", null=False),
        col(
            "status",
            "TEXT",
            "current 当前，replaced 同一网址已被替换，removed 所在网址已撤下，elsewhere 另一处的不同内容",
            "current, replaced (the same URL now shows another), removed (its URL is gone) or elsewhere (another place "
            "shows it)",
            null=False,
        ),
        col("first_seen_at", "TEXT", "首次见到", "First seen", unit=UTC, null=False),
        col("last_seen_at", "TEXT", "最后见到", "Last seen", unit=UTC, null=False),
        col("payload_sha256", "TEXT", "内容指纹（最早的文件）", "Payload it was read from", unit=SHA, null=False),
        col("format", "TEXT", "文件格式", "File format", null=False),
        col("figure_count", "INTEGER", "单元格数", "Cells read", unit="个", null=False),
        col("section_count", "INTEGER", "部分数", "Sections read", unit="个", null=False),
        col(
            "changed_cells",
            "TEXT",
            "与前一版本不同的单元格（JSON）",
            "Cells that differ from the version before: [key, before, after], JSON",
        ),
    ),
    ("report_id", "version"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
)

COVERAGE = Table(
    "coverage",
    "覆盖情况：每个机关每个年度应有一份报告",
    "Coverage: one report is due for every agency and year",
    "由抓取和读取结果得出",
    (
        col("agency_id", "TEXT", "机关", "Agency"),
        col("year", "INTEGER", "年度", "Year"),
        col(
            "status",
            "TEXT",
            "published 已公布、late 逾期、missing 前后年度有而本年未见、removed 已撤下、blocked 列出而网站拒绝、"
            "unreadable 列出而无法读取",
            "published, late, missing (the years around it are there), removed, blocked (listed, the site refuses) or "
            "unreadable (listed, the file cannot be read)",
            null=False,
        ),
        col("report_id", "TEXT", "报告", "Report"),
        col("published_on", "TEXT", "公布日期", "Date of publication", unit=DATE),
        col("due_on", "TEXT", "法定期限（条例第四十九条）", "Statutory day (Regulations, Art. 49)", unit=DATE),
        col("capture_id", "TEXT", "所据的抓取", "Capture that shows it"),
    ),
    ("agency_id", "year"),
    (
        Reference("agency_id", "agencies", "id"),
        Reference("report_id", "reports", "id"),
        Reference("capture_id", "captures", "id"),
    ),
    without_rowid=True,
)

PROBLEMS = Table(
    "problems",
    "读取中的问题：说的是我们的读取，不是报告的数字",
    "Problems of our reading; never about their numbers",
    "由本项目记录",
    (
        col(
            "subject",
            "TEXT",
            "对象：内容指纹（payload_sha256）、WARC 文件名或报告编号",
            "What it is about: payload digest, WARC file name or report id",
        ),
        col("ordinal", "INTEGER", "次序", "Order"),
        col("report_id", "TEXT", "报告（如读出了报告）", "Report, if one was read"),
        col("capture_id", "TEXT", "抓取", "Capture"),
        col("stage", "TEXT", "环节：capture、read、report、check", "Step: capture, read, report or check", null=False),
        col(
            "kind",
            "TEXT",
            "种类：unmatched_cell、not_a_report、encrypted、worker_killed、agency_conflict 等",
            "Kind: unmatched_cell, not_a_report, encrypted, worker_killed, agency_conflict ...",
            null=False,
        ),
        col("place", "TEXT", "何处", "Where", null=False),
        col("raw", "TEXT", "有关原文", "Text in question", null=False),
        col("message", "TEXT", "说明", "Message", null=False),
        col("reader", "TEXT", "读取程序及版本", "Program and version", null=False),
    ),
    ("subject", "ordinal"),
    (Reference("report_id", "reports", "id"), Reference("capture_id", "captures", "id")),
    without_rowid=True,
)

RUNS = Table(
    "crawl_runs",
    "抓取批次",
    "Runs of the crawler, and of files handed in",
    "DIR/runs/*.json 和 WARC 文件",
    (
        col("id", "TEXT", "批次编号", "Run id"),
        col("command", "TEXT", "命令", "Command", null=False),
        col("started_at", "TEXT", "开始", "Started", unit=UTC, null=False),
        col("finished_at", "TEXT", "结束，空为中断", "Finished; empty if it was cut short", unit=UTC, null=False),
        col("finish_reason", "TEXT", "结束原因", "Why it ended", null=False),
        col("exit_code", "INTEGER", "退出码", "Exit status"),
        col("capture_count", "INTEGER", "抓取数", "Captures", unit="次", null=False),
        col("payload_bytes", "INTEGER", "内容总大小", "Bytes of all bodies", unit="bytes", null=False),
        col("stats", "TEXT", "统计（JSON）", "Statistics of the run, JSON"),
    ),
    ("id",),
)

WARC_FILES = Table(
    "warc_files",
    "已编入的 WARC 文件",
    "WARC files that have been indexed",
    "DIR/warc",
    (
        col("name", "TEXT", "文件名", "File name"),
        col("indexed_size", "INTEGER", "已编入的字节数", "Bytes indexed", unit="bytes", null=False),
        col("capture_count", "INTEGER", "抓取数", "Captures in it", unit="次", null=False),
        col("damage_count", "INTEGER", "残缺处", "Stretches that are no whole record", unit="处", null=False),
    ),
    ("name",),
    hidden=True,
)

BUILD_STATE = Table(
    "build_state",
    "建库过程的内部记录",
    "What a build remembers for the next one",
    "由本项目记录",
    (
        col("key", "TEXT", "项", "Key"),
        col("value", "TEXT", "值", "Value", null=False),
    ),
    ("key",),
    hidden=True,
    internal=True,
)

ABOUT = Table(
    "about",
    "关于本库",
    "About this archive",
    "由本项目记录",
    (
        col("key", "TEXT", "项", "Key"),
        col("value", "TEXT", "值", "Value", null=False),
    ),
    ("key",),
)
