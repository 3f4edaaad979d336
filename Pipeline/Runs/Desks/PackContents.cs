// Fills an examiner's pack from the store, table by table, row by row: memory does not grow with the period.
using System.Globalization;
using System.Text.Json;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>What went into a pack.</summary>
/// <param name="Chain">The events of the period, first to last without a gap.</param>
internal sealed record PackContents(PackChain Chain)
{
    public static async Task<PackContents> WriteAsync(Workspace workspace, PackFilter filter, PackWriter writer, CancellationToken cancel)
    {
        var pen = new Pen(workspace, filter, writer, cancel);
        var look = await pen.LookAsync().ConfigureAwait(false);
        await pen.AlertsAsync(look).ConfigureAwait(false);
        await pen.DecisionsAsync(look).ConfigureAwait(false);
        await pen.SuppressionsAsync().ConfigureAwait(false);
        pen.NotRaised(look);
        await pen.RunsAsync(look).ConfigureAwait(false);
        await pen.FilesAsync(look).ConfigureAwait(false);
        await pen.ListsAsync(look).ConfigureAwait(false);
        await pen.ModelsAsync(look).ConfigureAwait(false);
        pen.Changes(look);
        return new PackContents(await pen.EventsAsync(look).ConfigureAwait(false));
    }

    /// <summary>A list that came into force.</summary>
    private sealed record Loading(string SnapshotId, string Source, string At, string Actor);

    /// <summary>What the trail says of the period before anything is written.</summary>
    private sealed class Look
    {
        public long FirstSeq { get; set; }

        public long LastSeq { get; set; }

        public List<Loading> Loadings { get; } = [];

        public List<AuditEvent> ModelEvents { get; } = [];

        public List<AuditEvent> SettingsEvents { get; } = [];

        /// <summary>Those of the period alone.</summary>
        public List<AuditEvent> Replays { get; } = [];

        /// <summary>Finished runs of the period, the earliest first.</summary>
        public IReadOnlyList<RunRecord> Runs { get; set; } = [];
    }

    private sealed class Pen(Workspace workspace, PackFilter filter, PackWriter writer, CancellationToken cancel)
    {
        /// <summary>Their names are looked up together, and only so many are in memory.</summary>
        private const int FlagsAtOnce = 2_000;

