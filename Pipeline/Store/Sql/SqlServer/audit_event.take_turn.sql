-- @lock_name nvarchar(255)
DECLARE @granted int;
EXEC @granted = sp_getapplock @Resource = @lock_name, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 20000;
SELECT @granted AS granted;
