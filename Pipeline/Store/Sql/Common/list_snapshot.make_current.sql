-- @snapshot_id nvarchar(64)
UPDATE paysieve.list_snapshot
SET is_current = 1
WHERE snapshot_id = @snapshot_id;
