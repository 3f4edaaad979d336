// Publishers spread one party over rows, elements and files. Every loader gathers what it finds here, so that repeats,
// blanks and the order of names are settled in one place.
using System.Text;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>A listed party while it is being read. Texts are trimmed, blanks ignored, repeats kept once, first come first.</summary>
internal sealed class PartyBuilder(string list, string entryId)
{
    private readonly string _list = list;
    private readonly string _entryId = entryId;
    private readonly List<ListedName> _names = [];
    private readonly Dictionary<string, int> _nameAt = new(StringComparer.Ordinal);
    private readonly Unique<BirthDate> _births = new();
    private readonly Unique<string> _birthPlaces = new();
    private readonly Unique<string> _countries = new();
    private readonly Unique<string> _nationalities = new();
    private readonly Unique<ListedIdentifier> _identifiers = new();
    private readonly Unique<ListedWallet> _wallets = new();
    private readonly Unique<string> _programmes = new();
    private readonly Unique<ListedAddress> _addresses = new();
    private readonly Unique<ListedContact> _contacts = new();
    private readonly Unique<string> _linked = new();
    private readonly Unique<string> _titles = new();
    private readonly Unique<string> _positions = new();
    private readonly Unique<string> _references = new();
    private readonly Unique<string> _remarks = new();
    private readonly Unique<string> _genders = new();

    public PartyKind Kind { get; set; }
    public ListedVessel? Vessel { get; set; }
    public DateOnly? ListedOn { get; set; }
    public DateOnly? UpdatedOn { get; set; }
    /// <summary>Ids of addresses that come later in the file.</summary>
    public List<string> Awaited { get; } = [];
    public bool HasName => _names.Count > 0;

    /// <summary>A name again with more strength takes the stronger; what one row tells of it and another does not is kept.</summary>
    public void Name(string? text, NameStrength strength, string? family = null, string? language = null, bool former = false)
    {
        if (Clean(text) is not { } name)
            return;
        var named = new ListedName(name, strength, NameFolding.IsLatin(name) ? NameScript.Latin : NameScript.Other)
        {
            Family = Clean(family) is { } surname && surname != name && name.Contains(surname, StringComparison.Ordinal) ? surname : null, Language = Clean(language), Former = former,
        };
        if (_nameAt.TryAdd(name, _names.Count))
        {
            _names.Add(named);
            return;
        }
        var known = _names[_nameAt[name]];
        _names[_nameAt[name]] = known with
        {
            Strength = strength < known.Strength ? strength : known.Strength, Family = known.Family ?? named.Family, Language = known.Language ?? named.Language, Former = known.Former && former,
        };
    }

    public void Birth(BirthDate date) => _births.Add(date);

    /// <summary>False when there is a text and it is no date.</summary>
    public bool Birth(string? text)
    {
        if (Clean(text) is not { } date)
            return true;
        if (!BirthDate.TryParse(date, out var birth))
            return false;
        _births.Add(birth);
        return true;
    }

    /// <summary>A place of birth from its parts; the country may be a name or a code.</summary>
    public void BirthPlace(string? country, params ReadOnlySpan<string?> parts)
    {
        if (Joined(", ", [.. parts, country]) is { } place)
            _birthPlaces.Add(place);
        Country(country);
    }

    public void Country(string? name)
    {
        if (CountryNames.CodeOf(name) is { } code)
            _countries.Add(code);
    }

    public void Nationality(string? name)
    {
        if (CountryNames.CodeOf(name) is { } code)
            _nationalities.Add(code);
    }

    public void Identifier(string kind, string? value, string? country = null)
    {
        if (Clean(kind)?.TrimEnd(':', ' ') is not { Length: > 0 } word)
            word = "Document";
        foreach (var number in Numbers(value))
            _identifiers.Add(new ListedIdentifier(word, number, CountryNames.CodeOf(country)));
    }

    // Some publishers write a sentence around a number ("diplomatic passport no. D00000898"): then its words with digits are the numbers.
    private static string[] Numbers(string? value)
    {
        if (Clean(value) is not { } text)
            return [];
        var words = text.Split(' ');
        if (!Array.Exists(words, static w => w.Length > 2 && w.All(char.IsAsciiLetterLower)))
            return [text];
        string[] numbers = [.. words.Select(static w => w.Trim('.', ',', ':', '(', ')')).Where(static w => w.Length > 4 && w.Any(char.IsAsciiDigit))];
        return numbers.Length == 0 ? [text] : numbers;
    }

