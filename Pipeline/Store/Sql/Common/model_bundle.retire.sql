UPDATE paysieve.model_bundle
SET state = 'retired'
WHERE state = 'champion';
