-- @run_id nvarchar(16)
-- @attempt int
-- @status nvarchar(12)
-- @finished_at datetime2(6)
-- @transfers_scored bigint
-- @flags_raised int
-- @flags_held_back int
-- @summary nvarchar(max)
UPDATE paysieve.run
SET status = @status, finished_at = @finished_at, transfers_scored = @transfers_scored,
    flags_raised = @flags_raised, flags_held_back = @flags_held_back, summary = @summary
WHERE run_id = @run_id AND attempt = @attempt AND status = 'running';
