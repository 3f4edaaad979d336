-- @seq bigint
-- @at datetime2(6)
-- @actor nvarchar(128)
-- @action nvarchar(64)
-- @subject nvarchar(200)
-- @payload nvarchar(max)
-- @prev_hash nvarchar(64)
-- @hash nvarchar(64)
INSERT INTO paysieve.audit_event
    (seq, at, actor, action, subject, payload, prev_hash, hash)
VALUES
    (@seq, @at, @actor, @action, @subject, @payload, @prev_hash, @hash);
