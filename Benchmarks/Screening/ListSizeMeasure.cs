// Cost by the size of the lists: the same payees against an eighth, a quarter, half and all of the entries, as a table and as a drawing.
using System.Globalization;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Benchmarks.Screening;

internal static class ListSizeMeasure
{
    private const string PlotName = "lists.svg";
    private const int PayeeCount = 20_000;
    private const int Seed = 9;
    private const int Times = 3;
    private static readonly int[] Divisors = [8, 4, 2, 1];

    private sealed record Measure(int Names, double BuildSeconds, double Mebibytes, double MicrosecondsAPayee, int Hit);

    /// <exception cref="Paysieve.Pipeline.Runs.RefusedException">No list in <paramref name="folder"/>.</exception>
    public static void Run(string folder)
    {
        var lists = ListFolder.Open(folder);
        var payees = ScreeningMeasure.Payees(PayeeCount, Seed);
        // A few times over, so that no size pays for what the first uses compile.
        for (var i = 0; i < Times; i++) _ = Of(lists, payees);
        Console.WriteLine("| listed names | index, processor s | index, MiB | screening, processor µs a payee | payees hit |");
        Console.WriteLine("|---|---|---|---|---|");
        var sizes = new List<Measure>();
        foreach (var divisor in Divisors)
        {
            var part = Part(lists, divisor);
            var size = Enumerable.Range(0, Times).Select(_ => Of(part, payees)).OrderBy(measure => measure.MicrosecondsAPayee).ElementAt(Times / 2);
            sizes.Add(size);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size.Names:N0} | {size.BuildSeconds:f2} | {size.Mebibytes:f0} | {size.MicrosecondsAPayee:f1} | {size.Hit:N0} |"));
        }
        Draw(sizes);
        Console.WriteLine();
        Console.WriteLine($"drawn in {Path.GetFullPath(PlotName)}");
    }

    private static Measure Of(ListSnapshotSet lists, List<ScreeningSubject> payees)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var since = StageMeter.ProcessorTime();
        var screener = new Screener(lists, new ScreeningOptions());
        var build = StageMeter.ProcessorTime() - since;
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        since = StageMeter.ProcessorTime();
        var hit = screener.ScreenMany(payees).Count(found => found.Count > 0);
        var screening = StageMeter.ProcessorTime() - since;
        return new Measure(lists.Parties.Sum(party => party.Names.Count), build.TotalSeconds, memory / 1048576.0, screening.TotalMicroseconds / payees.Count, hit);
    }

    /// <summary>Every so manieth entry of each list.</summary>
    private static ListSnapshotSet Part(ListSnapshotSet lists, int divisor) =>
        new(lists.Lists.Select(list => list with { Parties = [.. list.Parties.Where((_, i) => i % divisor == 0)] }));

    private static void Draw(List<Measure> sizes) => TwoScales.Draw(
        PlotName, "Screening, by the names on the lists", "thousand listed names", [.. sizes.Select(size => size.Names / 1e3)],
        new Growth("processor µs a payee", [.. sizes.Select(size => size.MicrosecondsAPayee)]),
        new Growth("index, processor s", [.. sizes.Select(size => size.BuildSeconds)]));
}
