-- @file_id nvarchar(64)
SELECT COUNT(*) AS rows_found
FROM paysieve.rejected_record
WHERE file_id = @file_id;
