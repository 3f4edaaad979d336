-- @flag_id nvarchar(32)
UPDATE paysieve.flag_reason
SET sentence = '[erased]'
WHERE flag_id = @flag_id;
