// From files and the environment to one checked settings record: every layer read, every key known, every failure listed.
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Configuring;

/// <summary>Settings as they hold for one command.</summary>
internal sealed record EffectiveSettings(PaysieveSettings Settings, string? ConnectionString)
{
    /// <summary>Never a connection string.</summary>
    public override string ToString() => nameof(EffectiveSettings);
}

/// <summary>
/// Layers, each over the one before: <c>appsettings.json</c> beside the program, the file of <c>--config</c>, the environment.
/// Environment variables are <c>Paysieve__Section__Key</c>; the prefix is asked for because keys that nobody knows are refused, and an
/// unprefixed <c>Lake__…</c> may be another program's. The connection string is <c>ConnectionStrings__Paysieve</c> as everywhere in .NET.
/// </summary>
internal static class SettingsLayers
{
    public const string ShippedFile = "appsettings.json";
    public const string ConnectionKey = "ConnectionStrings:Paysieve";
    private const string Prefix = "Paysieve__";

    /// <exception cref="RefusedException">Anything wrong, all of it listed; exit code 2.</exception>
    public static EffectiveSettings Read(string? configFile, IReadOnlyDictionary<string, string> environment)
    {
        var failures = new List<string>();
        var layers = new List<Layer>();
        var shipped = Path.Combine(AppContext.BaseDirectory, ShippedFile);
        if (File.Exists(shipped)) layers.Add(OfFile(shipped, failures));
        if (configFile is not null) layers.Add(OfFile(configFile, failures));
        layers.Add(OfEnvironment(environment));
        return Merge(layers, failures);
    }

    internal static EffectiveSettings Merge(IReadOnlyList<Layer> layers, List<string> failures)
    {
        var knobs = Knobs();
        var settings = new PaysieveSettings();
        string? connection = null;
        foreach (var layer in layers)
        {
            var lists = new SortedDictionary<string, SortedList<int, string>>(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in layer.Values)
            {
                if (TryListItem(key, knobs, out var list, out var place))
                {
                    if (!lists.TryGetValue(list, out var items)) lists.Add(list, items = []);
                    items[place] = value ?? "";
                }
                else if (string.Equals(key, ConnectionKey, StringComparison.OrdinalIgnoreCase))
                    connection = string.IsNullOrWhiteSpace(value) ? null : value;
                else if (knobs.TryGetValue(key, out var knob))
                    knob.Set(settings, value, layer.Origin, failures);
                else if (!IsEmptySection(key, value, knobs))
                    failures.Add($"{key} is not a setting ({layer.Origin}){Nearest(key, knobs.Keys)}");
            }
            // A layer's list replaces the one below as a whole: items merged by place would leave a mixture that nobody wrote.
            foreach (var (key, items) in lists) knobs[key].SetList(settings, [.. items.Values]);
        }
        failures.AddRange(settings.Failures());
        if (settings.Store.Provider == "SqlServer" && connection is null)
            failures.Add($"Store:Provider=SqlServer needs {ConnectionKey} (a settings file, or the environment variable ConnectionStrings__Paysieve)");
        if (failures.Count > 0)
            throw new RefusedException(ExitCode.Usage, "settings refused:" + string.Concat(failures.Select(failure => "\n  - " + failure)));
        return new EffectiveSettings(settings, connection);
    }

