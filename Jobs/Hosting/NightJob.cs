// The one scheduled job: tonight's files, if there are any, through the same run as the command line's.
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paysieve.Jobs.Commands;
using Paysieve.Jobs.Logging;
using Paysieve.Pipeline.Runs;
using Quartz;

namespace Paysieve.Jobs.Hosting;

/// <summary>
/// Runs the night from the inbox. Firing twice, or on two machines, is harmless: the run's key finds the night done, and the store lets
/// one process at a time do it. A night that fails says so and is tried again at the next firing; it never takes the host down.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class NightJob(VerbCall call, NightResults results, IHostApplicationLifetime lifetime) : IJob
{
    public static JobKey Key { get; } = new("night", "paysieve");

    private readonly ILogger _log = call.Logs.CreateLogger("Paysieve.Jobs.Night");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            results.Add(await RunAsync(stopping.Token).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            // Nothing may pass to the scheduler: it would log the message, and a message may quote a row.
            var (code, problem, details) = Boundary.Describe(failure, stopping.Token);
            HostLog.Failed(_log, code, problem);
            if (details is not null) call.Errors.Line(details);
            results.Add(new NightResult(code, problem, null));
        }
    }

    private async Task<NightResult> RunAsync(CancellationToken cancel)
    {
        var schedule = call.Settings.Schedule;
        var inbox = new Inbox(schedule.InboxFolder, TimeSpan.FromSeconds(schedule.SettledSeconds), call.Around.Clock);
        var (files, unsettled) = await inbox.TakeAsync(cancel).ConfigureAwait(false);
        if (unsettled > 0) HostLog.Unsettled(_log, unsettled);
        if (files.Count == 0)
        {
            HostLog.NothingThere(_log);
            return new NightResult((int)ExitCode.NoInput, "no settled file in the inbox", null);
        }

        HostLog.Starting(_log, files.Count);
        var workspace = await Opening.OpenAsync(call, call.Globals.Data, null, "schedule", cancel).ConfigureAwait(false);
        await using (workspace.ConfigureAwait(false))
        {
            var request = new NightRequest(files, [], schedule.ListsFolder.Length == 0 ? null : schedule.ListsFolder, null);
            var outcome = await NightRun.ExecuteAsync(workspace, request, cancel).ConfigureAwait(false);
            HostLog.Ended(_log, outcome.RunId, outcome.Status, (int)outcome.ExitCode, outcome.PayoutsToReview);
            return new NightResult((int)outcome.ExitCode, null, outcome);
        }
    }
}

/// <summary>How one firing ended.</summary>
/// <param name="Problem">Why there is no outcome; null when there is one.</param>
internal sealed record NightResult(int Code, string? Problem, NightOutcome? Outcome);

/// <summary>Where firings leave their results for whoever started the host.</summary>
internal sealed class NightResults(Action<NightResult> each)
{
    private readonly TaskCompletionSource<NightResult> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first result.</summary>
    public Task<NightResult> First => _first.Task;

    public void Add(NightResult result)
    {
        each(result);
        _first.TrySetResult(result);
    }
}
