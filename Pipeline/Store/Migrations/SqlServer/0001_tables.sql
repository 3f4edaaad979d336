-- The store's tables. Times are UTC. Ids that customers give compare byte by byte, as they do everywhere else in the program;
-- amounts hold twenty digits before the point and a ledger's eighteen after it.

CREATE TABLE paysieve.source_file (
    file_id           nvarchar(64) NOT NULL CONSTRAINT pk_source_file PRIMARY KEY,
    source            nvarchar(100) NOT NULL,
    name              nvarchar(400) NOT NULL,
    format            nvarchar(60) NOT NULL,
    byte_size         bigint NOT NULL,
    rows_read         bigint NOT NULL,
    rows_accepted     bigint NOT NULL,
    rows_rejected     bigint NOT NULL,
    refused_code      nvarchar(80) NULL,
    first_seen_at     datetime2(6) NOT NULL,
    CONSTRAINT ck_source_file_rows CHECK (rows_read = rows_accepted + rows_rejected AND rows_accepted >= 0 AND rows_rejected >= 0)
);
GO

CREATE TABLE paysieve.rejected_record (
    file_id           nvarchar(64) NOT NULL CONSTRAINT fk_rejected_record_source_file REFERENCES paysieve.source_file (file_id),
    ordinal           int NOT NULL,
    line_no           bigint NOT NULL,
    column_name       nvarchar(128) NULL,
    code              nvarchar(80) NOT NULL,
    detail            nvarchar(1000) NOT NULL,
    CONSTRAINT pk_rejected_record PRIMARY KEY (file_id, ordinal)
);
GO

CREATE TABLE paysieve.model_bundle (
    bundle_id         nvarchar(64) NOT NULL CONSTRAINT pk_model_bundle PRIMARY KEY,
    trained_at        datetime2(6) NOT NULL,
    train_from        date NULL,
    train_to          date NULL,
    data_hash         nvarchar(64) NOT NULL,
    seed              bigint NOT NULL,
    catalogue_version nvarchar(64) NOT NULL,
    metrics           nvarchar(max) NOT NULL,
    state             nvarchar(12) NOT NULL,
    promoted_at       datetime2(6) NULL,
    promoted_by       nvarchar(128) NULL,
    CONSTRAINT ck_model_bundle_state CHECK (state IN ('candidate', 'champion', 'retired')),
    CONSTRAINT ck_model_bundle_metrics CHECK (ISJSON(metrics) = 1)
);
GO

CREATE UNIQUE INDEX ux_model_bundle_champion ON paysieve.model_bundle (state) WHERE state = 'champion';
GO

CREATE TABLE paysieve.list_snapshot (
    snapshot_id       nvarchar(64) NOT NULL CONSTRAINT pk_list_snapshot PRIMARY KEY,
    source            nvarchar(100) NOT NULL,
    publisher         nvarchar(200) NOT NULL,
    list_version      nvarchar(100) NOT NULL,
    entries           int NOT NULL,
    names             int NOT NULL,
    wallets           int NOT NULL,
    loaded_at         datetime2(6) NOT NULL,
    is_current        bit NOT NULL
);
GO

CREATE UNIQUE INDEX ux_list_snapshot_current ON paysieve.list_snapshot (source) WHERE is_current = 1;
GO

CREATE TABLE paysieve.run (
    run_id            nvarchar(16) NOT NULL CONSTRAINT pk_run PRIMARY KEY,
    run_key           nvarchar(64) NOT NULL,
    kind              nvarchar(20) NOT NULL,
    as_of             date NULL,
    status            nvarchar(12) NOT NULL,
    started_at        datetime2(6) NOT NULL,
    finished_at       datetime2(6) NULL,
    bundle_id         nvarchar(64) NULL CONSTRAINT fk_run_model_bundle REFERENCES paysieve.model_bundle (bundle_id),
    list_snapshot_id  nvarchar(64) NULL,
    config_hash       nvarchar(64) NOT NULL,
    transfers_scored  bigint NOT NULL,
    flags_raised      int NOT NULL,
    flags_held_back   int NOT NULL,
    program_version   nvarchar(64) NOT NULL,
    attempt           int NOT NULL,
    actor             nvarchar(128) NOT NULL,
    started_by        nvarchar(40) NOT NULL,
    summary           nvarchar(max) NOT NULL,
    failure           nvarchar(1000) NULL,
    CONSTRAINT ux_run_key UNIQUE (run_key),
    CONSTRAINT ck_run_status CHECK (status IN ('running', 'completed', 'degraded', 'failed')),
    CONSTRAINT ck_run_finished CHECK ((status = 'running' AND finished_at IS NULL) OR (status <> 'running' AND finished_at IS NOT NULL)),
    CONSTRAINT ck_run_summary CHECK (ISJSON(summary) = 1)
);
GO

CREATE INDEX ix_run_status ON paysieve.run (status, started_at);
GO

CREATE TABLE paysieve.run_file (
    run_id            nvarchar(16) NOT NULL CONSTRAINT fk_run_file_run REFERENCES paysieve.run (run_id),
    file_id           nvarchar(64) NOT NULL CONSTRAINT fk_run_file_source_file REFERENCES paysieve.source_file (file_id),
    role              nvarchar(20) NOT NULL,
    rows_scored       bigint NOT NULL,
    rows_not_scored   bigint NOT NULL,
    CONSTRAINT pk_run_file PRIMARY KEY (run_id, file_id)
);
GO

