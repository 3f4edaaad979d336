// One row under the parser: gives typed values by column and remembers what is wrong with it.
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

/// <summary>
/// The fields of the current record by position in a column table. Every getter returns a value or notes why there is none; a row is
/// good when <see cref="IsBad"/> is still false after all columns were asked.
/// </summary>
internal sealed class RowFields
{
    private static readonly System.Buffers.SearchValues<byte> NumberMarks = System.Buffers.SearchValues.Create("0123456789.,"u8);
    private const int MostGathered = 4096;
    private static readonly byte[] DuplicateIdWord = Encoding.ASCII.GetBytes(RejectionCode.DuplicateId.Word());
    private static readonly DateOnly FirstDate = new(1950, 1, 1);
    private static readonly DateOnly FirstBirth = new(1900, 1, 1);
    private static readonly DateOnly LastDate = new(2100, 12, 31);

    private readonly CsvReader _csv;
    private readonly ExportColumn[] _columns;
    private readonly int[] _positions;
    private readonly bool _escaped;
    private readonly ColumnMapping? _mapping;
    private readonly (int Code, int Detail)? _reasons;
    private readonly TextPool _texts = new();
    private readonly TextPool _banks = new();
    private readonly byte[] _gathered = new byte[MostGathered];
    private readonly List<(string Column, RejectionCode Code)> _others = [];
    private byte[] _lastCurrencyBytes = [];
    private Currency _lastCurrency;
    private (string Column, RejectionCode Code, string Found, string Expected) _first;

    /// <param name="positions">Field index of each column in the file; -1 when the file lacks it.</param>
    /// <param name="escaped">True for a quarantine file: formula escapes are taken off.</param>
    /// <param name="mapping">Gives the values of a file that is read through a profile, instead of the positions.</param>
    /// <param name="reasons">Where a quarantine file says why a row was rejected; null for any other file.</param>
    internal RowFields(CsvReader csv, ExportColumn[] columns, int[] positions, bool escaped, ColumnMapping? mapping = null, (int Code, int Detail)? reasons = null)
    {
        _reasons = reasons;
        _mapping = mapping;
        _csv = csv;
        _columns = columns;
        _positions = positions;
        _escaped = escaped;
    }

    internal bool IsBad { get; private set; }

    internal ColumnMapping? Mapping => _mapping;

    internal void Reset()
    {
        IsBad = false;
        _others.Clear();
        _mapping?.Next();
    }

    /// <summary>The field without surrounding blanks; empty when empty or not in the file. Valid until the next record.</summary>
    internal ReadOnlySpan<byte> Bytes(int column)
    {
        if (_mapping is not null) return Utf8Values.Trim(_mapping.Value(column));
        var position = _positions[column];
        if (position < 0) return default;
        var field = _csv.GetSpan(position);
        if (_escaped && !field.IsEmpty && field[0] == '\'') field = FormulaEscape.Remove(field);
        return Utf8Values.Trim(field);
    }

    internal void Fail(int column, RejectionCode code, ReadOnlySpan<byte> found, string expected) =>
        Fail(_mapping?.NameOf(column, _columns[column].Name) ?? _columns[column].Name, code, Shape.Of(found, _columns[column].Form), expected);

    internal void Fail(string column, RejectionCode code, string found, string expected)
    {
        if (IsBad)
        {
            _others.Add((column, code));
            return;
        }
        IsBad = true;
        _first = (column, code, found, expected);
    }

    /// <summary>
    /// Takes the id of a row that is good otherwise, or notes that another row has it. One that was rejected for its id and comes back from the
    /// quarantine under the same one is rejected again: alone in its file it would amend the payout that the id was refused for.
    /// </summary>
    internal void TakeId(int column, ReadOnlySpan<byte> id, ulong key, SeenIds seen)
    {
        if (IsBad) return;
        var isBack = IsBackUnder(key);
        if (!isBack && seen.Add(key)) return;
        Fail(
            _mapping?.NameOf(column, _columns[column].Name) ?? _columns[column].Name, RejectionCode.DuplicateId, $"{Shape.Of(id, _columns[column].Form)} {Mark(key)}",
            isBack ? "another id than the one it was rejected for; should it amend the other row, an empty rejected_code" : "an id that no earlier row of the file has");
    }

