-- @disposition_id nvarchar(32)
-- @flag_id nvarchar(32)
-- @ordinal int
-- @decision nvarchar(12)
-- @reason_code nvarchar(80)
-- @note nvarchar(2000)
-- @actor nvarchar(128)
-- @decided_at datetime2(6)
-- @second_actor nvarchar(128)
-- @actor_key nvarchar(40)
-- @second_actor_key nvarchar(40)
-- @proposes nvarchar(12)
-- @note_salt nvarchar(32)
INSERT INTO paysieve.disposition
    (disposition_id, flag_id, ordinal, decision, reason_code, note, actor, decided_at, second_actor, actor_key, second_actor_key, proposes, note_salt)
VALUES
    (@disposition_id, @flag_id, @ordinal, @decision, @reason_code, @note, @actor, @decided_at, @second_actor, @actor_key, @second_actor_key, @proposes, @note_salt);
