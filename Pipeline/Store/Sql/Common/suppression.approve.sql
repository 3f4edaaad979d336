-- @suppression_id nvarchar(32)
-- @approved_by nvarchar(128)
-- @approved_by_key nvarchar(40)
-- @approved_at datetime2(6)
UPDATE paysieve.suppression
SET approved_by = @approved_by, approved_by_key = @approved_by_key, approved_at = @approved_at
WHERE suppression_id = @suppression_id AND approved_at IS NULL AND revoked_at IS NULL AND lapsed_at IS NULL AND expires_at > @approved_at;
