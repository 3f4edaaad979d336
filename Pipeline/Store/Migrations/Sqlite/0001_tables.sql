-- The store's tables. Money is exact decimal text, times are ISO 8601 UTC text, dates are ISO 8601 text, flags are 0 or 1.
-- STRICT, so that a column holds what it says and nothing else.

CREATE TABLE source_file (
    file_id       TEXT    NOT NULL PRIMARY KEY,
    source        TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    format        TEXT    NOT NULL,
    byte_size     INTEGER NOT NULL,
    rows_read     INTEGER NOT NULL,
    rows_accepted INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    refused_code  TEXT    NULL,
    first_seen_at TEXT    NOT NULL,
    CONSTRAINT ck_source_file_rows CHECK (rows_read = rows_accepted + rows_rejected AND rows_accepted >= 0 AND rows_rejected >= 0)
) STRICT;

CREATE TABLE rejected_record (
    file_id     TEXT    NOT NULL REFERENCES source_file (file_id),
    ordinal     INTEGER NOT NULL,
    line_no     INTEGER NOT NULL,
    column_name TEXT    NULL,
    code        TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    PRIMARY KEY (file_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_bundle (
    bundle_id         TEXT    NOT NULL PRIMARY KEY,
    trained_at        TEXT    NOT NULL,
    train_from        TEXT    NULL,
    train_to          TEXT    NULL,
    data_hash         TEXT    NOT NULL,
    seed              INTEGER NOT NULL,
    catalogue_version TEXT    NOT NULL,
    metrics           TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    promoted_at       TEXT    NULL,
    promoted_by       TEXT    NULL,
    CONSTRAINT ck_model_bundle_state CHECK (state IN ('candidate', 'champion', 'retired')),
    CONSTRAINT ck_model_bundle_metrics CHECK (json_valid(metrics))
) STRICT;

CREATE UNIQUE INDEX ux_model_bundle_champion ON model_bundle (state) WHERE state = 'champion';

CREATE TABLE list_snapshot (
    snapshot_id  TEXT    NOT NULL PRIMARY KEY,
    source       TEXT    NOT NULL,
    publisher    TEXT    NOT NULL,
    list_version TEXT    NOT NULL,
    entries      INTEGER NOT NULL,
    names        INTEGER NOT NULL,
    wallets      INTEGER NOT NULL,
    loaded_at    TEXT    NOT NULL,
    is_current   INTEGER NOT NULL CHECK (is_current IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX ux_list_snapshot_current ON list_snapshot (source) WHERE is_current = 1;

CREATE TABLE run (
    run_id           TEXT    NOT NULL PRIMARY KEY,
    run_key          TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    as_of            TEXT    NULL,
    status           TEXT    NOT NULL,
    started_at       TEXT    NOT NULL,
    finished_at      TEXT    NULL,
    bundle_id        TEXT    NULL REFERENCES model_bundle (bundle_id),
    list_snapshot_id TEXT    NULL,
    config_hash      TEXT    NOT NULL,
    transfers_scored INTEGER NOT NULL,
    flags_raised     INTEGER NOT NULL,
    flags_held_back  INTEGER NOT NULL,
    program_version  TEXT    NOT NULL,
    attempt          INTEGER NOT NULL,
    actor            TEXT    NOT NULL,
    started_by       TEXT    NOT NULL,
    summary          TEXT    NOT NULL,
    failure          TEXT    NULL,
    CONSTRAINT ux_run_key UNIQUE (run_key),
    CONSTRAINT ck_run_status CHECK (status IN ('running', 'completed', 'degraded', 'failed')),
    CONSTRAINT ck_run_finished CHECK ((status = 'running') = (finished_at IS NULL)),
    CONSTRAINT ck_run_summary CHECK (json_valid(summary))
) STRICT;

CREATE INDEX ix_run_status ON run (status, started_at);

CREATE TABLE run_file (
    run_id          TEXT    NOT NULL REFERENCES run (run_id),
    file_id         TEXT    NOT NULL REFERENCES source_file (file_id),
    role            TEXT    NOT NULL,
    rows_scored     INTEGER NOT NULL,
    rows_not_scored INTEGER NOT NULL,
    PRIMARY KEY (run_id, file_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ix_run_file_file ON run_file (file_id);

CREATE TABLE run_list (
    run_id      TEXT NOT NULL REFERENCES run (run_id),
    snapshot_id TEXT NOT NULL REFERENCES list_snapshot (snapshot_id),
    PRIMARY KEY (run_id, snapshot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE flagged_transfer (
    flag_id        TEXT    NOT NULL PRIMARY KEY,
    run_id         TEXT    NOT NULL REFERENCES run (run_id),
    transfer_id    TEXT    NOT NULL,
    employer_id    TEXT    NOT NULL,
    employee_id    TEXT    NOT NULL,
    pay_date       TEXT    NOT NULL,
    amount         TEXT    NOT NULL,
    currency       TEXT    NOT NULL,
    typology       TEXT    NOT NULL,
    score          REAL    NOT NULL,
    rank           INTEGER NOT NULL,
    band           TEXT    NOT NULL,
    held_back      INTEGER NOT NULL CHECK (held_back IN (0, 1)),
    account_masked TEXT    NOT NULL,
    explanation    TEXT    NOT NULL,
    CONSTRAINT ux_flagged_transfer_row UNIQUE (run_id, transfer_id, typology),
    CONSTRAINT ck_flagged_transfer_typology CHECK (typology IN ('payout_routing', 'shared_account', 'currency_hop', 'sanctions_match')),
    CONSTRAINT ck_flagged_transfer_band CHECK (band IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT ck_flagged_transfer_score CHECK (score BETWEEN 0 AND 1),
    CONSTRAINT ck_flagged_transfer_held_back CHECK (held_back = 0 OR typology <> 'sanctions_match'),
    CONSTRAINT ck_flagged_transfer_explanation CHECK (json_valid(explanation))
) STRICT;

CREATE INDEX ix_flagged_transfer_rank ON flagged_transfer (run_id, rank, flag_id);
CREATE INDEX ix_flagged_transfer_payee ON flagged_transfer (employer_id, employee_id, pay_date);
CREATE INDEX ix_flagged_transfer_transfer ON flagged_transfer (transfer_id);

CREATE TABLE flag_reason (
    flag_id      TEXT    NOT NULL REFERENCES flagged_transfer (flag_id),
    ordinal      INTEGER NOT NULL,
    code         TEXT    NOT NULL,
    feature      TEXT    NOT NULL,
    value        REAL    NULL,
    percentile   REAL    NULL,
    contribution REAL    NOT NULL,
    sentence     TEXT    NOT NULL,
    PRIMARY KEY (flag_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE disposition (
    disposition_id TEXT    NOT NULL PRIMARY KEY,
    flag_id        TEXT    NOT NULL REFERENCES flagged_transfer (flag_id),
    ordinal        INTEGER NOT NULL,
    decision       TEXT    NOT NULL,
    reason_code    TEXT    NOT NULL,
    note           TEXT    NOT NULL,
    actor          TEXT    NOT NULL,
    decided_at     TEXT    NOT NULL,
    second_actor   TEXT    NULL,
    CONSTRAINT ux_disposition_flag UNIQUE (flag_id, ordinal),
    CONSTRAINT ck_disposition_decision CHECK (decision IN ('open', 'in_review', 'escalated', 'cleared', 'confirmed')),
    CONSTRAINT ck_disposition_second_actor CHECK (second_actor IS NULL OR second_actor <> actor)
) STRICT;

CREATE TABLE suppression (
    suppression_id TEXT NOT NULL PRIMARY KEY,
    employer_id    TEXT NOT NULL,
    employee_id    TEXT NOT NULL,
    typology       TEXT NOT NULL,
    reason_code    TEXT NOT NULL,
    scope_key      TEXT NOT NULL,
    note           TEXT NOT NULL,
    created_by     TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    expires_at     TEXT NOT NULL,
    approved_by    TEXT NULL,
    approved_at    TEXT NULL,
    revoked_at     TEXT NULL,
    flag_id        TEXT NULL REFERENCES flagged_transfer (flag_id),
    CONSTRAINT ck_suppression_typology CHECK (typology IN ('payout_routing', 'shared_account', 'currency_hop', 'sanctions_match')),
    CONSTRAINT ck_suppression_expiry CHECK (expires_at > created_at),
    CONSTRAINT ck_suppression_approval CHECK (approved_by IS NULL OR approved_by <> created_by)
) STRICT;

CREATE INDEX ix_suppression_payee ON suppression (employer_id, employee_id, expires_at);
