-- @bundle_id nvarchar(64)
-- @promoted_at datetime2(6)
-- @promoted_by nvarchar(128)
UPDATE paysieve.model_bundle
SET state = 'champion', promoted_at = @promoted_at, promoted_by = @promoted_by
WHERE bundle_id = @bundle_id;
