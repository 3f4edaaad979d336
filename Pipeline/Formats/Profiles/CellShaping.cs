// One cell, from the way a vendor writes it to the way the contract does. What cannot be read so passes as it is, and is rejected as such.
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Paysieve.Pipeline.Formats.Profiles;

/// <summary>Dates and numbers of one profile.</summary>
internal sealed class CellShaping
{
    private const int LongestNumber = 60;
    private const int LongestDate = 60;

    private readonly string[] _dateFormats;
    private readonly byte _decimalMark;
    private readonly byte _groupMark;

    internal CellShaping(MappingProfile profile)
    {
        _dateFormats = [.. profile.DateFormats];
        _decimalMark = (byte)profile.DecimalMark[0];
        _groupMark = (byte)(profile.GroupMark?[0] ?? 0);
        DateExpected = _dateFormats.Length == 0 ? null : $"a date as {string.Join(" or ", _dateFormats)}, or ISO 8601, within 1950..2100 (a birth date from 1900)";
        NumberExpected = profile is { DecimalMark: ".", GroupMark: null } ? null
            : $"a number with the decimal mark {profile.DecimalMark} and {(profile.GroupMark is { } mark ? $"the thousands mark '{mark}'" : "no thousands marks")}";
    }

    /// <summary>What to expect of a date, in a person's words; null when it is the contract's own form.</summary>
    internal string? DateExpected { get; }

    internal string? NumberExpected { get; }

    /// <summary>ISO 8601 of a date or time written in one of the profile's formats. False when it is in none: it may be ISO 8601 already.</summary>
    internal bool TryDate(ReadOnlySpan<byte> text, Span<byte> iso, out int length)
    {
        length = 0;
        if (_dateFormats.Length == 0 || text.Length > LongestDate) return false;
        Span<char> chars = stackalloc char[LongestDate];
        if (!Encoding.UTF8.TryGetChars(text, chars, out var count)) return false;
        if (!DateTime.TryParseExact(chars[..count], _dateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)) return false;
        return moment.TryFormat(iso, out length, moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// A plain number of one with marks between thousands, a decimal mark of its own, a currency sign around it, brackets or a
    /// minus behind for a negative one. False when it is none: "1,50" where the comma stands between thousands is not 150.
    /// </summary>
    internal bool TryNumber(ReadOnlySpan<byte> text, Span<byte> plain, out int length)
    {
        length = 0;
        if (text.Length > LongestNumber) return false;
        var negative = false;
        if (text.Length > 2 && text[0] == '(' && text[^1] == ')')
        {
            negative = true;
            text = text[1..^1];
        }
        text = WithoutSigns(text, ref negative);
        if (text.IsEmpty) return false;
        if (negative) plain[length++] = (byte)'-';

        int sinceGroup = 0, digits = 0;
        bool grouped = false, afterMark = false;
        while (!text.IsEmpty)
        {
            var b = text[0];
            var width = 1;
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                plain[length++] = b;
                digits++;
                sinceGroup++;
            }
            else if (b == _decimalMark && !afterMark && !(grouped && sinceGroup != 3))
            {
                plain[length++] = (byte)'.';
                afterMark = true;
            }
            // The first group may be short, the last may not; those between may be of two, as in India.
            else if (!afterMark && (width = GroupWidth(text)) > 0 && digits > 0 && (grouped ? sinceGroup is 2 or 3 : digits <= 3))
            {
                grouped = true;
                sinceGroup = 0;
            }
            else
            {
                return false;
            }
            text = text[width..];
        }
        return digits > 0 && (!grouped || afterMark || sinceGroup == 3);
    }

    /// <summary>A number in minor units as one with two decimals: 123450 is 1234.50.</summary>
    internal static bool TryCents(ReadOnlySpan<byte> text, Span<byte> plain, out int length)
    {
        length = 0;
        if (!Utf8Parser.TryParse(text, out long cents, out var consumed) || consumed != text.Length) return false;
        return (cents / 100m).TryFormat(plain, out length, "0.00", CultureInfo.InvariantCulture);
    }

    // Currency signs and blanks around, a sign before or behind.
    private static ReadOnlySpan<byte> WithoutSigns(ReadOnlySpan<byte> text, scoped ref bool negative)
    {
        for (var again = true; again && !text.IsEmpty;)
        {
            again = false;
            if (text[0] == '-' || text[^1] == '-')
            {
                if (negative) return default;
                negative = true;
                text = text[0] == '-' ? text[1..] : text[..^1];
                again = true;
            }
            else if (text[0] == '+')
            {
                text = text[1..];
                again = true;
            }
            else if (Rune.DecodeFromUtf8(text, out var first, out var width) == System.Buffers.OperationStatus.Done && IsAround(first))
            {
                text = text[width..];
                again = true;
            }
            else if (Rune.DecodeLastFromUtf8(text, out var last, out width) == System.Buffers.OperationStatus.Done && IsAround(last))
            {
                text = text[..^width];
                again = true;
            }
        }
        return text;
    }

    // The yen sign of Shift_JIS decodes to a backslash.
    private static bool IsAround(Rune rune) => rune.Value == '\\' || Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.CurrencySymbol;

    private int GroupWidth(ReadOnlySpan<byte> text)
    {
        if (_groupMark == 0) return 0;
        if (_groupMark == '\'') return text[0] == '\'' ? 1 : text.StartsWith("’"u8) ? 3 : 0;
        if (_groupMark != ' ') return text[0] == _groupMark ? 1 : 0;
        // No-break and narrow no-break spaces are what systems print.
        return text[0] == ' ' ? 1 : text.StartsWith("\u00A0"u8) ? 2 : text.StartsWith("\u202F"u8) || text.StartsWith("\u2009"u8) ? 3 : 0;
    }
}
