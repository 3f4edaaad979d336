// Every figure of the README's section on screening, by one command: what is found, who is hit who should not be, how fast,
// and whether the search lost anything that comparing with every listed name finds.
using System.Diagnostics;
using System.Globalization;
using Bogus;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Learning;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Benchmarks.Screening;

internal static class ScreeningMeasure
{
    private const int Seed = 7;
    private const int PerKind = 1_000;
    private const int SpeedNames = 100_000;
    private const int LossNames = 60;

    public static void Run(string folder, bool speedAlone)
    {
        var lists = ListFolder.Open(folder);
        var before = GC.GetTotalMemory(true);
        var built = Clock.Start();
        var screener = new Screener(lists, new ScreeningOptions());
        var build = built.Read();
        Say($"Lists: {string.Join(", ", lists.Lists.Select(l => l.Facts.Source))}; {lists.Parties.Count:N0} entries, {lists.Parties.Sum(p => p.Names.Count):N0} names.");
        Say($"Index: {build.Wall:f2} s ({build.Processor:f2} s of processor), {(GC.GetTotalMemory(true) - before) / 1048576.0:f0} MiB.");
        // The shipped model learnt from half of the entries; it is measured on the other half.
        var unseen = lists.Parties.Where(p => !MatchTraining.IsLearntFrom(p)).ToList();
        if (!speedAlone)
        {
            Perturbed(screener, lists, unseen);
            Innocent(screener);
            Withheld(lists);
            Scripts(lists, unseen);
            Adversarial(lists, unseen);
        }
        Loss(screener, unseen);
        Speed(screener);
    }

    private static void Perturbed(Screener screener, ListSnapshotSet lists, List<ListedParty> unseen)
    {
        var random = new Randomizer(Seed);
        var names = random.Shuffle(unseen.SelectMany(p => p.Names.Where(n => n.Strength != NameStrength.Weak && NameFolding.IsLatin(n.Text)).Select(n => (Party: p, Parts: Perturbation.Parts(p, n)))))
            .Where(n => n.Parts.Length > 0 && n.Party.Kind != PartyKind.Aircraft).ToList();
        Table("listed name", "of", "asked", "found %");
        var sums = new List<(Perturbation Kind, int Found, int Asked)>();
        foreach (var kind in Perturbation.All)
        {
            var (asked, hit) = Found(kind, screener);
            sums.Add((kind, hit, asked));
        }
        foreach (var group in sums.GroupBy(sum => (sum.Kind.People, sum.Kind.IsTwo)).OrderBy(group => group.Key.IsTwo)) Total(group.Key.IsTwo ? "two of these at once" : "one of these", group.Key.People, [.. group]);
        foreach (var group in sums.GroupBy(sum => sum.Kind.People)) Total("all of these", group.Key, [.. group]);
        // With an index of katakana beside its own, which nothing else is asked of.
        var further = new Screener(lists, new ScreeningOptions());
        foreach (var kind in Perturbation.Further) Found(kind, further);

        void Total(string what, bool people, (Perturbation Kind, int Found, int Asked)[] of) =>
            Row(what, people ? "people" : "companies, vessels", of.Sum(sum => sum.Asked), Percent(of.Sum(sum => sum.Found), of.Sum(sum => sum.Asked)));

        (int Asked, int Found) Found(Perturbation kind, Screener by)
        {
            var asked = names.Where(n => (n.Party.Kind == PartyKind.Person) == kind.People && (!kind.People || n.Parts.Length > 1))
                .Select(n => (n.Party, Name: kind.Apply(n.Parts, random))).Where(n => n.Name is not null).Take(PerKind).ToList();
            var found = by.ScreenMany([.. asked.Select((a, i) => new ScreeningSubject(i.ToString(CultureInfo.InvariantCulture), a.Name!, a.Party.Kind))]);
            var hit = asked.Where((a, i) => found[i].Any(m => m.Party == a.Party)).Count();
            Row(kind.Kind, kind.People ? "people" : "companies, vessels", asked.Count, Percent(hit, asked.Count));
            return (asked.Count, hit);
        }
    }

