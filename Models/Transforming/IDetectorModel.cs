// The seam between a trained detector's arithmetic and everything around it: transformers, ensembles, files.
namespace Paysieve.Models;

/// <summary>
/// A trained detector: numbers in, one score a row out, larger = more unusual. A score depends on its row alone. Immutable; may be used
/// from several threads, each with its own scratch.
/// </summary>
internal interface IDetectorModel
{
    int Columns { get; }

    /// <summary>What every row's score starts from; adding a row's contributions gives its score.</summary>
    double BaseValue { get; }

    /// <summary>Floats of scratch memory that a block of so many rows needs; <see cref="Explain"/> needs those of one row.</summary>
    int ScratchFloats(int rows);

    /// <summary>Scores a block of rows that lie one after the other.</summary>
    void Score(ReadOnlySpan<float> rows, Span<double> scores, Span<float> scratch);

    /// <summary>One row's contributions, zero for missing values unless the model says otherwise.</summary>
    /// <returns>The row's score, bit for bit what <see cref="Score"/> gives.</returns>
    double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> scratch);

    void Write(BinaryWriter writer);
}
