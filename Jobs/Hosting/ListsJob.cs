// The job that watches for new lists: a change is loaded when it is there, not at the next night, and the past is asked at once.
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paysieve.Jobs.Commands;
using Paysieve.Jobs.Logging;
using Paysieve.Pipeline.Runs;
using Quartz;

namespace Paysieve.Jobs.Hosting;

/// <summary>
/// Loads the lists folder when a file in it came, went or changed and has settled, then looks back over the lake. Loading the same files twice, or on two
/// machines, changes nothing. A list that is refused is on record and alarmed; the last good one stays.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class ListsJob(VerbCall call, ListsSeen seen, IHostApplicationLifetime lifetime) : IJob
{
    public static JobKey Key { get; } = new("lists", "paysieve");

    private readonly ILogger _log = call.Logs.CreateLogger("Paysieve.Jobs.Lists");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            var schedule = call.Settings.Schedule;
            var now = call.Around.Clock.GetUtcNow();
            var files = new DirectoryInfo(schedule.ListsFolder).EnumerateFiles().Where(file => !file.Name.StartsWith('.')).ToList();
            if (files.Count == 0 || files.Exists(file => now - file.LastWriteTimeUtc < TimeSpan.FromSeconds(schedule.SettledSeconds))) return;
            var state = string.Join('|', files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => FormattableString.Invariant($"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
            if (state == seen.State) return;

            var workspace = await Opening.OpenAsync(call, call.Globals.Data, null, "schedule", stopping.Token).ConfigureAwait(false);
            await using (workspace.ConfigureAwait(false))
            {
                var refused = new List<string>();
                await ListLoading.LoadFolderAsync(workspace, schedule.ListsFolder, refused, stopping.Token).ConfigureAwait(false);
                foreach (var problem in refused) HostLog.ListsFailed(_log, (int)ExitCode.NoInput, problem);
                var found = await ListLookBack.ExecuteAsync(workspace, whole: false, stopping.Token).ConfigureAwait(false);
                HostLog.LookedBack(_log, found.Entries, found.Parties, found.Payouts);
            }
            seen.State = state;
        }
        catch (Exception failure)
        {
            // Nothing may pass to the scheduler: it would log the message, and a message may quote a row.
            var (code, problem, details) = Boundary.Describe(failure, stopping.Token);
            HostLog.ListsFailed(_log, code, problem);
            if (details is not null) call.Errors.Line(details);
        }
    }
}

/// <summary>The state of the lists folder that was loaded last by this host.</summary>
internal sealed class ListsSeen
{
    public string? State { get; set; }
}
