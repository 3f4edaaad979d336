// The search that scoring spends its time in: which knot a value stands at or after.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Paysieve.Models;

internal static class KnotSearch
{
    /// <summary>Index of the last knot that is not above the value, or -1. Knots ascend and are not empty; the value is no NaN.</summary>
    public static int LastNotAbove<T>(T[] knots, T value)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        // Halving without a branch on the value, which would be mispredicted every other time: the comparison becomes a mask.
        ref var first = ref MemoryMarshal.GetArrayDataReference(knots);
        var at = 0;
        var length = knots.Length;
        while (length > 1)
        {
            var half = length >> 1;
            at += half & -(Unsafe.Add(ref first, at + half) <= value ? 1 : 0);
            length -= half;
        }

        return first <= value || at > 0 ? at : -1;
    }
}