CREATE INDEX ix_run_file_file ON paysieve.run_file (file_id);
GO

CREATE TABLE paysieve.run_list (
    run_id            nvarchar(16) NOT NULL CONSTRAINT fk_run_list_run REFERENCES paysieve.run (run_id),
    snapshot_id       nvarchar(64) NOT NULL CONSTRAINT fk_run_list_list_snapshot REFERENCES paysieve.list_snapshot (snapshot_id),
    CONSTRAINT pk_run_list PRIMARY KEY (run_id, snapshot_id)
);
GO

CREATE TABLE paysieve.flagged_transfer (
    flag_id           nvarchar(32) NOT NULL CONSTRAINT pk_flagged_transfer PRIMARY KEY,
    run_id            nvarchar(16) NOT NULL CONSTRAINT fk_flagged_transfer_run REFERENCES paysieve.run (run_id),
    transfer_id       nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    employer_id       nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    employee_id       nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    pay_date          date NOT NULL,
    amount            decimal(38, 18) NOT NULL,
    currency          nvarchar(4) NOT NULL,
    typology          nvarchar(20) NOT NULL,
    score             float(53) NOT NULL,
    rank              int NOT NULL,
    band              nvarchar(8) NOT NULL,
    held_back         bit NOT NULL,
    account_masked    nvarchar(64) NOT NULL,
    explanation       nvarchar(max) NOT NULL,
    CONSTRAINT ux_flagged_transfer_row UNIQUE (run_id, transfer_id, typology),
    CONSTRAINT ck_flagged_transfer_typology CHECK (typology IN ('payout_routing', 'shared_account', 'currency_hop', 'sanctions_match')),
    CONSTRAINT ck_flagged_transfer_band CHECK (band IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT ck_flagged_transfer_score CHECK (score BETWEEN 0 AND 1),
    CONSTRAINT ck_flagged_transfer_held_back CHECK (held_back = 0 OR typology <> 'sanctions_match'),
    CONSTRAINT ck_flagged_transfer_explanation CHECK (ISJSON(explanation) = 1)
);
GO

CREATE INDEX ix_flagged_transfer_rank ON paysieve.flagged_transfer (run_id, rank, flag_id);
GO
CREATE INDEX ix_flagged_transfer_payee ON paysieve.flagged_transfer (employer_id, employee_id, pay_date);
GO
CREATE INDEX ix_flagged_transfer_transfer ON paysieve.flagged_transfer (transfer_id);
GO

CREATE TABLE paysieve.flag_reason (
    flag_id           nvarchar(32) NOT NULL CONSTRAINT fk_flag_reason_flagged_transfer REFERENCES paysieve.flagged_transfer (flag_id),
    ordinal           int NOT NULL,
    code              nvarchar(80) NOT NULL,
    feature           nvarchar(120) NOT NULL,
    value             float(53) NULL,
    percentile        float(53) NULL,
    contribution      float(53) NOT NULL,
    sentence          nvarchar(2000) NOT NULL,
    CONSTRAINT pk_flag_reason PRIMARY KEY (flag_id, ordinal)
);
GO

CREATE TABLE paysieve.disposition (
    disposition_id    nvarchar(32) NOT NULL CONSTRAINT pk_disposition PRIMARY KEY,
    flag_id           nvarchar(32) NOT NULL CONSTRAINT fk_disposition_flagged_transfer REFERENCES paysieve.flagged_transfer (flag_id),
    ordinal           int NOT NULL,
    decision          nvarchar(12) NOT NULL,
    reason_code       nvarchar(80) NOT NULL,
    note              nvarchar(2000) NOT NULL,
    actor             nvarchar(128) NOT NULL,
    decided_at        datetime2(6) NOT NULL,
    second_actor      nvarchar(128) NULL,
    CONSTRAINT ux_disposition_flag UNIQUE (flag_id, ordinal),
    CONSTRAINT ck_disposition_decision CHECK (decision IN ('open', 'in_review', 'escalated', 'cleared', 'confirmed')),
    CONSTRAINT ck_disposition_second_actor CHECK (second_actor IS NULL OR second_actor <> actor)
);
GO

CREATE TABLE paysieve.suppression (
    suppression_id    nvarchar(32) NOT NULL CONSTRAINT pk_suppression PRIMARY KEY,
    employer_id       nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    employee_id       nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    typology          nvarchar(20) NOT NULL,
    reason_code       nvarchar(80) NOT NULL,
    scope_key         nvarchar(128) NOT NULL,
    note              nvarchar(2000) NOT NULL,
    created_by        nvarchar(128) NOT NULL,
    created_at        datetime2(6) NOT NULL,
    expires_at        datetime2(6) NOT NULL,
    approved_by       nvarchar(128) NULL,
    approved_at       datetime2(6) NULL,
    revoked_at        datetime2(6) NULL,
    flag_id           nvarchar(32) NULL CONSTRAINT fk_suppression_flagged_transfer REFERENCES paysieve.flagged_transfer (flag_id),
    CONSTRAINT ck_suppression_typology CHECK (typology IN ('payout_routing', 'shared_account', 'currency_hop', 'sanctions_match')),
    CONSTRAINT ck_suppression_expiry CHECK (expires_at > created_at),
    CONSTRAINT ck_suppression_approval CHECK (approved_by IS NULL OR approved_by <> created_by)
);
GO

CREATE INDEX ix_suppression_payee ON paysieve.suppression (employer_id, employee_id, expires_at);
GO
