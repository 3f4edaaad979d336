// Where personal data is, how long it stays, and how one person's is taken out: asked for by a person or an authority, and refused where the law keeps it.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>One place where personal data is.</summary>
/// <param name="Where">Relative to the data folder.</param>
/// <param name="Kept">How long, and what ends it.</param>
/// <param name="Erasure">What <c>privacy erase</c> does there.</param>
public sealed record PersonalDataPlace(string Where, string What, string Kept, string Erasure);

/// <param name="Files">Files there now.</param>
public sealed record InventoryLine(PersonalDataPlace Place, int Files, long Bytes);

/// <summary>What an erasure took out.</summary>
public sealed record ErasureOutcome(string Subject, long PartyRows, int PartyFiles, long QuarantineRows, int Flags, int ReportsRedrawn);

/// <summary>A legal hold in force. The person is known by a keyed hash.</summary>
public sealed record LegalHold(string Subject, string PlacedBy, string PlacedAt, string Why);

/// <param name="Kept">Files old enough to go that a legal hold keeps.</param>
public sealed record PruneOutcome(bool DryRun, int Files, long Bytes, int Kept);

/// <summary>The verbs <c>privacy …</c>.</summary>
public static class PrivacyDesk
{
    private const int ListHitYears = 10;

    /// <summary>Every place. The README has the same table.</summary>
    public static IReadOnlyList<PersonalDataPlace> Places { get; } =
    [
        new("lake/parties", "names, birth dates, nationalities, countries; encrypted when `Lake:PartyKeyVariable` is set", "until erased, or with their transfers", "the payee's rows are taken out"),
        new("lake/transfers", "no names: accounts, phones, addresses, e-mails and devices as keyed hashes, account's last four characters, employee numbers, amounts, dates, countries", "`privacy prune --lake-days`", "stays: keys and numbers, which old flags are computed from"),
        new("lake/legs", "accounts as keyed hashes, amounts, currencies", "`privacy prune --lake-days`", "stays"),
        new("quarantine", "rejected rows as they came, raw", "`privacy prune --quarantine-days`", "the payee's rows are taken out"),
        new("paysieve.db", "flags with employee numbers, masked accounts and amounts; list entries matched, with the parts of the name that agree; reviewers' notes", "list hits ten years", "accounts, references, particulars of matches and notes are replaced by tombstones"),
        new("reports", "names of flagged payees and holders (in `report.html` and `flags.xlsx`), masked accounts", "`privacy prune --report-days`", "drawn again without the names"),
        new("runs", "scores by transfer id", "until the folder is deleted", "stays"),
        new("lists/screened-none.bin", "keyed hashes of people who resembled no entry", "one list change", "deleted; the next night makes it again"),
        new("keys", "the secrets of hashes and signatures", "as long as the data", "stays"),
    ];

    public static IReadOnlyList<InventoryLine> Inventory(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return [.. Places.Select(place =>
        {
            var path = Path.Combine(workspace.DataDirectory, place.Where);
            FileInfo[] files = File.Exists(path) ? [new FileInfo(path)]
                : Directory.Exists(path) ? new DirectoryInfo(path).GetFiles("*", SearchOption.AllDirectories) : [];
            return new InventoryLine(place, files.Length, files.Sum(file => file.Length));
        })];
    }

