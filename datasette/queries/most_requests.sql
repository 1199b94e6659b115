-- title: 新收申请最多的机关 · most requests received
-- description: 某年度新收政府信息公开申请数量，如所印。不同统计口径不能比较。As printed; do not compare different scopes.
SELECT r.year, r.publisher, r.id AS report_id, r.scope, t.req_new__total AS requests, t.res_granted__total AS granted,
  t.req_carried_out__total AS carried_over
FROM figures_t3 AS t JOIN reports AS r ON r.id = t.report_id
WHERE r.canonical AND (:year = '' OR r.year = CAST(:year AS INTEGER)) AND t.req_new__total IS NOT NULL
ORDER BY t.req_new__total DESC, r.id LIMIT 200
