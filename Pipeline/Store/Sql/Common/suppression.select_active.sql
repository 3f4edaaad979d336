-- @now datetime2(6)
SELECT suppression_id, employer_id, employee_id, typology, reason_code, scope_key, note, created_by, created_at, expires_at, approved_by, approved_at, flag_id
FROM paysieve.suppression
WHERE created_at <= @now AND expires_at > @now AND (revoked_at IS NULL OR revoked_at > @now)
ORDER BY employer_id, employee_id, typology, suppression_id;
