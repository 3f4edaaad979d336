-- @typology nvarchar(20)
-- @until datetime2(6)
SELECT f.flag_id, f.employer_id, f.employee_id, f.explanation, d.ordinal, d.decision, d.decided_at
FROM paysieve.flagged_transfer AS f
INNER JOIN paysieve.disposition AS d ON d.flag_id = f.flag_id
WHERE f.typology = @typology AND d.decided_at <= @until
ORDER BY d.decided_at, d.flag_id, d.ordinal;
