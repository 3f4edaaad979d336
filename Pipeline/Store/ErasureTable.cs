// Takes one payee's particulars out of the tables, while the trail goes on to verify: it holds hashes, and says with what they agree now.
using System.Text.Json;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Store;

/// <summary>What was taken out of the tables.</summary>
/// <param name="Runs">Runs that have flags of the payee.</param>
public sealed record ErasedFlags(int Flags, IReadOnlyList<string> Runs);

/// <summary>A flag of a payee, for who has to know whether it may go.</summary>
public sealed record PayeeFlag(string FlagId, string RunId, string Typology);

/// <summary>Erasure in the tables of flags, reasons, decisions and suppressions.</summary>
public sealed class ErasureTable
{
    /// <summary>Stands where something was.</summary>
    public const string Tombstone = "[erased]";

    private readonly Database _database;
    private readonly AuditTrail _audit;

    internal ErasureTable(Database database, AuditTrail audit)
    {
        _database = database;
        _audit = audit;
    }

    /// <summary>The payee's flags in all runs.</summary>
    public async Task<IReadOnlyList<PayeeFlag>> FlagsAsync(string employerId, string employeeId, CancellationToken cancellationToken) =>
        [.. (await _database.QueryAsync<Row>("flagged_transfer.select_by_payee", new { employer_id = employerId, employee_id = employeeId }, cancellationToken).ConfigureAwait(false))
            .Select(row => new PayeeFlag(row.FlagId, row.RunId, row.Typology))];

    /// <summary>
    /// Puts tombstones in the place of accounts, references, particulars of list matches and notes on the payee's flags, and records it with the
    /// new digests of the runs' flags, all in one transaction.
    /// </summary>
    /// <param name="subject">What stands for the payee in the trail: a keyed hash.</param>
    /// <param name="facts">What else was erased, for the trail.</param>
    public async Task<ErasedFlags> EraseAsync(string employerId, string employeeId, string actor, string subject, JsonObject facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var erased = await _database.WriteAsync(
            async work =>
            {
                var rows = await work.QueryAsync<Row>("flagged_transfer.select_by_payee", new { employer_id = employerId, employee_id = employeeId }).ConfigureAwait(false);
                foreach (var row in rows)
                {
                    var explanation = FlagTable.ReadExplanation(row.Explanation);
                    await work.ExecuteAsync("flagged_transfer.erase", new { flag_id = row.FlagId, explanation = JsonSerializer.Serialize(Erased(explanation), FlagTable.ExplanationJson) }).ConfigureAwait(false);
                    // Sentences about a list entry quote the name; the others come from the catalogue and name nobody.
                    if (row.Typology == Typology.SanctionsMatch.Word()) await work.ExecuteAsync("flag_reason.erase", new { flag_id = row.FlagId }).ConfigureAwait(false);
                    await work.ExecuteAsync("disposition.erase_notes", new { flag_id = row.FlagId }).ConfigureAwait(false);
                    await work.ExecuteAsync("suppression.erase_notes", new { flag_id = row.FlagId }).ConfigureAwait(false);
                }
                string[] runs = [.. rows.Select(row => row.RunId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
                var digests = new JsonObject();
                foreach (var run in runs) digests[run] = await FlagTable.DigestAsync(work, run).ConfigureAwait(false);
                var payload = facts.DeepClone().AsObject();
                payload["flags"] = new JsonArray([.. rows.Select(row => (JsonNode)row.FlagId)]);
                payload["flags_sha256"] = digests;
                await _audit.AppendAsync(work, new AuditEntry(actor, AuditActions.PersonErased, subject, payload)).ConfigureAwait(false);
                return new ErasedFlags(rows.Count, runs);
            },
            cancellationToken).ConfigureAwait(false);
        await _database.ForgetTracesAsync(cancellationToken).ConfigureAwait(false);
        return erased;
    }

    private static FlagExplanation Erased(FlagExplanation explanation) => explanation with
    {
        Erased = true,
        Route = [.. explanation.Route.Select(stop => stop with { AccountMasked = "****" })],
        Matches = [.. explanation.Matches.Select(match => match with { MatchedName = Tombstone, Why = [Tombstone], PartyKey = null, Explanation = null })],
    };

    private sealed record Row
    {
        public string FlagId { get; init; } = "";
        public string RunId { get; init; } = "";
        public string Typology { get; init; } = "";
        public string Explanation { get; init; } = "";
    }
}
