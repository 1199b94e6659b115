-- title: 未能读出的文件 · documents that could not be read
-- description: 没有读出报告的文件和原因。What was captured as a report and gave none, and why.
SELECT g.outcome, c.final_url, g.message, g.format, g.capture_id
FROM readings AS g JOIN captures AS c ON c.id = g.capture_id
WHERE g.outcome <> 'report' ORDER BY g.outcome, c.final_url
