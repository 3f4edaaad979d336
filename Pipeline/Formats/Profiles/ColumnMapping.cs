// A profile held against a header: from here on every column of the contract knows the fields it is made of.
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;

namespace Paysieve.Pipeline.Formats.Profiles;

/// <summary>Gives the contract's values of the parser's current record. What it gives is valid until the next <see cref="Next"/>.</summary>
internal sealed class ColumnMapping
{
    private const int KeyDigits = 24;
    private const int MostShaped = 64;

    private static readonly FrozenSet<string> Dates = FrozenSet.Create(
        StringComparer.Ordinal, "pay_date", "hire_date", "termination_date", "date_of_birth", "account_changed_at", "executed_at", "effective_date");
    private static readonly FrozenSet<string> Numbers = FrozenSet.Create(StringComparer.Ordinal, "amount", "gross_amount", "from_amount", "to_amount", "split_amount", "split_percent", "split_value");

    private readonly CsvReader _csv;
    private readonly bool _escaped;
    private readonly CellShaping _shaping;
    private readonly Plan?[] _plans;
    private readonly byte[]?[] _instead;
    private readonly byte[][] _prefixes;
    private readonly (int Position, byte[][] Values)[] _leftOut;
    private byte[] _arena = new byte[1024];
    private int _used;

    private ColumnMapping(CsvReader csv, MappingProfile profile, Plan?[] plans, (int, byte[][])[] leftOut, bool escaped)
    {
        _csv = csv;
        _escaped = escaped;
        _plans = plans;
        _leftOut = leftOut;
        _instead = new byte[]?[plans.Length];
        _shaping = new CellShaping(profile);
        _prefixes = PrefixesOf(profile);
    }

    /// <summary>How a field of the profile is made, with the header's positions.</summary>
    private sealed record Plan(ProfileField Field, string Heading, int[] Positions, KeyPart[] Key, byte[]? Constant, byte[] Default, byte[]? Otherwise, FrozenDictionary<string, byte[]>? Words, byte[] Between, CellKind Kind, bool IsShare, int Pad);

    private readonly record struct KeyPart(int Column, int Position);

    private enum CellKind { Text, Date, Number }

