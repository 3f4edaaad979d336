-- Who may do what in the database, as four roles. Run it by the owner, after the first command has made the tables and after every upgrade;
-- it may be run again. Members are added by the owner: ALTER ROLE paysieve_writer ADD MEMBER [DOMAIN\service].
-- Migrations need the owner: run the first command of a new version as such.

IF DATABASE_PRINCIPAL_ID('paysieve_writer') IS NULL CREATE ROLE paysieve_writer;
IF DATABASE_PRINCIPAL_ID('paysieve_reviewer') IS NULL CREATE ROLE paysieve_reviewer;
IF DATABASE_PRINCIPAL_ID('paysieve_auditor') IS NULL CREATE ROLE paysieve_auditor;
IF DATABASE_PRINCIPAL_ID('paysieve_data_scientist') IS NULL CREATE ROLE paysieve_data_scientist;
GO

-- The program by night: adds everywhere, changes what has a state, and nothing of what was recorded. The columns of an erasure are named one by one.
GRANT SELECT ON SCHEMA::paysieve TO paysieve_writer;
GRANT INSERT ON paysieve.source_file TO paysieve_writer;
GRANT INSERT ON paysieve.rejected_record TO paysieve_writer;
GRANT INSERT ON paysieve.model_bundle TO paysieve_writer;
GRANT INSERT ON paysieve.list_snapshot TO paysieve_writer;
GRANT INSERT ON paysieve.run TO paysieve_writer;
GRANT INSERT ON paysieve.run_file TO paysieve_writer;
GRANT INSERT ON paysieve.run_list TO paysieve_writer;
GRANT INSERT ON paysieve.flagged_transfer TO paysieve_writer;
GRANT INSERT ON paysieve.flag_reason TO paysieve_writer;
GRANT INSERT ON paysieve.audit_event TO paysieve_writer;
GRANT UPDATE ON paysieve.source_file TO paysieve_writer;
GRANT DELETE ON paysieve.rejected_record TO paysieve_writer;
GRANT UPDATE ON paysieve.model_bundle TO paysieve_writer;
GRANT UPDATE ON paysieve.list_snapshot TO paysieve_writer;
GRANT UPDATE ON paysieve.run TO paysieve_writer;
GRANT UPDATE ON paysieve.suppression (lapsed_at, ended_why) TO paysieve_writer;
GRANT UPDATE ON paysieve.flagged_transfer (account_masked, payment_ref, explanation) TO paysieve_writer;
GRANT UPDATE ON paysieve.flag_reason (sentence) TO paysieve_writer;
GRANT UPDATE ON paysieve.disposition (note, note_salt) TO paysieve_writer;
GRANT UPDATE ON paysieve.suppression (note, note_salt) TO paysieve_writer;
GO

-- People who decide. What they do is an event, so they may add to the trail.
GRANT SELECT ON SCHEMA::paysieve TO paysieve_reviewer;
GRANT INSERT ON paysieve.disposition TO paysieve_reviewer;
GRANT INSERT ON paysieve.suppression TO paysieve_reviewer;
GRANT UPDATE ON paysieve.suppression (approved_by, approved_by_key, approved_at, revoked_by, revoked_at, ended_why) TO paysieve_reviewer;
GRANT INSERT ON paysieve.audit_event TO paysieve_reviewer;
GO

-- Who reads everything and writes nothing, whatever other role they are given. An export of a pack is an event: it is made by the writer.
GRANT SELECT ON SCHEMA::paysieve TO paysieve_auditor;
GO
DENY INSERT, UPDATE, DELETE ON SCHEMA::paysieve TO paysieve_auditor;
GO

-- Scores, reasons and outcomes without a payee, an account or a free word.
GRANT SELECT ON paysieve.flagged_transfer (flag_id, run_id, pay_date, currency, typology, score, rank, band, held_back) TO paysieve_data_scientist;
GRANT SELECT ON paysieve.flag_reason (flag_id, ordinal, code, feature, value, percentile, contribution) TO paysieve_data_scientist;
GRANT SELECT ON paysieve.disposition (disposition_id, flag_id, ordinal, decision, reason_code, decided_at) TO paysieve_data_scientist;
GRANT SELECT ON paysieve.model_bundle TO paysieve_data_scientist;
GRANT SELECT ON paysieve.run (run_id, run_key, kind, as_of, status, started_at, finished_at, bundle_id, list_snapshot_id, config_hash, transfers_scored, flags_raised, flags_held_back, program_version) TO paysieve_data_scientist;
GO
