// Tables the model tests share: stored references from Data/, and seeded random ones with missing values.
using System.Text.Json;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

internal static class TestTables
{
    public static JsonElement Stored(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Models", "Data", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static FeatureTable Rows(JsonElement stored)
    {
        var rows = stored.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetSingle()).ToArray()).ToArray();
        return new FeatureTable(Names(rows[0].Length), rows.Length, [.. rows.SelectMany(row => row)]);
    }

    public static double[] Numbers(JsonElement stored, string name) => [.. stored.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    public static string[] Names(int columns) => [.. Enumerable.Range(0, columns).Select(j => "f" + (char)('a' + j))];

    /// <summary>Smooth, discrete, mostly-zero and partly missing columns in turn.</summary>
    public static FeatureTable Random(int rows, int columns, int seed, double missing = 0.1)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                var value = (j % 3) switch
                {
                    0 => normal,
                    1 => Math.Round(normal * 2),
                    _ => random.NextDouble() < 0.7 ? 0 : Math.Exp(normal),
                };
                values[i * columns + j] = random.NextDouble() < missing ? float.NaN : (float)value;
            }
        }

        return new FeatureTable(Names(columns), rows, values);
    }

    /// <summary>Sums of twelve uniforms less six: normal enough, mean 0, variance 1.</summary>
    public static FeatureTable Normal(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6);
        return new FeatureTable(Names(columns), rows, values);
    }

    public static void AreClose(double expected, double actual, double tolerance, string what) =>
        Assert.IsLessThanOrEqualTo(tolerance, Math.Abs(expected - actual), $"{what}: expected {expected:R}, found {actual:R}");

    public static void AreIdentical(double[] expected, double[] actual, string what)
    {
        Assert.HasCount(expected.Length, actual, what);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(BitConverter.DoubleToInt64Bits(expected[i]), BitConverter.DoubleToInt64Bits(actual[i]), $"{what}, row {i}");
    }
}