    /// <summary>Every knob by its key, <c>Section:Name</c>, in order of key.</summary>
    internal static SortedDictionary<string, Knob> Knobs()
    {
        var knobs = new SortedDictionary<string, Knob>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in typeof(PaysieveSettings).GetProperties())
            foreach (var property in section.PropertyType.GetProperties().Where(property => property.CanWrite))
                knobs.Add($"{section.Name}:{property.Name}", new Knob(section, property));
        return knobs;
    }

    private static bool TryListItem(string key, SortedDictionary<string, Knob> knobs, out string list, out int place)
    {
        var cut = key.LastIndexOf(':');
        list = cut < 0 ? "" : key[..cut];
        place = 0;
        return cut >= 0 && knobs.TryGetValue(list, out var knob) && knob.IsList && int.TryParse(key[(cut + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }

    private static Layer OfFile(string path, List<string> failures)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var stream = File.OpenRead(path);
            var forEverybody = IsForEverybody(stream);
            var values = new FlatJson(stream).Values;
            if (values.TryGetValue(ConnectionKey, out var held) && held is { } connection && HoldsPassword(connection) && forEverybody)
                failures.Add($"{name} holds the store's password and everybody on this machine may read it: take the right away (chmod o-r), or set the environment variable ConnectionStrings__Paysieve");
            return new Layer(name, [.. values.OrderBy(pair => pair.Key, StringComparer.Ordinal)]);
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidDataException or InvalidOperationException)
        {
            // The parser's own message may quote the file, and the file may hold a password. Half a surrogate pair, "\ud800", is legal to it until it makes a text of it.
            var line = Line(failure) is { } at ? string.Create(CultureInfo.InvariantCulture, $" (line {at})") : "";
            failures.Add($"{name} is not a JSON object of settings, or names a key twice{line}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failures.Add($"the settings file {path} cannot be read");
        }
        return new Layer(name, []);
    }

    /// <summary>Windows gives files the rights of their folder, which this cannot judge.</summary>
    private static bool IsForEverybody(FileStream file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & UnixFileMode.OtherRead) != 0;

    /// <summary>A text that cannot be taken apart may hold one anywhere.</summary>
    private static bool HoldsPassword(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return parts.ContainsKey("Password") || parts.ContainsKey("Pwd");
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static Layer OfEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var values = new List<KeyValuePair<string, string?>>();
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                values.Add(new(name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), value));
            else if (name.Equals("ConnectionStrings__Paysieve", StringComparison.OrdinalIgnoreCase))
                values.Add(new(ConnectionKey, value));
        }
        return new Layer("environment", values);
    }

    private static bool IsEmptySection(string key, string? value, SortedDictionary<string, Knob> knobs) =>
        string.IsNullOrEmpty(value) && !key.Contains(':', StringComparison.Ordinal)
        && (key.Equals("ConnectionStrings", StringComparison.OrdinalIgnoreCase) || knobs.Keys.Any(knob => knob.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)));

    private static long? Line(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
            if (inner is JsonException { LineNumber: { } line }) return line + 1;
        return null;
    }

    /// <summary>A known key of the same last word or section, to help with a slip of the pen.</summary>
    private static string Nearest(string key, IEnumerable<string> known)
    {
        var last = key[(key.LastIndexOf(':') + 1)..];
        var nearest = known.FirstOrDefault(k => k.EndsWith(":" + last, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(k => Math.Abs(k.Length - key.Length) <= 3 && Distance(k, key) <= 3);
        return nearest is null ? "" : $"; did you mean {nearest}?";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }

    /// <summary>The provider's own table of keys and values. To ask a configuration for them walks every level above each key, and a key may have thousands.</summary>
    private sealed class FlatJson(Stream stream) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = stream })
    {
        public IDictionary<string, string?> Values
        {
            get
            {
                Load();
                return Data;
            }
        }
    }

    /// <param name="Origin">Where the values come from, for a refusal: a file's name or <c>environment</c>.</param>
    internal sealed record Layer(string Origin, IReadOnlyList<KeyValuePair<string, string?>> Values);

    /// <summary>One setting: read from text in invariant form, whatever its type.</summary>
    internal sealed class Knob(PropertyInfo section, PropertyInfo property)
    {
        public Type Type => property.PropertyType;

        public bool IsList => Type == typeof(IReadOnlyList<string>);

        public object? Get(PaysieveSettings settings) => property.GetValue(section.GetValue(settings));

        public void Set(PaysieveSettings settings, string? text, string origin, List<string> failures)
        {
            // The node above a list's items: it holds nothing itself.
            if (IsList && text is null) return;
            var (known, value, expected) = Parse(text);
            if (known) property.SetValue(section.GetValue(settings), value);
            else failures.Add($"{section.Name}:{property.Name} must be {expected} ({origin})");
        }

        public void SetList(PaysieveSettings settings, IReadOnlyList<string> items) => property.SetValue(section.GetValue(settings), items);

        private (bool Known, object? Value, string Expected) Parse(string? text)
        {
            // Configuration tells of a list without items as an empty value.
            if (IsList) return (text is "", Array.Empty<string>(), "a list of texts");
            var plain = Nullable.GetUnderlyingType(Type) ?? Type;
            if (plain == typeof(string)) return (true, text ?? "", "");
            if (string.IsNullOrEmpty(text) && plain != Type) return (true, null, "");
            if (plain == typeof(int))
                return (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole), whole, "a whole number");
            if (plain == typeof(double))
                return (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number), number, "a number with a decimal point");
            if (plain == typeof(bool))
                return (bool.TryParse(text, out var truth), truth, "true or false");
            throw new NotSupportedException($"settings of type {plain.Name} are not read yet");
        }
    }
}
