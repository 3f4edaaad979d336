-- @employer_id nvarchar(200)
-- @employee_id nvarchar(200)
SELECT flag_id, run_id, typology, explanation
FROM paysieve.flagged_transfer
WHERE employer_id = @employer_id AND employee_id = @employee_id
ORDER BY flag_id;
