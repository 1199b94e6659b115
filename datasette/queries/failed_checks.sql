-- title: 核对不符清单 · failed checks
-- description: 每一处未通过的错误级核对，附两个数和说明。Every failed check of level error, with both numbers.
SELECT r.year, r.publisher, c.report_id, c.rule, c.left, c.right, c.message, c.message_en
FROM checks AS c JOIN reports AS r ON r.id = c.report_id
WHERE c.outcome IN ('fail', 'fail_hypothesis') AND c.severity = 'error'
ORDER BY r.year DESC, r.publisher, c.ordinal
