-- @run_id nvarchar(16)
-- @typology nvarchar(20)
-- @band nvarchar(8)
-- @held_back bit
-- @employer_id nvarchar(200)
-- @employee_id nvarchar(200)
-- @transfer_id nvarchar(200)
-- @decision nvarchar(12)
-- @skip bigint
-- @take bigint
SELECT f.flag_id, f.run_id, f.transfer_id, f.employer_id, f.employee_id, f.pay_date, f.amount AS amount, f.currency,
    f.typology, f.score, f.rank, f.band, f.held_back, f.account_masked, f.explanation,
    f.file_id, f.payment_ref, f.changed_by, f.change_approved_by,
    d.disposition_id, d.ordinal AS decision_no, d.decision, d.reason_code, d.note, d.actor, d.decided_at, d.second_actor, d.proposes
FROM paysieve.flagged_transfer AS f
LEFT JOIN paysieve.disposition AS d
    ON d.flag_id = f.flag_id AND d.ordinal = (SELECT MAX(x.ordinal) FROM paysieve.disposition AS x WHERE x.flag_id = f.flag_id)
WHERE f.run_id = @run_id
    AND (@typology IS NULL OR f.typology = @typology)
    AND (@band IS NULL OR f.band = @band)
    AND (@held_back IS NULL OR f.held_back = @held_back)
    AND (@employer_id IS NULL OR f.employer_id = @employer_id)
    AND (@employee_id IS NULL OR f.employee_id = @employee_id)
    AND (@transfer_id IS NULL OR f.transfer_id = @transfer_id)
    AND (@decision IS NULL OR COALESCE(d.decision, 'open') = @decision)
ORDER BY f.rank, f.flag_id
LIMIT @take OFFSET @skip;
