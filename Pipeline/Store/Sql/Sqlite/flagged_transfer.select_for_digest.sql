-- @run_id nvarchar(16)
SELECT f.flag_id, f.run_id, f.transfer_id, f.employer_id, f.employee_id, f.pay_date, f.amount AS amount, f.currency,
    f.typology, f.score, f.rank, f.band, f.held_back, f.account_masked, f.explanation,
    f.file_id, f.payment_ref, f.changed_by, f.change_approved_by
FROM paysieve.flagged_transfer AS f
WHERE f.run_id = @run_id
ORDER BY f.flag_id;