    private bool IsBackUnder(ulong key) =>
        _reasons is var (code, detail) && _csv.GetSpan(code).SequenceEqual(DuplicateIdWord) && _csv.GetSpan(detail).IndexOf(Encoding.ASCII.GetBytes(Mark(key))) >= 0;

    /// <summary>Says which id it was without saying the id, which may be made of a person's.</summary>
    private static string Mark(ulong key) => string.Create(CultureInfo.InvariantCulture, $"#{key:x16}");

    internal RejectedRecord Rejected(string fileId, long line)
    {
        var expected = new StringBuilder(_first.Expected);
        for (var i = 0; i < _others.Count; i++)
        {
            expected.Append(i == 0 ? "; also wrong: " : ", ").Append(_others[i].Column).Append(' ').Append(_others[i].Code.Word());
        }
        return new RejectedRecord(fileId, line, _first.Column, _first.Code, _first.Found, expected.ToString());
    }

    /// <summary>An identifier or other text as written, but for characters that nobody sees; control characters are refused.</summary>
    internal string? Text(int column, out ReadOnlySpan<byte> bytes)
    {
        bytes = Bytes(column);
        if (bytes.IsEmpty) return Missing<string>(column);
        var text = Seen(Checked(column, bytes, foldBreaks: false), out var isChanged);
        if (isChanged) bytes = Encoding.UTF8.GetBytes(text!);
        return text;
    }

    internal string? Text(int column) => Text(column, out _);

    /// <summary>
    /// The fields of several columns one behind the other, each with its length in front; empty when they are too long to be worth remembering.
    /// Valid until the next call.
    /// </summary>
    internal ReadOnlySpan<byte> Gathered(ReadOnlySpan<int> columns)
    {
        var used = 0;
        foreach (var column in columns)
        {
            var bytes = Bytes(column);
            if (bytes.Length > _gathered.Length - used - sizeof(ushort)) return default;
            BinaryPrimitives.WriteUInt16LittleEndian(_gathered.AsSpan(used), (ushort)bytes.Length);
            bytes.CopyTo(_gathered.AsSpan(used + sizeof(ushort)));
            used += sizeof(ushort) + bytes.Length;
        }
        return _gathered.AsSpan(0, used);
    }

    /// <summary>Text that repeats over rows.</summary>
    internal string? Repeated(int column) => Repeated(column, _texts, null);

    /// <summary>A bank's identifier, which repeats over rows, in its normal spelling.</summary>
    internal string? BankId(int column) => Repeated(column, _banks, static text => BankIdentifier.Normalise(text));

