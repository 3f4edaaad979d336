// Damages a specimen as the world damages files: lines, fields, quotes and tags go missing, double, change places or become something else;
// now and then plain bytes.
using System.Text;

namespace Paysieve.Benchmarks.Fuzzing;

internal sealed class Mutator(Random draw, IFuzzTarget target)
{
    private const int LongestInput = 1 << 16;

    private static readonly byte[] Marks = [.. ",;\t|\"'\n\r<>&=:{}[]/ "u8];

    /// <summary>What every reader meets, whatever its format.</summary>
    private static readonly string[] Nasties =
    [
        "", "\0", "\"", "\"\"", "'", "\r", "\r\n", "\n", "\u0085", "\u2028", "\uFEFF", "\u202E", "\u0001", "\u001a", "é", "金正恩", "😀", "\uFFFD", "=1+1", "+1", "-1", "@x", "＝1",
        "0", "-0", "1e308", "1e-400", "NaN", "Infinity", "999999999999999999999999999999", "79228162514264337593543950336", "0.0000000000000000000000000001", "1,5", "1.234,56",
        "0000-00-00", "9999-12-31", "2026-02-30", "10000-01-01", "00:00", "null", "true", "[]", "{}", "{\"a\":", "]]>", "<!--", "<![CDATA[", "&amp;", "&#0;", "&x;", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "../../etc/passwd", "%00", "\\", "\\u0000", "\\ud800", "\t", "   ", ";;;;", ",,,,",
    ];

    public Specimen Next()
    {
        var first = target.Corpus[draw.Next(target.Corpus.Count)];
        var bytes = first.Bytes;
        for (var left = 1 + (int)(draw.NextDouble() * draw.NextDouble() * 8); left > 0; left--) bytes = Once(bytes);
        if (bytes.Length > LongestInput) bytes = bytes[..LongestInput];
        return first with { Bytes = bytes };
    }

    private byte[] Once(byte[] bytes)
    {
        switch (draw.Next(16))
        {
            case 0: return With(bytes, at => [(byte)(bytes[at] ^ (1 << draw.Next(8)))], 1);
            case 1: return With(bytes, _ => [(byte)draw.Next(256)], draw.Next(2));
            case 2: return Cut(bytes, draw.Next(bytes.Length + 1), draw.Next(1, 40));
            case 3: return bytes[..draw.Next(bytes.Length + 1)];
            case 4 or 5: return Put(bytes, draw.Next(bytes.Length + 1), Word());
            case 6 or 7 or 8: return Field(bytes);
            case 9 or 10: return Lines(bytes);
            case 11: return Splice(bytes);
            case 12: return Put(bytes, draw.Next(bytes.Length + 1), [Marks[draw.Next(Marks.Length)]]);
            case 13: return Remark(bytes);
            case 14: return draw.Next(20) == 0 ? Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)) : Twice(bytes);
            default: return draw.Next(20) == 0 ? Much(bytes) : Field(bytes);
        }
    }

    private byte[] Word()
    {
        var words = target.Words;
        var word = words.Count == 0 || draw.Next(2) == 0 ? Nasties[draw.Next(Nasties.Length)] : words[draw.Next(words.Count)];
        return Encoding.UTF8.GetBytes(word);
    }

    /// <summary>What stands between two marks becomes a word, or what stands between two others.</summary>
    private byte[] Field(byte[] bytes)
    {
        var (start, end) = FieldAt(bytes, draw.Next(bytes.Length + 1));
        var (from, to) = FieldAt(bytes, draw.Next(bytes.Length + 1));
        var instead = draw.Next(3) == 0 ? bytes[from..to] : Word();
        return [.. bytes[..start], .. instead, .. bytes[end..]];
    }

    private static (int Start, int End) FieldAt(byte[] bytes, int at)
    {
        var start = bytes.AsSpan(0, at).LastIndexOfAny(Marks) + 1;
        var length = bytes.AsSpan(start).IndexOfAny(Marks);
        return (start, length < 0 ? bytes.Length : start + length);
    }

    private byte[] Lines(byte[] bytes)
    {
        var (start, end) = LineAt(bytes, draw.Next(bytes.Length + 1));
        var line = bytes[start..end];
        return draw.Next(3) switch
        {
            0 => [.. bytes[..start], .. bytes[end..]],
            1 => [.. bytes[..end], .. line, .. bytes[end..]],
            _ => Put([.. bytes[..start], .. bytes[end..]], LineAt([.. bytes[..start], .. bytes[end..]], draw.Next(bytes.Length - line.Length + 1)).Start, line),
        };
    }

    private static (int Start, int End) LineAt(byte[] bytes, int at)
    {
        var start = bytes.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        var length = bytes.AsSpan(start).IndexOf((byte)'\n');
        return (start, length < 0 ? bytes.Length : start + length + 1);
    }

    private byte[] Splice(byte[] bytes)
    {
        var other = target.Corpus[draw.Next(target.Corpus.Count)].Bytes;
        return [.. bytes[..draw.Next(bytes.Length + 1)], .. other[draw.Next(other.Length + 1)..]];
    }

    /// <summary>One mark becomes another everywhere: another delimiter, no quotes, no line breaks.</summary>
    private byte[] Remark(byte[] bytes)
    {
        var (old, young) = (Marks[draw.Next(Marks.Length)], Marks[draw.Next(Marks.Length)]);
        return [.. bytes.Select(each => each == old ? young : each)];
    }

    private byte[] Twice(byte[] bytes)
    {
        var start = draw.Next(bytes.Length + 1);
        var piece = bytes[start..Math.Min(bytes.Length, start + draw.Next(200))];
        return Put(bytes, draw.Next(bytes.Length + 1), piece);
    }

    private byte[] Much(byte[] bytes)
    {
        var word = Word();
        var times = LongestInput / 2 / Math.Max(1, word.Length);
        return Put(bytes, draw.Next(bytes.Length + 1), [.. Enumerable.Repeat(word, draw.Next(times)).SelectMany(each => each)]);
    }

    private byte[] With(byte[] bytes, Func<int, byte[]> what, int instead)
    {
        if (bytes.Length == 0) return bytes;
        var at = draw.Next(bytes.Length);
        return [.. bytes[..at], .. what(at), .. bytes[(at + instead)..]];
    }

    private static byte[] Cut(byte[] bytes, int at, int length) => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + length)..]];

    private static byte[] Put(byte[] bytes, int at, byte[] what) => [.. bytes[..at], .. what, .. bytes[at..]];
}
