-- @file_id nvarchar(64)
SELECT line_no, column_name, code, detail
FROM paysieve.rejected_record
WHERE file_id = @file_id
ORDER BY ordinal;
