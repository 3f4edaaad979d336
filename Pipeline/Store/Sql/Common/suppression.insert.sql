-- @suppression_id nvarchar(32)
-- @employer_id nvarchar(200)
-- @employee_id nvarchar(200)
-- @typology nvarchar(20)
-- @reason_code nvarchar(80)
-- @scope_key nvarchar(128)
-- @note nvarchar(2000)
-- @created_by nvarchar(128)
-- @created_by_key nvarchar(40)
-- @created_at datetime2(6)
-- @expires_at datetime2(6)
-- @party_key nvarchar(32)
-- @bundle_id nvarchar(64)
-- @catalogue_version nvarchar(64)
-- @flag_id nvarchar(32)
INSERT INTO paysieve.suppression
    (suppression_id, employer_id, employee_id, typology, reason_code, scope_key, note, created_by, created_by_key, created_at, expires_at, party_key, bundle_id, catalogue_version, flag_id)
VALUES
    (@suppression_id, @employer_id, @employee_id, @typology, @reason_code, @scope_key, @note, @created_by, @created_by_key, @created_at, @expires_at, @party_key, @bundle_id, @catalogue_version, @flag_id);
