-- @run_id nvarchar(16)
-- @run_key nvarchar(64)
-- @kind nvarchar(20)
-- @as_of date
-- @started_at datetime2(6)
-- @bundle_id nvarchar(64)
-- @list_snapshot_id nvarchar(64)
-- @config_hash nvarchar(64)
-- @program_version nvarchar(64)
-- @actor nvarchar(128)
-- @started_by nvarchar(40)
INSERT INTO paysieve.run
    (run_id, run_key, kind, as_of, status, started_at, finished_at, bundle_id, list_snapshot_id, config_hash,
     transfers_scored, flags_raised, flags_held_back, program_version, attempt, actor, started_by, summary, failure)
VALUES
    (@run_id, @run_key, @kind, @as_of, 'running', @started_at, NULL, @bundle_id, @list_snapshot_id, @config_hash,
     0, 0, 0, @program_version, 1, @actor, @started_by, '{}', NULL);
