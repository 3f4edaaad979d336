-- @id_from nvarchar(64)
-- @id_below nvarchar(64)
SELECT bundle_id, trained_at, train_from, train_to, data_hash, seed, catalogue_version, metrics, state, promoted_at, promoted_by
FROM paysieve.model_bundle
WHERE bundle_id >= @id_from AND bundle_id < @id_below
ORDER BY bundle_id;
