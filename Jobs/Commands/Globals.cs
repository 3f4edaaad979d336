// The options that every verb has.
using System.CommandLine;

namespace Paysieve.Jobs.Commands;

/// <summary>How much goes to the error stream.</summary>
internal enum Loudness { Quiet, Normal, Verbose }

/// <summary>What was said on the command line for every verb.</summary>
internal sealed record Globals(string Data, string? Config, bool Json, Loudness Loudness);

/// <summary>The options themselves; one set per command tree, because the parser ties an option to the tree it is in.</summary>
internal sealed class GlobalOptions
{
    private const string DefaultData = "./paysieve-data";

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder that holds everything: store, lake, models, lists, reports",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultData,
        Recursive = true,
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Settings file (JSON): over the shipped defaults, under the environment (Paysieve__Section__Key)",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "The result as one JSON document", Recursive = true };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Warnings alone on the error stream, no progress", Recursive = true };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Details on the error stream", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(_data);
        root.Add(_config);
        root.Add(_json);
        root.Add(_quiet);
        root.Add(_verbose);
    }

    public Globals Of(ParseResult parsed) => new(
        parsed.GetValue(_data) ?? DefaultData,
        parsed.GetValue(_config),
        parsed.GetValue(_json),
        parsed.GetValue(_quiet) ? Loudness.Quiet : parsed.GetValue(_verbose) ? Loudness.Verbose : Loudness.Normal);
}
