// Amounts as Parquet's decimals hold them, and back.
namespace Paysieve.Pipeline.Lake;

/// <summary>Amounts as whole numbers of 10^-12, as DECIMAL(29, 12) holds them.</summary>
internal static class MoneyUnits
{
    private static readonly Int128 Unit = 1_000_000_000_000;

    private static readonly ulong[] Powers = [.. Enumerable.Range(0, MoneyColumn<object>.Scale + 1).Select(power => (ulong)Math.Pow(10, power))];

    internal static Int128 ToUnits(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var scale = (bits[3] >> 16) & 0xff;
        // Nearly every amount: 64 bits, and no more decimals than are kept.
        if (bits[2] == 0 && scale <= MoneyColumn<object>.Scale)
        {
            var units = (Int128)Math.BigMul(((ulong)(uint)bits[1] << 32) | (uint)bits[0], Powers[MoneyColumn<object>.Scale - scale]);
            return bits[3] < 0 ? -units : units;
        }
        decimal.GetBits(Math.Round(amount, MoneyColumn<object>.Scale), bits);
        scale = (bits[3] >> 16) & 0xff;
        var whole = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        for (; scale < MoneyColumn<object>.Scale; scale++) whole *= 10;
        return bits[3] < 0 ? -whole : whole;
    }

    /// <summary>Exact; without the zeros at the end.</summary>
    internal static decimal ToDecimal(Int128 units)
    {
        var (whole, rest) = Int128.DivRem(units, Unit);
        var amount = (decimal)whole + ((decimal)rest / 1_000_000_000_000m);
        return amount / 1.0000000000000000000000000000m;
    }

    /// <summary>True when the double of the amount says it exactly: up to fifteen digits, no more than four of them decimals.</summary>
    internal static bool IsShort(Int128 units)
    {
        var amount = (UInt128)Int128.Abs(units);
        return (ulong)(amount >> 64) == 0 && (ulong)amount % 100_000_000 == 0 && (ulong)amount / 100_000_000 < 1_000_000_000_000_000;
    }

    /// <summary>The double nearest to the amount, or within one unit in the last place beyond four decimals.</summary>
    internal static double ToDouble(Int128 units)
    {
        // Four decimals cover money of every state: a whole number below 2^53 divided by 10^4 is rounded once only.
        var (shorter, rest) = ((ulong)((UInt128)Int128.Abs(units) >> 64)) == 0
            ? Short((ulong)Int128.Abs(units))
            : Long(Int128.Abs(units));
        if (rest != 0 || shorter > 1L << 53) return (double)ToDecimal(units);
        var amount = shorter / 10_000.0;
        return Int128.IsNegative(units) ? -amount : amount;

        static (ulong, ulong) Short(ulong value) => (value / 100_000_000, value % 100_000_000);

        static (ulong, ulong) Long(Int128 value)
        {
            var (quotient, remainder) = Int128.DivRem(value, 100_000_000);
            return (quotient > long.MaxValue ? ulong.MaxValue : (ulong)quotient, (ulong)remainder);
        }
    }
}
