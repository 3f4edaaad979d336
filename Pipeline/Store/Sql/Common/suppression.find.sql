-- @suppression_id nvarchar(32)
SELECT suppression_id, employer_id, employee_id, typology, reason_code, scope_key, note, created_by, created_at, expires_at, approved_by, approved_at, flag_id
FROM paysieve.suppression
WHERE suppression_id = @suppression_id;
