-- @flag_id nvarchar(32)
SELECT flag_id, ordinal, code, feature, value, percentile, contribution, sentence
FROM paysieve.flag_reason
WHERE flag_id = @flag_id
ORDER BY ordinal;
