// Numbers and dates of the command line: one form each, whatever the machine's culture.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Paysieve.Jobs.Commands;

internal static class Parsing
{
    public static Option<DateOnly?> Date(string name, string does) => new(name)
    {
        Description = does,
        HelpName = "DATE",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(Token(result), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            result.AddError(name + " takes a date as yyyy-MM-dd.");
            return null;
        },
    };

    public static Option<int> Number(string name, string value, string does, int absent) => new(name)
    {
        Description = does,
        HelpName = value,
        DefaultValueFactory = _ => absent,
        CustomParser = result =>
        {
            if (int.TryParse(Token(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError(name + " takes a whole number.");
            return absent;
        },
    };

    /// <summary>Takes one of <paramref name="words"/>. What was typed instead is not said back: it may be a name.</summary>
    public static Option<T> OneOf<T>(Option<T> option, params IReadOnlyList<string> words)
    {
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !words.Contains(token.Value))) result.AddError($"{option.Name} takes one of {string.Join(", ", words)}.");
        });
        return option;
    }

    private static string Token(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";
}
