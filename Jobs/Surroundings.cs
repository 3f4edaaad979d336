// What the program sees of the machine: two streams, the environment, a clock. Handed in, so that a test runs the whole program in process.
using System.Collections;
using Paysieve.Jobs.Printing;

namespace Paysieve.Jobs;

/// <summary>Where the program runs.</summary>
internal sealed record Surroundings
{
    /// <summary>Results, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, log and refusals.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Environment variables; names compare without case, as configuration keys do.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A person looks at <see cref="Out"/>: tables and colour instead of plain lines.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>A person looks at <see cref="Error"/>: moving bars instead of a line now and then.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Who is recorded when no actor is named.</summary>
    public string User { get; init; } = "unknown";

    /// <summary>The process's own.</summary>
    public static Surroundings OfProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        // NO_COLOR (no-color.org) asks for plain text whatever is at the other end.
        var plain = variables.TryGetValue("NO_COLOR", out var noColour) && noColour.Length > 0;
        return new Surroundings
        {
            // A terminal keeps the console's own writer, by which it is known for one.
            Out = Console.IsOutputRedirected ? UnreadStream.Over(Console.OpenStandardOutput()) : Console.Out,
            Error = Console.IsErrorRedirected ? UnreadStream.Over(Console.OpenStandardError()) : Console.Error,
            Environment = variables,
            OutIsTerminal = !Console.IsOutputRedirected && !plain,
            ErrorIsTerminal = !Console.IsErrorRedirected && !plain,
            User = System.Environment.UserName is { Length: > 0 } name ? name : "unknown",
        };
    }
}
