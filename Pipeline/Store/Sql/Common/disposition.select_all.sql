SELECT disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at, second_actor, proposes, note_salt
FROM paysieve.disposition
ORDER BY flag_id, ordinal;
