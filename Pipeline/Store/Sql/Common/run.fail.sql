-- @run_id nvarchar(16)
-- @attempt int
-- @finished_at datetime2(6)
-- @failure nvarchar(1000)
UPDATE paysieve.run
SET status = 'failed', finished_at = @finished_at, failure = @failure
WHERE run_id = @run_id AND attempt = @attempt AND status = 'running';
