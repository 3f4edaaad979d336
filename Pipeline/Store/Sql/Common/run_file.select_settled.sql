-- @screened int
SELECT DISTINCT f.file_id
FROM paysieve.run_file f
INNER JOIN paysieve.run r ON r.run_id = f.run_id
WHERE f.role = 'night' AND r.kind = 'night' AND r.status IN ('completed', 'degraded') AND (@screened = 0 OR r.list_snapshot_id IS NOT NULL)
ORDER BY f.file_id;
