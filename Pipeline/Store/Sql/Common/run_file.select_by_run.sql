-- @run_id nvarchar(16)
SELECT file_id, role, rows_scored, rows_not_scored
FROM paysieve.run_file
WHERE run_id = @run_id
ORDER BY file_id;
