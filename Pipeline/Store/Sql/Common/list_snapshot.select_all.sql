SELECT snapshot_id, source, publisher, list_version, entries, names, wallets, loaded_at, is_current
FROM paysieve.list_snapshot
ORDER BY loaded_at DESC, snapshot_id;
