-- @run_id nvarchar(16)
-- @started_at datetime2(6)
-- @actor nvarchar(128)
-- @started_by nvarchar(40)
UPDATE paysieve.run
SET status = 'running', attempt = attempt + 1, started_at = @started_at, finished_at = NULL, actor = @actor, started_by = @started_by, failure = NULL
WHERE run_id = @run_id AND status IN ('running', 'failed');
