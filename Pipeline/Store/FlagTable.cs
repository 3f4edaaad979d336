// Flags and their reasons: written once with their run, read in rank order, never changed.
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Dapper;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Store;

/// <summary>A flag as stored, with where it stands.</summary>
/// <param name="Latest">The last decision; null while nobody has decided anything: the flag is open.</param>
public sealed record StoredFlag(string RunId, Flag Flag, DispositionRecord? Latest)
{
    /// <summary>open, in_review, escalated, cleared or confirmed.</summary>
    public string Standing => Latest?.Decision ?? Decisions.Open;

    /// <summary>Ids only.</summary>
    public override string ToString() => $"flag {Flag.FlagId} of run {RunId}";
}

/// <summary>Which flags of a run. Null means any.</summary>
public sealed record FlagFilter
{
    public required string RunId { get; init; }
    public Typology? Typology { get; init; }
    public Band? Band { get; init; }

    /// <summary>False by default: what is over the alert budget is not shown among the flags.</summary>
    public bool? HeldBack { get; init; } = false;
    public string? EmployerId { get; init; }
    public string? EmployeeId { get; init; }
    public string? TransferId { get; init; }

    /// <summary>One of <see cref="Decisions"/>.</summary>
    public string? Standing { get; init; }
    public int Skip { get; init; }
    public int Take { get; init; } = int.MaxValue;
}

/// <summary>How many flags of a run are of a kind.</summary>
public sealed record FlagCount(Typology Typology, Band Band, bool HeldBack, int Flags);

/// <summary>A decision on a sanctions flag, with the possible matches that were flagged.</summary>
/// <param name="Ordinal">1 for the flag's first decision.</param>
/// <param name="Decision">One of <see cref="Decisions"/>.</param>
public sealed record DecidedMatch(string FlagId, string EmployerId, string EmployeeId, FlagExplanation Explanation, int Ordinal, string Decision, DateTimeOffset DecidedAt);

/// <summary>Tables <c>flagged_transfer</c> and <c>flag_reason</c>.</summary>
public sealed class FlagTable
{
    private const int LongestSentence = 2000;

    private static readonly BulkTable Flags = new("flagged_transfer",
    [
        new("flag_id", BulkKind.Text), new("run_id", BulkKind.Text), new("transfer_id", BulkKind.Text), new("employer_id", BulkKind.Text),
        new("employee_id", BulkKind.Text), new("pay_date", BulkKind.Date), new("amount", BulkKind.Money), new("currency", BulkKind.Text),
        new("typology", BulkKind.Text), new("score", BulkKind.Real), new("rank", BulkKind.Whole), new("band", BulkKind.Text),
        new("held_back", BulkKind.Bit), new("account_masked", BulkKind.Text), new("explanation", BulkKind.Text),
        new("file_id", BulkKind.Text), new("payment_ref", BulkKind.Text), new("changed_by", BulkKind.Text), new("change_approved_by", BulkKind.Text),
    ]);

    private static readonly BulkTable Reasons = new("flag_reason",
    [
        new("flag_id", BulkKind.Text), new("ordinal", BulkKind.Whole), new("code", BulkKind.Text), new("feature", BulkKind.Text),
        new("value", BulkKind.Real), new("percentile", BulkKind.Real), new("contribution", BulkKind.Real), new("sentence", BulkKind.Text),
    ]);

    /// <summary>Names in snake case, as in files, tables and every other document.</summary>
    internal static readonly JsonSerializerOptions ExplanationJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Letters of all scripts stay readable; what HTML could take for markup stays escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>As earlier programs wrote it. The trail holds a hash of it, so stored ones stay as they are.</summary>
    private static readonly JsonSerializerOptions EarlierExplanationJson = new(ExplanationJson) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>An explanation as it is stored, of this program or of an earlier one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static FlagExplanation ReadExplanation(string json) =>
        JsonSerializer.Deserialize<FlagExplanation>(json, json.Contains("\"stakeUsd\":", StringComparison.Ordinal) ? EarlierExplanationJson : ExplanationJson)
        ?? throw new FormatException("a flag has no explanation");

    /// <summary>The explanation as files show it: without the keyed hashes of this data folder, so that the same night gives the same bytes everywhere.</summary>
    internal static string Shown(FlagExplanation explanation) => JsonSerializer.Serialize(
        explanation with { Matches = [.. explanation.Matches.Select(match => match with { PartyKey = null })] }, ExplanationJson);

    private readonly Database _database;

    internal FlagTable(Database database) => _database = database;

