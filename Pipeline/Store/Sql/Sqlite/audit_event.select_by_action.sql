-- @action nvarchar(64)
SELECT seq, CAST(at AS BLOB) AS at, CAST(actor AS BLOB) AS actor, CAST(action AS BLOB) AS action, CAST(subject AS BLOB) AS subject,
    CAST(payload AS BLOB) AS payload, CAST(prev_hash AS BLOB) AS prev_hash, CAST(hash AS BLOB) AS hash
FROM paysieve.audit_event
WHERE action = @action
ORDER BY seq;