    private static void Innocent(Screener screener)
    {
        Table("innocent", "names", "hit %");
        var people = InnocentNames.People(2_000, Seed);
        var found = screener.ScreenMany([.. people.Select(p => p.Subject)]);
        foreach (var group in people.Select((p, i) => (p.Group, Hit: found[i].Count > 0)).GroupBy(p => p.Group))
            Row(group.Key, group.Count(), Percent(group.Count(p => p.Hit), group.Count()));
        Row("all people", people.Count, Percent(found.Count(f => f.Count > 0), people.Count));
        var companies = InnocentNames.Companies(6_000, Seed);
        Row("companies", companies.Count, Percent(screener.ScreenMany(companies).Count(f => f.Count > 0), companies.Count));
    }

    private static void Withheld(ListSnapshotSet lists)
    {
        static bool IsDprk(ListedParty p) => p.Kind == PartyKind.Person && p.Programmes.Any(x => x.Contains("DPRK", StringComparison.Ordinal));
        var screener = new Screener(Without(lists, IsDprk), new ScreeningOptions());
        var aliases = lists.Parties.Where(IsDprk).SelectMany(p => p.Names.Skip(1).Where(n => n.Strength == NameStrength.Strong).Select(n => (Party: p, n.Text))).ToList();
        var found = screener.ScreenMany([.. aliases.Select((a, i) => new ScreeningSubject(i.ToString(CultureInfo.InvariantCulture), a.Text, PartyKind.Person))]);
        var hit = aliases.Where((a, i) => found[i].Any(m => m.Party.EntryId == a.Party.EntryId && m.Party.List == a.Party.List)).Count();
        Say($"\nAliases of North Korean people found when all their aliases are withheld: {Percent(hit, aliases.Count)} % of {aliases.Count}.");
    }

    // Real names in their own script, as some lists give them beside the Latin ones, against lists that have lost all such names.
    private static void Scripts(ListSnapshotSet lists, List<ListedParty> unseen)
    {
        var screener = new Screener(new ListSnapshotSet(lists.Lists.Select(l => l with { Parties = [.. l.Parties.Select(p => p with { Names = [.. p.Names.Where((n, i) => i == 0 || NameFolding.IsLatin(n.Text))] })] })), new ScreeningOptions());
        var names = unseen.Where(p => p.Kind == PartyKind.Person && NameFolding.IsLatin(p.PrimaryName)).SelectMany(p => p.Names.Where(n => n.Strength != NameStrength.Weak && Script(n.Text) is not null).Select(n => (Party: p, n.Text))).ToList();
        var found = screener.ScreenMany([.. names.Select((n, i) => new ScreeningSubject(i.ToString(CultureInfo.InvariantCulture), n.Text, PartyKind.Person))]);
        Table("a person's name in its own script", "names", "found %");
        foreach (var script in names.Select((n, i) => (Script: Script(n.Text)!, Found: found[i].Any(m => m.Party.EntryId == n.Party.EntryId && m.Party.List == n.Party.List))).GroupBy(n => n.Script).OrderBy(g => g.Key, StringComparer.Ordinal))
            Row(script.Key, script.Count(), Percent(script.Count(n => n.Found), script.Count()));
    }

    private static string? Script(string name) =>
        NameFolding.IsLatin(name) ? null : NameFolding.IsUnvocalised(name) ? "Arabic, Hebrew" : NameFolding.ContainsHan(name) ? "Han" : name.Any(c => c is >= '\uAC00' and <= '\uD7A3') ? "Hangul" : name.Any(c => c is >= '\u0400' and <= '\u052F') ? "Cyrillic" : "other";

    private static void Adversarial(ListSnapshotSet lists, List<ListedParty> unseen)
    {
        var pairs = AdversarialPairs.Of(unseen, Seed);
        var tested = pairs.Select(p => (p.Entry.List, p.Entry.EntryId)).ToHashSet();
        var screener = new Screener(Without(lists, p => tested.Contains((p.List, p.EntryId))), new ScreeningOptions());
        var found = screener.ScreenMany([.. pairs.Select(p => p.Subject)]);
        var raised = pairs.Select((p, i) => found[i].Any(m => m.NamesakeBy is null && m.Party.EntryId == p.Entry.EntryId && m.Party.List == p.Entry.List)).ToArray();
        Table("adversarial pairs", "same", "pairs", "raised %");
        foreach (var kind in pairs.Select((p, i) => (p.Kind, p.Same, Raised: raised[i])).GroupBy(p => (p.Kind, p.Same)))
            Row(kind.Key.Kind, kind.Key.Same ? "yes" : "no", kind.Count(), Percent(kind.Count(p => p.Raised), kind.Count()));
        double right = pairs.Where((p, i) => p.Same && raised[i]).Count();
        var (precision, recall) = (right / raised.Count(r => r), right / pairs.Count(p => p.Same));
        Say($"\nPrecision {precision:f3}, recall {recall:f3}, F1 {2 * precision * recall / (precision + recall):f3} over {pairs.Count:N0} pairs at the shipped threshold.");
    }

