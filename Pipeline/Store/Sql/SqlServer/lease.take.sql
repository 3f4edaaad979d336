-- @lock_name nvarchar(255)
DECLARE @granted int;
EXEC @granted = sp_getapplock @Resource = @lock_name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
SELECT @granted AS granted;
