-- @run_id nvarchar(16)
SELECT snapshot_id
FROM paysieve.run_list
WHERE run_id = @run_id
ORDER BY snapshot_id;
