-- @file_id nvarchar(64)
SELECT file_id, source, name, format, byte_size, rows_read, rows_accepted, rows_rejected, refused_code, first_seen_at
FROM paysieve.source_file
WHERE file_id = @file_id;
