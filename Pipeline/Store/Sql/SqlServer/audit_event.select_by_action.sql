-- @action nvarchar(64)
SELECT seq, at, actor, action, subject, payload, prev_hash, hash
FROM paysieve.audit_event
WHERE action = @action
ORDER BY seq;
