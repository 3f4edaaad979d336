// Everything an ML.NET transformer over one feature vector needs besides its model: schema, views, row mapping, saving.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

/// <summary>
/// A trained model as an ML.NET transformer: reads one vector column of Single, adds columns of Double and one vector of Double
/// with a contribution per feature. Immutable; may be used from several threads.
/// </summary>
public abstract class ScoringTransformer : ITransformer
{
    private readonly string[] _featureNames;

    private protected ScoringTransformer(string inputColumn, string[] featureNames)
    {
        InputColumn = inputColumn;
        _featureNames = featureNames;
    }

    /// <summary>The vector column that is read.</summary>
    public string InputColumn { get; }

    /// <summary>Names of the features in the trained order.</summary>
    public IReadOnlyList<string> FeatureColumns => _featureNames;

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    private protected string[] Names => _featureNames;

    internal abstract OutputColumn[] Outputs { get; }

    internal abstract RowScorer CreateScorer(bool withContributions);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is absent, of another type or size, or its slots have other names.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new RowScoring(this, inputSchema).OutputSchema;

    /// <inheritdoc cref="GetOutputSchema"/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, new RowScoring(this, input.Schema));
    }

    /// <inheritdoc cref="GetOutputSchema"/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new RowScoring(this, inputSchema);

    /// <summary>Writes the model; called by <c>mlContext.Model.Save</c>.</summary>
    public abstract void Save(ModelSaveContext ctx);

    internal DataViewSchema.Column Input(DataViewSchema schema) => FeatureNames.Matching(schema, InputColumn, _featureNames);

    internal DataViewSchema.Annotations ContributionAnnotations() => FeatureNames.SlotAnnotations(_featureNames);

    private protected void RefuseOthers(FeatureTable rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        FeatureNames.RefuseOthers(rows.Columns, _featureNames);
    }

    private protected void RefuseOthers(ReadOnlySpan<float> row)
    {
        if (row.Length != _featureNames.Length)
            throw new ArgumentException($"The model was trained on {_featureNames.Length} columns; the row has {row.Length}.");
    }
}
