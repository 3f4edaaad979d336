// SQL lives in .sql files named table.verb.sql; this finds them by name for a dialect.
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Paysieve.Pipeline.Store;

/// <summary>
/// The statements of one dialect: those of its own folder and the common ones. Common statements are written for SQL Server's schema
/// <c>paysieve</c>; SQLite has no schemas and gets them without. A statement's head declares its parameters with their T-SQL types,
/// which the tests hold against the schema.
/// </summary>
internal sealed partial class Statements
{
    private const string Root = "Paysieve.Pipeline.Store.Sql.";

    private readonly FrozenDictionary<string, string> _texts;

    private Statements(FrozenDictionary<string, string> texts) => _texts = texts;

    public static Statements Sqlite { get; } = Load("Sqlite", text => text.Replace("paysieve.", "", StringComparison.Ordinal));

    public static Statements SqlServer { get; } = Load("SqlServer", text => text);

    public IEnumerable<string> Names => _texts.Keys;

    /// <exception cref="KeyNotFoundException">There is no such statement in this dialect.</exception>
    public string this[string name] => _texts[name];

    /// <summary>The text of a file with its head, as the tests check it.</summary>
    internal static string ReadResource(string name)
    {
        using var stream = typeof(Statements).Assembly.GetManifestResourceStream(name)
            ?? throw new KeyNotFoundException($"no resource {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    internal static IEnumerable<(string Name, string Resource)> Resources(string dialect)
    {
        foreach (var resource in typeof(Statements).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            foreach (var folder in (string[])["Common.", dialect + "."])
            {
                if (resource.StartsWith(Root + folder, StringComparison.Ordinal))
                    yield return (resource[(Root.Length + folder.Length)..^".sql".Length], resource);
            }
        }
    }

    private static Statements Load(string dialect, Func<string, string> adapt) => new(
        Resources(dialect).ToFrozenDictionary(
            found => found.Name,
            found => adapt(Head().Replace(ReadResource(found.Resource), "")).Trim(),
            StringComparer.Ordinal));

    [GeneratedRegex(@"^--.*\n", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
