SELECT TOP (1) run_id, run_key, kind, as_of, status, started_at, finished_at, bundle_id, list_snapshot_id, config_hash,
    transfers_scored, flags_raised, flags_held_back, program_version, attempt, actor, started_by, summary, failure
FROM paysieve.run
WHERE status IN ('completed', 'degraded')
ORDER BY finished_at DESC, run_id;