    private static void Loss(Screener screener, List<ListedParty> unseen)
    {
        var random = new Randomizer(Seed);
        var names = random.Shuffle(unseen).Take(LossNames).Select((p, i) => Perturbation.All[i % Perturbation.All.Count].Apply(Perturbation.Parts(p, p.Names[0]), random) ?? p.PrimaryName)
            .Concat(InnocentNames.People(2, Seed).Select(p => p.Subject.Name));
        int pairs = 0, lost = 0, asked = 0;
        foreach (var subject in names.Select(n => new ScreeningSubject("1", n)))
        {
            var found = screener.Screen(subject).Select(m => m.Party).ToHashSet();
            var all = screener.ScreenExhaustively(subject);
            asked++;
            pairs += all.Count;
            lost += all.Count(m => !found.Contains(m.Party));
        }
        Say($"\nSearch against comparing with every listed name: {pairs} pairs of {asked} names, {lost} lost.");
    }

    private static void Speed(Screener screener)
    {
        _ = screener.ScreenMany(Payees(5_000, Seed + 2));
        var payees = Payees(SpeedNames, Seed + 1);
        var clock = Clock.Start();
        var found = screener.ScreenMany(payees);
        var took = clock.Read();
        Say($"\nSpeed: {payees.Count:N0} distinct payees, {payees.Count / took.Wall:N0} a second on {Environment.ProcessorCount} processors, {payees.Count / took.Processor:N0} a second of processor; {found.Count(f => f.Count > 0):N0} with a possible match; {Environment.WorkingSet / 1048576.0:f0} MiB in all.");
    }

    /// <summary>Distinct payees of many countries, some with a middle name, some with two family names.</summary>
    internal static List<ScreeningSubject> Payees(int count, int seed)
    {
        var fakers = ((string[])["en", "en_GB", "de", "fr", "es", "es_MX", "pt_BR", "en_IND", "it", "nl", "pl", "tr", "ru", "id_ID", "vi", "sv", "ro"]).Select(l => new Faker(l) { Random = new Randomizer(seed) }).ToArray();
        var random = new Randomizer(seed);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < count)
        {
            var faker = random.ArrayElement(fakers);
            names.Add(faker.Name.FirstName() + (random.Int(0, 4) == 0 ? " " + faker.Name.FirstName() : "") + " " + faker.Name.LastName() + (random.Int(0, 9) == 0 ? "-" + faker.Name.LastName() : ""));
        }
        return [.. names.Select(n => new ScreeningSubject(n, n))];
    }

    private static ListSnapshotSet Without(ListSnapshotSet lists, Func<ListedParty, bool> aliases) =>
        new(lists.Lists.Select(l => l with { Parties = [.. l.Parties.Select(p => aliases(p) ? p with { Names = [p.Names[0]] } : p)] }));

    private static string Percent(int part, int whole) => (whole == 0 ? 0 : 100.0 * part / whole).ToString("f2", CultureInfo.InvariantCulture);

    private static void Table(params string[] heads) => Console.WriteLine($"\n| {string.Join(" | ", heads)} |\n|{string.Concat(heads.Select(_ => "---|"))}");

    private static void Row(params object[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Clock(long At, TimeSpan Used)
    {
        public static Clock Start() => new(Stopwatch.GetTimestamp(), StageMeter.ProcessorTime());

        public (double Wall, double Processor) Read() => (Stopwatch.GetElapsedTime(At).TotalSeconds, (StageMeter.ProcessorTime() - Used).TotalSeconds);
    }
}
