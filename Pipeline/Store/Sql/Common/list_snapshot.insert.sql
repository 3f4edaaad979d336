-- @snapshot_id nvarchar(64)
-- @source nvarchar(100)
-- @publisher nvarchar(200)
-- @list_version nvarchar(100)
-- @entries int
-- @names int
-- @wallets int
-- @loaded_at datetime2(6)
INSERT INTO paysieve.list_snapshot
    (snapshot_id, source, publisher, list_version, entries, names, wallets, loaded_at, is_current)
VALUES
    (@snapshot_id, @source, @publisher, @list_version, @entries, @names, @wallets, @loaded_at, 1);
