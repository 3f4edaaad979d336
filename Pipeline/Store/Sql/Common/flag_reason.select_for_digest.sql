-- @run_id nvarchar(16)
SELECT r.flag_id, r.ordinal, r.code, r.feature, r.value, r.percentile, r.contribution, r.sentence
FROM paysieve.flagged_transfer AS f
INNER JOIN paysieve.flag_reason AS r ON r.flag_id = f.flag_id
WHERE f.run_id = @run_id
ORDER BY r.flag_id, r.ordinal;
