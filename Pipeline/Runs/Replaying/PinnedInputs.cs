// What an old run was made from, found again by the ids that the run names: settings, files, model, lists. Nothing newer is let in.
using System.Globalization;
using System.Text.Json;
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs.Replaying;

/// <summary>The inputs of a run, each null when it is gone or unusable; then <see cref="Missing"/> or <see cref="Altered"/> says why.</summary>
internal sealed class PinnedInputs
{
    private readonly Workspace _workspace;
    private readonly RunRecord _run;

    private PinnedInputs(Workspace workspace, RunRecord run)
    {
        _workspace = workspace;
        _run = run;
    }

    public List<string> Altered { get; } = [];

    public List<string> Missing { get; } = [];

    public List<string> Notes { get; } = [];

    public IReadOnlySet<string> Files { get; private set; } = new HashSet<string>();

    public PaysieveSettings? Settings { get; private set; }

    public LakeView? View { get; private set; }

    public TypologyModels? Models { get; private set; }

    public MatchModel? Matcher { get; private set; }

    public ListSnapshotSet? Lists { get; private set; }

    public static async Task<PinnedInputs> FindAsync(Workspace workspace, RunRecord run, CancellationToken cancel)
    {
        var inputs = new PinnedInputs(workspace, run);
        if (!string.Equals(run.ProgramVersion, Workspace.ProgramVersion, StringComparison.Ordinal))
            inputs.Notes.Add($"the run was made by version {run.ProgramVersion} of the program, this is {Workspace.ProgramVersion}");
        await inputs.FindRecordAsync(cancel).ConfigureAwait(false);
        await inputs.FindSettingsAsync(cancel).ConfigureAwait(false);
        inputs.FindModels();
        await inputs.FindListsAsync(cancel).ConfigureAwait(false);
        inputs.FindLake(cancel);
        inputs.CompareKey();
        return inputs;
    }

    /// <summary>The run and its flags in the tables against what the trail recorded.</summary>
    private async Task FindRecordAsync(CancellationToken cancel)
    {
        Files = (await _workspace.Store.Runs.FilesAsync(_run.RunId, cancel).ConfigureAwait(false)).Where(file => file.Role != RunFile.History).Select(file => file.FileId).ToHashSet(StringComparer.Ordinal);
        var recorded = await StoreVerifier.RecordedFlagsAsync(_workspace.Store, _run, cancel).ConfigureAwait(false);
        if (!string.Equals(recorded, await _workspace.Store.Flags.DigestAsync(_run.RunId, cancel).ConfigureAwait(false), StringComparison.Ordinal))
            Altered.Add($"the flags of run {_run.RunId} on record are not those that the audit trail recorded");
    }

    private async Task FindSettingsAsync(CancellationToken cancel)
    {
        if (string.Equals(_workspace.Settings.Hash(), _run.ConfigHash, StringComparison.Ordinal)) Settings = _workspace.Settings;
        else if (await SettingsTrail.FindAsync(_workspace.Store, _run.ConfigHash, cancel).ConfigureAwait(false) is not { } sheet)
            Missing.Add($"the settings {_run.ConfigHash[..16]} of the run were not recorded, and those in force now are others");
        else if (SettingsSheet.Restore(sheet, _run.ConfigHash) is not { } settings)
            Missing.Add($"the settings {_run.ConfigHash[..16]} of the run are on record and mean nothing to this version of the program; it takes version {_run.ProgramVersion}");
        else Settings = settings;
    }

    private void FindModels()
    {
        try
        {
            if (_run.BundleId is null || _workspace.Bundles.TryLoad(_run.BundleId) is not { } bundle) Missing.Add($"model bundle {_run.BundleId} is gone");
            else (Models, Matcher) = (TrainedBundle.Load(bundle), TrainedBundle.MatcherOf(bundle));
        }
        catch (BundleDamagedException)
        {
            Altered.Add($"model bundle {_run.BundleId} does not have the bytes that it was saved with");
        }
        catch (RefusedException other)
        {
            Missing.Add(other.Message + $", or take version {_run.ProgramVersion} of the program");
        }
    }

    private async Task FindListsAsync(CancellationToken cancel)
    {
        var lists = new List<ListSnapshot>();
        var wanted = await _workspace.Store.Runs.ListSnapshotsAsync(_run.RunId, cancel).ConfigureAwait(false);
        foreach (var id in wanted)
        {
            if (_workspace.Lists.Find(id) is not { } facts)
            {
                Missing.Add($"list snapshot {id[..16]} is gone");
                continue;
            }
            try
            {
                lists.Add(_workspace.Lists.Open(facts));
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                Missing.Add($"the entries of list snapshot {facts.Source} {id[..16]} are gone");
            }
            catch (Exception damage) when (damage is InvalidDataException or JsonException)
            {
                Altered.Add($"list snapshot {facts.Source} {id[..16]} was altered after it was loaded");
            }
        }
        if (lists.Count < wanted.Count) return;
        Lists = new ListSnapshotSet(lists);
        if (!string.Equals(Lists.IsEmpty ? null : Lists.Id, _run.ListSnapshotId, StringComparison.Ordinal))
            Altered.Add($"the lists on record for run {_run.RunId} are not the set that it names");
    }

    private void FindLake(CancellationToken cancel)
    {
        var summary = NightSummary.From(_run.Summary);
        var condition = LakeCondition.Of(_workspace.LakeSettings, summary.LakeSequence, cancel);
        if (condition.EntriesGone > 0)
            Missing.Add(string.Create(CultureInfo.InvariantCulture, $"{condition.EntriesGone} of the {summary.LakeSequence} files of history that the run saw are no longer in the lake"));
        // What went before the run began, it did not see either.
        var pruned = condition.Pruned.Where(each => each.At > _run.StartedAt).ToArray();
        if (pruned.Length > 0)
            Missing.Add(string.Create(CultureInfo.InvariantCulture, $"{pruned.Length} of the {summary.LakeSequence} files of history that the run saw were pruned by retention at {pruned.Max(each => each.At):yyyy-MM-dd HH:mm} UTC"));
        foreach (var fault in condition.Faults)
        {
            if (fault.IsGone) Missing.Add($"{fault.Path} is gone from the lake");
            else Altered.Add($"{fault.Path} in the lake does not have the bytes that it was written with");
        }
        if (condition.EntriesGone > 0 || pruned.Length > 0 || condition.Faults.Any(fault => fault.IsGone)) return;
        if (summary.Lake is { } seal && !string.Equals(seal.Files, LakeSeal.Of(_workspace.LakeSettings, summary.LakeSequence).Files, StringComparison.Ordinal))
            Altered.Add($"the lake's manifest names other files than run {_run.RunId} recorded");
        try
        {
            View = _workspace.Lake.Open(new LakeQuery { LastPayDay = summary.LastPayDay, LastSequence = summary.LakeSequence });
        }
        catch (LakeUnreadableException) when (condition.Faults.Count > 0)
        {
            // Named above.
        }
    }

    /// <summary>Everything there, and yet not what the run was made from: a row of the run, or a manifest, says something else.</summary>
    private void CompareKey()
    {
        if (Settings is null || View is null || Lists is null || _run.BundleId is null) return;
        var key = NightRun.RunKey(Files, View.ManifestHash, _run.ConfigHash, _run.BundleId, Lists, _run.AsOf, _run.ProgramVersion);
        if (!string.Equals(key, _run.RunKey, StringComparison.Ordinal)) Altered.Add($"files, history, model and lists as found do not give the key of run {_run.RunId}");
    }
}
