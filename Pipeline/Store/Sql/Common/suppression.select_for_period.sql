-- @period_from datetime2(6)
-- @period_below datetime2(6)
SELECT suppression_id, employer_id, employee_id, typology, reason_code, scope_key, note, created_by, created_at, expires_at, approved_by, approved_at, flag_id
FROM paysieve.suppression
WHERE created_at < @period_below AND expires_at > @period_from
ORDER BY created_at, suppression_id;
