SELECT DISTINCT f.file_id
FROM paysieve.run_file f
INNER JOIN paysieve.run r ON r.run_id = f.run_id
WHERE f.role = 'night' AND r.status IN ('completed', 'degraded')
ORDER BY f.file_id;
