-- @suppression_id nvarchar(32)
-- @revoked_by nvarchar(128)
-- @revoked_at datetime2(6)
-- @ended_why nvarchar(2000)
UPDATE paysieve.suppression
SET revoked_by = @revoked_by, revoked_at = @revoked_at, ended_why = @ended_why
WHERE suppression_id = @suppression_id AND revoked_at IS NULL AND lapsed_at IS NULL;
