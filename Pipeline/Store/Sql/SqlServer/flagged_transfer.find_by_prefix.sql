-- @id_from nvarchar(64)
-- @id_below nvarchar(64)
SELECT f.flag_id, f.run_id, f.transfer_id, f.employer_id, f.employee_id, f.pay_date, CONVERT(nvarchar(60), f.amount) AS amount, f.currency,
    f.typology, f.score, f.rank, f.band, f.held_back, f.account_masked, f.explanation,
    f.file_id, f.payment_ref, f.changed_by, f.change_approved_by,
    d.disposition_id, d.ordinal AS decision_no, d.decision, d.reason_code, d.note, d.actor, d.decided_at, d.second_actor, d.proposes
FROM paysieve.flagged_transfer AS f
LEFT JOIN paysieve.disposition AS d
    ON d.flag_id = f.flag_id AND d.ordinal = (SELECT MAX(x.ordinal) FROM paysieve.disposition AS x WHERE x.flag_id = f.flag_id)
WHERE f.flag_id >= @id_from AND f.flag_id < @id_below
ORDER BY f.flag_id;
