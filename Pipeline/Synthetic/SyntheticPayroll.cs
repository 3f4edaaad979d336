// The entry to the synthetic payrolls: plans employers and schemes, then hires, plays and writes one employer after another. It stands beside the
// stages and knows none of them: what it writes can be judged by anybody who can read the input contract.
using System.Text.RegularExpressions;

namespace Paysieve.Pipeline.Synthetic;

/// <summary>What to write.</summary>
/// <param name="Employees">Payees over the whole time, 50 to 5,000,000.</param>
/// <param name="Months">Months in all, 1 to 60: the last is the night's, those before it are history.</param>
/// <param name="Seed">Equal options, equal bytes, on any machine and in any culture.</param>
/// <param name="LastMonth">Any day of the night's month; October 2026 when null.</param>
/// <param name="Withheld">Plants, in addition, what is kept out of what detectors are tuned on. It takes two pay dates to be there.</param>
public sealed record SyntheticOptions(int Employees, int Months = 13, int Seed = 1, DateOnly? LastMonth = null, bool Withheld = false);

/// <summary>What was written. LabelledPayouts: night payouts that belong to a scheme, each counted once; BenignPayouts: those that only look like it.
/// ByTypology: rows of labels.csv, where a payout of two typologies counts in both; ByScenario: rows of labels.csv and benign.csv.</summary>
public sealed record SyntheticSummary(
    int Employers, int Employees, long HistoryPayouts, long NightPayouts, long Legs, int Files, int LabelledPayouts, int BenignPayouts,
    IReadOnlyDictionary<string, int> ByTypology, IReadOnlyDictionary<string, int> ByScenario);

/// <summary>How far a generation is: employers done and all, payouts written so far.</summary>
public readonly record struct SyntheticProgress(int Employers, int AllEmployers, long Payouts);

/// <summary>Writes a labelled, invented payroll: <c>history/</c>, <c>night/</c>, <c>legs/</c>, <c>lists/own.csv</c>, <c>labels.csv</c>, <c>benign.csv</c>.</summary>
public static partial class SyntheticPayroll
{
    /// <summary>Writes into <paramref name="outDirectory"/>, which is made when missing; files of an earlier generation there are replaced, by their names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static SyntheticSummary Write(SyntheticOptions options, string outDirectory, IProgress<SyntheticProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(outDirectory);
        if (options.Employees is < 50 or > 5_000_000) throw new ArgumentOutOfRangeException(nameof(options), options.Employees, "Employees: expected 50 to 5,000,000.");
        if (options.Months is < 1 or > 60) throw new ArgumentOutOfRangeException(nameof(options), options.Months, "Months: expected 1 to 60.");

        var last = options.LastMonth ?? new DateOnly(2026, 10, 1);
        var night = new DateOnly(last.Year, last.Month, 1);
        var first = night.AddMonths(1 - options.Months);
        foreach (var stale in Exports(outDirectory).Where(IsOwn).ToArray()) File.Delete(stale);

        var names = new NameBook();
        var employers = Employer.Plan(options.Seed, options.Employees);
        var plan = new SchemePlan(employers, options.Seed, options.Withheld);
        using var files = new PayrollFiles(outDirectory, options.Seed, night);
        foreach (var employer in employers)
        {
            var payees = new Workforce(employer, names, options.Seed, first, night).Hire();
            Play(plan, employer, payees, names, first, night);
            files.Write(employer, payees, first, cancellationToken);
            progress?.Report(new SyntheticProgress(employer.Index + 1, employers.Count, files.HistoryRows + files.NightRows));
        }
        return new SyntheticSummary(
            employers.Count, employers.Sum(e => e.Size), files.HistoryRows, files.NightRows, files.Legs, files.Files, files.LabelledPayouts, files.BenignPayouts,
            files.ByTypology, files.ByScenario);
    }

    /// <summary>
    /// A file where a generation would write that none of an earlier generation is; null when there is none. Somebody's exports are not to be
    /// deleted, nor mixed with invented ones.
    /// </summary>
    public static string? InTheWay(string outDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(outDirectory);
        if (Exports(outDirectory).FirstOrDefault(file => !IsOwn(file)) is { } export) return export;
        string[] beside = [Path.Combine(outDirectory, "labels.csv"), Path.Combine(outDirectory, "benign.csv"), Path.Combine(outDirectory, "lists", "own.csv")];
        // A generation writes all three before its first export.
        return Array.TrueForAll(beside, File.Exists) ? null : Array.Find(beside, File.Exists);
    }

    private static IEnumerable<string> Exports(string outDirectory) =>
        from folder in (string[])["history", "night", "legs"]
        let path = Path.Combine(outDirectory, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.csv").Order(StringComparer.Ordinal)
        select file;

    /// <summary>Whether a file is named as <see cref="PayrollFiles"/> names them: employer, and pay date of the night.</summary>
    private static bool IsOwn(string file) => OwnName().IsMatch(Path.GetFileName(file));

    [GeneratedRegex(@"^[A-Z]{2}\d{4}(-\d{4}-\d{2}-\d{2})?\.csv\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();

    private static void Play(SchemePlan plan, Employer employer, List<Payee> payees, NameBook names, DateOnly first, DateOnly night)
    {
        var months = ((night.Year - first.Year) * 12) + night.Month - first.Month + 1;
        DateOnly[] dates = [.. Enumerable.Range(0, months).SelectMany(m => employer.PayDates(first.AddMonths(m)))];
        foreach (var part in plan.At(employer))
        {
            var stage = new Stage
            {
                Employer = employer, Names = names, Scheme = part.Scheme, First = first, Night = night, NightDates = employer.PayDates(night), AllDates = dates,
                Draw = new Draw(part.Scheme.Draw.Next64()),
            };
            var fit = payees.Where(p => !p.Cast && part.Scheme.Scenario.Fits(stage, p)).ToList();
            stage.Draw.Shuffle(fit);
            // Too few people of the kind: a smaller scheme, but never a couple of one.
            var cast = fit.Take(part.Members).ToList();
            if (cast.Count < Math.Min(2, part.Scheme.Scenario.Cast.Min)) continue;
            foreach (var payee in cast) payee.Cast = true;
            part.Scheme.Scenario.Play(stage, cast);
        }
    }
}
