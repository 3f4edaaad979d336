-- @id_from nvarchar(64)
-- @id_below nvarchar(64)
SELECT s.suppression_id, s.employer_id, s.employee_id, s.typology, s.reason_code, s.scope_key, s.note, s.note_salt, s.created_by, s.created_at, s.expires_at, s.approved_by, s.approved_at,
    s.revoked_at, s.revoked_by, s.lapsed_at, s.ended_why, s.party_key, s.bundle_id, s.catalogue_version, s.flag_id, f.transfer_id
FROM paysieve.suppression AS s
LEFT JOIN paysieve.flagged_transfer AS f ON f.flag_id = s.flag_id
WHERE s.suppression_id >= @id_from AND s.suppression_id < @id_below
ORDER BY s.suppression_id;
