using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class NearestNeighboursTests
{
    [TestMethod]
    public void Distances_are_those_of_a_plain_loop_bit_for_bit()
    {
        // Sizes that fill vectors and that do not: the plain loop knows no vector width.
        var random = new Random(1);
        foreach (var members in (int[])[1, 3, 16, 17, 40])
        {
            foreach (var missing in (bool[])[false, true])
            {
                const int columns = 7;
                var padded = MemberDistances.Padded(members);
                var centres = new float[columns * padded];
                Array.Fill(centres, MemberDistances.Nobody);
                var row = new float[columns];
                for (var turn = 0; turn < 200; turn++)
                {
                    for (var j = 0; j < columns; j++)
                    {
                        row[j] = missing && random.Next(4) == 0 ? float.NaN : random.NextSingle();
                        for (var m = 0; m < members; m++)
                            centres[j * padded + m] = missing && random.Next(4) == 0 ? float.NaN : turn % 3 == 0 && m % 2 == 0 ? row[j] : random.NextSingle();
                    }

                    Assert.AreEqual(Plainly(row, centres, members, padded), MemberDistances.Nearest(row, centres, missing), $"{members} members, turn {turn}");
                }
            }
        }
    }

    [TestMethod]
    public void The_middle_between_two_crowds_is_unusual_though_no_single_column_says_so()
    {
        var drawn = TestTables.Normal(2000, 2, seed: 2);
        var rows = new FeatureTable(["a", "b"], 2000, [.. Enumerable.Range(0, 2000).SelectMany(i => (float[])[drawn[i, 0] + (i % 2 == 0 ? 6 : -6), drawn[i, 1] + (i % 2 == 0 ? 6 : -6)])]);
        var neighbours = new NearestNeighboursEstimator().Fit(rows);
        var scores = neighbours.Score(rows).Order().ToArray();
        Assert.IsGreaterThan(scores[^20], neighbours.Explain([6, -6]).Score);
        var tail = new EmpiricalTailEstimator().Fit(rows);
        Assert.IsLessThan(tail.Score(rows).Order().ElementAt(1900), tail.Explain([6, -6]).Score);
    }

    [TestMethod]
    public void A_training_row_is_as_unusual_as_the_same_row_unseen()
    {
        // Half of the rows stand in samples of their own; if they found themselves there, they would look more usual than new ones.
        var all = TestTables.Normal(80, 4, seed: 3);
        var seen = all.Subset([.. Enumerable.Range(0, 40)]);
        var unseen = all.Subset([.. Enumerable.Range(40, 40)]);
        var model = new NearestNeighboursEstimator(new() { Samples = 400 }).Fit(seen);
        TestTables.AreClose(1, model.Score(seen).Average() / model.Score(unseen).Average(), 0.15, "mean of seen over unseen rows");
    }

    [TestMethod]
    public void Missing_values_neither_raise_nor_hide()
    {
        var rows = TestTables.Normal(1000, 6, seed: 4);
        var model = new NearestNeighboursEstimator().Fit(rows);
        var usual = model.Score(rows).Average();
        TestTables.AreClose(1, model.Explain([0.5f, float.NaN, 0.5f, float.NaN, 0.5f, -0.5f]).Score / usual, 0.5, "half missing, the rest usual");
        Assert.IsGreaterThan(3 * usual, model.Explain([9, float.NaN, 9, float.NaN, 9, -9]).Score);
        Assert.AreEqual(0.0, model.Explain([float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN]).Score);
    }

    private static float Plainly(float[] row, float[] centres, int members, int padded)
    {
        var distances = new List<float>();
        for (var m = 0; m < members; m++)
        {
            var (sum, present) = (0f, 0);
            for (var j = 0; j < row.Length; j++)
            {
                if (float.IsNaN(row[j]) || float.IsNaN(centres[j * padded + m]))
                    continue;
                sum += Math.Abs(row[j] - centres[j * padded + m]);
                present++;
            }

            if (present > 0)
                distances.Add(present == row.Length ? sum : sum * ((float)row.Length / present));
        }

        distances.Sort();
        if (distances.Count == 0)
            return float.PositiveInfinity;
        return distances[0] == 0 ? distances.ElementAtOrDefault(1) : distances[0];
    }
}
