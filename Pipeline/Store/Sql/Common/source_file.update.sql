-- @file_id nvarchar(64)
-- @format nvarchar(60)
-- @rows_read bigint
-- @rows_accepted bigint
-- @rows_rejected bigint
-- @refused_code nvarchar(80)
UPDATE paysieve.source_file
SET format = @format, rows_read = @rows_read, rows_accepted = @rows_accepted, rows_rejected = @rows_rejected, refused_code = @refused_code
WHERE file_id = @file_id;
