// What people decided about flags: one row per decision, the last one counts, none is ever changed.
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Dapper;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>The words a decision may be.</summary>
public static class Decisions
{
    public const string Open = "open";
    public const string InReview = "in_review";
    public const string Escalated = "escalated";
    public const string Cleared = "cleared";
    public const string Confirmed = "confirmed";

    public static IReadOnlyList<string> All { get; } = [Open, InReview, Escalated, Cleared, Confirmed];
}

/// <summary>A row of <c>disposition</c>.</summary>
public sealed record DispositionRecord
{
    public required string DispositionId { get; init; }
    public required string FlagId { get; init; }

    /// <summary>1 for the flag's first decision.</summary>
    public required int Ordinal { get; init; }

    /// <summary>One of <see cref="Decisions"/>.</summary>
    public required string Decision { get; init; }
    public required string ReasonCode { get; init; }
    public required string Note { get; init; }
    public required string Actor { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
    public string? SecondActor { get; init; }

    /// <summary>The standing that this decision asks another person to agree to; null when it asks nobody.</summary>
    public string? Proposes { get; init; }
}

/// <summary>A decision to be recorded.</summary>
/// <param name="Note">At most 2000 characters; may be empty.</param>
/// <param name="SecondActor">Who proposed it before: another person; null for nobody.</param>
/// <param name="ActorKey">The actor as the lake spells users: keyed hash; the database holds it against who changed the pay details.</param>
/// <param name="Proposes">What another person is asked to agree to; then <paramref name="Word"/> is <see cref="Decisions.InReview"/>.</param>
public sealed record Decision(
    string FlagId, string Word, string ReasonCode, string Note, string Actor, string? SecondActor = null, string? ActorKey = null, string? SecondActorKey = null,
    string? Proposes = null);

/// <summary>What was last said of a flag: confirmed or cleared.</summary>
public sealed record LastWord
{
    public required string TransferId { get; init; }

    /// <summary>One of <see cref="Decisions"/>.</summary>
    public required string Decision { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
}

/// <summary>Table <c>disposition</c>.</summary>
public sealed class DispositionTable
{
    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;

    internal DispositionTable(Database database, AuditTrail audit, TimeProvider clock)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>Records a decision and its audit event in one transaction.</summary>
    /// <exception cref="ArgumentException">The word is not one of <see cref="Decisions"/>, a field is empty or too long, or both actors are the same person.</exception>
    /// <exception cref="KeyNotFoundException">There is no flag with this id.</exception>
    /// <exception cref="StoreRuleException">The database refuses it because of who made it: a high band cleared by one person, or by the person who changed the pay details.</exception>
    public Task<DispositionRecord> DecideAsync(Decision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Check(decision);
        return _database.WriteAsync(
            async work =>
            {
                // A flag is asked for by its whole id here: a decision must not depend on which prefix is unique today.
                var flags = await work.QueryAsync<FlagIdRow>(
                    "flagged_transfer.find_by_prefix", new { id_from = decision.FlagId, id_below = decision.FlagId + "g" }).ConfigureAwait(false);
                if (!flags.Any(flag => string.Equals(flag.FlagId, decision.FlagId, StringComparison.Ordinal)))
                    throw new KeyNotFoundException($"there is no flag {decision.FlagId}");

                var earlier = await work.QueryAsync<DispositionRecord>("disposition.select_by_flag", new { flag_id = decision.FlagId }).ConfigureAwait(false);
                var ordinal = earlier.Count + 1;
                var decidedAt = _clock.Now();
                var salt = NoteSeal.Salt(decision.Note);
                var record = new DispositionRecord
                {
                    DispositionId = IdOf(decision.FlagId, ordinal, decidedAt, decision.Actor),
                    FlagId = decision.FlagId,
                    Ordinal = ordinal,
                    Decision = decision.Word,
                    ReasonCode = decision.ReasonCode,
                    Note = decision.Note,
                    Actor = decision.Actor,
                    DecidedAt = decidedAt,
                    SecondActor = decision.SecondActor,
                    Proposes = decision.Proposes,
                };
                await work.ExecuteAsync("disposition.insert", new
                {
                    disposition_id = record.DispositionId, flag_id = record.FlagId, ordinal = record.Ordinal, decision = record.Decision,
                    reason_code = record.ReasonCode, note = record.Note, actor = record.Actor, decided_at = record.DecidedAt,
                    second_actor = record.SecondActor, actor_key = decision.ActorKey, second_actor_key = decision.SecondActorKey, proposes = record.Proposes,
                    note_salt = salt,
                }).ConfigureAwait(false);
                await _audit.AppendAsync(work, new AuditEntry(decision.Actor, AuditActions.FlagDecided, decision.FlagId, new JsonObject
                {
                    ["disposition_id"] = record.DispositionId,
                    ["ordinal"] = record.Ordinal,
                    ["decision"] = record.Decision,
                    ["reason_code"] = record.ReasonCode,
                    ["note_sha256"] = NoteSeal.Of(salt, record.Note),
                    ["second_actor"] = record.SecondActor,
                    ["proposes"] = record.Proposes,
                }), decidedAt).ConfigureAwait(false);
                return record;
            },
            cancellationToken);
    }

