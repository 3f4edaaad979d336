// Opens the data folder for a verb.
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Commands;

internal static class Opening
{
    /// <summary>For verbs that write: the folder is made when it is not there.</summary>
    public static Task<Workspace> ToWriteAsync(VerbCall call, IProgress<StageProgress>? progress, CancellationToken cancel) =>
        OpenAsync(call, call.Globals.Data, progress, "manual", cancel);

    /// <summary>For verbs that look: a folder that is not there is a slip of the pen, not an empty house.</summary>
    public static Task<Workspace> ToReadAsync(VerbCall call, CancellationToken cancel) => ToReadAsync(call, call.Globals.Data, cancel);

    public static Task<Workspace> ToReadAsync(VerbCall call, IProgress<StageProgress>? progress, CancellationToken cancel) =>
        ToReadAsync(call, call.Globals.Data, progress, cancel);

    /// <summary>For verbs by which somebody decides: the trail says who was at the keyboard and in whose name, whatever comes of it.</summary>
    public static async Task<Workspace> ToDecideAsync(VerbCall call, string actor, CancellationToken cancel)
    {
        var workspace = await ToReadAsync(call, cancel).ConfigureAwait(false);
        try
        {
            // An actor that makes no sense is refused by the verb itself.
            if (actor.Length is > 0 and <= 128)
            {
                await workspace.Store.Audit.AppendAsync(
                    new AuditEntry(call.Around.User, AuditActions.SignedIn, actor, new JsonObject { ["verb"] = call.Verb, ["account"] = call.Around.User }), cancel).ConfigureAwait(false);
            }
            return workspace;
        }
        catch
        {
            await workspace.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static Task<Workspace> ToReadAsync(VerbCall call, string folder, CancellationToken cancel) => ToReadAsync(call, folder, null, cancel);

    private static Task<Workspace> ToReadAsync(VerbCall call, string folder, IProgress<StageProgress>? progress, CancellationToken cancel) =>
        Directory.Exists(folder)
            ? OpenAsync(call, folder, progress, "manual", cancel)
            : throw new RefusedException(ExitCode.NoInput, $"there is no data folder {folder}");

    /// <param name="startedBy">manual or schedule.</param>
    public static async Task<Workspace> OpenAsync(VerbCall call, string folder, IProgress<StageProgress>? progress, string startedBy, CancellationToken cancel)
    {
        var workspace = await Workspace.OpenAsync(
            new WorkspaceOptions
            {
                DataDirectory = folder,
                Settings = call.Settings,
                ConnectionString = call.ConnectionString,
                Clock = call.Around.Clock,
                Logs = call.Logs,
                Actor = call.Around.User,
                StartedBy = startedBy,
                Verb = call.Verb,
                Progress = progress,
            },
            cancel).ConfigureAwait(false);
        call.Printer.Recovered ??= workspace.Recovered;
        return workspace;
    }
}