    private string? Repeated(int column, TextPool pool, Func<string, string>? normalise)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return Missing<string>(column);
        if (pool.TryGet(bytes, out var known, out var slot)) return known;
        var text = Seen(Checked(column, bytes, foldBreaks: true), out _);
        if (text is null) return null;
        if (normalise is not null) text = normalise(text);
        pool.Keep(slot, bytes, text);
        return text;
    }

    /// <summary>Free text: line breaks and tabs inside it become spaces.</summary>
    internal string? FreeText(int column)
    {
        var bytes = Bytes(column);
        return bytes.IsEmpty ? Missing<string>(column) : Checked(column, bytes, foldBreaks: true);
    }

    internal PersonName? Name(int column)
    {
        var text = FreeText(column);
        if (text is null) return null;
        // What is left may still be blanks of another kind, a no-break space for example.
        return PersonName.TryParse(text, out var name) ? name : Missing<PersonName>(column);
    }

    internal DateOnly? Date(int column) => Date(column, FirstDate, "an ISO 8601 date (2026-11-23) within 1950..2100");

    internal DateOnly? BirthDate(int column) => Date(column, FirstBirth, "an ISO 8601 date (1980-11-23) within 1900..2100");

    internal DateTime? Timestamp(int column)
    {
        const string Expected = "an ISO 8601 date or time (2026-11-23T09:30:00Z) within 1950..2100";
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<DateTime>(column);
        if (!Utf8Values.TryTimestamp(bytes, out var utc)) return Failed<DateTime>(column, RejectionCode.NotATimestamp, bytes, Expected);
        var day = DateOnly.FromDateTime(utc);
        return day < FirstDate || day > LastDate ? Failed<DateTime>(column, RejectionCode.DateOutOfRange, bytes, Expected) : utc;
    }

    internal Currency? Currency(int column)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<Currency>(column);
        if (_lastCurrencyBytes.AsSpan().SequenceEqual(bytes)) return _lastCurrency;
        if (!CurrencyTable.TryFind(bytes, out var currency))
        {
            return Failed<Currency>(column, RejectionCode.UnknownCurrency, bytes, "an ISO 4217 code or USDT, USDC, XBT, ETH, TRX");
        }
        _lastCurrencyBytes = bytes.ToArray();
        _lastCurrency = currency;
        return currency;
    }

    internal CountryCode? Country(int column)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<CountryCode>(column);
        return CountryCode.TryParse(bytes, out var country)
            ? country
            : Failed<CountryCode>(column, RejectionCode.UnknownCountry, bytes, "an ISO 3166-1 alpha-2 code");
    }

    /// <summary>An amount in <paramref name="currency"/>; when that is not known the row is bad already and nothing is read.</summary>
    internal decimal? Amount(int column, Currency? currency)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<decimal>(column);
        if (currency is not { } known) return null;
        return Utf8Values.TryAmount(bytes, known.MinorUnits, known.IsCrypto, Money.MaxAbsolute, out var amount) switch
        {
            NumberOutcome.Ok => amount,
            NumberOutcome.TooManyDecimals => Failed<decimal>(column, RejectionCode.TooManyDecimals, bytes, DecimalsOf(known)),
            NumberOutcome.OutOfRange => Failed<decimal>(column, RejectionCode.NumberOutOfRange, bytes, "at most 1,000,000,000,000 either way"),
            _ => Failed<decimal>(column, RejectionCode.NotANumber, bytes, _mapping?.NumberExpected ?? "a number with a decimal point and no thousands separators"),
        };
    }

    /// <summary>A number of no currency: a share, or an amount whose currency another file names.</summary>
    internal decimal? Number(int column, decimal most)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<decimal>(column);
        return Utf8Values.TryAmount(bytes, Utf8Values.MaxDecimals, isCrypto: true, most, out var number) switch
        {
            NumberOutcome.Ok when number >= 0 && number <= most => number,
            NumberOutcome.TooManyDecimals => Failed<decimal>(column, RejectionCode.TooManyDecimals, bytes, $"at most {Utf8Values.MaxDecimals} decimals"),
            NumberOutcome.Ok or NumberOutcome.OutOfRange => Failed<decimal>(column, RejectionCode.NumberOutOfRange, bytes, $"a number from 0 to {most:0}"),
            _ => Failed<decimal>(column, RejectionCode.NotANumber, bytes, _mapping?.NumberExpected ?? "a number with a decimal point and no thousands separators"),
        };
    }

    internal int? Integer(int column, int from, int to)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<int>(column);
        if (!Utf8Values.TryInteger(bytes, out var value)) return Failed<int>(column, RejectionCode.NotANumber, bytes, $"a whole number from {from} to {to}");
        return value < from || value > to ? Failed<int>(column, RejectionCode.NumberOutOfRange, bytes, $"a whole number from {from} to {to}") : value;
    }

    /// <summary>One of the contract's words; 0 when empty, else 1 + its position.</summary>
    internal byte Word(int column, WordList words)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return 0;
        var index = Utf8Values.WordIndex(bytes, words.Utf8);
        if (index < 0) Fail(column, RejectionCode.UnknownWord, bytes, words.Expected);
        return (byte)(index + 1);
    }

    [SkipLocalsInit]
    internal AccountNumber? Account(int column, Channel channel, string? bankId, Currency? currency, ref RowFindings findings)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return Missing<AccountNumber>(column);
        const string Expected = "an IBAN, a domestic account number or a wallet address of at most 128 characters";
        Span<char> text = stackalloc char[AccountNumber.MaxLength];
        // What a spreadsheet leaves of a long number: one account for many.
        if (IsRounded(bytes))
        {
            Fail(column, RejectionCode.NotAnAccount, bytes, "all digits of the account: a spreadsheet has rounded it");
            return null;
        }
        if (Encoding.UTF8.TryGetChars(bytes, text, out var length)
            && AccountNumber.TryParse(text[..length], channel, bankId, currency, out var account, out var found))
        {
            findings |= found;
            return account;
        }
        Fail(column, bytes.Length > AccountNumber.MaxLength ? RejectionCode.ValueTooLong : RejectionCode.NotAnAccount, bytes, Expected);
        return null;
    }

    // 1.23457E+15, the comma where the country writes one.
    private static bool IsRounded(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf("E+"u8);
        return at > 0 && text[..at].IndexOfAnyExcept(NumberMarks) < 0 && text.Length > at + 2 && text[(at + 2)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private DateOnly? Date(int column, DateOnly from, string expected)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty) return MissingValue<DateOnly>(column);
        expected = _mapping?.DateExpected ?? expected;
        if (!Utf8Values.TryDate(bytes, out var date)) return Failed<DateOnly>(column, RejectionCode.NotADate, bytes, expected);
        return date < from || date > LastDate ? Failed<DateOnly>(column, RejectionCode.DateOutOfRange, bytes, expected) : date;
    }

    private static string DecimalsOf(Currency currency) => currency.MinorUnits == 0
        ? $"no decimals: {currency.Code} has no minor unit"
        : $"at most {currency.MinorUnits} decimals, as {currency.Code} has";

    private string? Checked(int column, ReadOnlySpan<byte> bytes, bool foldBreaks)
    {
        // Printable ASCII, nearly always, needs one scan and no decoding.
        if (bytes.Length <= _columns[column].MaxLength && bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0)
        {
            return Encoding.Latin1.GetString(bytes);
        }
        var text = Encoding.UTF8.GetString(bytes);
        if (foldBreaks) text = text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');
        if (text.Length > _columns[column].MaxLength)
        {
            Fail(column, RejectionCode.ValueTooLong, bytes, $"at most {_columns[column].MaxLength} characters");
            return null;
        }
        // C1 controls in a text are an encoding gone wrong somewhere before (Ãmer for Ömer): a blemish, and no reason to lose a payout.
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.AsSpan().ContainsAnyInRange('\u007F', foldBreaks ? '\u007F' : '\u009F'))
        {
            Fail(column, RejectionCode.ControlCharacter, bytes, "text without control characters");
            return null;
        }
        return text;
    }

    // Two ids that look the same are the same: with a zero-width space inside, a payee would have no past.
    private static string? Seen(string? text, out bool isChanged)
    {
        isChanged = text is not null && !Ascii.IsValid(text) && text.EnumerateRunes().Any(Utf8Values.IsInvisible);
        return isChanged ? string.Concat(text!.EnumerateRunes().Where(rune => !Utf8Values.IsInvisible(rune))) : text;
    }

    private T? Missing<T>(int column)
        where T : class
    {
        NoteMissing(column);
        return null;
    }

    private T? MissingValue<T>(int column)
        where T : struct
    {
        NoteMissing(column);
        return null;
    }

    private void NoteMissing(int column)
    {
        if (_columns[column].IsRequired) Fail(column, RejectionCode.ValueMissing, default, "a value");
    }

    private T? Failed<T>(int column, RejectionCode code, ReadOnlySpan<byte> found, string expected)
        where T : struct
    {
        Fail(column, code, found, expected);
        return null;
    }
}

/// <summary>The contract's words of one column, in the order of their enum's values from 1 on.</summary>
internal sealed class WordList
{
    internal WordList(string words)
    {
        var list = words.Split(' ');
        Utf8 = [.. list.Select(Encoding.UTF8.GetBytes)];
        Expected = "one of " + string.Join(", ", list);
    }

    internal byte[][] Utf8 { get; }

    internal string Expected { get; }
}
