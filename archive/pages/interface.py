"""Datasette's own templates in Chinese: translated as they are loaded, so that no template is copied.

Only text between tags and the few attributes people read are replaced; template code, scripts, styles and SQL stay.
The sentence that Datasette makes in Python of a table's filters ("sorted by ...") goes through `describe`.
"""

from __future__ import annotations

import re

PHRASES: tuple[tuple[str, str], ...] = (
    (
        "The following databases are attached to this connection, and can be used for cross-database joins:",
        "还可以连接查询：",
    ),
    ("This query cannot be executed because the database is immutable.", "数据库是只读的，不能执行这条查询。"),
    ("Custom SQL query", "SQL 查询"),
    ("Links from other tables", "其他表中的相关行"),
    ("These facets timed out:", "这些分面超时："),
    ("View and edit SQL", "查看并修改 SQL"),
    ("Download SQLite DB:", "下载 SQLite 数据库："),
    ("Suggested facets:", "可用分面："),
    ("newline-delimited", "每行一个"),
    ("Advanced export", "导出"),
    ("Query parameters", "查询参数"),
    ("extra where clause", "个附加条件"),
    ("stream all rows", "取全部行"),
    ("download file", "存为文件"),
    ("expand labels", "展开名称"),
    ("This data as", "取这些数据："),
    ("CSV options:", "CSV："),
    ("JSON shape:", "JSON 形状："),
    ("Data license:", "许可："),
    ("Data source:", "来源："),
    ("Queries took", "查询用时"),
    ("Powered by", "程序："),
    ("Next page", "下一页"),
    ("Format SQL", "整理 SQL"),
    ("Edit SQL", "修改 SQL"),
    ("Many rows", "很多行"),
    ("- remove filter -", "- 去掉此条件 -"),
    ("- column -", "- 列 -"),
    ("descending", "降序"),
    ("returning", "返回"),
    ("more than", "超过"),
    ("0 records", "没有记录"),
    ("0 results", "没有结果"),
    ("advanced", "更多"),
    ("Search:", "检索："),
    ("Sort...", "排序…"),
    ("Sort by", "按此列排序："),
    ("hidden table", "张隐藏表"),
    ("(hidden)", "（隐藏）"),
    ("(view)", "（视图）"),
    ("... and", "另有"),
    ("remove", "去掉"),
    ("Queries", "常用查询"),
    ("Tables", "表"),
    ("Views", "视图"),
    ("tables", "表"),
    ("About:", "关于："),
    ("Error", "错误"),
    ("default", "默认"),
    ("object", "对象"),
    ("array", "数组"),
)
"""English text nodes and their Chinese, longer phrases before those they contain."""

ATTRIBUTES: tuple[tuple[str, str], ...] = (
    ('value="Apply"', 'value="应用"'),
    ('value="Run SQL"', 'value="运行"'),
    ('value="Export CSV"', 'value="导出 CSV"'),
    ('<select name="_filter_column', '<select aria-label="列 column" name="_filter_column'),
    ('<select name="_filter_op', '<select aria-label="条件 condition" name="_filter_op'),
    ('<select name="_sort"', '<select aria-label="排序 sort" name="_sort"'),
    ('<input type="text" name="_filter_value', '<input aria-label="值 value" type="text" name="_filter_value'),
    ('<textarea id="sql-editor"', '<textarea aria-label="SQL" id="sql-editor"'),
    ('<pre class="wrapped-sql"', '<pre tabindex="0" class="wrapped-sql"'),
    ('<table class="rows-and-columns"', '<table aria-label="数据 data" class="rows-and-columns"'),
    ('<div class="table-wrapper"', '<div class="table-wrapper" role="region" aria-label="数据 data" tabindex="0"'),
)

