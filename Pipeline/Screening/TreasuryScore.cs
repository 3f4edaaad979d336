// "Why does the Treasury's site say 92?" The public search tool of OFAC has a documented way to score, which is not ours; its
// number stands beside ours so that the two can be compared. It decides nothing.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

/// <summary>
/// The score of OFAC's Sanctions List Search as documented (FAQ 247 and 249) and as others reproduced its details: candidates
/// have the same first letter and are half alike by edit distance; the score is the higher of Jaro-Winkler over the whole
/// names and the mean over the parts entered, each scored by Jaro-Winkler or by an equal Soundex against its best listed part.
/// Parts of one or two letters are left out, and a part below one half counts nothing.
/// </summary>
public static class TreasuryScore
{
    private const double LeastLike = 0.5;

    /// <summary>0 to 100 against the best of the entry's names, weak ones included; 0 when none is a candidate.</summary>
    public static int Of(string entered, ListedParty party)
    {
        ArgumentNullException.ThrowIfNull(party);
        var best = 0;
        foreach (var name in party.Names)
            best = Math.Max(best, Of(entered, name.Text));
        return best;
    }

    /// <summary>The same against one listed name.</summary>
    public static int Of(string entered, string listed)
    {
        var (left, right) = (Plain(entered), Plain(listed));
        return (int)Math.Round(100 * Math.Max(Whole(left, right), Parts(left, right)), MidpointRounding.AwayFromZero);
    }

    private static double Whole(string entered, string listed) => IsCandidate(entered, listed) ? JaroWinkler.Similarity(entered, listed) : 0;

    private static double Parts(string entered, string listed)
    {
        string[] left = [.. entered.Split(' ').Where(p => p.Length > 2)];
        string[] right = [.. listed.Split(' ').Where(p => p.Length > 2)];
        if (left.Length == 0 || right.Length == 0)
            return 0;
        var sum = 0.0;
        foreach (var part in left)
        {
            var best = 0.0;
            foreach (var other in right)
                if (IsCandidate(part, other) || Soundex(part) == Soundex(other))
                    best = Math.Max(best, JaroWinkler.Similarity(part, other));
            sum += best < LeastLike ? 0 : best;
        }
        return sum / left.Length;
    }

    private static bool IsCandidate(string a, string b) =>
        a.Length > 0 && b.Length > 0 && a[0] == b[0] && 1 - (Edits(a, b) / (double)Math.Max(a.Length, b.Length)) >= LeastLike;

    // The tool compares letters as they stand, in capitals, without punctuation.
    private static string Plain(string? name)
    {
        var text = new StringBuilder();
        foreach (var c in (name ?? "").ToUpperInvariant())
            if (char.IsLetterOrDigit(c))
                text.Append(c);
            else if (c is not ('\'' or '’') && text.Length > 0 && text[^1] != ' ')
                text.Append(' ');
        return text.ToString().TrimEnd();
    }

    /// <summary>The American code of a letter and three digits; H and W do not separate equal digits.</summary>
    internal static string Soundex(string part)
    {
        var code = new StringBuilder(4).Append(part[0]);
        var before = Digit(part[0]);
        foreach (var c in part.AsSpan(1))
        {
            var digit = Digit(c);
            if (digit > 0 && digit != before)
                code.Append(digit.ToString(CultureInfo.InvariantCulture));
            if (code.Length == 4)
                break;
            if (c is not ('H' or 'W'))
                before = digit;
        }
        return code.ToString().PadRight(4, '0');
    }

    private static int Digit(char c) => c switch
    {
        'B' or 'F' or 'P' or 'V' => 1,
        'C' or 'G' or 'J' or 'K' or 'Q' or 'S' or 'X' or 'Z' => 2,
        'D' or 'T' => 3,
        'L' => 4,
        'M' or 'N' => 5,
        'R' => 6,
        _ => 0,
    };

    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
