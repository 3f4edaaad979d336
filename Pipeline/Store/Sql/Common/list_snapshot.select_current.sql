SELECT snapshot_id, source, publisher, list_version, entries, names, wallets, loaded_at, is_current
FROM paysieve.list_snapshot
WHERE is_current = 1
ORDER BY source;