CODE: tuple[tuple[str, str], ...] = (
    ("{{ human_description_en }}", "{{ human_description_en|in_chinese }}"),
    (
        "from {{ other.other_column }} in {{ other.other_table }}",
        "在表 {{ other.other_table }}（{{ other.other_column }}）",
    ),
    # a saved query goes by its title, not by its SQL
    (
        "{{ database }}{% if query and query.sql %}: {{ query.sql }}{% endif %}{% endblock %}",
        "{{ metadata.title or database }}"
        "{% if not canned_query and query and query.sql %}: {{ query.sql|truncate(80) }}{% endif %}{% endblock %}",
    ),
    # a CSV that ends at the most rows of one answer does not say so itself
    (
        '<a href="{{ url_csv }}">CSV</a> (',
        '<a href="{{ url_csv }}">CSV</a>'
        "{% if filtered_table_rows_count is none or filtered_table_rows_count > settings.max_returned_rows %}"
        '（只有前 {{ settings.max_returned_rows }} 行 <span lang="en">first rows only</span>）{% endif %} (',
    ),
    (
        "{% block title %}{{ database }}{% endblock %}",
        "{% block title %}{{ metadata.title or database }}{% endblock %}",
    ),
    (
        "<p><em>{% for column in table.columns %}",
        '<p class="db-table-words">{{ ((metadata.tables or {})[table.name] or {}).description }}</p>'
        "<p><em>{% for column in table.columns %}",
    ),
    (
        "{{ view.name }}</a>{% if view.private %} 🔒{% endif %}",
        '{{ view.name }}</a> <span class="fine">{{ ((metadata.tables or {})[view.name] or {}).description }}</span>',
    ),
    # the editor makes a field of its own, which has no label otherwise
    ("lineNumbers: true,", 'lineNumbers: true, screenReaderLabel: "SQL",'),
    (">{{ show_hide_text }}<", '>{{ "显示" if show_hide_text == "show" else "隐藏" }}<'),
)
"""Template code whose values are English words, with code that gives Chinese ones."""

_HEADING = re.compile(r"<h3>(?!<a )(.*?)</h3>", re.DOTALL)
"""Headings that stand right under a page's one h1; those of the list of tables have a link in them and an h2 above."""

_PLURAL = re.compile(
    r"\b(hidden table|row|table|view|where clause)s?"
    r"\{%-? if [^%]*?(?:==|!=) 1 -?%\}(?:\{%-? else -?%\})?s\{%-? endif -?%\}"
)
_PLURALS = {"hidden table": "张隐藏表", "row": "行", "table": "张表", "view": "个视图", "where clause": "个条件"}
_PIECE = re.compile(
    r"(<(?:script|style|textarea|pre)\b.*?</(?:script|style|textarea|pre)>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(?:[^<>{]|\{\{.*?\}\}|\{%.*?%\}|\{)*>)",
    re.DOTALL,
)
_PATTERN = re.compile("|".join(rf"(?<!\w){re.escape(english)}(?!\w)" for english, _ in PHRASES))
_CHINESE = dict(PHRASES)


def translate(source: str) -> str:
    """Return the source of one of Datasette's templates with its words in Chinese."""
    for english, chinese in (*ATTRIBUTES, *CODE):
        source = source.replace(english, chinese)
    source = _HEADING.sub(r'<h2 class="stock-h">\1</h2>', source)
    source = _PLURAL.sub(lambda found: _PLURALS[found[1]], source)
    pieces = _PIECE.split(source)
    for at in range(0, len(pieces), 2):
        if pieces[at].strip():
            pieces[at] = _PATTERN.sub(lambda found: _CHINESE[found[0]], pieces[at])
    return "".join(pieces)


_SORTED = re.compile(r"(?:^| )sorted by (\S+?)( descending)?$")


def describe(english: str) -> str:
    """Return Datasette's sentence about a table's filters and order in Chinese; the filters' own words stay."""
    said = _SORTED.sub(lambda found: f"，按 {found[1]} {'降序' if found[2] else '升序'}", english)
    said = re.sub(r"^where ", "，条件：", said)
    said = said.replace("search matches", "检索")
    return f"· {said[1:]}" if said.startswith("，") else said
