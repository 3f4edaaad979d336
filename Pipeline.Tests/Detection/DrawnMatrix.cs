// Feature matrices drawn from a seed, with the gaps, facts and explanations that real ones have.
using Paysieve.Pipeline.Features;

namespace Paysieve.Pipeline.Tests.Detection;

internal static class DrawnMatrix
{
    public static FeatureMatrix Of(int seed, int rows, double hardShare = 0.03)
    {
        var random = new Random(seed);
        var matrix = new FeatureMatrix([.. Enumerable.Range(0, rows)]);
        for (var row = 0; row < rows; row++)
        {
            var vector = matrix.Vector(row);
            for (var i = 0; i < vector.Length; i++)
            {
                vector[i] = random.Next(8) == 0 ? float.NaN
                    : FeatureCatalog.All[i].Strange == StrangeEnd.Low ? random.Next(0, 40)
                    : random.Next(10) == 0 ? (float)(random.NextDouble() * 7) : 0;
            }
            ref var facts = ref matrix.Facts[row];
            facts.Persons = 3;
            facts.UnrelatedGroups = 3;
            facts.Employers = 2;
            if (random.NextDouble() < hardShare) facts.Hard = (HardFacts)random.Next(1, 256);
            facts.Applies = (Innocents)(random.Next(1 << 23) & random.Next(1 << 23) & random.Next(1 << 23));
            facts.Tested = facts.Applies | (Innocents)random.Next(1 << 23);
            facts.SharingNotAssessable = random.Next(20) == 0;
        }
        return matrix;
    }

    public static int[] AllRows(FeatureMatrix matrix) => [.. Enumerable.Range(0, matrix.Count)];
}