    /// <summary>Takes a payee's particulars out of lake, quarantine, tables and reports. Repeated after a kill it ends what was begun.</summary>
    /// <exception cref="RefusedException">Nobody with that number, a legal hold, or a list hit younger than ten years.</exception>
    public static async Task<ErasureOutcome> EraseAsync(Workspace workspace, string employerId, string employeeId, string why, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Check(workspace, employerId, employeeId, why, cancel);
        actor = Actors.Read(actor);
        var subject = Subject(workspace, employerId, employeeId);
        if ((await HoldsAsync(workspace, cancel).ConfigureAwait(false)).Any(hold => hold.Subject == subject))
            throw new RefusedException(ExitCode.Usage, "this payee is under legal hold: `paysieve privacy unhold` first");
        var flags = await workspace.Store.Erasures.FlagsAsync(employerId, employeeId, cancel).ConfigureAwait(false);
        await RefuseYoungListHitsAsync(workspace, flags, cancel).ConfigureAwait(false);

        workspace.Report("erase");
        var parties = PartyErasure.Erase(workspace.LakeSettings, employerId, employeeId, cancel);
        var quarantined = QuarantineErasure.Erase(workspace.QuarantineFolder, employerId, employeeId, cancel);
        if (parties.Rows == 0 && quarantined == 0 && flags.Count == 0) throw new RefusedException(ExitCode.NoInput, "nothing here is of a payee with that employer and number");
        ScreeningMemory.Forget(workspace);
        // What the party files are from now on, or else the trail would go on to hold the old ones against them.
        var lake = LakeSeal.Of(workspace.LakeSettings, long.MaxValue);
        var facts = new JsonObject
        {
            ["reason"] = why, ["party_rows"] = parties.Rows, ["party_files"] = parties.Files, ["quarantine_rows"] = quarantined,
            ["lake_sequence"] = lake.Sequence, ["parties_sha256"] = lake.Parties,
        };
        var erased = await workspace.Store.Erasures.EraseAsync(employerId, employeeId, actor, subject, facts, cancel).ConfigureAwait(false);
        var redrawn = 0;
        foreach (var run in erased.Runs)
        {
            if (!ReportFolder.HasAny(Path.Combine(workspace.ReportsFolder, run))) continue;
            await ReportRun.ExecuteAsync(workspace, run, cancel).ConfigureAwait(false);
            redrawn++;
        }
        return new ErasureOutcome(subject, parties.Rows, parties.Files, quarantined, erased.Flags, redrawn);
    }

    /// <summary>
    /// Puts every party file under the key that is configured now, from the one in <paramref name="formerVariable"/>. Nothing that the trail names changes but the bytes of
    /// those files, and the event tells the new ones. Repeated after a kill it ends what was begun.
    /// </summary>
    /// <param name="formerVariable">Environment variable with the key until now, in base64; null when the files are not encrypted.</param>
    /// <exception cref="RefusedException">Another process is at work, the variable holds no key, or a file is under another one.</exception>
    public static async Task<RekeyedParties> RekeyAsync(Workspace workspace, string? formerVariable, string why, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        CheckReason(why);
        actor = Actors.Read(actor);
        var former = Workspace.PartyKey(formerVariable ?? "", "--from-variable");
        using var alone = workspace.TryBeAlone() ?? throw new RefusedException(ExitCode.Usage, "another process is at work in the data folder: change the key when it is done");
        workspace.Report("rekey");
        RekeyedParties rekeyed;
        try
        {
            rekeyed = PartyRekeying.Rekey(workspace.LakeSettings, former, cancel);
        }
        catch (LakeUnreadableException mismatch)
        {
            throw new RefusedException(ExitCode.Usage, $"{mismatch.Message}: it is neither under the configured key nor under the one of --from-variable; no file was changed");
        }
        var lake = LakeSeal.Of(workspace.LakeSettings, long.MaxValue);
        await workspace.Store.Audit.AppendAsync(
            new AuditEntry(actor, AuditActions.PartiesRekeyed, "lake/parties", new JsonObject
            {
                ["reason"] = why, ["encrypted"] = workspace.LakeSettings.PartyEncryptionKey is not null, ["party_files"] = rekeyed.Files, ["rewritten"] = rekeyed.Rewritten,
                ["lake_sequence"] = lake.Sequence, ["parties_sha256"] = lake.Parties,
            }),
            cancel).ConfigureAwait(false);
        return rekeyed;
    }

    /// <summary>Nothing of the payee is erased or pruned while a hold is in force.</summary>
    public static async Task<string> HoldAsync(Workspace workspace, string employerId, string employeeId, string why, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Check(workspace, employerId, employeeId, why, cancel);
        actor = Actors.Read(actor);
        return await AppendAsync(workspace, AuditActions.HoldPlaced, employerId, employeeId, why, actor, cancel).ConfigureAwait(false);
    }

    /// <exception cref="RefusedException">There is no hold.</exception>
    public static async Task<string> UnholdAsync(Workspace workspace, string employerId, string employeeId, string why, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Check(workspace, employerId, employeeId, why, cancel);
        actor = Actors.Read(actor);
        if ((await HoldsAsync(workspace, cancel).ConfigureAwait(false)).All(hold => hold.Subject != Subject(workspace, employerId, employeeId)))
            throw new RefusedException(ExitCode.NoInput, "there is no legal hold on this payee");
        return await AppendAsync(workspace, AuditActions.HoldReleased, employerId, employeeId, why, actor, cancel).ConfigureAwait(false);
    }

