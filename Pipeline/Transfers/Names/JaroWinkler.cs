// The edit measure for single name parts, in its own file because its exact arithmetic decides who is at a boundary.
namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Jaro-Winkler similarity over folded parts (prefix scale 0.1, at most four letters, no boost threshold).</summary>
public static class JaroWinkler
{
    private const int MaxLength = 64;

    /// <summary>0 (nothing in common) to 1 (equal). Only the first 64 letters count.</summary>
    public static double Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > MaxLength)
            a = a[..MaxLength];
        if (b.Length > MaxLength)
            b = b[..MaxLength];
        if (a.SequenceEqual(b))
            return 1;
        if (a.IsEmpty || b.IsEmpty)
            return 0;
        // The shorter is walked over the longer, so that swapping the arguments changes nothing.
        if (a.Length > b.Length || (a.Length == b.Length && a.SequenceCompareTo(b) > 0))
        {
            var swap = a;
            a = b;
            b = swap;
        }
        var window = Math.Max((b.Length / 2) - 1, 0);
        ulong taken = 0, matchedInA = 0;
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var end = Math.Min(i + window + 1, b.Length);
            for (var j = Math.Max(0, i - window); j < end; j++)
            {
                if (a[i] != b[j] || (taken & (1UL << j)) != 0)
                    continue;
                taken |= 1UL << j;
                matchedInA |= 1UL << i;
                matches++;
                break;
            }
        }
        if (matches == 0)
            return 0;
        var halfTranspositions = 0;
        var at = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if ((matchedInA & (1UL << i)) == 0)
                continue;
            while ((taken & (1UL << at)) == 0)
                at++;
            if (a[i] != b[at])
                halfTranspositions++;
            at++;
        }
        double m = matches;
        var jaro = ((m / a.Length) + (m / b.Length) + ((m - (halfTranspositions / 2)) / m)) / 3;
        var prefix = 0;
        while (prefix < 4 && prefix < a.Length && a[prefix] == b[prefix])
            prefix++;
        return jaro + (prefix * 0.1 * (1 - jaro));
    }
}
