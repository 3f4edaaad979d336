// Learning from answers: boosted trees over the same tables, for when people have said of some rows whether they were right.
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Paysieve.Models;

/// <summary>Settings of <see cref="BoostedTrees"/>.</summary>
public sealed record BoostedTreesOptions
{
    /// <summary>Trees, 1 to 1,000.</summary>
    public int Trees { get; init; } = 60;

    /// <summary>Leaves per tree, 2 to 128: few, since answers are few.</summary>
    public int Leaves { get; init; } = 6;

    /// <summary>Rows in a leaf at the least, 1 or more.</summary>
    public int LeastRowsPerLeaf { get; init; } = 8;

    /// <summary>Same seed, same rows, same model.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>What the trees learned, and how far to believe them.</summary>
/// <param name="Trees">An ordinary transformer: saves and loads with <c>mlContext.Model</c>.</param>
/// <param name="Slope">Of the calibration P = 1 / (1 + e^(slope x margin + offset)), fitted on rows that the scoring trees had not seen; below 0 when they rank rightly.</param>
/// <param name="Offset">Of the same.</param>
/// <param name="HeldOutAuroc">Area under the ROC curve of those rows' margins, 0..1; 0.5: nothing learned.</param>
public sealed record TaughtTrees(ITransformer Trees, double Slope, double Offset, double HeldOutAuroc);

/// <summary>
/// ML.NET's FastTree (gradient boosted regression trees, Friedman 2001) for yes and no. A missing value is an answer of its own:
/// it goes where no number is, below all of them, so that a tree can part it from the rest. Calibrated by Platt's method on five folds
/// held out in turn, since few answers fit any trees too well. One thread: the same rows give the same model.
/// </summary>
public static class BoostedTrees
{
    private const int Folds = 5;
    private const float Missing = -1e6f;

    /// <param name="rows">Columns as they will be scored; numbers above -1,000,000.</param>
    /// <param name="positive">One answer a row; both kinds must be there.</param>
    /// <param name="groups">One number ≥ 0 a row: rows of one group are held out together, since they resemble each other.</param>
    /// <returns>Null when some fold leaves nothing to learn from: too few groups of one kind.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or one kind of answer is absent.</exception>
    public static TaughtTrees? Train(FeatureTable rows, ReadOnlySpan<bool> positive, ReadOnlySpan<int> groups, BoostedTreesOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (positive.Length != rows.RowCount || groups.Length != rows.RowCount)
            throw new ArgumentException($"{rows.RowCount} rows need as many answers and groups, found {positive.Length} and {groups.Length}.", nameof(positive));
        if (!positive.Contains(true) || !positive.Contains(false))
            throw new ArgumentException("Trees learn from rows of both kinds.", nameof(positive));
        var context = new MLContext(options.Seed);
        var examples = new Example[rows.RowCount];
        for (var i = 0; i < examples.Length; i++)
            examples[i] = new Example { Features = Filled(rows.Row(i)), Label = positive[i], Fold = groups[i] % Folds };
        var margins = new float[examples.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var seen = examples.Where(example => example.Fold != fold).ToArray();
            if (seen.All(example => example.Label) || !seen.Any(example => example.Label)) return null;
            var heldOut = Enumerable.Range(0, examples.Length).Where(i => examples[i].Fold == fold).ToArray();
            var scored = Fit(context, seen, rows.ColumnCount, options).Transform(View(context, [.. heldOut.Select(i => examples[i])], rows.ColumnCount));
            foreach (var (i, margin) in heldOut.Zip(scored.GetColumn<float>("Score"))) margins[i] = margin;
        }
        var judged = context.Data.LoadFromEnumerable(examples.Select((example, i) => new Judged { Label = example.Label, Score = margins[i] }));
        var platt = ((ISingleFeaturePredictionTransformer<PlattCalibrator>)context.BinaryClassification.Calibrators.Platt().Fit(judged)).Model;
        var trees = Fit(context, examples, rows.ColumnCount, options);
        return new TaughtTrees(
            trees, platt.Slope, platt.Offset,
            RankingQuality.AreaUnderRoc([.. margins.Select(margin => (double)margin)], positive));
    }

    /// <summary>Per row the sum over the trees; larger = towards positive; unbounded.</summary>
    /// <param name="trees">What <see cref="Train"/> gave, loaded or fresh.</param>
    /// <param name="rows">The trained columns in the trained order.</param>
    public static double[] Margins(ITransformer trees, FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(trees);
        ArgumentNullException.ThrowIfNull(rows);
        return Margins(new MLContext(seed: 1), trees, Examples(rows), rows.ColumnCount);
    }

    /// <summary>
    /// Per row, in column order: the margin less what it would be with the column below and above all values, on average. Not additive, and of a
    /// row alone. Scores the rows twice for each column: meant for those that are shown. (Not ML.NET's own contributions of trees, which
    /// were seen to go on for ever.)
    /// </summary>
    /// <inheritdoc cref="Margins(ITransformer, FeatureTable)" path="/param"/>
    public static float[][] Contributions(ITransformer trees, FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(trees);
        ArgumentNullException.ThrowIfNull(rows);
        var context = new MLContext(seed: 1);
        var examples = Examples(rows);
        var margins = Margins(context, trees, examples, rows.ColumnCount);
        var moves = new float[rows.RowCount][];
        for (var i = 0; i < moves.Length; i++)
            moves[i] = new float[rows.ColumnCount];
        for (var column = 0; column < rows.ColumnCount; column++)
        {
            var known = Array.ConvertAll(examples, example => example.Features[column]);
            var (below, above) = (With(column, Missing), With(column, float.MaxValue));
            for (var i = 0; i < examples.Length; i++)
            {
                examples[i].Features[column] = known[i];
                moves[i][column] = (float)(margins[i] - ((below[i] + above[i]) / 2));
            }
        }

        return moves;

        double[] With(int column, float value)
        {
            foreach (var example in examples)
                example.Features[column] = value;
            return Margins(context, trees, examples, rows.ColumnCount);
        }
    }

    private static double[] Margins(MLContext context, ITransformer trees, Example[] examples, int columns) =>
        [.. trees.Transform(View(context, examples, columns)).GetColumn<float>("Score").Select(value => (double)value)];

    private static Example[] Examples(FeatureTable rows)
    {
        var examples = new Example[rows.RowCount];
        for (var i = 0; i < examples.Length; i++)
            examples[i] = new Example { Features = Filled(rows.Row(i)) };
        return examples;
    }

    private static BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>> Fit(
        MLContext context, Example[] examples, int columns, BoostedTreesOptions options) =>
        context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            MinimumExampleCountPerLeaf = options.LeastRowsPerLeaf,
            LearningRate = 0.1,
            Seed = options.Seed,
            NumberOfThreads = 1,
        }).Fit(View(context, examples, columns));

    private static IDataView View(MLContext context, Example[] examples, int columns) => context.Data.LoadFromEnumerable(examples, Schema(columns));

    private static SchemaDefinition Schema(int columns)
    {
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, columns);
        return schema;
    }

    private static float[] Filled(ReadOnlySpan<float> row)
    {
        var values = row.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                values[i] = Missing;
        }

        return values;
    }

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        [NoColumn]
        public int Fold { get; set; }
    }

    private sealed class Judged
    {
        public bool Label { get; set; }

        public float Score { get; set; }
    }
}
