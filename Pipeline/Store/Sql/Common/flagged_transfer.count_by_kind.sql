-- @run_id nvarchar(16)
SELECT typology, band, held_back, COUNT(*) AS flags
FROM paysieve.flagged_transfer
WHERE run_id = @run_id
GROUP BY typology, band, held_back
ORDER BY typology, band, held_back;
