// Where every verb ends: the one catch, and what each way of failing is called.
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Jobs.Configuring;
using Paysieve.Jobs.Logging;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Commands;

/// <summary>Runs a verb and turns its end into an exit code.</summary>
internal static class Boundary
{
    /// <summary>Stopped by a signal, as a shell says it. Outside the contract's codes: nothing was decided about the night.</summary>
    public const int Stopped = 130;

    public static async Task<int> RunAsync(ParseResult parsed, Globals globals, Surroundings around, VerbAction action, CancellationToken cancel)
    {
        var errors = new ErrorScreen(around, globals.Loudness);
        try
        {
            var settings = SettingsLayers.Read(globals.Config, around.Environment);
            using var logs = new ScreenLogging(errors, around.Clock, globals.Loudness);
            var printer = new Printer(around.Out, around.OutIsTerminal, globals.Json);
            return (int)await action(new VerbCall(parsed, globals, around, settings, printer, errors, logs), cancel).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            var (code, problem, details) = Describe(failure, cancel);
            errors.Line("paysieve: " + problem);
            if (details is not null) errors.Line(details);
            if (globals.Json)
            {
                await around.Out.WriteLineAsync(JsonDocuments.OfProblem(code, problem)).ConfigureAwait(false);
                await around.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            return code;
        }
    }

    /// <summary>
    /// What to say of a failure. Only messages of our own refusals are said as they are; everything else is named by type, because a
    /// message from below may quote a row.
    /// </summary>
    internal static (int Code, string Problem, string? Details) Describe(Exception failure, CancellationToken cancel)
    {
        switch (failure)
        {
            case RefusedException refused:
                return ((int)refused.ExitCode, refused.Message, null);
            case OperationCanceledException when cancel.IsCancellationRequested:
                return (Stopped, "stopped before the end; nothing half-done is kept as done, and the same command takes it up again", null);
        }
        if (Rooms.Describe(failure) is { } known) return (known.Code, known.Problem, null);
        return ((int)ExitCode.Bug, $"unexpected {failure.GetType().Name}, problem {Mark(failure)}. This is a bug; the lines below hold no data and may be sent to whoever maintains this installation.", "  " + ScreenLogging.Trace(failure));
    }

    /// <summary>The same problem at the same place has the same mark, so that two reports of it are known for one.</summary>
    private static string Mark(Exception failure) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ScreenLogging.Trace(failure))))[..8];
}
