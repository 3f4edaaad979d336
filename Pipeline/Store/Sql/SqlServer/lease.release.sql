-- @lock_name nvarchar(255)
EXEC sp_releaseapplock @Resource = @lock_name, @LockOwner = 'Session';
