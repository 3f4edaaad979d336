// The table of contents of an examiner's pack: every table and every column, with what it means.
using System.Globalization;
using System.Text.Json.Nodes;
using static Paysieve.Pipeline.Audit.Packs.CellKind;

namespace Paysieve.Pipeline.Audit.Packs;

/// <summary>All tables, in the order of the pack's manifest. Times are UTC in ISO 8601; money is exact decimal text; JSON is text in one cell.</summary>
public static class PackCatalog
{
    /// <summary>Raised when a table or column comes. None ever changes its meaning or goes: a pack of any version can be checked by every later program.</summary>
    public const string SchemaVersion = "3";

    public static PackTable Alerts { get; } = new("alerts", "One row per flag: what was flagged, why it stands where it stands, and what was decided.",
    [
        new("alert_id", Text, "Id of the flag; the same for the same run of the same night"),
        new("run_id", Text, "Run that raised it: runs.run_id"),
        new("employer_id", Text, "Legal entity or client"),
        new("employee_id", Text, "Payee's number there"),
        new("employee_name", Text, "Name as in the HR system; only in packs for compliance, null when masked or erased"),
        new("holder_name", Text, "Account holder when it is another; only in packs for compliance"),
        new("transfer_id", Text, "Id of the payout in its source system"),
        new("payment_reference", Text, "Reference in the outgoing bank file, when the export gave one"),
        new("file_id", Text, "File that brought the payout: files.file_id; null when the lake no longer holds it"),
        new("pay_date", Text, "ISO 8601 date"),
        new("amount", Text, "Payout, exact decimal"),
        new("currency", Text, "ISO 4217, or a crypto tag"),
        new("account_masked", Text, "Last four characters of the account"),
        new("typology", Text, "payout_routing, shared_account, currency_hop or sanctions_match"),
        new("band", Text, "Severity: low, medium, high, critical"),
        new("score", Real, "0 to 1; for a behavioural typology 1 - score is the share of past payouts expected to look as strange"),
        new("rank", Whole, "Place of the payout in the run's order of review, 1 first; alerts on one payout share it"),
        new("held_back", Flag, "True: over the night's review budget, not shown among the night's flags"),
        new("model_id", Text, "Model bundle that scored: models.model_id"),
        new("list_set_id", Text, "Lists screened against: run_lists of the run"),
        new("configuration_hash", Text, "SHA-256 of the settings in force"),
        new("detector_scores", Text, "JSON: what each detector said"),
        new("innocent_tests", Text, "JSON: innocent explanations tested, and whether each applies"),
        new("list_matches", Text, "JSON: list entries matched, with list version, score and reasons"),
        new("status", Text, "open, in_review, escalated, cleared or confirmed, at the end of the pack's period"),
        new("decided_by", Text, "Who decided last"),
        new("decided_at", Text, "When"),
        new("hours_to_decision", Real, "From the run's end to the first decision"),
        new("suppression_id", Text, "Suppressions that keep the alert back, by space: suppressions.suppression_id; null when none does", Since: 2),
    ]);

    public static PackTable Reasons { get; } = new("reasons", "Why a flag has its score; the contributions add up to it.",
    [
        new("alert_id", Text, "alerts.alert_id"),
        new("ordinal", Whole, "1 for the weightiest"),
        new("code", Text, "Stable reason code"),
        new("feature", Text, "Feature of the catalogue, rule or list"),
        new("value", Real, "The feature's value in its unit; null when it is missing or no number"),
        new("percentile", Real, "0 to 100 among peers in the training window"),
        new("contribution", Real, "Share of the score"),
        new("sentence", Text, "The reason in words"),
    ]);

    public static PackTable Decisions { get; } = new("decisions", "Everything anybody decided about the flags of the pack; none is ever changed.",
    [
        new("decision_id", Text, "Id of the decision"),
        new("alert_id", Text, "alerts.alert_id"),
        new("ordinal", Whole, "1 for the flag's first decision"),
        new("decision", Text, "in_review, escalated, cleared, confirmed or open"),
        new("reason_code", Text, "Reason code of the house"),
        new("note", Text, "What the reviewer wrote"),
        new("actor", Text, "Who decided"),
        new("second_actor", Text, "Who approved it; never the same person"),
        new("decided_at", Text, "When"),
    ]);

    public static PackTable Suppressions { get; } = new("suppressions", "What was looked at, found innocent, and is not flagged again for a while.",
    [
        new("suppression_id", Text, "Id"),
        new("employer_id", Text, "Legal entity or client"),
        new("employee_id", Text, "Payee's number there"),
        new("typology", Text, "Typology it holds for"),
        new("reason_code", Text, "Reason that is not raised again"),
        new("scope_key", Text, "The account it hangs on, as keyed hash; it lapses when the payee is paid to another"),
        new("note", Text, "Rationale"),
        new("created_by", Text, "Who asked"),
        new("created_at", Text, "When"),
        new("expires_at", Text, "When it ends by itself"),
        new("approved_by", Text, "Who approved; never the same person"),
        new("alert_id", Text, "The flag whose review led here"),
        new("status", Text, "proposed, in_force, expired, revoked or lapsed, at the end of the pack's period", Since: 2),
        new("approved_at", Text, "When it was approved", Since: 2),
        new("model_id", Text, "Model it was approved under; it lapses when another is in use", Since: 2),
        new("catalogue_version", Text, "Features and rules it was approved under; it lapses when they change", Since: 2),
        new("ended_at", Text, "When it was revoked or lapsed", Since: 2),
        new("ended_by", Text, "Who revoked it; null when it lapsed by itself", Since: 2),
        new("ended_why", Text, "Why", Since: 2),
    ]);

