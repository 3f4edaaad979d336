-- @suppression_id nvarchar(32)
-- @lapsed_at datetime2(6)
-- @ended_why nvarchar(2000)
UPDATE paysieve.suppression
SET lapsed_at = @lapsed_at, ended_why = @ended_why
WHERE suppression_id = @suppression_id AND revoked_at IS NULL AND lapsed_at IS NULL;