    /// <summary>Holds in force; the trail is their only record.</summary>
    public static async Task<IReadOnlyList<LegalHold>> HoldsAsync(Workspace workspace, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var placed = await workspace.Store.Audit.OfActionAsync(AuditActions.HoldPlaced, cancel).ConfigureAwait(false);
        var released = await workspace.Store.Audit.OfActionAsync(AuditActions.HoldReleased, cancel).ConfigureAwait(false);
        return
        [
            .. placed.GroupBy(item => item.Subject, StringComparer.Ordinal).Select(group => group.Last())
                .Where(item => !released.Any(later => later.Subject == item.Subject && later.Seq > item.Seq))
                .Select(item => new LegalHold(item.Subject, item.Actor, item.At, Why(item))),
        ];
    }

    /// <summary>Deletes quarantine files older than that, but those with a row of a payee under legal hold.</summary>
    /// <param name="days">1 to 3650.</param>
    /// <param name="dryRun">Only counts.</param>
    public static async Task<PruneOutcome> PruneQuarantineAsync(Workspace workspace, int days, bool dryRun, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (days is < 1 or > 3650) throw new RefusedException(ExitCode.Usage, "--quarantine-days is 1 to 3650");
        var held = (await HoldsAsync(workspace, cancel).ConfigureAwait(false)).Select(hold => hold.Subject).ToHashSet(StringComparer.Ordinal);
        var before = workspace.Clock.GetUtcNow().UtcDateTime.AddDays(-days);
        var (files, bytes, kept) = (0, 0L, 0);
        if (Directory.Exists(workspace.QuarantineFolder))
        {
            foreach (var file in new DirectoryInfo(workspace.QuarantineFolder).GetFiles("*.rejected.csv").Where(file => file.LastWriteTimeUtc < before).OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                cancel.ThrowIfCancellationRequested();
                if (held.Count > 0 && QuarantineErasure.Holds(file.FullName, (employer, employee) => employee.Length > 0 && held.Contains(Subject(workspace, employer, employee))))
                {
                    kept++;
                    continue;
                }
                (files, bytes) = (files + 1, bytes + file.Length);
                if (!dryRun) file.Delete();
            }
        }
        if (!dryRun && files > 0)
        {
            await workspace.Store.Audit.AppendAsync(
                new AuditEntry(workspace.Actor, AuditActions.Pruned, "quarantine", new JsonObject { ["days"] = days, ["files"] = files, ["bytes"] = bytes, ["kept_by_hold"] = kept }), cancel).ConfigureAwait(false);
        }
        return new PruneOutcome(dryRun, files, bytes, kept);
    }

    /// <summary>Deletes the reports of runs that ended longer ago, but those with a flag of a payee under legal hold. What they showed stays in the store.</summary>
    /// <param name="days">1 to 3650.</param>
    /// <param name="dryRun">Only counts.</param>
    public static async Task<PruneOutcome> PruneReportsAsync(Workspace workspace, int days, bool dryRun, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (days is < 1 or > 3650) throw new RefusedException(ExitCode.Usage, "--report-days is 1 to 3650");
        var held = (await HoldsAsync(workspace, cancel).ConfigureAwait(false)).Select(hold => hold.Subject).ToHashSet(StringComparer.Ordinal);
        var before = workspace.Clock.GetUtcNow().AddDays(-days);
        var (files, bytes, kept) = (0, 0L, 0);
        foreach (var run in (await workspace.Store.Runs.ListAsync(0, int.MaxValue, cancel).ConfigureAwait(false)).Where(run => run.FinishedAt < before).OrderBy(run => run.RunId, StringComparer.Ordinal))
        {
            var folder = new DirectoryInfo(Path.Combine(workspace.ReportsFolder, run.RunId));
            if (!folder.Exists) continue;
            var found = folder.GetFiles("*", SearchOption.AllDirectories);
            if (held.Count > 0 && await workspace.Store.Flags.StreamAsync(new FlagFilter { RunId = run.RunId, HeldBack = null }, cancel)
                .AnyAsync(flag => held.Contains(Subject(workspace, flag.Flag.EmployerId, flag.Flag.EmployeeId)), cancel).ConfigureAwait(false))
            {
                kept += found.Length;
                continue;
            }
            (files, bytes) = (files + found.Length, bytes + found.Sum(file => file.Length));
            if (!dryRun) folder.Delete(recursive: true);
        }
        if (!dryRun && files > 0)
        {
            await workspace.Store.Audit.AppendAsync(
                new AuditEntry(workspace.Actor, AuditActions.Pruned, "reports", new JsonObject { ["days"] = days, ["files"] = files, ["bytes"] = bytes, ["kept_by_hold"] = kept }), cancel).ConfigureAwait(false);
        }
        return new PruneOutcome(dryRun, files, bytes, kept);
    }

