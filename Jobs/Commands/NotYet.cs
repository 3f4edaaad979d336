// Verbs whose rooms are not built yet: they say so.
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Commands;

internal static class NotYet
{
    public static Task<ExitCode> Say() => Task.FromException<ExitCode>(new RefusedException(ExitCode.Usage, "this verb comes with a later version"));
}

internal sealed record NightRequest(IReadOnlyList<string> Paths, IReadOnlyList<string> History, string? ListsFolder, DateOnly? AsOf);

internal static class NightVerbs
{
    public static Task<ExitCode> IngestAsync(VerbCall call, string[] paths, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> RunAsync(VerbCall call, NightRequest request, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ReportAsync(VerbCall call, string run, CancellationToken cancel) => NotYet.Say();
}

internal static class ModelVerbs
{
    public static Task<ExitCode> TrainAsync(VerbCall call, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> EvaluateAsync(VerbCall call, string labels, string? benign, string? run, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ListAsync(VerbCall call, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ShowAsync(VerbCall call, string bundle, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ExportFeaturesAsync(VerbCall call, string run, string file, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ExportScoresAsync(VerbCall call, string run, string file, CancellationToken cancel) => NotYet.Say();
}

internal static class ScreeningVerbs
{
    public static Task<ExitCode> LoadAsync(VerbCall call, string source, string path, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> StatusAsync(VerbCall call, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ScreenAsync(VerbCall call, ScreenRequest request, CancellationToken cancel) => NotYet.Say();
}

internal static class FindingVerbs
{
    public static Task<ExitCode> ListAsync(VerbCall call, string run, bool heldBack, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ShowAsync(VerbCall call, string flag, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> ExportAsync(VerbCall call, string run, string file, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> DecideAsync(VerbCall call, DecideRequest request, CancellationToken cancel) => NotYet.Say();
    public static Task<ExitCode> VerifyAsync(VerbCall call, string? target, CancellationToken cancel) => NotYet.Say();
}

internal static class ServeVerb
{
    public static Task<ExitCode> RunAsync(VerbCall call, bool once, CancellationToken cancel) => NotYet.Say();
}
