// The settings file and the environment over it.
using System.Text;
using System.Text.RegularExpressions;
using Paysieve.Jobs.Configuring;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Benchmarks.Fuzzing;

internal sealed partial class SettingsTarget : IFuzzTarget
{
    private const string Secret = "planted-secret";
    private const string Value = "Password=" + Secret;

    private readonly DirectoryInfo _folder = Places.Scratch();

    public IReadOnlyList<Specimen> Corpus { get; } =
    [
        Specimen.OfFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")),
        Specimen.Of("a.json", """{ "Alerting": { "ReviewsPerNight": 50, "LeastEvidence": 2.5 }, "Detection": { "UseModels": false, "Trees": 20 } }"""),
        Specimen.Of("b.json", $$"""{ "Store": { "Provider": "SqlServer" }, "ConnectionStrings": { "Paysieve": "Server=x;Password={{Secret}}" } }"""),
        Specimen.Of("c.json", """{ "Features": { "PooledInstitutions": [ "TRWI", "REVO", null, 5, [], {} ] }, "Schedule:NightCron": "0 0 2 * * ?" }"""),
        Specimen.Of("d.json", new string('[', 80) + new string(']', 80)),
        Specimen.Of("e.json", """{ "A": { "B": { "C": { "D": { "E": [[[[1]]]] } } } }, "Alerting": null, "Store": 5, "Lake": [] } // note"""),
        Specimen.Of("environment", "Paysieve__Alerting__ReviewsPerNight=50\nPaysieve__Features__PooledInstitutions__0=TRWI\nConnectionStrings__Paysieve=Password=" + Secret + "\nPaysieve____=x\nPaysieve__=\n"),
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        .. SettingsLayers.Knobs().Keys, .. SettingsLayers.Knobs().Keys.Select(key => "Paysieve__" + key.Replace(":", "__", StringComparison.Ordinal)),
        .. SettingsLayers.Knobs().Keys.SelectMany(key => key.Split(':')), "SqlServer", "Sqlite", "1e400", "-1", "0.5", "\"x\"", "__0", "__99999999999", ":",
    ];

    public IReadOnlyList<string> Secrets { get; } = [Secret];

    // Every key that is unknown is measured against every known one.
    public (int PerByte, long Besides) Memory => (20_000, 16 << 20);

    public IReadOnlyList<string> Read(Specimen input)
    {
        try
        {
            if (input.Name == "environment")
            {
                SettingsLayers.Read(null, Variables(input.Bytes));
                return [];
            }
            var path = Path.Combine(_folder.FullName, "settings.json");
            File.WriteAllBytes(path, input.Bytes);
            SettingsLayers.Read(path, new Dictionary<string, string>());
            return [];
        }
        catch (RefusedException refused)
        {
            // A name may be told, a value never: where the secret has become part of a name anywhere, the promise is void.
            var text = Encoding.UTF8.GetString(input.Bytes);
            var isValueAlone = text.Contains(Value, StringComparison.Ordinal) && !text.Replace(Value, "", StringComparison.Ordinal).Contains(Secret, StringComparison.Ordinal) && !SecretAsName().IsMatch(text);
            return isValueAlone ? [refused.Message] : [];
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(Secret + @"[^"",{}\[\]\r\n]*(""\s*:|=)")]
    private static partial Regex SecretAsName();

    private static Dictionary<string, string> Variables(byte[] bytes)
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            if (cut > 0) variables[line[..cut]] = line[(cut + 1)..];
        }
        return variables;
    }
}
