SELECT bundle_id, trained_at, train_from, train_to, data_hash, seed, catalogue_version, metrics, state, promoted_at, promoted_by
FROM paysieve.model_bundle
WHERE state = 'champion';
