-- @flag_id nvarchar(32)
SELECT disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at, second_actor, proposes
FROM paysieve.disposition
WHERE flag_id = @flag_id
ORDER BY ordinal;
