-- title: 各年度合计与分母 · totals by year, and what they are totals of
-- description: 按年度和统计口径：有几份报告，其中几份印有这个数，合计多少；该年度知道的机关和没有见到报告的机关各有多少。“汇总”已含下级，不可与其他口径相加。An aggregate includes the bodies below: never add it to the other scopes. NULL is no zero: a sum is of the reports counted beside it.
SELECT r.year, coalesce(r.scope, 'not stated') AS scope, count(*) AS reports,
  count(t.req_new__total) AS reports_with_new, sum(t.req_new__total) AS new_requests,
  count(t.res_total__total) AS reports_with_results, sum(t.res_total__total) AS results,
  count(t.res_granted__total) AS reports_with_granted, sum(t.res_granted__total) AS granted,
  (SELECT count(*) FROM coverage AS c WHERE c.year = r.year) AS agencies_known,
  (SELECT count(*) FROM coverage AS c WHERE c.year = r.year AND c.report_id IS NULL) AS agencies_without_report
FROM reports AS r LEFT JOIN figures_t3 AS t ON t.report_id = r.id
WHERE r.canonical AND r.year IS NOT NULL
GROUP BY r.year, r.scope ORDER BY r.year DESC, r.scope