    internal static byte[][] PrefixesOf(MappingProfile profile) => [.. (profile.LeaveOut?.LinesStartingWith ?? []).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The headings that a header must have for the profile to fit: for each entry one of its alternatives.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Needed(MappingProfile profile)
    {
        foreach (var field in profile.Columns.Values.Where(field => !field.Optional))
        {
            if (field.From.Count > 0) yield return field.From;
            foreach (var heading in field.Join) yield return [heading];
            foreach (var part in field.Key) if (!profile.Columns.ContainsKey(part)) yield return [part];
        }
        foreach (var heading in profile.LeaveOut?.Where.Keys ?? []) yield return [heading];
    }

    /// <summary>The mapping, or which heading is there twice or not at all.</summary>
    /// <param name="names">The header's headings.</param>
    internal static ColumnMapping? Resolve(CsvReader csv, MappingProfile profile, string[] names, ExportColumn[] columns, bool escaped, out string? missing, out string? repeated)
    {
        var plain = Array.ConvertAll(names, Headings.Plain);
        missing = null;
        repeated = null;
        var trouble = (Missing: (string?)null, Repeated: (string?)null);
        var plans = new Plan?[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!profile.Columns.TryGetValue(columns[i].Name, out var field)) continue;
            var positions = field.Join.Count > 0 ? field.Join.Select(heading => At([heading], field.Optional)).Where(at => at >= 0).ToArray()
                : field.From.Count > 0 ? [At(field.From, field.Optional)] : [];
            var key = field.Key.Select(part => profile.Columns.ContainsKey(part)
                ? new KeyPart(Array.FindIndex(columns, column => column.Name == part), -1) : new KeyPart(-1, At([part], field.Optional))).ToArray();
            var name = field.From.Count > 0 ? (positions[0] >= 0 ? names[positions[0]].Trim() : field.From[0]) : field.Join.Count > 0 ? string.Join(" + ", field.Join) : columns[i].Name;
            plans[i] = new Plan(
                field, Shown(name), [.. positions.Where(at => at >= 0)], key, Bytes(field.Constant), Bytes(field.Default) ?? [], Bytes(field.Otherwise),
                field.Words.Count == 0 ? null : field.Words.ToFrozenDictionary(word => Headings.Plain(word.Key), word => Encoding.UTF8.GetBytes(word.Value), StringComparer.Ordinal),
                Encoding.UTF8.GetBytes(field.Between),
                Dates.Contains(columns[i].Name) ? CellKind.Date : Numbers.Contains(columns[i].Name) ? CellKind.Number : CellKind.Text,
                columns[i].Name is "split_percent" or "split_value",
                field.Transform is { } transform ? ProfileChecks.PadLength(transform) ?? 0 : 0);
        }
        var leftOut = (profile.LeaveOut?.Where ?? new Dictionary<string, IReadOnlyList<string>>())
            .Select(pair => (At([pair.Key], false), pair.Value.Select(value => Encoding.UTF8.GetBytes(value.Trim())).ToArray())).ToArray();
        (missing, repeated) = trouble;
        return missing is null && repeated is null ? new ColumnMapping(csv, profile, plans, leftOut, escaped) : null;

        int At(IReadOnlyList<string> alternatives, bool optional)
        {
            foreach (var heading in alternatives)
            {
                var wanted = Headings.Plain(heading);
                var at = Array.IndexOf(plain, wanted);
                if (at < 0) continue;
                if (Array.IndexOf(plain, wanted, at + 1) >= 0) trouble.Repeated ??= Shown(heading);
                return at;
            }
            if (!optional) trouble.Missing ??= Shown(alternatives[0]);
            return -1;
        }

        static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>What to expect of a date or number in this profile's writing; null when it is the contract's.</summary>
    internal string? DateExpected => _shaping.DateExpected;

    internal string? NumberExpected => _shaping.NumberExpected;

    /// <summary>What the file's reader knows the column by: its heading, or the contract's name when it is made.</summary>
    internal string NameOf(int column, string canonical) => _plans[column]?.Heading ?? canonical;

    /// <summary>Forgets the record before.</summary>
    internal void Next()
    {
        _used = 0;
        if (_arena.Length > 1 << 16) _arena = new byte[1024];
    }

    /// <summary>Has a column give this instead of what the record says, until called with null.</summary>
    internal void Put(int column, byte[]? value) => _instead[column] = value;

    /// <summary>True for a record that the profile says is no data.</summary>
    internal bool LeavesOut()
    {
        if (OpensWith(_csv.RawRecord, _prefixes)) return true;
        foreach (var (position, values) in _leftOut)
        {
            if (position >= _csv.FieldCount) continue;
            var cell = Cell(position);
            foreach (var value in values)
                if (value.Length == cell.Length && (cell.SequenceEqual(value) || string.Equals(Encoding.UTF8.GetString(cell), Encoding.UTF8.GetString(value), StringComparison.OrdinalIgnoreCase))) return true;
        }
        return false;
    }

    internal static bool OpensWith(ReadOnlySpan<byte> record, byte[][] prefixes)
    {
        if (prefixes.Length == 0) return false;
        if (record.StartsWith("\""u8)) record = record[1..];
        foreach (var prefix in prefixes) if (record.StartsWith(prefix)) return true;
        return false;
    }

    internal ReadOnlySpan<byte> Value(int column)
    {
        if (_instead[column] is { } put) return put;
        if (_plans[column] is not { } plan) return default;
        if (plan.Constant is not null) return plan.Constant;
        if (plan.Key.Length > 0) return Key(plan.Key);
        var value = plan.Field.Join.Count > 0 ? Joined(plan) : plan.Positions.Length > 0 ? Cell(plan.Positions[0]) : default;
        if (value.IsEmpty) return plan.Default;
        if (plan.Words is { } words)
        {
            if (words.TryGetValue(Headings.Plain(Encoding.UTF8.GetString(value)), out var word)) return word;
            if (plan.Otherwise is not null) return plan.Otherwise;
        }
        if (plan.Kind == CellKind.Date)
        {
            var iso = Room(MostShaped);
            return _shaping.TryDate(value, iso, out var length) ? Taken(iso, length) : value;
        }
        if (plan.Kind == CellKind.Number)
        {
            var plain = Room(MostShaped);
            if (plan.Field.Transform == "cents") return CellShaping.TryCents(value, plain, out var cents) ? Taken(plain, cents) : value;
            if (plan.IsShare && value[^1] == '%') value = value[..^1];
            if (!_shaping.TryNumber(value, plain, out var length)) return _shaping.NumberExpected is null ? value : Unreadable(value);
            if (plan.Field.Transform == "negate") return Negated(plain, length);
            return Taken(plain, length);
        }
        return plan.Pad > 0 ? Padded(value, plan.Pad) : plan.Field.Transform switch
        {
            "digits" => Digits(value),
            "upper" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value).ToUpperInvariant()),
            _ => value,
        };
    }

    private ReadOnlySpan<byte> Cell(int position)
    {
        var field = _csv.GetSpan(position);
        if (_escaped && !field.IsEmpty && field[0] == '\'') field = FormulaEscape.Remove(field);
        return Utf8Values.Trim(field);
    }

    // A number in other marks than declared must not be taken for one in the contract's, as 1.234 where the comma is the decimal mark:
    // what is put in front makes it none and leaves its shape to be seen.
    private static byte[] Unreadable(ReadOnlySpan<byte> value) => [(byte)'?', .. value];

    private ReadOnlySpan<byte> Joined(Plan plan)
    {
        var length = plan.Positions.Sum(position => _csv.GetSpan(position).Length + plan.Between.Length);
        var room = Room(length);
        var used = 0;
        foreach (var position in plan.Positions)
        {
            var cell = Cell(position);
            if (cell.IsEmpty) continue;
            if (used > 0)
            {
                plan.Between.CopyTo(room[used..]);
                used += plan.Between.Length;
            }
            cell.CopyTo(room[used..]);
            used += cell.Length;
        }
        return Taken(room, used);
    }

    // Empty when nothing it is made of is there: a key of nothing would be one for many.
    private byte[] Key(KeyPart[] parts)
    {
        var text = new StringBuilder();
        var any = false;
        foreach (var part in parts)
        {
            var value = part.Column >= 0 ? Value(part.Column) : part.Position >= 0 ? Cell(part.Position) : default;
            any |= !value.IsEmpty;
            // The unit separator cannot stand in a value that is accepted anywhere else.
            text.Append(Headings.Plain(Encoding.UTF8.GetString(value))).Append('\u001F');
        }
        if (!any) return [];
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..KeyDigits]);
    }

    private ReadOnlySpan<byte> Padded(ReadOnlySpan<byte> value, int length)
    {
        if (value.Length >= length || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return value;
        var room = Room(length);
        room[..(length - value.Length)].Fill((byte)'0');
        value.CopyTo(room[(length - value.Length)..]);
        return Taken(room, length);
    }

    private ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> value)
    {
        var room = Room(value.Length);
        var length = 0;
        foreach (var b in value) if (b is >= (byte)'0' and <= (byte)'9') room[length++] = b;
        return Taken(room, length);
    }

    private ReadOnlySpan<byte> Negated(Span<byte> plain, int length)
    {
        if (plain[0] == '-') return Taken(plain, length)[1..];
        plain[..length].CopyTo(plain[1..]);
        plain[0] = (byte)'-';
        return Taken(plain, length + 1);
    }

    // Room in the arena. An arena that is outgrown stays alive as long as somebody holds a value in it.
    private Span<byte> Room(int length)
    {
        if (_arena.Length - _used < length)
        {
            _arena = new byte[Math.Max(_arena.Length * 2, length)];
            _used = 0;
        }
        return _arena.AsSpan(_used, length);
    }

    private ReadOnlySpan<byte> Taken(Span<byte> room, int length)
    {
        _used += length;
        return room[..length];
    }

    private static string Shown(string name) => string.Concat((name.Length > 64 ? name[..64] + "…" : name).Select(c => char.IsControl(c) ? '?' : c));
}
