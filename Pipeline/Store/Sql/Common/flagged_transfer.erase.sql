-- @flag_id nvarchar(32)
-- @explanation nvarchar(max)
UPDATE paysieve.flagged_transfer
SET account_masked = '****', payment_ref = NULL, explanation = @explanation
WHERE flag_id = @flag_id;
