// A mistyped option must not become a file, a folder or a flag: the parser takes what it does not know for an argument.
using System.CommandLine;
using System.CommandLine.Parsing;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Jobs.Commands;

internal static class UnknownOptions
{
    /// <summary>From this likeness on an option is thought to be meant.</summary>
    private const double Alike = 0.85;

    /// <summary>One sentence for each word that is written like an option and is none of this verb's. A note or a name has spaces, or is no such word.</summary>
    public static IReadOnlyList<string> In(ParseResult parsed)
    {
        var typed = parsed.Tokens.Where(token => token.Type == TokenType.Argument).Select(token => token.Value.Split('=')[0]).Where(IsLikeOption).Distinct(StringComparer.Ordinal);
        var known = Known(parsed.CommandResult).Where(option => !option.Hidden).Select(option => option.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal)).ToArray();
        return
        [
            .. from word in typed
               let nearest = known.MaxBy(name => Likeness(word, name))
               let guess = nearest is not null && Likeness(word, nearest) >= Alike ? $"; did you mean {nearest}?" : "."
               select $"{word} is no option of `{Refusals.Path(parsed)}`{guess} A file of that name is given as ./{word}",
        ];
    }

    private static bool IsLikeOption(string word) =>
        word.Length > 2 && word.StartsWith("--", StringComparison.Ordinal) && char.IsAsciiLetter(word[2]) && !word.Any(char.IsWhiteSpace);

    private static double Likeness(string word, string option) => JaroWinkler.Similarity(word.AsSpan(2), option.AsSpan(2));

    private static IEnumerable<Option> Known(CommandResult at)
    {
        foreach (var option in at.Command.Options) yield return option;
        for (var above = at.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
            foreach (var option in above.Command.Options.Where(option => option.Recursive)) yield return option;
    }
}
