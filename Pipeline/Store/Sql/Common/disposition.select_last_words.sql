-- What was last said of each flag of the behavioural typologies, where that settles it.
SELECT f.transfer_id, d.decision, d.decided_at
FROM paysieve.disposition AS d
INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = d.flag_id
WHERE d.decision IN ('cleared', 'confirmed')
  AND f.typology <> 'sanctions_match'
  AND NOT EXISTS (SELECT 1 FROM paysieve.disposition AS later WHERE later.flag_id = d.flag_id AND later.ordinal > d.ordinal)
ORDER BY f.transfer_id, d.flag_id;
