// The words for what was not done.
using System.CommandLine;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Commands;

internal static class Refusals
{
    /// <summary>Verbs whose arguments may be a person's name or a reviewer's note, and are not said back.</summary>
    private static readonly string[] Discreet = ["screen", "decide", "propose", "revoke", "erase", "hold", "unhold"];

    /// <summary>The command line makes no sense.</summary>
    public static int OfParsing(ParseResult parsed, Surroundings around)
    {
        var command = parsed.CommandResult.Command;
        return Of(parsed, Array.IndexOf(Discreet, command.Name) >= 0 ? Unquoted(parsed) : [.. parsed.Errors.Select(error => error.Message)], around);
    }

    /// <summary>Says each problem once, and where help is.</summary>
    public static int Of(ParseResult parsed, IReadOnlyList<string> problems, Surroundings around)
    {
        foreach (var problem in problems.Distinct(StringComparer.Ordinal)) around.Error.WriteLine("paysieve: " + Printer.Plain(problem));
        around.Error.WriteLine($"See `{Path(parsed)} --help`.");
        if (parsed.Tokens.Any(token => token.Value == "--json")) around.Out.WriteLine(JsonDocuments.OfProblem((int)ExitCode.Usage, string.Join(" ", problems)));
        return (int)ExitCode.Usage;
    }

    /// <summary>The verb as typed: <c>paysieve lists load</c>.</summary>
    public static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Command is RootCommand ? "paysieve" : result.Command.Name);
        return string.Join(' ', names);
    }

    private static List<string> Unquoted(ParseResult parsed)
    {
        var values = parsed.Tokens.Select(token => token.Value).Concat(parsed.UnmatchedTokens)
            .Where(value => value.Length > 0 && value[0] != '-' && parsed.CommandResult.Command.Name != value).ToList();
        return [.. parsed.Errors.Select(error => values.Any(value => error.Message.Contains(value, StringComparison.Ordinal))
            ? "an argument is not understood (it is not shown: it may be a name)"
            : error.Message)];
    }
}
