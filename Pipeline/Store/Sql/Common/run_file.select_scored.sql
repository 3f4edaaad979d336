-- @until datetime2(6)
-- @except_run nvarchar(16)
SELECT DISTINCT f.file_id
FROM paysieve.run_file f
INNER JOIN paysieve.run r ON r.run_id = f.run_id
WHERE f.role = 'night' AND r.status IN ('completed', 'degraded') AND r.finished_at <= @until AND r.run_id <> @except_run
ORDER BY f.file_id;