    /// <summary>All decisions on a flag, the first one first.</summary>
    public Task<IReadOnlyList<DispositionRecord>> HistoryAsync(string flagId, CancellationToken cancellationToken) =>
        _database.QueryAsync<DispositionRecord>("disposition.select_by_flag", new { flag_id = flagId }, cancellationToken);

    /// <summary>All decisions on the flags of a run, by flag and then in order.</summary>
    public Task<IReadOnlyList<DispositionRecord>> OfRunAsync(string runId, CancellationToken cancellationToken) =>
        _database.QueryAsync<DispositionRecord>("disposition.select_by_run", new { run_id = runId }, cancellationToken);

    /// <summary>Decisions made before <paramref name="below"/>, with the run of their flag, by flag and then in order; one by one, in bounded memory.</summary>
    public async IAsyncEnumerable<(string RunId, DispositionRecord Decision)> StreamAsync(DateTimeOffset below, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _database.OpenForStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await foreach (var row in connection.QueryUnbufferedAsync<PeriodRow>(_database.Sql["disposition.select_below"], new { decided_below = below })
            .WithCancellation(cancellationToken).ConfigureAwait(false)) yield return (row.RunId, row.ToRecord());
    }

    /// <summary>All decisions there are with the salts of their notes, by flag and then in order; one by one, in bounded memory.</summary>
    internal async IAsyncEnumerable<(DispositionRecord Decision, string? NoteSalt)> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _database.OpenForStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await foreach (var row in connection.QueryUnbufferedAsync<PeriodRow>(_database.Sql["disposition.select_all"]).WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return (row.ToRecord(), row.NoteSalt);
    }

    /// <summary>What a decision is called: it spells flag, place, time and actor, so that none of them can be altered without its id.</summary>
    internal static string IdOf(string flagId, int ordinal, DateTimeOffset decidedAt, string actor) =>
        AuditTrail.DerivedId(flagId, FormattableString.Invariant($"{ordinal}"), DapperSetup.TimeText(decidedAt), actor);

    /// <summary>The last words on flags of the behavioural typologies that were confirmed or cleared, by transfer: what reviewers can teach.</summary>
    public Task<IReadOnlyList<LastWord>> LastWordsAsync(CancellationToken cancellationToken) =>
        _database.QueryAsync<LastWord>("disposition.select_last_words", null, cancellationToken);

    private static void Check(Decision decision)
    {
        if (!Decisions.All.Contains(decision.Word, StringComparer.Ordinal))
            throw new ArgumentException($"a decision is one of {string.Join(", ", Decisions.All)}", nameof(decision));
        if (string.IsNullOrWhiteSpace(decision.ReasonCode) || decision.ReasonCode.Length > 80)
            throw new ArgumentException("a decision has a reason code of 1 to 80 characters", nameof(decision));
        if (string.IsNullOrWhiteSpace(decision.Actor) || decision.Actor.Length > 128 || decision.SecondActor?.Length > 128)
            throw new ArgumentException("a decision names its actor in 1 to 128 characters", nameof(decision));
        if (decision.Proposes is not null && decision.Word != Decisions.InReview)
            throw new ArgumentException("what is proposed to another person stays in review", nameof(decision));
        if (decision.Note.Length > 2000) throw new ArgumentException("a note has at most 2000 characters", nameof(decision));
        if (decision.SecondActor is { } second && ActorName.Same(decision.Actor, second))
            throw new ArgumentException("the second actor is another person", nameof(decision));
    }

    private sealed record PeriodRow
    {
        public string RunId { get; init; } = "";
        public string DispositionId { get; init; } = "";
        public string FlagId { get; init; } = "";
        public int Ordinal { get; init; }
        public string Decision { get; init; } = "";
        public string ReasonCode { get; init; } = "";
        public string Note { get; init; } = "";
        public string Actor { get; init; } = "";
        public DateTimeOffset DecidedAt { get; init; }
        public string? SecondActor { get; init; }
        public string? Proposes { get; init; }
        public string? NoteSalt { get; init; }

        public DispositionRecord ToRecord() => new()
        {
            DispositionId = DispositionId, FlagId = FlagId, Ordinal = Ordinal, Decision = Decision, ReasonCode = ReasonCode, Note = Note, Actor = Actor,
            DecidedAt = DecidedAt, SecondActor = SecondActor, Proposes = Proposes,
        };
    }

    private sealed record FlagIdRow
    {
        public string FlagId { get; init; } = "";
    }
}
