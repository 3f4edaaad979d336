// A table to measure on: 12 columns, smooth, whole and mostly zero ones in turn, a few values missing.
using Paysieve.Models;

namespace Paysieve.Benchmarks;

internal static class DrawnTable
{
    private const int Columns = 12;

    public static FeatureTable Of(int rows)
    {
        var random = new Random(1);
        var values = new float[rows * Columns];
        for (var i = 0; i < values.Length; i++)
        {
            var smooth = random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2;
            values[i] = (i % Columns % 4) switch
            {
                0 or 1 => smooth,
                2 => MathF.Round(smooth * 3),
                _ => random.NextSingle() < 0.7f ? 0 : random.NextSingle() < 0.05f ? float.NaN : MathF.Exp(smooth),
            };
        }

        return new FeatureTable(Enumerable.Range(0, Columns).Select(j => $"x{j}"), rows, values);
    }
}
