// One spelling for every JSON value (RFC 8785), so that equal content has equal bytes and equal hashes, here and in other people's tools.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paysieve.Pipeline.Audit;

/// <summary>
/// The JSON Canonicalization Scheme of RFC 8785: no white space, members sorted by UTF-16 code units, numbers as ECMAScript prints
/// doubles, the shortest escapes. Numbers are doubles by that standard: put exact decimals and large integers in as text.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Everything that is not written as it is: escapes, and halves of surrogate pairs, which must be two.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Append('"').Append('\\').Concat(Enumerable.Range(0xD800, 0x800)).Select(code => (char)code)]);

    /// <exception cref="FormatException">The value has no canonical form: doubled members, half a surrogate pair, a number beyond a double.</exception>
    public static string Of(JsonNode? value)
    {
        if (value is null) return "null";
        using var document = JsonDocument.Parse(value.ToJsonString());
        return Of(document.RootElement);
    }

    /// <inheritdoc cref="Of(JsonNode?)"/>
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    /// <inheritdoc cref="Of(JsonNode?)"/>
    /// <exception cref="JsonException"><paramref name="json"/> is not JSON.</exception>
    public static string OfText(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(value, text); break;
            case JsonValueKind.Array: WriteArray(value, text); break;
            case JsonValueKind.String: WriteString(Text(value), text); break;
            case JsonValueKind.Number: text.Append(Number(value.GetDouble())); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.Null: text.Append("null"); break;
            default: throw new FormatException("an undefined JSON value has no canonical form");
        }
    }

    private static void WriteObject(JsonElement value, StringBuilder text)
    {
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var member in value.EnumerateObject()) members.Add((member.Name, member.Value));
        members.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));

        text.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                if (string.Equals(members[i].Name, members[i - 1].Name, StringComparison.Ordinal))
                    throw new FormatException("a member that occurs twice has no canonical form");
                text.Append(',');
            }
            WriteString(members[i].Name, text);
            text.Append(':');
            Write(members[i].Value, text);
        }
        text.Append('}');
    }

    private static void WriteArray(JsonElement value, StringBuilder text)
    {
        text.Append('[');
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first) text.Append(',');
            first = false;
            Write(item, text);
        }
        text.Append(']');
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The reader refuses to give out half a surrogate pair.
            throw new FormatException("half a surrogate pair has no canonical form");
        }
    }

    internal static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        var rest = value.AsSpan();
        while (true)
        {
            var plain = rest.IndexOfAny(Special);
            if (plain < 0) break;
            text.Append(rest[..plain]);
            var c = rest[plain];
            rest = rest[(plain + 1)..];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default:
                    if (!char.IsHighSurrogate(c) || rest.IsEmpty || !char.IsLowSurrogate(rest[0])) throw new FormatException("half a surrogate pair has no canonical form");
                    text.Append(c).Append(rest[0]);
                    rest = rest[1..];
                    break;
            }
        }
        text.Append(rest).Append('"');
    }

    /// <summary>A double as ECMAScript's <c>Number.prototype.toString</c> prints it.</summary>
    /// <exception cref="FormatException">Not a finite number.</exception>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) throw new FormatException("a number that is not finite has no canonical form");
        if (value == 0) return "0";

        // The shortest digits that read back as the same double; the layout below is ECMAScript's.
        var (digits, exponent) = Digits(value.ToString("R", CultureInfo.InvariantCulture));
        var sign = value < 0 ? "-" : "";
        var count = digits.Length;
        var point = exponent + 1;

        if (count <= point && point <= 21) return sign + digits + new string('0', point - count);
        if (0 < point && point <= 21) return sign + digits[..point] + "." + digits[point..];
        if (-6 < point && point <= 0) return sign + "0." + new string('0', -point) + digits;

        var power = point - 1;
        var mantissa = count == 1 ? digits : digits[..1] + "." + digits[1..];
        return sign + mantissa + "e" + (power < 0 ? "-" : "+") + Math.Abs(power).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Significant digits without zeros at either end, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Digits(string number)
    {
        var text = number.TrimStart('-');
        var exponent = 0;
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var all = point < 0 ? text : whole + text[(point + 1)..];
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), exponent + whole.Length - 1 - leading);
    }
}
