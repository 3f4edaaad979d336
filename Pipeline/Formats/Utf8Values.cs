// Dates, numbers and words straight from UTF-8 bytes: no string is made on the way.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Paysieve.Pipeline.Formats;

internal enum NumberOutcome { Ok, NotANumber, OutOfRange, TooManyDecimals }

internal static class Utf8Values
{
    /// <summary>Crypto amounts are kept to this many decimals, rounded half to even beyond.</summary>
    internal const int MaxDecimals = 12;

    /// <summary>Without the blanks around it: those of ASCII, no-break and other spaces, and characters that nobody sees.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] is > 0x20 and < 0x80 && text[^1] is > 0x20 and < 0x80)) return text;
        while (Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && IsBlank(first)) text = text[length..];
        while (Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && IsBlank(last)) text = text[..^length];
        return text;
    }

    /// <summary>A character that takes up no ink and no place: zero-width spaces and joiners, marks of direction, a byte order mark.</summary>
    internal static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    // Other controls stay, so that a text that has them is refused.
    private static bool IsBlank(Rune rune) =>
        rune.IsAscii ? rune.Value is ' ' or '\t' or '\n' or '\r' : Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator || IsInvisible(rune);

    /// <summary>
    /// ISO 8601 calendar date, extended (2026-11-23) or basic (20261123); a time behind "T" or a space is allowed and ignored.
    /// False when it is no date; years are not judged here.
    /// </summary>
    internal static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        int year, month, day;
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-')
        {
            year = Digits(text[..4]);
            month = Digits(text.Slice(5, 2));
            day = Digits(text.Slice(8, 2));
            if (text.Length > 10 && !IsTime(text[10..])) return false;
        }
        else if (text.Length == 8)
        {
            year = Digits(text[..4]);
            month = Digits(text.Slice(4, 2));
            day = Digits(text.Slice(6, 2));
        }
        else
        {
            return false;
        }
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>ISO 8601 date with or without time, to UTC; without an offset it is taken as UTC, without a time as midnight.</summary>
    internal static bool TryTimestamp(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (!TryDate(text, out var date)) return false;
        if (text.Length <= 10)
        {
            utc = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            return true;
        }
        return TryTime(text[10..], out var time, out var offsetMinutes)
            && TryShift(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + time, offsetMinutes, out utc);
    }

    /// <summary>
    /// A plain decimal number: sign, digits, decimal point. No exponent, no thousands separators. Decimals beyond
    /// <paramref name="minorUnits"/> must be zeros; the result has exactly that many for a currency, and for crypto none that close with zero.
    /// </summary>
    internal static NumberOutcome TryAmount(ReadOnlySpan<byte> text, int minorUnits, bool isCrypto, decimal maxAbsolute, out decimal amount)
    {
        amount = 0;
        var negative = false;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            text = text[1..];
        }
        UInt128 mantissa = 0;
        ulong fast = 0;
        int digits = 0, decimals = 0, significant = 0, zeros = 0;
        var afterPoint = false;
        foreach (var b in text)
        {
            if (b == '.')
            {
                if (afterPoint) return NumberOutcome.NotANumber;
                afterPoint = true;
                continue;
            }
            var digit = (uint)(b - '0');
            if (digit > 9) return NumberOutcome.NotANumber;
            digits++;
            if (afterPoint && digit == 0)
            {
                zeros++;
                continue;
            }
            if (afterPoint) decimals += zeros + 1;
            for (; zeros > 0; zeros--) Push(0);
            Push(digit);
        }
        if (digits == 0) return NumberOutcome.NotANumber;
        if (significant > 34) return afterPoint && decimals > minorUnits ? NumberOutcome.TooManyDecimals : NumberOutcome.OutOfRange;
        if (decimals > minorUnits) return NumberOutcome.TooManyDecimals;
        if (significant <= 18) mantissa = fast;

        if (decimals > MaxDecimals)
        {
            mantissa = RoundHalfEven(mantissa, decimals - MaxDecimals);
            for (decimals = MaxDecimals; decimals > 0 && mantissa % 10 == 0; decimals--) mantissa /= 10;
        }
        for (; !isCrypto && decimals < minorUnits; decimals++) mantissa *= 10;
        if (mantissa >> 96 != 0) return NumberOutcome.OutOfRange;
        amount = new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), negative, (byte)decimals);
        return significant > 12 && Math.Abs(amount) > maxAbsolute ? NumberOutcome.OutOfRange : NumberOutcome.Ok;

        void Push(uint digit)
        {
            if (significant == 0 && digit == 0) return;
            significant++;
            if (significant <= 18) fast = (fast * 10) + digit;
            else if (significant == 19) mantissa = ((UInt128)fast * 10) + digit;
            else if (significant <= 34) mantissa = (mantissa * 10) + digit;
        }
    }

    internal static bool TryInteger(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 9) return false;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9) return false;
            value = (value * 10) + (int)digit;
        }
        return true;
    }

    /// <summary>Position of <paramref name="text"/> among <paramref name="words"/> (lower case), ignoring case; -1 when it is none of them.</summary>
    internal static int WordIndex(ReadOnlySpan<byte> text, byte[][] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length == text.Length && Ascii.EqualsIgnoreCase(text, words[i])) return i;
        }
        return -1;
    }

    private static UInt128 RoundHalfEven(UInt128 value, int digits)
    {
        UInt128 unit = 1;
        for (; digits > 0; digits--) unit *= 10;
        var (quotient, rest) = UInt128.DivRem(value, unit);
        var twice = rest * 2;
        return twice > unit || (twice == unit && UInt128.IsOddInteger(quotient)) ? quotient + 1 : quotient;
    }

    // -1 when there is anything but digits.
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9) return -1;
            value = (value * 10) + (int)digit;
        }
        return value;
    }

    private static bool IsTime(ReadOnlySpan<byte> text) => TryTime(text, out _, out _);

    // "T14:05[:30[.123]][Z|+09:00|+0900|+09]", a space for the T.
    private static bool TryTime(ReadOnlySpan<byte> text, out TimeSpan time, out int offsetMinutes)
    {
        time = default;
        offsetMinutes = 0;
        if (text.Length < 6 || text[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[3] != ':') return false;
        var hour = Digits(text.Slice(1, 2));
        var minute = Digits(text.Slice(4, 2));
        var second = 0;
        long ticks = 0;
        text = text[6..];
        if (text.Length >= 3 && text[0] == ':')
        {
            second = Digits(text.Slice(1, 2));
            text = text[3..];
            if (!text.IsEmpty && text[0] == '.')
            {
                var end = 1;
                while (end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9') end++;
                if (end is 1 or > 10) return false;
                var unit = TimeSpan.TicksPerSecond;
                for (var i = 1; i < end; i++)
                {
                    unit /= 10;
                    ticks += (text[i] - '0') * unit;
                }
                text = text[end..];
            }
        }
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        time = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(ticks);
        if (text.IsEmpty || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')) return true;
        if (text[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        var offsetHours = text.Length >= 2 ? Digits(text[..2]) : -1;
        var offsetMinute = text.Length switch
        {
            2 => 0,
            4 => Digits(text[2..]),
            5 when text[2] == ':' => Digits(text[3..]),
            _ => -1,
        };
        if (offsetHours is < 0 or > 14 || offsetMinute is < 0 or > 59) return false;
        offsetMinutes = sign * ((offsetHours * 60) + offsetMinute);
        return true;
    }

    private static bool TryShift(DateTime local, int offsetMinutes, out DateTime utc)
    {
        utc = local;
        var ticks = local.Ticks - (offsetMinutes * TimeSpan.TicksPerMinute);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }
}