        private readonly DateTimeOffset _from = new((filter.From ?? DateOnly.MinValue).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        private readonly DateTimeOffset _below = new(filter.To.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        private readonly bool _hidesIds = filter.Role == PackRoles.DataScientist;
        private LakeView? _view;

        public async Task<Look> LookAsync()
        {
            var (from, below) = (Moment(_from), Moment(_below));
            var look = new Look
            {
                Runs = [.. (await workspace.Store.Runs.ListAsync(0, int.MaxValue, cancel).ConfigureAwait(false))
                    .Where(run => run.FinishedAt >= _from && run.FinishedAt < _below)
                    .OrderBy(run => run.FinishedAt).ThenBy(run => run.RunId, StringComparer.Ordinal)],
            };
            await foreach (var item in workspace.Store.Audit.ReadAsync(cancel).ConfigureAwait(false))
            {
                var before = string.CompareOrdinal(item.At, below) < 0;
                if (before && string.CompareOrdinal(item.At, from) >= 0)
                {
                    // From the first to the last of the period, so that a clock that jumped makes no gap.
                    if (look.FirstSeq == 0) look.FirstSeq = item.Seq;
                    look.LastSeq = item.Seq;
                }
                if (!before) continue;
                if (item.Action == AuditActions.ListLoaded)
                {
                    using var payload = JsonDocument.Parse(item.Payload);
                    look.Loadings.Add(new Loading(item.Subject, payload.RootElement.GetProperty("source").GetString()!, item.At, item.Actor));
                }
                else if (item.Action.StartsWith("model.", StringComparison.Ordinal))
                {
                    look.ModelEvents.Add(item);
                }
                else if (item.Action == AuditActions.SettingsChanged)
                {
                    look.SettingsEvents.Add(item);
                }
                else if (item.Action == AuditActions.RunReplayed && string.CompareOrdinal(item.At, from) >= 0)
                {
                    look.Replays.Add(item);
                }
            }
            return look;
        }

        public async Task AlertsAsync(Look look)
        {
            using var alerts = writer.Open(PackCatalog.Alerts);
            using var reasons = writer.Open(PackCatalog.Reasons);
            foreach (var run in look.Runs)
            {
                var decisions = (await workspace.Store.Dispositions.OfRunAsync(run.RunId, cancel).ConfigureAwait(false))
                    .Where(decision => decision.DecidedAt < _below).ToLookup(decision => decision.FlagId, StringComparer.Ordinal);
                await foreach (var chunk in Flags(run).Chunk(FlagsAtOnce).WithCancellation(cancel).ConfigureAwait(false))
                {
                    var names = Names(chunk);
                    foreach (var flag in chunk)
                    {
                        alerts.Add(Alert(run, flag, [.. decisions[flag.FlagId]], names.GetValueOrDefault(flag.TransferId)));
                        foreach (var reason in flag.Reasons)
                        {
                            reasons.Add(
                                flag.FlagId, (long)reason.Ordinal, reason.Code, reason.Feature, reason.Value, reason.Percentile, reason.Contribution,
                                _hidesIds ? null : reason.Sentence);
                        }
                    }
                }
            }
        }

        public async Task DecisionsAsync(Look look)
        {
            var inPeriod = look.Runs.Select(run => run.RunId).ToHashSet(StringComparer.Ordinal);
            using var table = writer.Open(PackCatalog.Decisions);
            await foreach (var (runId, decision) in workspace.Store.Dispositions.StreamAsync(_below, cancel).ConfigureAwait(false))
            {
                if (!inPeriod.Contains(runId) && decision.DecidedAt < _from) continue;
                table.Add(
                    decision.DispositionId, decision.FlagId, (long)decision.Ordinal, decision.Decision, decision.ReasonCode, Free(decision.Note), Id(decision.Actor),
                    Id(decision.SecondActor), Moment(decision.DecidedAt));
            }
        }

        public async Task SuppressionsAsync()
        {
            using var table = writer.Open(PackCatalog.Suppressions);
            foreach (var made in await workspace.Store.Suppressions.ListAsync(_from, _below, cancel).ConfigureAwait(false))
            {
                table.Add(
                    made.SuppressionId, Id(made.EmployerId), Id(made.EmployeeId), made.Typology, made.ReasonCode, made.ScopeKey, Free(made.Note),
                    Id(made.CreatedBy), Moment(made.CreatedAt), Moment(made.ExpiresAt), made.ApprovedAt < _below ? Id(made.ApprovedBy) : null, made.FlagId,
                    made.StatusAt(_below.AddTicks(-1)), Until(made.ApprovedAt), made.BundleId, made.CatalogueVersion, Until(made.RevokedAt ?? made.LapsedAt),
                    made.RevokedAt < _below ? Id(made.RevokedBy) : null, (made.RevokedAt ?? made.LapsedAt) < _below ? Free(made.EndedWhy) : null);
            }
        }

        public void NotRaised(Look look)
        {
            using var released = writer.Open(PackCatalog.ReleasedMatches);
            using var namesakes = writer.Open(PackCatalog.Namesakes);
            foreach (var run in look.Runs)
            {
                if (run.Status is not (RunStatus.Completed or RunStatus.Degraded)) continue;
                foreach (var match in NightSummary.ReleasedOf(run.Summary))
                    released.Add(run.RunId, Id(match.TransferId), match.Party, match.List, match.EntryId, match.FlagId, Moment(match.ReleasedAt));
                foreach (var match in NightSummary.NamesakesOf(run.Summary))
                    namesakes.Add(run.RunId, Id(match.EmployerId), Id(match.EmployeeId), Id(match.TransferId), match.Party, match.List, match.ListVersion, match.EntryId, match.By);
            }
        }

        public async Task RunsAsync(Look look)
        {
            using (var table = writer.Open(PackCatalog.Runs))
            {
                foreach (var run in look.Runs)
                {
                    table.Add(
                        run.RunId, run.RunKey, run.Kind, run.AsOf is { } day ? DapperSetup.DateText(day) : null, run.Status.ToString().ToLowerInvariant(),
                        Moment(run.StartedAt), Moment(run.FinishedAt!.Value), run.StartedBy, Id(run.Actor), run.ProgramVersion, run.ConfigHash, run.BundleId,
                        run.ListSnapshotId, run.TransfersScored, (long)run.FlagsRaised, (long)run.FlagsHeldBack, (long)run.Attempt, run.Failure, Free(run.Summary));
                }
            }
            using (var table = writer.Open(PackCatalog.RunFiles))
            {
                foreach (var run in look.Runs)
                {
                    foreach (var file in await workspace.Store.Runs.FilesAsync(run.RunId, cancel).ConfigureAwait(false))
                        table.Add(run.RunId, file.FileId, file.Role, file.RowsScored, file.RowsNotScored);
                }
            }
            using var lists = writer.Open(PackCatalog.RunLists);
            foreach (var run in look.Runs)
            {
                foreach (var snapshot in await workspace.Store.Runs.ListSnapshotsAsync(run.RunId, cancel).ConfigureAwait(false)) lists.Add(run.RunId, snapshot);
            }
        }

        public async Task FilesAsync(Look look)
        {
            var read = new HashSet<string>(StringComparer.Ordinal);
            foreach (var run in look.Runs)
                read.UnionWith((await workspace.Store.Runs.FilesAsync(run.RunId, cancel).ConfigureAwait(false)).Select(file => file.FileId));
            var files = (await workspace.Store.SourceFiles.ListAsync(cancel).ConfigureAwait(false))
                .Where(file => read.Contains(file.FileId) || (file.FirstSeenAt >= _from && file.FirstSeenAt < _below))
                .OrderBy(file => file.FileId, StringComparer.Ordinal).ToArray();
            using (var table = writer.Open(PackCatalog.Files))
            {
                foreach (var file in files)
                {
                    table.Add(
                        file.FileId, Free(file.Name), file.Source, file.Format, file.ByteSize, file.RowsRead, file.RowsAccepted, file.RowsRejected, file.RefusedCode,
                        Moment(file.FirstSeenAt));
                }
            }
            using var rejections = writer.Open(PackCatalog.Rejections);
            foreach (var file in files)
            {
                foreach (var row in await workspace.Store.SourceFiles.RejectedAsync(file.FileId, cancel).ConfigureAwait(false))
                    rejections.Add(file.FileId, row.LineNo, row.ColumnName, row.Code, row.Detail);
            }
        }

        public async Task ListsAsync(Look look)
        {
            var known = (await workspace.Store.ListSnapshots.ListAsync(cancel).ConfigureAwait(false)).ToDictionary(list => list.SnapshotId, StringComparer.Ordinal);
            using var table = writer.Open(PackCatalog.Lists);
            for (var i = 0; i < look.Loadings.Count; i++)
            {
                var loading = look.Loadings[i];
                var until = look.Loadings.Skip(i + 1).FirstOrDefault(later => later.Source == loading.Source)?.At;
                if (until is not null && string.CompareOrdinal(until, Moment(_from)) < 0) continue;
                var list = known[loading.SnapshotId];
                table.Add(
                    list.SnapshotId, list.Source, list.Publisher, list.ListVersion, (long)list.Entries, (long)list.Names, (long)list.Wallets, loading.At, until, Id(loading.Actor));
            }
        }

        public async Task ModelsAsync(Look look)
        {
            var named = look.Runs.Select(run => run.BundleId).Concat(look.ModelEvents.Select(item => item.Subject)).ToHashSet(StringComparer.Ordinal);
            using (var table = writer.Open(PackCatalog.Models))
            {
                foreach (var bundle in (await workspace.Store.Bundles.ListAsync(cancel).ConfigureAwait(false))
                    .Where(bundle => named.Contains(bundle.BundleId)).OrderBy(bundle => bundle.TrainedAt).ThenBy(bundle => bundle.BundleId, StringComparer.Ordinal))
                {
                    table.Add(
                        bundle.BundleId, Moment(bundle.TrainedAt), Day(bundle.TrainFrom), Day(bundle.TrainTo), bundle.DataHash,
                        bundle.Seed.ToString(CultureInfo.InvariantCulture), bundle.CatalogueVersion, bundle.Metrics);
                }
            }
            using var changes = writer.Open(PackCatalog.ModelChanges);
            foreach (var item in look.ModelEvents) changes.Add(item.Seq, item.At, Id(item.Actor), item.Action, item.Subject, Free(item.Payload));
        }

        public void Changes(Look look)
        {
            using (var table = writer.Open(PackCatalog.SettingsChanges))
            {
                foreach (var change in look.SettingsEvents.SelectMany(SettingsTrail.Changes))
                    table.Add(change.Event.Seq, change.Event.At, Id(change.Event.Actor), change.RunId, change.Key, change.Before, change.After, Free(change.Reason));
            }
            using var replays = writer.Open(PackCatalog.Replays);
            foreach (var item in look.Replays)
            {
                using var payload = JsonDocument.Parse(item.Payload);
                replays.Add(item.Seq, item.At, Id(item.Actor), item.Subject, payload.RootElement.GetProperty("verdict").GetString(), Free(item.Payload));
            }
        }

        public async Task<PackChain> EventsAsync(Look look)
        {
            using var table = writer.Open(PackCatalog.Events);
            if (_hidesIds || look.FirstSeq == 0) return new PackChain(0, 0, AuditEvent.GenesisHash, AuditEvent.GenesisHash);
            var (before, head) = (AuditEvent.GenesisHash, AuditEvent.GenesisHash);
            await foreach (var item in workspace.Store.Audit.ReadAsync(cancel).ConfigureAwait(false))
            {
                if (item.Seq < look.FirstSeq || item.Seq > look.LastSeq) continue;
                if (item.Seq == look.FirstSeq) before = item.PrevHash;
                head = item.Hash;
                table.Add(item.Seq, item.At, item.Actor, item.Action, item.Subject, item.Payload, item.PrevHash, item.Hash);
            }
            return new PackChain(look.FirstSeq, look.LastSeq, before, head);
        }

        private IAsyncEnumerable<Flag> Flags(RunRecord run) =>
            workspace.Store.Flags.StreamAsync(new FlagFilter { RunId = run.RunId, HeldBack = null }, cancel).Select(stored => stored.Flag);

        private Dictionary<string, PartyNames> Names(IReadOnlyList<Flag> flags)
        {
            if (filter.Role != PackRoles.Compliance) return new(StringComparer.Ordinal);
            _view ??= workspace.Lake.Open(new LakeQuery());
            return ReportRun.Names(workspace, _view, [.. flags.Select(flag => flag.TransferId).Distinct(StringComparer.Ordinal)]);
        }

        private object?[] Alert(RunRecord run, Flag flag, DispositionRecord[] decisions, PartyNames? names)
        {
            var last = decisions.LastOrDefault();
            return
            [
                flag.FlagId, run.RunId, Id(flag.EmployerId), Id(flag.EmployeeId), names?.Payee, names?.Holder, Id(flag.TransferId), Id(flag.Origin.PaymentRef),
                flag.Origin.FileId, DapperSetup.DateText(flag.PayDate), flag.Amount.Amount.ToString(CultureInfo.InvariantCulture), flag.Amount.Currency.Code,
                _hidesIds ? null : flag.AccountMasked, flag.Typology.Word(), flag.Band.ToString().ToLowerInvariant(), flag.Score, (long)flag.Rank, flag.HeldBack,
                run.BundleId, run.ListSnapshotId, run.ConfigHash, Json(flag.Explanation.Detectors), Json(flag.Explanation.Innocent),
                _hidesIds ? null : Json(flag.Explanation.Matches), last?.Decision ?? Decisions.Open, Id(last?.Actor), last is null ? null : Moment(last.DecidedAt),
                decisions.Length == 0 ? null : Math.Round((decisions[0].DecidedAt - run.FinishedAt!.Value).TotalHours, 3),
                flag.Explanation.Suppression is { } note ? string.Join(' ', note.Ids) : null,
            ];
        }

        private string? Id(string? identifier) => _hidesIds && !string.IsNullOrEmpty(identifier) ? workspace.LakeSettings.Key.Pseudonym(identifier) : identifier;

        private string? Free(string? text) => _hidesIds ? null : text;

        private static string Json<T>(T value) => CanonicalJson.OfText(JsonSerializer.Serialize(value, FlagTable.ExplanationJson));

        private static string? Day(DateOnly? day) => day is { } known ? DapperSetup.DateText(known) : null;

        /// <summary>What came after the period is not in it.</summary>
        private string? Until(DateTimeOffset? at) => at is { } moment && moment < _below ? Moment(moment) : null;

        private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString(AuditEvent.TimeForm, CultureInfo.InvariantCulture);
    }
}
