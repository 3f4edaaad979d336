// The program's first line, and its only one that touches the process itself.
using System.CommandLine;
using System.Reflection;
using Paysieve.Jobs.Commands;

namespace Paysieve.Jobs;

/// <summary>The <c>paysieve</c> command line.</summary>
internal static class Program
{
    /// <summary>Long enough for a night to roll back after Ctrl+C or a service manager's stop; a second signal does not wait.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(25);

    /// <summary>Version and, where the build knows it, commit.</summary>
    public static string Version { get; } =
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static Task<int> Main(string[] args) => RunAsync(args, Surroundings.OfProcess(), CancellationToken.None);

    /// <summary>Runs one command. Never throws: what goes wrong is told on the error stream and in the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings around, CancellationToken cancel)
    {
        // Without response files: a name or note may begin with @.
        var parsed = CommandTree.Build(around).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UnknownOptions.In(parsed) is { Count: > 0 } unknown) return Refusals.Of(parsed, unknown, around);
        if (EmptyValues.In(parsed) is { Count: > 0 } empty) return Refusals.Of(parsed, empty, around);
        if (parsed.Errors.Count > 0) return Refusals.OfParsing(parsed, around);

        var invocation = new InvocationConfiguration
        {
            Output = around.Out,
            Error = around.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopPatience,
        };
        return await parsed.InvokeAsync(invocation, cancel).ConfigureAwait(false);
    }
}