    public static PackTable ReleasedMatches { get; } = new("released_matches", "Possible list matches that a run did not raise again, because two people had released the pair and neither person nor entry has changed.",
    [
        new("run_id", Text, "runs.run_id"),
        new("transfer_id", Text, "Id of the payout in its source system"),
        new("party", Text, "employee or account holder"),
        new("list", Text, "lists.source"),
        new("entry_id", Text, "The publisher's number of the entry"),
        new("released_alert_id", Text, "The alert whose release holds for the pair; see decisions"),
        new("released_at", Text, "When"),
    ]) { Since = 2 };

    public static PackTable Namesakes { get; } = new("namesakes", "Possible list matches that a run did not raise, because birth date and country or sex say that the person is somebody else of the name.",
    [
        new("run_id", Text, "runs.run_id"),
        new("employer_id", Text, "Legal entity or client; null in runs of earlier versions"),
        new("employee_id", Text, "Payee's number there; null in runs of earlier versions"),
        new("transfer_id", Text, "Id of the payout in its source system"),
        new("party", Text, "employee or account holder"),
        new("list", Text, "lists.source"),
        new("list_version", Text, "The publisher's date or version; null in runs of earlier versions"),
        new("entry_id", Text, "The publisher's number of the entry"),
        new("by", Text, "The facts that tell person and entry apart, and how far apart birth dates had to be; null in runs of earlier versions"),
    ]) { Since = 3 };

    public static PackTable SettingsChanges { get; } = new("settings_changes", "Which setting a run found changed, by whom and why; the first run puts every setting on record. From the beginning to the period's end.",
    [
        new("seq", Whole, "events.seq"),
        new("at", Text, "When the run started that was the first with it"),
        new("actor", Text, "User or service account that started it"),
        new("run_id", Text, "That run: runs.run_id; alerts_raised before and after say what came of it"),
        new("key", Text, "Setting, as Section:Name"),
        new("before", Text, "JSON value; null: it was not on record"),
        new("after", Text, "JSON value; null: it is gone"),
        new("reason", Text, "Why, when it was said"),
    ]) { Since = 2 };

    public static PackTable Replays { get; } = new("replays", "Old alerts computed again from the inputs that their run names, and what came of it.",
    [
        new("seq", Whole, "events.seq"),
        new("at", Text, "When"),
        new("actor", Text, "Who asked"),
        new("subject", Text, "alerts.alert_id, or runs.run_id for all alerts of a run"),
        new("verdict", Text, "identical, differs, or not_possible: what it takes was deleted, or a person erased"),
        new("details", Text, "JSON: alerts computed again, what differs, what was altered, what is gone"),
    ]) { Since = 2 };

    public static PackTable Runs { get; } = new("runs", "Every run of the period: what it read, with what it scored, how it ended.",
    [
        new("run_id", Text, "First 16 characters of the key"),
        new("run_key", Text, "SHA-256 over files, history, settings, model, lists, as-of date and program version: the same key, the same flags"),
        new("kind", Text, "night or as_of"),
        new("as_of", Text, "Pay date asked for, when one was"),
        new("status", Text, "completed, degraded or failed"),
        new("started_at", Text, "When"),
        new("finished_at", Text, "When"),
        new("trigger", Text, "manual or schedule"),
        new("actor", Text, "User or service account"),
        new("program_version", Text, "Version of the program"),
        new("configuration_hash", Text, "SHA-256 of the settings in force"),
        new("model_id", Text, "models.model_id"),
        new("list_set_id", Text, "Id of the set of lists in force; see run_lists"),
        new("payouts_scored", Whole, "Payouts that got a score"),
        new("alerts_raised", Whole, "Flags within the budget, and every list match"),
        new("alerts_held_back", Whole, "Flags over the night's budget"),
        new("attempt", Whole, "1 unless an earlier start with the same key failed"),
        new("failure", Text, "Why it failed"),
        new("summary", Text, "JSON: rows in and out, payouts not scored by reason, what was not checked, what was degraded, thresholds"),
    ]);

    public static PackTable RunFiles { get; } = new("run_files", "Which files a run scored, and which history it read for the first time.",
    [
        new("run_id", Text, "runs.run_id"),
        new("file_id", Text, "files.file_id"),
        new("role", Text, "night, history or legs"),
        new("rows_scored", Whole, "Payouts of it that the run scored"),
        new("rows_not_scored", Whole, "Its other rows: rejected, unchanged, of legs or of the history"),
    ]);

    public static PackTable RunLists { get; } = new("run_lists", "Which lists a run screened against.",
    [
        new("run_id", Text, "runs.run_id"),
        new("snapshot_id", Text, "lists.snapshot_id"),
    ]);

