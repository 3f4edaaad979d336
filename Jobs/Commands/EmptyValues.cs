// A variable that a script forgot to set gives an option nothing: no path, no run, no reason is meant by that.
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Paysieve.Jobs.Commands;

internal static class EmptyValues
{
    /// <summary>One sentence for each option or argument that was given an empty value. An empty note is no note.</summary>
    public static IReadOnlyList<string> In(ParseResult parsed)
    {
        var said = new List<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var child in at.Children)
            {
                var name = child switch
                {
                    OptionResult { Option: { Name: not "--note" } option } => option.Name,
                    ArgumentResult { Argument: var argument } => argument.Name,
                    _ => null,
                };
                if (name is not null && child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) said.Add($"{name} was given nothing: its value is empty");
            }
        }
        return said;
    }
}
