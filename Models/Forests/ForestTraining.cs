// From a table to packed trees: samples, one stream of chance per tree, nothing else.
namespace Paysieve.Models;

internal static class ForestTraining
{
    public static PackedForest Train(FeatureTable rows, int trees, int sampleSize, int seed, double[] weights, Folding? folding = null)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("An isolation forest needs at least one row to train on.");
        var size = Math.Min(sampleSize, rows.RowCount);
        var sketches = new TreeSketch[trees];
        for (var tree = 0; tree < trees; tree++)
        {
            var draw = new SeededDraw(seed, tree);
            var chosen = RowSample.Choose(rows.RowCount, size, ref draw);
            var sample = new float[size * rows.ColumnCount];
            for (var i = 0; i < size; i++)
                rows.Row(chosen[i]).CopyTo(sample.AsSpan(i * rows.ColumnCount));
            folding?.Apply(sample, sample);
            sketches[tree] = new TreeGrower(sample, size, weights).Grow(ref draw);
        }

        return PackedForest.Pack(sketches, rows.ColumnCount, size);
    }
}
