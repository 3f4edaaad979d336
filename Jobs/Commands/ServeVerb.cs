// serve: checks the schedule's settings, then hands over to the host.
using Paysieve.Jobs.Hosting;
using Paysieve.Pipeline.Runs;
using Quartz;

namespace Paysieve.Jobs.Commands;

internal static class ServeVerb
{
    public static async Task<ExitCode> RunAsync(VerbCall call, bool once, CancellationToken cancel)
    {
        var schedule = call.Settings.Schedule;
        var failures = new List<string>();
        if (schedule.InboxFolder.Length == 0) failures.Add("Schedule:InboxFolder is not set: there is nothing to watch");
        else if (!Directory.Exists(schedule.InboxFolder)) failures.Add("Schedule:InboxFolder is not a folder");
        if (schedule.ListsFolder.Length > 0 && !Directory.Exists(schedule.ListsFolder)) failures.Add("Schedule:ListsFolder is not a folder");
        if (!CronExpression.TryParse(schedule.NightCron, out _)) failures.Add("Schedule:NightCron is not a Quartz cron expression (seconds first: 0 0 2 * * ?)");
        if (!CronExpression.TryParse(schedule.ListsCron, out _)) failures.Add("Schedule:ListsCron is not a Quartz cron expression (seconds first: 0 0/15 * * * ?)");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _)) failures.Add("Schedule:TimeZone is not a time zone of this machine");
        if (failures.Count > 0) throw new RefusedException(ExitCode.Usage, "settings refused:" + string.Concat(failures.Select(failure => "\n  - " + failure)));

        // A store that is not there is told now, not at two in the morning.
        await (await Opening.ToWriteAsync(call, null, cancel).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        return await NightHost.RunAsync(call, once, cancel).ConfigureAwait(false);
    }
}
