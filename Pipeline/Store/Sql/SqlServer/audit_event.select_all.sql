SELECT seq, at, actor, action, subject, payload, prev_hash, hash
FROM paysieve.audit_event
ORDER BY seq;
