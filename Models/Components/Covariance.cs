// The covariance of standardised columns of which some values are missing.
namespace Paysieve.Models;

internal static class Covariance
{
    private const int Together = 4;

    /// <summary>
    /// C_jk = Σ z_j z_k / √(n_j n_k), the sum over rows where both are present, n the rows where one is. On the diagonal the variance;
    /// off it the covariance where nothing is missing, and less the seldomer both are there. Always positive semidefinite, being a
    /// product of a matrix with its transpose. O(rows × columns²).
    /// </summary>
    public static double[] Of(FeatureTable rows, Standardisation scale)
    {
        var size = rows.ColumnCount;
        var matrix = new double[size * size];
        var present = new int[size];
        var standard = new float[size];
        var z = new double[Together * size];
        for (var first = 0; first < rows.RowCount; first += Together)
        {
            Array.Clear(z);
            for (var i = first; i < Math.Min(first + Together, rows.RowCount); i++)
            {
                scale.Apply(rows.Row(i), standard);
                for (var j = 0; j < size; j++)
                {
                    if (float.IsNaN(standard[j]))
                        continue;
                    z[(i - first) * size + j] = standard[j];
                    present[j]++;
                }
            }

            for (var j = 0; j < size; j++)
            {
                var target = matrix.AsSpan(j * size + j, size - j);
                for (var r = 0; r < Together; r++)
                {
                    var factor = z[r * size + j];
                    if (factor != 0)
                        SymmetricMatrix.AddScaled(target, z.AsSpan(r * size + j, size - j), factor);
                }
            }
        }

        for (var j = 0; j < size; j++)
        {
            for (var k = j; k < size; k++)
            {
                var rowsOfBoth = Math.Sqrt((double)present[j] * present[k]);
                var value = rowsOfBoth > 0 ? matrix[j * size + k] / rowsOfBoth : 0;
                matrix[j * size + k] = matrix[k * size + j] = value;
            }
        }

        return matrix;
    }
}