    public static PackTable Files { get; } = new("files", "Every file of the period or of its runs: rows read = accepted + rejected.",
    [
        new("file_id", Text, "SHA-256 of the file's bytes"),
        new("name", Text, "File name"),
        new("source", Text, "Where it came from"),
        new("format", Text, "Format or mapping it was read with"),
        new("byte_size", Whole, "Bytes"),
        new("rows_read", Whole, "Rows in the file"),
        new("rows_accepted", Whole, "Rows taken into the history"),
        new("rows_rejected", Whole, "Rows turned away, each in rejections"),
        new("refused_code", Text, "Why the file was refused whole"),
        new("first_seen_at", Text, "When"),
    ]);

    public static PackTable Rejections { get; } = new("rejections", "Rows that were turned away, and why; values are masked. The first 100,000 of a file.",
    [
        new("file_id", Text, "files.file_id"),
        new("line_no", Whole, "Line in the file"),
        new("column", Text, "Column at fault"),
        new("code", Text, "Why"),
        new("detail", Text, "What was found and what was expected, masked"),
    ]);

    public static PackTable Lists { get; } = new("lists", "Sanctions list snapshots of the period, and when each was in force.",
    [
        new("snapshot_id", Text, "SHA-256 of the list's content"),
        new("source", Text, "ofac, un, uk, eu, …"),
        new("publisher", Text, "Who publishes it"),
        new("list_version", Text, "The publisher's date or version"),
        new("entries", Whole, "Entries"),
        new("names", Whole, "Names and aliases"),
        new("wallets", Whole, "Wallet addresses"),
        new("in_force_from", Text, "When it was loaded and came into force"),
        new("in_force_until", Text, "When another of its source took over; null while it is in force at the end of the period"),
        new("loaded_by", Text, "Who loaded it"),
    ]);

    public static PackTable Models { get; } = new("models", "Model bundles: on what they were trained, with what result.",
    [
        new("model_id", Text, "SHA-256 of the bundle's bytes"),
        new("trained_at", Text, "When"),
        new("train_from", Text, "First pay date trained on"),
        new("train_to", Text, "Last pay date trained on"),
        new("data_hash", Text, "SHA-256 over the training data"),
        new("seed", Text, "Seed of everything drawn"),
        new("catalogue_version", Text, "Version of the feature catalogue"),
        new("metrics", Text, "JSON: results"),
    ]);

    public static PackTable ModelChanges { get; } = new("model_changes", "Who put which model in use when, and why.",
    [
        new("seq", Whole, "events.seq"),
        new("at", Text, "When"),
        new("actor", Text, "Who"),
        new("action", Text, "model.trained, model.promoted, …"),
        new("model_id", Text, "models.model_id"),
        new("details", Text, "JSON: the model in use before, the reason"),
    ]);

    public static PackTable Events { get; } = new("events", "The audit trail itself, without a gap: each event names the hash of the one before.",
    [
        new("seq", Whole, "1 for the first event of the store, then without a gap"),
        new("at", Text, "When, to the microsecond"),
        new("actor", Text, "User or service account"),
        new("action", Text, "What was done"),
        new("subject", Text, "To what: id of a run, file, model, list or flag"),
        new("payload", Text, "JSON in RFC 8785 form: the facts"),
        new("prev_hash", Text, "Hash of the event before"),
        new("hash", Text, "SHA-256 over the event in RFC 8785 form"),
    ]);

    public static IReadOnlyList<PackTable> All { get; } =
        [Alerts, Reasons, Decisions, Suppressions, ReleasedMatches, Namesakes, Runs, RunFiles, RunLists, Files, Rejections, Lists, Models, ModelChanges, SettingsChanges, Replays, Events];

    /// <summary>The tables of a pack of that schema version, with the columns that they had; none for a version that this program does not know.</summary>
    public static IReadOnlyList<PackTable> Of(string schemaVersion) =>
        int.TryParse(schemaVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= 1 && version <= int.Parse(SchemaVersion, CultureInfo.InvariantCulture)
            ? [.. All.Where(table => table.Since <= version).Select(table => table with { Columns = [.. table.Columns.Where(column => column.Since <= version)] })] : [];

    /// <summary><c>schema.json</c>: every table and column with its meaning, in RFC 8785 form.</summary>
    public static string SchemaJson()
    {
        var tables = new JsonObject();
        foreach (var table in All)
        {
            var columns = new JsonArray();
            foreach (var column in table.Columns.Append(new PackColumn(PackTable.HashColumn, Text, "SHA-256 of the row hash before, a line feed, and the row in RFC 8785 form without this column")))
            {
                columns.Add(new JsonObject
                {
                    ["name"] = column.Name, ["kind"] = column.Kind.ToString().ToLowerInvariant(), ["means"] = column.Means,
                });
            }
            tables[table.Name] = new JsonObject { ["means"] = table.Means, ["columns"] = columns };
        }
        return CanonicalJson.Of(new JsonObject { ["schema_version"] = SchemaVersion, ["tables"] = tables });
    }
}
