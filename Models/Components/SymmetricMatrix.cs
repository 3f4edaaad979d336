// The little linear algebra that one quadratic form takes, written so that each number is computed by the same additions in the same
// order on every processor: lanes work on different columns, never on parts of one sum, and nothing is fused.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Paysieve.Models;

internal static class SymmetricMatrix
{
    /// <summary>target += factor × source, element by element.</summary>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(target);
        var from = MemoryMarshal.Cast<double, Vector<double>>(source);
        var factors = new Vector<double>(factor);
        for (var i = 0; i < wide.Length; i++)
            wide[i] += factors * from[i];
        for (var i = wide.Length * Vector<double>.Count; i < target.Length; i++)
            target[i] += factor * source[i];
    }

    /// <summary>Inverts a symmetric positive definite matrix of <paramref name="size"/> rows in place (Gauss and Jordan, without pivoting). O(size³).</summary>
    public static void Invert(double[] matrix, int size)
    {
        for (var k = 0; k < size; k++)
        {
            var pivotRow = matrix.AsSpan(k * size, size);
            var pivot = 1 / pivotRow[k];
            for (var i = 0; i < size; i++)
            {
                var row = matrix.AsSpan(i * size, size);
                if (i == k || row[k] == 0)
                    continue;
                var factor = row[k] * pivot;
                AddScaled(row, pivotRow, -factor);
                row[k] = -factor;
            }

            foreach (ref var value in pivotRow)
                value *= pivot;
            pivotRow[k] = pivot;
        }
    }

    /// <summary>Solves matrix × x = <paramref name="right"/> for a symmetric positive definite matrix, in place (Cholesky). O(size³).</summary>
    public static void Solve(Span<double> matrix, Span<double> right)
    {
        var size = right.Length;
        for (var j = 0; j < size; j++)
        {
            for (var i = j; i < size; i++)
            {
                var sum = matrix[i * size + j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[i * size + k] * matrix[j * size + k];
                matrix[i * size + j] = i == j ? Math.Sqrt(sum) : sum / matrix[j * size + j];
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
                right[i] -= matrix[i * size + k] * right[k];
            right[i] /= matrix[i * size + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
                right[i] -= matrix[k * size + i] * right[k];
            right[i] /= matrix[i * size + i];
        }
    }
}
