// The host: a scheduler with one job, from start to a stop that leaves nothing half-done.
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paysieve.Jobs.Commands;
using Paysieve.Jobs.Logging;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;
using Quartz;

namespace Paysieve.Jobs.Hosting;

/// <summary>
/// Runs <see cref="NightJob"/> by cron until it is told to stop, or once now.
/// <para>
/// A firing missed while the scheduler could not work (a suspended machine; with SQL Server also a host that was down) happens once as
/// soon as it can, however many were missed. With SQLite the schedule lives in memory, and a night missed while no host ran is not made
/// up for: <c>serve --once</c> does that. With SQL Server the schedule is shared, and one of several hosts fires.
/// </para>
/// </summary>
internal static class NightHost
{
    public static async Task<ExitCode> RunAsync(VerbCall call, bool once, CancellationToken cancel)
    {
        var log = call.Logs.CreateLogger("Paysieve.Jobs.Host");
        var results = new NightResults(result =>
        {
            if (!once && result.Outcome is { } outcome) call.Printer.Show(outcome, printer => NightLines.Night(printer, outcome));
        });
        using var host = Build(call, results, once);
        try
        {
            await host.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (SchedulerException failure) when (call.Settings.Store.Provider == "SqlServer")
        {
            call.Errors.Line(ScreenLogging.Trace(failure));
            throw new RefusedException(ExitCode.StoreUnreachable, "the schedule cannot be kept in SQL Server: its tables cannot be made or are of another version");
        }
        try
        {
            if (once) return await OnceAsync(call, results, cancel).ConfigureAwait(false);
            await SayAsync(host, call, log, cancel).ConfigureAwait(false);
            await WaitAsync(cancel).ConfigureAwait(false);
            return ExitCode.Done;
        }
        finally
        {
            // The night that is running hears of it, rolls back and is taken up again by the next start.
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            HostLog.Stopped(log);
        }
    }

    private static IHost Build(VerbCall call, NightResults results, bool once)
    {
        // Without the usual defaults: settings were read and checked already, and unknown ones refused.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "paysieve" });
        builder.Services.AddSingleton(call);
        builder.Services.AddSingleton(results);
        builder.Services.AddSingleton(call.Logs);
        builder.Services.AddSingleton<ListsSeen>();
        builder.Services.AddSingleton<IHostLifetime, SignalsAreHeardElsewhere>();
        var schedule = call.Settings.Schedule;
        builder.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "Paysieve";
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseTimeProvider(call.Around.Clock);
            quartz.UseDefaultThreadPool(1);
            // An operator's own firing is the operator's process's: no other host may pick it up.
            if (!once && call.Settings.Store.Provider == "SqlServer") UseSqlServer(quartz, call.ConnectionString!);
            else quartz.UseInMemoryStore();
            quartz.AddJob<NightJob>(job => job.WithIdentity(NightJob.Key).RequestRecovery());
            quartz.AddTrigger<NightJob>(trigger =>
            {
                trigger.ForJob(NightJob.Key).WithIdentity("night", "paysieve");
                if (once) trigger.StartNow();
                else trigger.WithCronSchedule(schedule.NightCron, cron => cron
                    .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone))
                    .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed));
            });
            if (once || schedule.ListsFolder.Length == 0) return;
            quartz.AddJob<ListsJob>(job => job.WithIdentity(ListsJob.Key).RequestRecovery());
            quartz.AddTrigger<ListsJob>(trigger => trigger.ForJob(ListsJob.Key).WithIdentity("lists", "paysieve").WithCronSchedule(schedule.ListsCron, cron => cron
                .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone))
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
        });
        builder.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return builder.Build();
    }

    private static void UseSqlServer(IQuartzBuilder quartz, string connectionString) => quartz.UsePersistentStore(store =>
    {
        store.UseSqlServer(SqlClientFactory.Instance, connectionString);
        store.UseSystemTextJsonSerializer();
        store.UseClustering();
        store.ConfigureStore(options =>
        {
            options.SchemaProvisioning = SchemaProvisioning.CreateIfMissing;
            options.StoreJobDataAsStrings = true;
        });
    });

    private static async Task<ExitCode> OnceAsync(VerbCall call, NightResults results, CancellationToken cancel)
    {
        var result = await results.First.WaitAsync(cancel).ConfigureAwait(false);
        if (result.Outcome is not { } outcome) throw new RefusedException((ExitCode)result.Code, result.Problem ?? "the night did not end");
        call.Printer.Show(outcome, printer => NightLines.Night(printer, outcome));
        return outcome.ExitCode;
    }

    private static async Task SayAsync(IHost host, VerbCall call, ILogger log, CancellationToken cancel)
    {
        var schedule = call.Settings.Schedule;
        HostLog.Serving(log, schedule.NightCron, schedule.TimeZone, call.Settings.Store.Provider == "SqlServer" ? "SQL Server" : "memory");
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancel).ConfigureAwait(false);
        var trigger = await scheduler.GetTrigger(new TriggerKey("night", "paysieve"), cancel).ConfigureAwait(false);
        if (trigger?.NextFireTimeUtc is { } next) HostLog.Next(log, Printer.Moment(next));
    }

    private static async Task WaitAsync(CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Being told to stop is how serving ends well.
        }
    }

    /// <summary>The command line hears signals and cancels; a second listener would only race it.</summary>
    private sealed class SignalsAreHeardElsewhere : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
