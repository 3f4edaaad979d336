// Which rows a model is trained on is a decision of its own: without replacement, reproducible, in ascending order.
namespace Paysieve.Models;

internal static class RowSample
{
    /// <summary>The table itself when it has no more than <paramref name="most"/> rows, otherwise a seeded sample of that many.</summary>
    public static FeatureTable AtMost(FeatureTable rows, int most, int seed)
    {
        if (rows.RowCount <= most)
            return rows;
        var draw = new SeededDraw(seed, stream: -1);
        return rows.Subset(Choose(rows.RowCount, most, ref draw));
    }

    /// <summary>
    /// <paramref name="count"/> of the rows 0..<paramref name="rows"/>-1 without replacement, ascending; all rows when
    /// there are no more than that. O(count) for a small share, O(rows) for a large one.
    /// </summary>
    public static int[] Choose(int rows, int count, ref SeededDraw draw)
    {
        if (count >= rows)
        {
            var all = new int[rows];
            for (var i = 0; i < rows; i++)
                all[i] = i;
            return all;
        }

        return count < rows / 16 ? ChooseFew(rows, count, ref draw) : ChooseMany(rows, count, ref draw);
    }

    // Floyd's algorithm (Bentley, Floyd 1987).
    private static int[] ChooseFew(int rows, int count, ref SeededDraw draw)
    {
        var taken = new HashSet<int>(count);
        for (var last = rows - count; last < rows; last++)
        {
            if (!taken.Add(draw.Next(last + 1)))
                taken.Add(last);
        }

        var chosen = taken.ToArray();
        Array.Sort(chosen);
        return chosen;
    }

    // Knuth's algorithm S: one pass, already in order.
    private static int[] ChooseMany(int rows, int count, ref SeededDraw draw)
    {
        var chosen = new int[count];
        var taken = 0;
        for (var row = 0; taken < count; row++)
        {
            if (draw.NextDouble() * (rows - row) < count - taken)
                chosen[taken++] = row;
        }

        return chosen;
    }
}
