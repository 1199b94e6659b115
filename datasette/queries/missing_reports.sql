-- title: 缺报清单 · agency-years without a report
-- description: 前后年度都有、本年没有见到报告的机关。没有见到不等于没有公布。Not found is not the same as not published.
SELECT c.year, a.name AS agency, c.agency_id, c.status, c.due_on
FROM coverage AS c JOIN agencies AS a ON a.id = c.agency_id
WHERE c.status NOT IN ('published', 'late')
ORDER BY c.year DESC, a.name
