-- @source nvarchar(100)
UPDATE paysieve.list_snapshot
SET is_current = 0
WHERE source = @source AND is_current = 1;
