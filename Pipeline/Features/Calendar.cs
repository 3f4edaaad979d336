// Days between dates as payroll counts them.
namespace Paysieve.Pipeline.Features;

/// <summary>Weekday arithmetic over day numbers. Bank holidays are not known here: a gap can be a day or two too long around them.</summary>
internal static class WorkingDays
{
    /// <summary>Weekdays after <paramref name="from"/> up to and including <paramref name="to"/>; 0 when the days are equal, negative never.</summary>
    public static int Between(int from, int to)
    {
        if (to <= from) return 0;
        var whole = Math.DivRem(to - from, 7, out var rest);
        var count = whole * 5;
        for (var i = 1; i <= rest; i++)
        {
            // DayNumber 0 (1 January 0001) is a Monday.
            if ((from + (whole * 7) + i) % 7 < 5) count++;
        }
        return count;
    }
}
