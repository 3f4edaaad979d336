SELECT seq, hash
FROM paysieve.audit_event
ORDER BY seq DESC
LIMIT 1;