    /// <summary>Every decision on a sanctions flag made up to <paramref name="until"/>, with what was flagged, in order of time.</summary>
    public async Task<IReadOnlyList<DecidedMatch>> DecidedMatchesAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var rows = await _database.QueryAsync<DecidedRow>("flagged_transfer.select_decided_matches", new { typology = Typology.SanctionsMatch.Word(), until }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new DecidedMatch(
            row.FlagId, row.EmployerId, row.EmployeeId,
            ReadExplanation(row.Explanation),
            row.Ordinal, row.Decision, row.DecidedAt))];
    }

    internal static IReadOnlyList<BulkTable> BulkTables => [Flags, Reasons];

    /// <summary>Flags of a run in review order (rank, then flag id) with their reasons.</summary>
    public async Task<IReadOnlyList<StoredFlag>> ListAsync(FlagFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<StoredFlag>();
        await foreach (var flag in StreamAsync(filter, cancellationToken).ConfigureAwait(false)) found.Add(flag);
        return found;
    }

    /// <summary>The same one by one, in bounded memory, for exports of any size.</summary>
    public async IAsyncEnumerable<StoredFlag> StreamAsync(FlagFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var arguments = Arguments(filter);

        // Two readers in the same order, merged: a join would send every explanation once per reason.
        var flagConnection = await _database.OpenForStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = flagConnection.ConfigureAwait(false);
        var reasonConnection = await _database.OpenForStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reasonConnection.ConfigureAwait(false);

        var reasons = Read<ReasonRow>(reasonConnection, "flag_reason.select_page", arguments).GetAsyncEnumerator(cancellationToken);
        await using var ___ = reasons.ConfigureAwait(false);
        var more = await reasons.MoveNextAsync().ConfigureAwait(false);
        await foreach (var row in Read<FlagRow>(flagConnection, "flagged_transfer.select_page", arguments)
            .WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var own = new List<FlagReason>();
            while (more && string.Equals(reasons.Current.FlagId, row.FlagId, StringComparison.Ordinal))
            {
                own.Add(reasons.Current.ToReason());
                more = await reasons.MoveNextAsync().ConfigureAwait(false);
            }
            yield return row.ToFlag(own);
        }
    }

    /// <summary>All flags whose id begins with <paramref name="idPrefix"/>, with reasons: one when it is whole or unique.</summary>
    public async Task<IReadOnlyList<StoredFlag>> FindAsync(string idPrefix, CancellationToken cancellationToken)
    {
        if (!IdPrefix.TryParse(idPrefix, out var range)) return [];
        var found = new List<StoredFlag>();
        foreach (var row in await _database.QueryAsync<FlagRow>("flagged_transfer.find_by_prefix", range.Arguments, cancellationToken).ConfigureAwait(false))
        {
            var reasons = await _database.QueryAsync<ReasonRow>("flag_reason.select_by_flag", new { flag_id = row.FlagId }, cancellationToken).ConfigureAwait(false);
            found.Add(row.ToFlag([.. reasons.Select(reason => reason.ToReason())]));
        }
        return found;
    }

    /// <summary>How many flags of each kind a run has, held back or not.</summary>
    public async Task<IReadOnlyList<FlagCount>> CountAsync(string runId, CancellationToken cancellationToken) =>
        [.. (await _database.QueryAsync<CountRow>("flagged_transfer.count_by_kind", new { run_id = runId }, cancellationToken).ConfigureAwait(false))
            .Select(row => new FlagCount(TypologyOf(row.Typology), BandOf(row.Band), row.HeldBack, row.Flags))];

    /// <summary>
    /// SHA-256 over the run's flags and reasons as they are stored now, by flag id: equal to <c>flags_sha256</c> in the audit event of
    /// the run's end as long as nobody has altered, added or removed a flag.
    /// </summary>
    public async Task<string> DigestAsync(string runId, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenForStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await DigestAsync(_database, connection, null, runId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same as it is inside a transaction.</summary>
    internal static Task<string> DigestAsync(UnitOfWork work, string runId) => DigestAsync(work.Database, work.Connection, work.Transaction, runId, work.Cancellation);

    private static async Task<string> DigestAsync(Database database, DbConnection connection, DbTransaction? transaction, string runId, CancellationToken cancellationToken)
    {
        var arguments = new { run_id = runId };
        using var flags = new Digest();
        using var reasons = new Digest();
        await foreach (var row in connection.QueryUnbufferedAsync<FlagRow>(database.Sql["flagged_transfer.select_for_digest"], arguments, transaction)
            .WithCancellation(cancellationToken).ConfigureAwait(false)) flags.Add(row);
        await foreach (var row in connection.QueryUnbufferedAsync<ReasonRow>(database.Sql["flag_reason.select_for_digest"], arguments, transaction)
            .WithCancellation(cancellationToken).ConfigureAwait(false)) reasons.Add(row);
        return Digest.Join(flags, reasons);
    }

    /// <summary>Writes the flags inside the transaction that ends their run, and gives their digest.</summary>
    internal static async Task<string> WriteAsync(UnitOfWork work, string runId, IReadOnlyList<Flag> flags)
    {
        var rows = flags.Select(flag => FlagRow.Of(runId, flag)).OrderBy(row => row.FlagId, StringComparer.Ordinal).ToList();
        var reasons = flags
            .OrderBy(flag => flag.FlagId, StringComparer.Ordinal)
            .SelectMany(flag => flag.Reasons.OrderBy(reason => reason.Ordinal).Select(reason => ReasonRow.Of(flag.FlagId, reason)))
            .ToList();
        await work.Database.BulkInsertAsync(work, Flags, rows.Select(row => row.Cells())).ConfigureAwait(false);
        await work.Database.BulkInsertAsync(work, Reasons, reasons.Select(row => row.Cells())).ConfigureAwait(false);

        using var flagDigest = new Digest();
        using var reasonDigest = new Digest();
        foreach (var row in rows) flagDigest.Add(row);
        foreach (var row in reasons) reasonDigest.Add(row);
        return Digest.Join(flagDigest, reasonDigest);
    }

    private IAsyncEnumerable<T> Read<T>(DbConnection connection, string statement, object arguments) =>
        connection.QueryUnbufferedAsync<T>(_database.Sql[statement], arguments);

    private static object Arguments(FlagFilter filter) => new
    {
        run_id = filter.RunId,
        typology = filter.Typology?.Word(),
        band = filter.Band is { } band ? WordOf(band) : null,
        held_back = filter.HeldBack,
        employer_id = filter.EmployerId,
        employee_id = filter.EmployeeId,
        transfer_id = filter.TransferId,
        decision = filter.Standing,
        skip = (long)filter.Skip,
        take = (long)filter.Take,
    };

    private static string WordOf(Band band) => band switch
    {
        Band.Low => "low",
        Band.Medium => "medium",
        Band.High => "high",
        Band.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(band), band, "not a band"),
    };

    private static Band BandOf(string word) => word switch
    {
        "low" => Band.Low,
        "medium" => Band.Medium,
        "high" => Band.High,
        "critical" => Band.Critical,
        _ => throw new FormatException($"the store holds an unknown band {word}"),
    };

    private static Typology TypologyOf(string word) =>
        TypologyWords.TryParse(word, out var typology) ? typology : throw new FormatException($"the store holds an unknown typology {word}");

    /// <summary>A column that takes numbers takes finite ones only; anything else is "not a number", which is null.</summary>
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private sealed record CountRow
    {
        public string Typology { get; init; } = "";
        public string Band { get; init; } = "";
        public bool HeldBack { get; init; }
        public int Flags { get; init; }
    }

    private sealed record FlagRow
    {
        public string FlagId { get; init; } = "";
        public string RunId { get; init; } = "";
        public string TransferId { get; init; } = "";
        public string EmployerId { get; init; } = "";
        public string EmployeeId { get; init; } = "";
        public DateOnly PayDate { get; init; }
        public string Amount { get; init; } = "";
        public string Currency { get; init; } = "";
        public string Typology { get; init; } = "";
        public double Score { get; init; }
        public int Rank { get; init; }
        public string Band { get; init; } = "";
        public bool HeldBack { get; init; }
        public string AccountMasked { get; init; } = "";
        public string Explanation { get; init; } = "";
        public string? FileId { get; init; }
        public string? PaymentRef { get; init; }
        public string? ChangedBy { get; init; }
        public string? ChangeApprovedBy { get; init; }
        public string? DispositionId { get; init; }
        public int? DecisionNo { get; init; }
        public string? Decision { get; init; }
        public string? ReasonCode { get; init; }
        public string? Note { get; init; }
        public string? Actor { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public string? SecondActor { get; init; }
        public string? Proposes { get; init; }

        public static FlagRow Of(string runId, Flag flag) => new()
        {
            FlagId = flag.FlagId,
            RunId = runId,
            TransferId = flag.TransferId,
            EmployerId = flag.EmployerId,
            EmployeeId = flag.EmployeeId,
            PayDate = flag.PayDate,
            Amount = MoneyText.Write(flag.Amount.Amount),
            Currency = flag.Amount.Currency.Code,
            Typology = flag.Typology.Word(),
            Score = flag.Score,
            Rank = flag.Rank,
            Band = WordOf(flag.Band),
            HeldBack = flag.HeldBack,
            AccountMasked = flag.AccountMasked,
            Explanation = JsonSerializer.Serialize(flag.Explanation, ExplanationJson),
            FileId = flag.Origin.FileId,
            PaymentRef = flag.Origin.PaymentRef,
            ChangedBy = flag.Origin.ChangedBy,
            ChangeApprovedBy = flag.Origin.ChangeApprovedBy,
        };

        public object?[] Cells() =>
        [
            FlagId, RunId, TransferId, EmployerId, EmployeeId, PayDate, decimal.Parse(Amount, CultureInfo.InvariantCulture), Currency,
            Typology, Score, (long)Rank, Band, HeldBack, AccountMasked, Explanation,
            FileId, PaymentRef, ChangedBy, ChangeApprovedBy,
        ];

        public StoredFlag ToFlag(IReadOnlyList<FlagReason> reasons) => new(
            RunId,
            new Flag
            {
                FlagId = FlagId,
                TransferId = TransferId,
                EmployerId = EmployerId,
                EmployeeId = EmployeeId,
                PayDate = PayDate,
                Amount = MoneyText.Read(Amount, Currency),
                Typology = TypologyOf(Typology),
                Score = Score,
                Rank = Rank,
                Band = BandOf(Band),
                HeldBack = HeldBack,
                AccountMasked = AccountMasked,
                Explanation = ReadExplanation(Explanation),
                Reasons = reasons,
                Origin = new FlagOrigin(FileId, PaymentRef, ChangedBy, ChangeApprovedBy),
            },
            DispositionId is null ? null : new DispositionRecord
            {
                DispositionId = DispositionId,
                FlagId = FlagId,
                Ordinal = DecisionNo ?? 0,
                Decision = Decision ?? "",
                ReasonCode = ReasonCode ?? "",
                Note = Note ?? "",
                Actor = Actor ?? "",
                DecidedAt = DecidedAt ?? default,
                SecondActor = SecondActor,
                Proposes = Proposes,
            });
    }

    private sealed record DecidedRow
    {
        public string FlagId { get; init; } = "";
        public string EmployerId { get; init; } = "";
        public string EmployeeId { get; init; } = "";
        public string Explanation { get; init; } = "";
        public int Ordinal { get; init; }
        public string Decision { get; init; } = "";
        public DateTimeOffset DecidedAt { get; init; }
    }

    private sealed record ReasonRow
    {
        public string FlagId { get; init; } = "";
        public int Ordinal { get; init; }
        public string Code { get; init; } = "";
        public string Feature { get; init; } = "";
        public double? Value { get; init; }
        public double? Percentile { get; init; }
        public double Contribution { get; init; }
        public string Sentence { get; init; } = "";

        public static ReasonRow Of(string flagId, FlagReason reason) => new()
        {
            FlagId = flagId,
            Ordinal = reason.Ordinal,
            Code = reason.Code,
            Feature = reason.Feature,
            Value = Finite(reason.Value),
            Percentile = Finite(reason.Percentile),
            Contribution = reason.Contribution,
            Sentence = reason.Sentence.Length <= LongestSentence ? reason.Sentence : reason.Sentence[..(LongestSentence - 1)] + "…",
        };

        public object?[] Cells() => [FlagId, (long)Ordinal, Code, Feature, Value, Percentile, Contribution, Sentence];

        public FlagReason ToReason() => new(Ordinal, Code, Feature, Value, Percentile, Contribution, Sentence);
    }

    /// <summary>Rows one after another, every cell with its length before it, so that no two tables of cells give the same bytes.</summary>
    private sealed class Digest : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public static string Join(Digest flags, Digest reasons)
        {
            flags._hash.AppendData(reasons._hash.GetHashAndReset());
            return Convert.ToHexStringLower(flags._hash.GetHashAndReset());
        }

        public void Add(FlagRow row)
        {
            AddFlag(row);
            // Flags written before there were origins have none, and keep the digest that the trail recorded for them.
            if (row.FileId is not null || row.PaymentRef is not null || row.ChangedBy is not null || row.ChangeApprovedBy is not null)
                Add(row.FileId ?? "", row.PaymentRef ?? "", row.ChangedBy ?? "", row.ChangeApprovedBy ?? "");
        }

        private void AddFlag(FlagRow row) => Add(
            row.FlagId, row.RunId, row.TransferId, row.EmployerId, row.EmployeeId, DapperSetup.DateText(row.PayDate),
            Exact(row.Amount), row.Currency, row.Typology, Text(row.Score), Text(row.Rank), row.Band, row.HeldBack ? "1" : "0",
            row.AccountMasked, row.Explanation);

        public void Add(ReasonRow row) => Add(
            row.FlagId, Text(row.Ordinal), row.Code, row.Feature, row.Value is { } value ? Text(value) : "-",
            row.Percentile is { } percentile ? Text(percentile) : "-", Text(row.Contribution), row.Sentence);

        public void Dispose() => _hash.Dispose();

        private void Add(params ReadOnlySpan<string> cells)
        {
            var text = new StringBuilder();
            foreach (var cell in cells) text.Append(CultureInfo.InvariantCulture, $"{cell.Length}:").Append(cell);
            _hash.AppendData(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        }

        private static string Exact(string amount) => MoneyText.Write(decimal.Parse(amount, CultureInfo.InvariantCulture));

        private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
    }
}
