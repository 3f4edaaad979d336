// What the pass over the lake gives: one vector and one set of facts per payout asked for.
namespace Paysieve.Pipeline.Features;

/// <summary>Row-major feature values (NaN = missing) and facts for the rows of a view that were asked for, in view order.</summary>
public sealed class FeatureMatrix
{
    public FeatureMatrix(int[] rows)
    {
        Rows = rows;
        Values = new float[rows.Length * FeatureCatalog.Count];
        Facts = new PayoutFacts[rows.Length];
    }

    /// <summary>Row numbers in the view, ascending.</summary>
    public int[] Rows { get; }
    public float[] Values { get; }
    public PayoutFacts[] Facts { get; }

    public int Count => Rows.Length;

    /// <summary>Leaves innocent explanations untested, so that they neither weaken nor are told: to see what they buy.</summary>
    public void Forget(Innocents explanations)
    {
        if (explanations == Innocents.None) return;
        foreach (ref var facts in Facts.AsSpan())
        {
            facts.Tested &= ~explanations;
            facts.Applies &= ~explanations;
        }
    }

    /// <summary>A copy of the given positions, in the given order.</summary>
    public FeatureMatrix Subset(int[] positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var subset = new FeatureMatrix([.. positions.Select(position => Rows[position])]);
        for (var i = 0; i < positions.Length; i++)
        {
            Vector(positions[i]).CopyTo(subset.Vector(i));
            subset.Facts[i] = Facts[positions[i]];
        }
        return subset;
    }

    public Span<float> Vector(int index) => Values.AsSpan(index * FeatureCatalog.Count, FeatureCatalog.Count);
}