    /// <summary>
    /// Deletes the lake's files whose last pay date is older than that, but those with a payee under legal hold. Runs that saw them cannot be computed
    /// again; their flags, reasons and decisions stay.
    /// </summary>
    /// <param name="days">400 to 3650: features look back up to 400 days.</param>
    /// <param name="dryRun">Only counts.</param>
    /// <exception cref="RefusedException">Another process is at work in the data folder.</exception>
    public static async Task<PruneOutcome> PruneLakeAsync(Workspace workspace, int days, bool dryRun, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (days is < 400 or > 3650) throw new RefusedException(ExitCode.Usage, "--lake-days is 400 to 3650: features look back up to 400 days");
        var held = (await HoldsAsync(workspace, cancel).ConfigureAwait(false)).Select(hold => hold.Subject).ToHashSet(StringComparer.Ordinal);
        var before = DateOnly.FromDateTime(workspace.Clock.GetUtcNow().UtcDateTime).AddDays(-days);
        using var alone = workspace.TryBeAlone() ?? throw new RefusedException(ExitCode.Usage, "another process is at work in the data folder: prune the lake when it is done");
        var plan = LakePruning.Plan(workspace.LakeSettings, before, held.Count == 0 ? null : (employer, employee) => held.Contains(Subject(workspace, employer, employee)), cancel);
        if (!dryRun && plan.Files > 0)
        {
            // On record before it is done: an entry that is marked without an event is a fault.
            var item = await workspace.Store.Audit.AppendAsync(
                new AuditEntry(workspace.Actor, AuditActions.Pruned, PrunedLake.Subject, new JsonObject
                {
                    ["days"] = days, ["before"] = DapperSetup.DateText(before), ["entries"] = PrunedLake.Ranges(plan.Sequences), ["files"] = plan.Files, ["bytes"] = plan.Bytes, ["kept_by_hold"] = plan.Kept,
                }),
                cancel).ConfigureAwait(false);
            LakePruning.CarryOut(workspace.LakeSettings, plan, DateTimeOffset.Parse(item.At, CultureInfo.InvariantCulture));
        }
        return new PruneOutcome(dryRun, plan.Files, plan.Bytes, plan.Kept);
    }

    private static async Task RefuseYoungListHitsAsync(Workspace workspace, IReadOnlyList<PayeeFlag> flags, CancellationToken cancel)
    {
        DateTimeOffset? until = null;
        foreach (var run in flags.Where(flag => flag.Typology == Typology.SanctionsMatch.Word()).Select(flag => flag.RunId).Distinct(StringComparer.Ordinal))
        {
            var record = await RunLookup.FinishedAsync(workspace, run, cancel).ConfigureAwait(false);
            var ends = record.FinishedAt!.Value.AddYears(ListHitYears);
            if (ends > workspace.Clock.GetUtcNow() && (until is null || ends > until)) until = ends;
        }
        if (until is { } day)
            throw new RefusedException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"this payee has list hits, which are kept for ten years, until {day:yyyy-MM-dd}"));
    }

    private static async Task<string> AppendAsync(Workspace workspace, string action, string employerId, string employeeId, string why, string actor, CancellationToken cancel)
    {
        var subject = Subject(workspace, employerId, employeeId);
        await workspace.Store.Audit.AppendAsync(new AuditEntry(actor, action, subject, new JsonObject { ["reason"] = why }), cancel).ConfigureAwait(false);
        return subject;
    }

    private static string Why(AuditEvent item)
    {
        using var payload = JsonDocument.Parse(item.Payload);
        return payload.RootElement.GetProperty("reason").GetString()!;
    }

    private static string Subject(Workspace workspace, string employerId, string employeeId) => "payee " + workspace.LakeSettings.Key.Pseudonym(employerId + "\u001f" + employeeId);

    private static void CheckReason(string why)
    {
        if (string.IsNullOrWhiteSpace(why) || why.Length > 500) throw new RefusedException(ExitCode.Usage, "--reason says why in 1 to 500 characters, without a name");
    }

    private static void Check(Workspace workspace, string employerId, string employeeId, string why, CancellationToken cancel)
    {
        if (employerId.Length == 0 || employeeId.Length == 0) throw new RefusedException(ExitCode.Usage, "--employer and --employee say who");
        CheckReason(why);
        TypedReasons.RefuseNames(workspace, why, employerId, employeeId, cancel);
    }
}
