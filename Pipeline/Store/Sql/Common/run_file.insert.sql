-- @run_id nvarchar(16)
-- @file_id nvarchar(64)
-- @role nvarchar(20)
-- @rows_scored bigint
-- @rows_not_scored bigint
INSERT INTO paysieve.run_file
    (run_id, file_id, role, rows_scored, rows_not_scored)
VALUES
    (@run_id, @file_id, @role, @rows_scored, @rows_not_scored);
