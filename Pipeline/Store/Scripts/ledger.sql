-- For servers with ledger tables alone (SQL Server 2022 and later, Azure SQL): hashes of the trail go into an append-only ledger table as well,
-- for which the server itself keeps a chain that its owner cannot rewrite. Run it by the owner after the tables are there, once; events from
-- then on are in it. Keep the server's database digests outside, and check with sys.sp_verify_database_ledger.

CREATE TABLE paysieve.audit_ledger (
    seq  bigint NOT NULL,
    hash nvarchar(64) NOT NULL
)
WITH (LEDGER = ON (APPEND_ONLY = ON));
GO

CREATE TRIGGER paysieve.audit_event_in_ledger ON paysieve.audit_event AFTER INSERT
AS
BEGIN
    SET NOCOUNT ON;
    INSERT INTO paysieve.audit_ledger (seq, hash) SELECT seq, hash FROM inserted;
END;
GO
