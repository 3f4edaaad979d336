-- @bundle_id nvarchar(64)
-- @trained_at datetime2(6)
-- @train_from date
-- @train_to date
-- @data_hash nvarchar(64)
-- @seed bigint
-- @catalogue_version nvarchar(64)
-- @metrics nvarchar(max)
-- @state nvarchar(12)
-- @promoted_at datetime2(6)
-- @promoted_by nvarchar(128)
INSERT INTO paysieve.model_bundle
    (bundle_id, trained_at, train_from, train_to, data_hash, seed, catalogue_version, metrics, state, promoted_at, promoted_by)
VALUES
    (@bundle_id, @trained_at, @train_from, @train_to, @data_hash, @seed, @catalogue_version, @metrics, @state, @promoted_at, @promoted_by);
