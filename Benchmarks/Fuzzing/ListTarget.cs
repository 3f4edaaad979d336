// Every list loader, through the store that keeps lists: read, compared with the one in force, written or refused.
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Benchmarks.Fuzzing;

internal sealed class ListTarget : IFuzzTarget
{
    private const int LoadsToAStore = 500;

    private readonly DirectoryInfo _folder = Places.Scratch();
    private readonly Dictionary<string, IListLoader> _loaders = new(StringComparer.Ordinal);
    private int _loads;

    public ListTarget()
    {
        Specimen[] samples =
        [
            .. ((string[])["lists", "published-lists"]).SelectMany(name => Directory.EnumerateFiles(Places.Samples(name)).Order(StringComparer.Ordinal)).Where(path => !path.EndsWith(".md", StringComparison.Ordinal)).Select(Head),
            .. Directory.EnumerateFiles(Invented).Order(StringComparer.Ordinal).Select(Specimen.OfFile),
            Specimen.Of("own.csv", "id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Zdravka Quillfeather,Z. Q.;Zdrava,Q,1970-01-02;circa 1971;1970 to 1972,RU;Iran,P 123;X9,XBT 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n2,company,\"Quill; Feather \"\"Ltd\"\"\",,,,,,\n"),
            Specimen.Of("crypto.json", """{"metadata":{"totalAddresses":1,"sdnListDate":"05/03/2024"},"addresses":{"0xabc":{"type":"Digital Currency Address - ETH","entries":[{"uid":"1","entity":"Quillfeather","program":"A, B","akas":["x",null]}]}}}"""),
        ];
        foreach (var loader in ListLoaders.All)
            foreach (var sample in samples)
                if (loader.RoleOf(sample.Name) is not null) _loaders.TryAdd(sample.Name, loader);
        Corpus = [.. samples.Where(sample => _loaders.ContainsKey(sample.Name))];
        var missing = ListLoaders.All.Select(loader => loader.Source).Except(_loaders.Values.Select(loader => loader.Source), StringComparer.Ordinal).ToArray();
        if (missing.Length > 0) throw new InvalidOperationException("no specimen for: " + string.Join(", ", missing));
    }

    public IReadOnlyList<Specimen> Corpus { get; }

    public IReadOnlyList<string> Words { get; } =
    [
        "-0- ", "individual", "person", "vessel", "id", "name", "type", "aliases", "birth_date", "wallets", "addresses", "entries", "uid", "entity", "metadata", "totalAddresses", "akas",
        "DOB 12 Mar 1970;", "a.k.a. 'X';", "Digital Currency Address - XBT 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa;", "Passport P1 (Iran)", "circa 1970", "1970 to 1972", "00/00/1970",
    ];

    /// <summary>What a list says of a person is the list's; a refusal still has no business repeating it.</summary>
    public IReadOnlyList<string> Secrets { get; } = ["Quillfeather"];

    public (int PerByte, long Besides) Memory => (400, 16 << 20);

    /// <summary>Lists that may not be copied, or are not published in small: the same shape with nobody in it.</summary>
    private static string Invented => Path.Combine(AppContext.BaseDirectory, "Fuzzing", "Lists");

    public IReadOnlyList<string> Read(Specimen input)
    {
        var store = Path.Combine(_folder.FullName, "lists");
        if (++_loads % LoadsToAStore == 0 && Directory.Exists(store)) Directory.Delete(store, recursive: true);
        var loader = _loaders[input.Name];
        var files = Path.Combine(_folder.FullName, "files");
        if (Directory.Exists(files)) Directory.Delete(files, recursive: true);
        Directory.CreateDirectory(files);
        File.WriteAllBytes(Path.Combine(files, input.Name), input.Bytes);
        // A part that is damaged beside parts that are not.
        foreach (var other in Corpus.Where(other => other.Name != input.Name && _loaders[other.Name] == loader && loader.RoleOf(other.Name) != loader.RoleOf(input.Name)))
            if (!Directory.EnumerateFiles(files).Any(file => loader.RoleOf(Path.GetFileName(file)) == loader.RoleOf(other.Name))) File.WriteAllBytes(Path.Combine(files, other.Name), other.Bytes);

        var lists = new ListStore(store, TimeProvider.System);
        var result = lists.Load(loader.Source, files);
        if (result.Outcome == ListLoadOutcome.Refused != result.Reason is not null) throw new InvalidDataException("a refusal without a reason, or a reason without a refusal");
        if (result.Outcome == ListLoadOutcome.Loaded && lists.Open().Lists.Single(list => list.Facts.Source == loader.Source).Parties.Any(party => party.EntryId.Length == 0 || party.Names.Count == 0))
            throw new InvalidDataException("an entry without an id or a name came into force");
        return [result.Reason ?? "", .. result.Notes];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Specimen Head(string path) =>
        path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".xml", StringComparison.Ordinal)
            ? Specimen.OfFile(path)
            : Specimen.Of(Path.GetFileName(path), string.Concat(Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\n').Take(12).Select(line => line + "\n")));
}
