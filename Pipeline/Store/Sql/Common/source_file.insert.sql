-- @file_id nvarchar(64)
-- @source nvarchar(100)
-- @name nvarchar(400)
-- @format nvarchar(60)
-- @byte_size bigint
-- @rows_read bigint
-- @rows_accepted bigint
-- @rows_rejected bigint
-- @refused_code nvarchar(80)
-- @first_seen_at datetime2(6)
INSERT INTO paysieve.source_file
    (file_id, source, name, format, byte_size, rows_read, rows_accepted, rows_rejected, refused_code, first_seen_at)
VALUES
    (@file_id, @source, @name, @format, @byte_size, @rows_read, @rows_accepted, @rows_rejected, @refused_code, @first_seen_at);
