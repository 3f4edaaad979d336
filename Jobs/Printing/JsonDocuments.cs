// The one form of --json: names in snake case as in files and tables, times in seconds, exit codes as numbers.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Printing;

internal static class JsonDocuments
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonNumberEnumConverter<ExitCode>(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new InSeconds() },
    };

    /// <summary>A verb's result; <paramref name="recovered"/>, when there is something, as a member of its own.</summary>
    public static string Of<T>(T value, Recovered? recovered)
    {
        if (recovered is null) return Of(value);
        var document = JsonSerializer.SerializeToNode(value, Options)!.AsObject();
        document.Add("recovered", JsonSerializer.SerializeToNode(recovered, Options));
        return document.ToJsonString(Options);
    }

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>What a script gets instead of a result.</summary>
    public static string OfProblem(int exitCode, string problem) => Of(new Refusal(exitCode, problem));

    private sealed record Refusal(int ExitCode, string Problem);

    private sealed class InSeconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value.TotalSeconds, 3));
    }
}
