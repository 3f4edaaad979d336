-- @file_id nvarchar(64)
DELETE FROM paysieve.rejected_record
WHERE file_id = @file_id;
