// The inner loop of nearest neighbours: one row against the members of one sample.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Paysieve.Models;

/// <summary>
/// City-block distances to a sample's members, which lie side by side, column after column. A lane of a vector is a member: each distance
/// is added up column by column by plain additions, whatever the processor's vectors hold, and the least of them does not depend
/// on the order in which they are compared.
/// </summary>
internal static class MemberDistances
{
    /// <summary>Coordinate of a place where no member is: farther away than any row can be, yet finite.</summary>
    public const float Nobody = 1e18f;

    private const float TooFar = 1e17f;
    private const int Lanes = 16;

    public static int Padded(int members) => (members + Lanes - 1) / Lanes * Lanes;

    /// <summary>
    /// The distance to the nearest member, one equal to the row passed over; 0 when the only member equals it, infinite when there is
    /// none to compare with.
    /// </summary>
    /// <param name="missing">Whether a value may be missing in the members; in the row it always may.</param>
    public static float Nearest(ReadOnlySpan<float> row, ReadOnlySpan<float> centres, bool missing)
    {
        var padded = centres.Length / row.Length;
        var (nearest, second) = (new Vector<float>(float.PositiveInfinity), new Vector<float>(float.PositiveInfinity));
        for (var first = 0; first < padded; first += Vector<float>.Count)
        {
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(centres), first);
            var distances = missing ? OverPresent(row, ref from, padded) : OverAll(row, ref from, padded);
            second = Vector.Min(second, Vector.Max(nearest, distances));
            nearest = Vector.Min(nearest, distances);
        }

        var least = Least(nearest, out var lane);
        if (least != 0)
            return least < TooFar ? least : float.PositiveInfinity;
        var others = Math.Min(Least(nearest.WithElement(lane, float.PositiveInfinity), out _), Least(second, out _));
        return others < TooFar ? others : 0;
    }

    /// <summary>Adds to each column its part of the distance to the member that is so far away.</summary>
    public static void Share(ReadOnlySpan<float> row, ReadOnlySpan<float> centres, int members, float distance, Span<double> contributions)
    {
        var padded = centres.Length / row.Length;
        if (distance == 0)
            return;
        for (var m = 0; m < members; m++)
        {
            var (sum, present, total) = (0f, 0f, 0.0);
            for (var j = 0; j < row.Length; j++)
            {
                var apart = Math.Abs(row[j] - centres[j * padded + m]);
                if (float.IsNaN(apart))
                    continue;
                sum += apart;
                total += apart;
                present++;
            }

            if (present == 0 || (present == row.Length ? sum : sum * (row.Length / present)) != distance)
                continue;
            for (var j = 0; j < row.Length; j++)
            {
                var apart = Math.Abs(row[j] - centres[j * padded + m]);
                contributions[j] += float.IsNaN(apart) ? 0 : apart * (distance / total);
            }

            return;
        }

        throw new InvalidOperationException("No member is as far away as the nearest one.");
    }

    private static Vector<float> OverAll(ReadOnlySpan<float> row, ref float centres, int padded)
    {
        var sum = Vector<float>.Zero;
        var present = 0;
        for (var j = 0; j < row.Length; j++)
        {
            var value = row[j];
            if (float.IsNaN(value))
                continue;
            sum += Vector.Abs(new Vector<float>(value) - Vector.LoadUnsafe(ref centres, (nuint)(j * padded)));
            present++;
        }

        return present == row.Length ? sum : present == 0 ? new Vector<float>(float.PositiveInfinity) : sum * new Vector<float>((float)row.Length / present);
    }

    private static Vector<float> OverPresent(ReadOnlySpan<float> row, ref float centres, int padded)
    {
        var (sum, present) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var j = 0; j < row.Length; j++)
        {
            var apart = Vector.Abs(new Vector<float>(row[j]) - Vector.LoadUnsafe(ref centres, (nuint)(j * padded)));
            // Missing on either side: no number, unequal to itself, and nothing is added.
            var there = Vector.Equals(apart, apart).As<int, float>();
            sum += Vector.BitwiseAnd(there, apart);
            present += Vector.BitwiseAnd(there, Vector<float>.One);
        }

        var all = new Vector<float>(row.Length);
        var stretched = Vector.ConditionalSelect(Vector.Equals(present, all), sum, sum * (all / present));
        return Vector.ConditionalSelect(Vector.GreaterThan(present, Vector<float>.Zero), stretched, new Vector<float>(float.PositiveInfinity));
    }

    private static float Least(Vector<float> values, out int lane)
    {
        lane = 0;
        for (var i = 1; i < Vector<float>.Count; i++)
            lane = values[i] < values[lane] ? i : lane;
        return values[lane];
    }
}