    public void Wallet(string currency, string? address)
    {
        if (Clean(address) is { } wallet)
            _wallets.Add(new ListedWallet(currency, wallet));
    }

    public void Programme(string? name) => Add(_programmes, name);

    public void Address(string? street, string? city, string? country)
    {
        var address = new ListedAddress(Clean(street), Clean(city), CountryNames.CodeOf(country));
        if (address is { Street: null, City: null, Country: null })
            return;
        _addresses.Add(address);
        Country(country);
    }

    public void Contact(ContactKind kind, string? value)
    {
        if (Clean(value) is { } contact)
            _contacts.Add(new ListedContact(kind, contact));
    }

    public void LinkedTo(string? name) => Add(_linked, name);

    public void Title(string? text) => Add(_titles, text);

    public void Position(string? text) => Add(_positions, text);

    public void Reference(string? text) => Add(_references, text);

    public void Remark(string? text) => Add(_remarks, text);

    /// <summary>Male, female or their first letters in any case; anything else says nothing.</summary>
    public void Gender(string? text)
    {
        if (Clean(text) is { } word && char.ToUpperInvariant(word[0]) is 'M' or 'F')
            _genders.Add(char.ToUpperInvariant(Clean(text)![0]).ToString());
    }

    /// <summary>The party: its primary names first, then the others as they came. One without any name is null.</summary>
    public ListedParty? ToParty()
    {
        if (_names.Count == 0)
            return null;
        // Of several names called primary the first is the one the entry is listed under; the rest are as good as it.
        var primary = Math.Max(0, _names.FindIndex(n => n.Strength == NameStrength.Primary));
        var names = new List<ListedName>(_names.Count) { _names[primary] with { Strength = NameStrength.Primary } };
        for (var i = 0; i < _names.Count; i++)
            if (i != primary)
                names.Add(_names[i].Strength == NameStrength.Primary ? _names[i] with { Strength = NameStrength.Strong } : _names[i]);
        return new ListedParty
        {
            List = _list,
            EntryId = _entryId,
            Kind = Kind,
            Names = names,
            BirthDates = _births.Values,
            BirthPlaces = _birthPlaces.Values,
            Countries = _countries.Values,
            Nationalities = _nationalities.Values,
            Identifiers = _identifiers.Values,
            Wallets = _wallets.Values,
            Programmes = _programmes.Values,
            Addresses = _addresses.Values,
            Contacts = _contacts.Values,
            LinkedTo = _linked.Values,
            Gender = _genders.Values.Count == 1 ? _genders.Values[0] : null,
            Title = _titles.Values.Count == 0 ? null : string.Join("; ", _titles.Values),
            Positions = _positions.Values,
            Vessel = Vessel,
            ListedOn = ListedOn,
            UpdatedOn = UpdatedOn,
            References = _references.Values,
            Remarks = _remarks.Values.Count == 0 ? null : string.Join("\n", _remarks.Values),
        };
    }

    /// <summary>Trimmed, inner white space as one blank; null when nothing is left.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var plain = text.AsSpan().Trim();
        var even = true;
        for (var i = 1; i < plain.Length && even; i++)
            even = !char.IsWhiteSpace(plain[i]) || (plain[i] == ' ' && plain[i - 1] != ' ');
        if (even)
            return plain.Length == text.Length ? text : plain.ToString();
        var clean = new StringBuilder(plain.Length);
        foreach (var c in plain)
            if (!char.IsWhiteSpace(c))
                clean.Append(c);
            else if (clean[^1] != ' ')
                clean.Append(' ');
        return clean.ToString();
    }

    /// <summary>The parts that are there, cleaned and joined; null when none is.</summary>
    public static string? Joined(string between, params ReadOnlySpan<string?> parts)
    {
        StringBuilder? joined = null;
        foreach (var part in parts)
            if (Clean(part) is { } text)
                (joined is null ? joined = new StringBuilder() : joined.Append(between)).Append(text);
        return joined?.ToString();
    }

    private static void Add(Unique<string> values, string? text)
    {
        if (Clean(text) is { } value)
            values.Add(value);
    }

    private sealed class Unique<T>
    {
        private readonly HashSet<T> _seen = [];
        private readonly List<T> _values = [];

        public IReadOnlyList<T> Values => _values;

        public void Add(T value)
        {
            if (_seen.Add(value))
                _values.Add(value);
        }
    }
}
