-- @snapshot_id nvarchar(64)
SELECT snapshot_id, source, publisher, list_version, entries, names, wallets, loaded_at, is_current
FROM paysieve.list_snapshot
WHERE snapshot_id = @snapshot_id;
