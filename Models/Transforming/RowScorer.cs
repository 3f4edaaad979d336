// What one row of numbers gives: the seam between a model and the ML.NET machinery around it.
namespace Paysieve.Models;

/// <summary>Scores one row at a time; holds scratch memory, so each cursor has its own.</summary>
internal abstract class RowScorer
{
    /// <summary>Computes everything the outputs need for this row.</summary>
    public abstract void Load(ReadOnlySpan<float> row);

    /// <summary>A number of the row last loaded.</summary>
    public abstract double Number(int output);

    /// <summary>Contributions of the row last loaded, one per feature.</summary>
    public abstract ReadOnlySpan<double> Vector(int output);
}

/// <summary>An output column: a Double, or a vector of Double with one slot per feature.</summary>
internal readonly record struct OutputColumn(string Name, bool IsVector);
