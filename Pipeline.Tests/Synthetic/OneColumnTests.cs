// The generator's own honesty: no rule that reads a single column may tell the planted schemes from the innocent. Otherwise a detector that scores well
// here would have learnt the generator, and nothing of payrolls.
using System.Globalization;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Synthetic;

[TestClass]
public sealed class OneColumnTests
{
    /// <summary>Best area under the curve that a single column may reach between schemes and look-alikes, in either direction; 0.5 is chance.</summary>
    private const double WorstAgainstLookAlikes = .62;

    /// <summary>The same against everybody else. More, because most schemes begin with a change of pay details and most people make none.</summary>
    private const double WorstAgainstOrdinary = .75;

    /// <summary>Cases that one value may have without an innocent one beside it.</summary>
    private const int PureCases = 5;

    private static readonly List<(Line Line, int Kind)> Rows = [];
    private static readonly List<(Line Line, bool Bad)> Legs = [];
    private static readonly List<string> Columns = [];

    [ClassInitialize]
    public static void Generate(TestContext context)
    {
        _ = context;
        foreach (var seed in new[] { 101, 102 })
        {
            using var world = new SyntheticWorld(new SyntheticOptions(16_000, 2, seed));
            foreach (var line in world.Night)
                Rows.Add((line, world.Labels.Contains(line["transfer_id"]) ? 2 : world.Benign.Contains(line["transfer_id"]) ? 1 : 0));
            foreach (var leg in world.Read("legs"))
                Legs.Add((leg, world.Labels.Contains(leg["transfer_id"])));
            foreach (var column in world.Night.SelectMany(l => l.Columns.Keys).Distinct(StringComparer.Ordinal))
                if (!Columns.Contains(column, StringComparer.Ordinal)) Columns.Add(column);
        }
    }

    [TestMethod]
    public void No_threshold_on_a_column_tells_schemes_from_look_alikes() => AssertAreas(innocent: 1, WorstAgainstLookAlikes);

    [TestMethod]
    public void No_threshold_on_a_column_tells_schemes_from_ordinary_rows() => AssertAreas(innocent: 0, WorstAgainstOrdinary);

    [TestMethod]
    public void No_value_of_a_column_belongs_to_schemes_alone()
    {
        var faults = new List<string>();
        foreach (var column in Columns)
        {
            // Numbers of accounts, homes and telephones are what schemes share: that is seen by counting rows, not by reading one.
            if (column is "account" or "address" or "phone" or "device_id" or "beneficiary_name" or "employee_name" or "email") continue;
            var touched = Rows.Where(r => r.Kind == 2).Select(r => r.Line[column]).ToHashSet(StringComparer.Ordinal);
            foreach (var value in Rows.Where(r => touched.Contains(r.Line[column])).GroupBy(r => r.Line[column], StringComparer.Ordinal))
            {
                var bad = value.Count(r => r.Kind == 2);
                if (bad > PureCases && bad == value.Count()) faults.Add($"{column}={value.Key}: {bad} of {value.Count()}");
                if (bad > 12 && bad > .5 * value.Count()) faults.Add($"{column}={value.Key}: {bad} of {value.Count()}");
            }
        }
        foreach (var column in new[] { "leg_no", "from_currency", "to_currency", "institution_id", "country" })
            foreach (var value in Legs.GroupBy(l => l.Line[column], StringComparer.Ordinal))
                if (value.Count(l => l.Bad) is var bad and > PureCases && bad > .5 * value.Count() && !(column == "leg_no" && value.Key == "3"))
                    faults.Add($"leg {column}={value.Key}: {bad} of {value.Count()}");
        Assert.IsEmpty(faults, string.Join(Environment.NewLine, faults));
    }

    [TestMethod]
    public void No_category_tells_schemes_from_look_alikes()
    {
        var (bad, good) = (Rows.Count(r => r.Kind == 2), Rows.Count(r => r.Kind == 1));
        var faults = new List<string>();
        foreach (var (name, read) in Views().Where(v => v.Category is not null).Select(v => (v.Name, v.Category!)))
        {
            var values = Rows.Where(r => r.Kind > 0).GroupBy(r => read(r.Line), StringComparer.Ordinal);
            foreach (var value in values)
            {
                var gap = Math.Abs(((double)value.Count(r => r.Kind == 2) / bad) - ((double)value.Count(r => r.Kind == 1) / good));
                if (gap > .25) faults.Add($"{name}={value.Key}: {gap:0.00}");
            }
        }
        Assert.IsEmpty(faults, string.Join(Environment.NewLine, faults));
    }

    private static void AssertAreas(int innocent, double worst)
    {
        var faults = new List<string>();
        foreach (var (name, number, _) in Views())
        {
            var bad = Rows.Where(r => r.Kind == 2).Select(r => number(r.Line)).ToArray();
            var good = Rows.Where((r, i) => r.Kind == innocent && (innocent == 1 || i % 5 == 0)).Select(r => number(r.Line)).ToArray();
            var area = Area(bad, good);
            if (Math.Max(area, 1 - area) > worst) faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {area:0.000}"));
        }
        Assert.IsEmpty(faults, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Every way of reading one column: there or not, long or short, small or large, its beginning, and where the row stands.</summary>
    private static IEnumerable<(string Name, Func<Line, double> Number, Func<Line, string>? Category)> Views()
    {
        yield return ("position in file", l => (double)l.Index / l.Of, null);
        yield return ("rows in file", l => l.Of, null);
        yield return ("columns in file", l => l.Columns.Count, null);
        foreach (var column in Columns)
        {
            yield return (column + " length", l => l[column].Length, l => l[column].Length.ToString(CultureInfo.InvariantCulture));
            yield return (column + " missing", l => l[column].Length == 0 ? 1 : 0, null);
            yield return (column + " value", l => Number(l[column]), l => l[column]);
            yield return (column + " letters", l => l[column].Count(char.IsLetter), null);
            yield return (column + " trailing zeros", l => l[column].Length - l[column].TrimEnd('0', '.').Length, null);
            yield return (column + " first", l => l[column].Length == 0 ? -1 : l[column][0], l => l[column].Length < 2 ? l[column] : l[column][..2]);
        }
    }

    private static double Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? (double)number
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : -1;

    /// <summary>Share of pairs in which the bad value is larger; ties count half.</summary>
    private static double Area(double[] bad, double[] good)
    {
        Array.Sort(good);
        var sum = 0.0;
        foreach (var value in bad)
        {
            var (below, upTo) = (Lower(good, value), Lower(good, Math.BitIncrement(value)));
            sum += below + ((upTo - below) / 2.0);
        }
        return sum / ((double)bad.Length * good.Length);
    }

    private static int Lower(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
