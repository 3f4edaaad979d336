// The one order that rankings are made of, fast enough for every payout of a night: plain numbers are sorted, not comparisons called.
namespace Paysieve.Pipeline.Findings;

/// <summary>Sorts positions by falling evidence, equal ones by rising tie.</summary>
internal static class StrangestFirst
{
    /// <summary>Sorts <paramref name="positions"/> in place and returns them.</summary>
    /// <param name="evidence">By position; not NaN for the positions given.</param>
    /// <param name="ties">By position; unique.</param>
    public static int[] Order(int[] positions, double[] evidence, ulong[] ties)
    {
        var keys = new long[positions.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = Rising(-evidence[positions[i]]);
        Array.Sort(keys, positions);
        var tied = new ulong[positions.Length];
        for (var from = 0; from < keys.Length;)
        {
            var end = from + 1;
            while (end < keys.Length && keys[end] == keys[from]) end++;
            if (end - from > 1)
            {
                for (var i = from; i < end; i++) tied[i] = ties[positions[i]];
                Array.Sort(tied, positions, from, end - from);
            }
            from = end;
        }
        return positions;
    }

    /// <summary>A number that rises with the value; both zeros have the same one.</summary>
    private static long Rising(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return bits < 0 ? bits ^ long.MaxValue : bits;
    }
}
