// How the trail spells which files of the lake retention took away: by their places in the manifest, which seals hold fast.
using System.Globalization;
using System.Text;

namespace Paysieve.Pipeline.Runs;

internal static class PrunedLake
{
    /// <summary>Subject of the event.</summary>
    public const string Subject = "lake";

    /// <summary>Rising numbers as ranges: <c>1-14,17</c>.</summary>
    public static string Ranges(IReadOnlyList<long> sequences)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sequences.Count;)
        {
            var from = i;
            while (++i < sequences.Count && sequences[i] == sequences[i - 1] + 1) continue;
            if (text.Length > 0) text.Append(',');
            text.Append(sequences[from].ToString(CultureInfo.InvariantCulture));
            if (i > from + 1) text.Append('-').Append(sequences[i - 1].ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    public static IEnumerable<long> Sequences(string ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        foreach (var range in ranges.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            var (first, last) = (long.Parse(ends[0], CultureInfo.InvariantCulture), long.Parse(ends[^1], CultureInfo.InvariantCulture));
            for (var sequence = first; sequence <= last; sequence++) yield return sequence;
        }
    }
}
