SELECT TOP (1) seq, hash
FROM paysieve.audit_event
ORDER BY seq DESC;
