// The committed excerpt of public lists, and small lists written on the spot, for the tests of this room.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

internal sealed class SampleLists : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 4, 5, 6, TimeSpan.Zero);

    public SampleLists()
    {
        Root = Directory.CreateTempSubdirectory("paysieve-lists-").FullName;
        Clock = new SettableClock(Start);
        Store = new ListStore(Path.Combine(Root, "store"), Clock);
    }

    public string Root { get; }
    public SettableClock Clock { get; }
    public ListStore Store { get; }

    /// <summary>data-samples/lists of the repository this test was built from.</summary>
    public static string Excerpt { get; } = FindExcerpt();

    /// <summary>A writable copy of the excerpt.</summary>
    public string CopyExcerpt(string name = "incoming")
    {
        var folder = Path.Combine(Root, name);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Excerpt))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    public string Write(string name, string text, string folder = "incoming")
    {
        Directory.CreateDirectory(Path.Combine(Root, folder));
        var path = Path.Combine(Root, folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    /// <summary>A list in force of parties written in the test, one entry per line: kind|birth dates|countries|name|name|'weak.</summary>
    public static ListSnapshotSet Of(params string[] lines)
    {
        var parties = lines.Select((line, i) =>
        {
            var cells = line.Split('|');
            return new ListedParty
            {
                List = "own",
                EntryId = i.ToString("000", CultureInfo.InvariantCulture),
                Kind = Enum.Parse<PartyKind>(cells[0]),
                BirthDates = [.. cells[1].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(d => BirthDate.TryParse(d, out var date) ? date : throw new FormatException(d))],
                Countries = cells[2].Split(';', StringSplitOptions.RemoveEmptyEntries),
                Names = [.. cells[3..].Select((n, k) => n[0] == '\'' ? new ListedName(n[1..], NameStrength.Weak) : new ListedName(n, k == 0 ? NameStrength.Primary : NameStrength.Strong))],
            };
        }).ToList();
        return new ListSnapshotSet([new ListSnapshot(Facts(parties.Count), parties)]);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static ListSnapshotFacts Facts(int entries) => new()
    {
        Source = "own", SnapshotId = new string('0', 64), LoadedAt = Start, Files = [], Notes = [], Entries = entries, Persons = 0, Companies = 0, Vessels = 0, Aircraft = 0, Names = 0, Wallets = 0,
    };

    private static string FindExcerpt()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "data-samples", "lists", "sdn.csv")))
                return Path.Combine(folder.FullName, "data-samples", "lists");
        throw new DirectoryNotFoundException("data-samples/lists is not above the test's folder.");
    }
}

internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
