-- @run_id nvarchar(16)
-- @snapshot_id nvarchar(64)
INSERT INTO paysieve.run_list
    (run_id, snapshot_id)
VALUES
    (@run_id, @snapshot_id);
