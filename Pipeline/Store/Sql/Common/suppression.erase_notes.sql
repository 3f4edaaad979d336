-- @flag_id nvarchar(32)
UPDATE paysieve.suppression
SET note = '[erased]', note_salt = NULL
WHERE flag_id = @flag_id AND note <> '' AND note <> '[erased]';
