-- title: 逾期公布 · published after the statutory day
-- description: 公布日期晚于法定期限的报告（条例第四十九条）。Regulations, Art. 49.
SELECT c.year, a.name AS agency, c.report_id, c.due_on, c.published_on,
  CAST(julianday(c.published_on) - julianday(c.due_on) AS INTEGER) AS days_late
FROM coverage AS c JOIN agencies AS a ON a.id = c.agency_id
WHERE c.status = 'late' ORDER BY days_late DESC
