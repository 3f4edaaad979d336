// Are these two writings of one name? Used where both sides are known to be few (the holder of an account and the
// employee paid into it); screening against a list has its own, weighted by how rare a part is.
namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Order-free comparison of two names by aligning their parts.</summary>
public static class NameSimilarity
{
    private const double PartFloor = 0.75;
    private const double FoldedEqual = 0.96;
    private const double InitialMatch = 0.85;
    private const double ExtraPartShare = 0.3;
    private const int MaxParts = 10;

    /// <summary>
    /// 0 (nothing in common) to 1 (the same parts in any order). Parts are aligned one to one for the greatest total;
    /// two parts may meet one written together; an initial meets a part it begins; a name cut at a payment format's
    /// length (18, 22, 30 or 35 characters) is not charged for what was cut. Parts that one side has more cost a
    /// third of a part each (middle and maiden names). Legal forms weigh little. An empty side gives 0.
    /// Only the first ten parts of each side, in ordinal order, are compared.
    /// </summary>
    public static double TokenAligned(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Count == 0 || b.Count == 0)
            return 0;
        var left = Sorted(a);
        var right = Sorted(b);
        if (left.AsSpan().SequenceEqual(right))
            return 1;
        var leftCut = IsCut(a, b);
        var rightCut = IsCut(b, a);
        var (matched, leftUsed, rightUsed) = new Alignment(left, right, leftCut, rightCut).Best();
        var leftWeight = Weight(left);
        var rightWeight = Weight(right);
        // What was cut off cannot be missed.
        var leftExtra = rightCut ? 0 : leftWeight - leftUsed;
        var rightExtra = leftCut ? 0 : rightWeight - rightUsed;
        var fewer = Math.Min(leftExtra, rightExtra);
        var more = Math.Max(leftExtra, rightExtra);
        var total = ((leftUsed + rightUsed) / 2) + fewer + (ExtraPartShare * (more - fewer));
        return total <= 0 ? 0 : Math.Min(1, matched / total);
    }

    /// <summary>
    /// The same over names as written, with every reading of a Han name tried. Null when the names cannot be compared:
    /// one is blank, or one is in Han script with no known reading and the other is not in Han script.
    /// </summary>
    public static double? Compare(string? a, string? b)
    {
        var leftReadings = NameFolding.Readings(a);
        var rightReadings = NameFolding.Readings(b);
        if (leftReadings.Count == 0 || rightReadings.Count == 0 || leftReadings[0].Length == 0 || rightReadings[0].Length == 0)
            return null;
        var best = 0.0;
        foreach (var left in leftReadings)
            foreach (var right in rightReadings)
                best = Math.Max(best, TokenAligned(left, right));
        var oneSideHan = NameFolding.ContainsHan(a) != NameFolding.ContainsHan(b);
        var unread = oneSideHan && !(JapaneseReadable(a) || JapaneseReadable(b));
        return unread && best < 0.85 ? null : best;
    }

    private static bool JapaneseReadable(string? name) =>
        NameFolding.ContainsHan(name) && JapaneseText.TryRead(name!.Normalize(System.Text.NormalizationForm.FormKC)) is not null;

    /// <summary>Similarity of two single parts: 1 equal, else the better of edit similarity and folded spelling; below 0.75 it is 0.</summary>
    public static double Part(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (string.Equals(a, b, StringComparison.Ordinal))
            return 1;
        if (a.Length == 1 || b.Length == 1)
            return a.Length > 0 && b.Length > 0 && a[0] == b[0] ? InitialMatch : 0;
        if (char.IsAsciiDigit(a[0]) || char.IsAsciiDigit(b[0]))
            return 0;
        if (NameFolding.SameRomanisation(a, b))
            return FoldedEqual;
        var best = Math.Max(
            JaroWinkler.Similarity(a, b),
            FoldedEqual * JaroWinkler.Similarity(NameFolding.Folded(a).General, NameFolding.Folded(b).General));
        return best < PartFloor ? 0 : best;
    }

    private static string[] Sorted(IReadOnlyList<string> tokens)
    {
        var sorted = tokens.Where(t => t.Length > 0).ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted.Length > MaxParts ? sorted[..MaxParts] : sorted;
    }

    private static double Weight(string[] tokens)
    {
        var sum = 0.0;
        foreach (var token in tokens)
            sum += Weight(token);
        return sum;
    }

    private static double Weight(string token) =>
        CompanyForms.IsForm(token) && token.Length > 1 ? 0.2 : token.Length == 1 ? 0.5 : token.Length == 2 ? 0.8 : 1;

    private static bool IsCut(IReadOnlyList<string> cut, IReadOnlyList<string> whole)
    {
        var cutLength = Length(cut);
        return cutLength is 17 or 18 or 21 or 22 or 29 or 30 or 34 or 35 && Length(whole) > cutLength;
    }

    private static int Length(IReadOnlyList<string> tokens)
    {
        var length = tokens.Count - 1;
        foreach (var token in tokens)
            length += token.Length;
        return length;
    }

    // Best one-to-one assignment by depth-first search: names have few parts and most pairs are 0, so the search stays
    // small, and unlike a greedy choice it does not depend on the order of ties.
    private sealed class Alignment
    {
        private readonly string[] _left;
        private readonly string[] _right;
        private readonly List<(int LeftMask, int RightMask, double Gain, double LeftWeight, double RightWeight)>[] _links;
        private readonly double[] _bestFrom;
        private double _best = -1;
        private (double Matched, double LeftUsed, double RightUsed) _answer;
        private int _steps;

        public Alignment(string[] left, string[] right, bool leftCut, bool rightCut)
        {
            _left = left;
            _right = right;
            _links = new List<(int, int, double, double, double)>[left.Length];
            for (var i = 0; i < left.Length; i++)
                _links[i] = [];
            for (var i = 0; i < left.Length; i++)
                for (var j = 0; j < right.Length; j++)
                {
                    var similarity = Part(left[i], right[j]);
                    if (leftCut && left[i].Length < right[j].Length && right[j].StartsWith(left[i], StringComparison.Ordinal)
                        || rightCut && right[j].Length < left[i].Length && left[i].StartsWith(right[j], StringComparison.Ordinal))
                        similarity = Math.Max(similarity, 0.98);
                    Link(1 << i, 1 << j, similarity, Weight(left[i]), Weight(right[j]));
                }
            for (var i = 0; i < left.Length; i++)
                for (var k = 0; k < left.Length; k++)
                    if (i != k)
                        for (var j = 0; j < right.Length; j++)
                            if (IsJoin(left[i], left[k], right[j], out var similarity))
                                Link((1 << i) | (1 << k), 1 << j, similarity, Weight(left[i]) + Weight(left[k]), Weight(right[j]));
            for (var j = 0; j < right.Length; j++)
                for (var k = 0; k < right.Length; k++)
                    if (j != k)
                        for (var i = 0; i < left.Length; i++)
                            if (IsJoin(right[j], right[k], left[i], out var similarity))
                                Link(1 << i, (1 << j) | (1 << k), similarity, Weight(left[i]), Weight(right[j]) + Weight(right[k]));
            _bestFrom = new double[left.Length + 1];
            for (var i = left.Length - 1; i >= 0; i--)
            {
                var most = 0.0;
                foreach (var link in _links[i])
                    most = Math.Max(most, link.Gain);
                _bestFrom[i] = _bestFrom[i + 1] + most;
            }
        }

        public (double Matched, double LeftUsed, double RightUsed) Best()
        {
            Search(0, 0, 0, (0, 0, 0));
            return _answer;
        }

        private void Link(int leftMask, int rightMask, double similarity, double leftWeight, double rightWeight)
        {
            if (similarity <= 0)
                return;
            var first = int.TrailingZeroCount(leftMask);
            _links[first].Add((leftMask, rightMask, similarity * (leftWeight + rightWeight) / 2, leftWeight, rightWeight));
        }

        private static bool IsJoin(string first, string second, string whole, out double similarity)
        {
            similarity = 0;
            if (first.Length + second.Length < 4 || Math.Abs(first.Length + second.Length - whole.Length) > 1)
                return false;
            var joined = string.Concat(first, second);
            if (string.Equals(joined, whole, StringComparison.Ordinal))
                similarity = 1;
            else if (NameFolding.SameRomanisation(joined, whole))
                similarity = FoldedEqual;
            return similarity > 0;
        }

        private void Search(int at, int leftMask, int rightMask, (double Matched, double LeftUsed, double RightUsed) sum)
        {
            // The bound on steps only guards against names built to be slow; real ones need a few dozen.
            if (++_steps > 20_000)
                return;
            if (sum.Matched > _best)
            {
                _best = sum.Matched;
                _answer = sum;
            }
            if (at == _left.Length || sum.Matched + _bestFrom[at] <= _best)
                return;
            if ((leftMask & (1 << at)) == 0)
                foreach (var link in _links[at])
                    if ((link.LeftMask & leftMask) == 0 && (link.RightMask & rightMask) == 0)
                        Search(at + 1, leftMask | link.LeftMask, rightMask | link.RightMask,
                            (sum.Matched + link.Gain, sum.LeftUsed + link.LeftWeight, sum.RightUsed + link.RightWeight));
            Search(at + 1, leftMask, rightMask, sum);
        }
    }
}
