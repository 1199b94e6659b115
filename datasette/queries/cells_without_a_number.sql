-- title: 一份报告中没有数字的格子 · cells without a number in one report
-- description: 空白、记号、文字、无法辨认的格子，附原文。Blank, marked, worded and unreadable cells with their text.
SELECT figure, state, raw, place FROM figures
WHERE report_id = :report_id AND state NOT IN ('value', 'zero') ORDER BY form_table, figure
