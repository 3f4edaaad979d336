// Mapping profiles as a customer writes them.
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;

namespace Paysieve.Benchmarks.Fuzzing;

internal sealed class ProfileTarget : IFuzzTarget
{
    public IReadOnlyList<Specimen> Corpus { get; } =
    [
        .. ProfileShelf.Open(null).All.Select(shelved => Specimen.Of(shelved.Profile.Profile + ".json", ProfileJson.Write(shelved.Profile))),
        Specimen.Of("deep.json", new string('[', 80) + new string(']', 80)),
        Specimen.Of("empty.json", "{}"),
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        .. ExportColumns.Payout.Select(column => column.Name), "from", "join", "between", "key", "constant", "default", "words", "otherwise", "transform", "optional",
        "utf-16", "shift_jis", "windows-1252", "yyyyMMdd", "dd/MM/yyyy", "\\t", ";", ",", ".", "null", "[]", "{}", "1e400", "-1",
    ];

    public IReadOnlyList<string> Secrets { get; } = [];

    public (int PerByte, long Besides) Memory => (2_000, 8 << 20);

    public IReadOnlyList<string> Read(Specimen input)
    {
        if (!ProfileJson.Read(input.Bytes, out var profile, out var failures)) return failures.Count > 0 ? failures : throw new InvalidDataException("refused without a reason");
        // What was read can be written and read again as the same.
        var written = ProfileJson.Write(profile);
        if (!ProfileJson.Read(System.Text.Encoding.UTF8.GetBytes(written), out var again, out _) || ProfileJson.Write(again) != written)
            throw new InvalidDataException("a profile that was read does not come back from its own text");
        return [];
    }

    public void Dispose()
    {
        // Reads from memory.
    }
}
