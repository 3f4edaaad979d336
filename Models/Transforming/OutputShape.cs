// What an estimator promises before it is fitted.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

internal static class OutputShape
{
    public static SchemaShape With(SchemaShape input, string inputColumn, params OutputColumn[] outputs)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.Any(column => string.Equals(column.Name, inputColumn, StringComparison.Ordinal)))
            throw new ArgumentException($"The data have no column '{inputColumn}'.");
        var kept = input.Where(column => !outputs.Any(output => string.Equals(output.Name, column.Name, StringComparison.Ordinal)));
        var added = outputs.Select(output => MlNetInternals.ShapeColumn(output.Name,
            output.IsVector ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Double));
        return new SchemaShape(kept.Concat(added));
    }
}
