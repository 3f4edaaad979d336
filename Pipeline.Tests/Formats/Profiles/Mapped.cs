// Vendor exports for the tests of this room: a profile, bytes, and what the reader makes of them.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Tests.Formats.Profiles;

internal static class Mapped
{
    internal static readonly ProfileShelf Shipped = ProfileShelf.Open(null);

    /// <summary>A small layout of its own; tests put other settings in front of its columns.</summary>
    internal static string Json(string settings = "", string name = "mine", string columns = "") => $$"""
        {
          "profile": "{{name}}", {{settings}}
          "columns": {
            "transfer_id": "Beleg", "employer_id": { "constant": "ACME" }, "employee_id": "Nr", "employee_name": { "join": [ "Vorname", "Nachname" ] },
            "pay_date": "Zahltag", "amount": "Netto", "currency": { "from": "Währung", "default": "EUR", "optional": true }, "account": "Konto"{{columns}}
          }
        }
        """;

    internal const string Header = "Beleg,Nr,Vorname,Nachname,Zahltag,Netto,Konto";

    internal static MappingProfile Profile(string json)
    {
        Assert.IsTrue(ProfileJson.Read(Encoding.UTF8.GetBytes(json), out var profile, out var failures), string.Join("; ", failures));
        return profile!;
    }

    /// <summary>The shipped profiles and these.</summary>
    internal static ProfileShelf Shelf(TestFolder folder, params string[] json)
    {
        var profiles = Directory.CreateDirectory(Path.Combine(folder.Path, "profiles")).FullName;
        for (var i = 0; i < json.Length; i++) File.WriteAllText(Path.Combine(profiles, $"{i}.json"), json[i]);
        var shelf = ProfileShelf.Open(profiles);
        Assert.IsEmpty(shelf.Problems, string.Join("; ", shelf.Problems.SelectMany(problem => problem.Failures)));
        return shelf;
    }

    internal static (ReadResult Result, RememberingSink Sink) Read(SourceFile file, ProfileShelf shelf, ElectionTable? elections = null, ReadLimits? limits = null)
    {
        var sink = new RememberingSink();
        return (new CanonicalCsvReader(shelf, elections).Read(file, sink, limits ?? new ReadLimits(), null, CancellationToken.None), sink);
    }

    internal static (ReadResult Result, RememberingSink Sink) Read(string json, byte[] bytes)
    {
        using var folder = new TestFolder();
        return Read(folder.Write("export.csv", bytes), Shelf(folder, json));
    }

    internal static (ReadResult Result, RememberingSink Sink) Read(string json, string text) => Read(json, Encoding.UTF8.GetBytes(text));

    internal static ElectionTable Elections(string profile, SourceFile file, ProfileShelf shelf)
    {
        var (result, sink) = Read(file, shelf);
        Assert.AreEqual(profile, result.Profile, result.FileRejection?.ToString());
        var table = new ElectionTable();
        table.BeginFile(profile);
        foreach (var election in sink.Elections) table.Add(profile, election);
        return table;
    }
}
