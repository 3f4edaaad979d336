// Profiles as files: strict about what it does not know, short where a person writes, the same bytes for the same profile.
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paysieve.Pipeline.Formats.Profiles;

/// <summary>Reads and writes profile files.</summary>
public static class ProfileJson
{
    /// <summary>A larger file is no profile.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter<ProfileKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new FieldConverter(), new TextsConverter() },
    };

    /// <summary>True with a valid profile; else false with every failure found.</summary>
    public static bool Read(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out MappingProfile? profile, out IReadOnlyList<string> failures)
    {
        profile = null;
        if (utf8.Length > MostBytes)
        {
            failures = ["larger than 1 MiB"];
            return false;
        }
        if (utf8.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF })) utf8 = utf8[3..];
        MappingProfile? read;
        try
        {
            read = JsonSerializer.Deserialize<MappingProfile>(utf8, Options);
        }
        catch (JsonException failure)
        {
            failures = [$"not a profile: {failure.Message}"];
            return false;
        }
        if (read is null || HasHoles(read))
        {
            failures = ["not a profile: null where a value is needed"];
            return false;
        }
        failures = [.. ProfileChecks.Failures(read)];
        if (failures.Count > 0) return false;
        profile = read;
        return true;
    }

    /// <summary>The profile as a file, ending with a line break.</summary>
    public static string Write(MappingProfile profile) => JsonSerializer.Serialize(profile, Options) + "\n";

    // The deserialiser lets null into what may not be null.
    private static bool HasHoles(MappingProfile read) =>
        read.Profile is null || read.About is null || read.Encoding is null || read.Delimiter is null || read.DecimalMark is null || read.DateFormats is null
        || read.JoinWith is null || read.Columns is null || read.Columns.Values.Any(field => field is null)
        || read.LeaveOut is { LinesStartingWith: null } or { Where: null } || (read.LeaveOut?.Where.Values.Any(values => values is null) ?? false);

    /// <summary>A field may be its heading alone: <c>"amount": "Net Pay"</c>.</summary>
    private sealed class FieldConverter : JsonConverter<ProfileField>
    {
        public override ProfileField Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String) return new ProfileField { From = [reader.GetString()!] };
            var whole = JsonSerializer.Deserialize<Whole>(ref reader, options) ?? throw new JsonException("a column needs a heading or an object");
            if (whole.Words?.Values.Any(word => word is null) == true) throw new JsonException("a word needs a text");
            return new ProfileField
            {
                From = whole.From ?? [], Join = whole.Join ?? [], Between = whole.Between ?? " ", Key = whole.Key ?? [], Constant = whole.Constant, Default = whole.Default,
                Words = whole.Words ?? new Dictionary<string, string>(), Otherwise = whole.Otherwise, Transform = whole.Transform, Optional = whole.Optional,
            };
        }

        public override void Write(Utf8JsonWriter writer, ProfileField value, JsonSerializerOptions options)
        {
            if (value is { From.Count: 1, Default: null, Otherwise: null, Transform: null, Optional: false, Words.Count: 0 })
            {
                writer.WriteStringValue(value.From[0]);
                return;
            }
            JsonSerializer.Serialize(writer, new Whole
            {
                From = OrNull(value.From), Join = OrNull(value.Join), Between = value.Between == " " ? null : value.Between, Key = OrNull(value.Key), Constant = value.Constant,
                Default = value.Default, Words = value.Words.Count == 0 ? null : new Dictionary<string, string>(value.Words), Otherwise = value.Otherwise, Transform = value.Transform, Optional = value.Optional,
            }, options);

            static IReadOnlyList<string>? OrNull(IReadOnlyList<string> texts) => texts.Count == 0 ? null : texts;
        }

        private sealed record Whole
        {
            public IReadOnlyList<string>? From { get; init; }
            public IReadOnlyList<string>? Join { get; init; }
            public string? Between { get; init; }
            public IReadOnlyList<string>? Key { get; init; }
            public string? Constant { get; init; }
            public string? Default { get; init; }
            public Dictionary<string, string>? Words { get; init; }
            public string? Otherwise { get; init; }
            public string? Transform { get; init; }
            public bool Optional { get; init; }
        }
    }

    /// <summary>A list of texts may be one text.</summary>
    private sealed class TextsConverter : JsonConverter<IReadOnlyList<string>>
    {
        public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String) return [reader.GetString()!];
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a text or a list of texts is needed");
            var texts = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("a list of texts is needed"));
            return texts;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
        {
            if (value.Count == 1)
            {
                writer.WriteStringValue(value[0]);
                return;
            }
            writer.WriteStartArray();
            foreach (var text in value) writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
    }
}
