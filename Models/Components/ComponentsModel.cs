// The quadratic form behind the principal-components score, and what it makes of missing values.
using System.Runtime.InteropServices;

namespace Paysieve.Models;

internal sealed class ComponentsModel : IDetectorModel
{
    public const int MaxColumns = 4096;
    private readonly Standardisation _scale;

    // (C + νI)^-1, row by row.
    private readonly double[] _precision;

    private ComponentsModel(Standardisation scale, double[] precision)
    {
        _scale = scale;
        _precision = precision;
    }

    public int Columns => _scale.Columns;

    public double BaseValue => 0;

    public static ComponentsModel Train(FeatureTable rows, double noise, double[] weights)
    {
        if (rows.RowCount == 0)
            throw new ArgumentException("Principal components need at least one row to train on.");
        if (rows.ColumnCount > MaxColumns)
            throw new ArgumentException($"Principal components are taken of at most {MaxColumns} columns, found {rows.ColumnCount}.");
        var scale = Standardisation.Of(rows, weights);
        var matrix = Covariance.Of(rows, scale);
        for (var j = 0; j < rows.ColumnCount; j++)
            matrix[j * rows.ColumnCount + j] += noise;
        SymmetricMatrix.Invert(matrix, rows.ColumnCount);
        return new ComponentsModel(scale, matrix);
    }

    // The standardised row; then, as doubles: it again, its product with P, and what solving for missing values takes.
    public int ScratchFloats(int rows) => Columns + 2 * (2 * Columns + 1 + Columns * Columns);

    public void Score(ReadOnlySpan<float> rows, Span<double> scores, Span<float> scratch)
    {
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Explain(rows.Slice(i * Columns, Columns), [], scratch);
    }

    public double Explain(ReadOnlySpan<float> row, Span<double> contributions, Span<float> scratch)
    {
        var standard = scratch[..Columns];
        var doubles = MemoryMarshal.Cast<float, double>(scratch[Columns..]);
        var z = doubles[..Columns];
        var product = doubles.Slice(Columns, Columns);
        var rest = doubles[(2 * Columns)..];
        var missing = _scale.Apply(row, standard);
        product.Clear();
        for (var j = 0; j < Columns; j++)
        {
            z[j] = float.IsNaN(standard[j]) ? 0 : standard[j];
            if (z[j] != 0)
                SymmetricMatrix.AddScaled(product, _precision.AsSpan(j * Columns, Columns), z[j]);
        }

        if (missing)
            IntegrateOut(standard, product, rest);
        var sum = 0.0;
        for (var j = 0; j < Columns; j++)
        {
            var part = z[j] * product[j];
            sum += part;
            if (!contributions.IsEmpty)
                contributions[j] = part;
        }

        return sum;
    }

    public void Write(BinaryWriter writer)
    {
        _scale.Write(writer);
        writer.WriteArray<double>(_precision);
    }

    public static ComponentsModel Read(BinaryReader reader)
    {
        var scale = Standardisation.Read(reader);
        var precision = reader.ReadArray<double>();
        if (scale.Columns > MaxColumns || precision.Length != scale.Columns * scale.Columns || !precision.All(double.IsFinite))
            throw new InvalidDataException("A principal-components model's parts do not fit together.");
        return new ComponentsModel(scale, precision);
    }

    // At their conditional mean x the missing values satisfy P_mm x = -P_mo z_o; then z'Pz is the form of the others' marginal.
    private void IntegrateOut(ReadOnlySpan<float> standard, Span<double> product, Span<double> scratch)
    {
        var gone = new int[Columns];
        var count = 0;
        for (var j = 0; j < Columns; j++)
        {
            if (float.IsNaN(standard[j]))
                gone[count++] = j;
        }

        var block = scratch[..(count * count)];
        var mean = new double[count];
        for (var a = 0; a < count; a++)
        {
            mean[a] = -product[gone[a]];
            for (var b = 0; b < count; b++)
                block[a * count + b] = _precision[gone[a] * Columns + gone[b]];
        }

        SymmetricMatrix.Solve(block, mean);
        for (var a = 0; a < count; a++)
            SymmetricMatrix.AddScaled(product, _precision.AsSpan(gone[a] * Columns, Columns), mean[a]);
    }
}
