// Whether a name reads as a Korean or Chinese one, by what its parts are.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

/// <summary>What a folded part says of how its name reads.</summary>
internal readonly record struct PartSyllables(SyllableKind Kind, int Length, bool IsSurname, bool IsLetter, bool IsLonger)
{
    public static PartSyllables Of(string part)
    {
        if (char.IsAsciiDigit(part[0]))
            return new(SyllableKind.Number, part.Length, false, false, false);
        var folded = NameFolding.Folded(part);
        if (NameWords.IsPlainlyOfCompany(part, folded.EastAsian is not null))
            return new(SyllableKind.Company, part.Length, false, false, false);
        return folded.EastAsian is not { } key ? new(SyllableKind.Other, part.Length, false, false, false)
            : part.Length > 1 ? new(SyllableKind.Syllables, part.Length, NameWords.IsEastAsianSurname(key), false, !Romanisation.IsSyllable(part))
            : new(SyllableKind.Syllables, 1, false, part[0] is 'o' or 'u' or 'i', false);
    }
}

internal enum SyllableKind : byte
{
    Other,
    Syllables,
    Company,
    Number,
}

/// <summary>
/// How a name reads. Korean or Chinese: two to four parts of such syllables, a family name of theirs among them; beside three
/// of them there may be one more, a Western given name, and beside two a short one that may be a syllable misspelt. Words
/// that only companies have do not count.
/// </summary>
internal struct NameSyllables
{
    private int _letters;
    private int _syllables;
    private int _names;
    private int _other;
    private bool _surname;
    private bool _letter;
    private bool _longer;

    /// <summary>Whether no further part makes the name read as a Korean or Chinese one.</summary>
    public bool IsSettled { get; private set; }

    public void Add(in PartSyllables part)
    {
        if (part.Kind == SyllableKind.Number)
            IsSettled = true;
        if (part.Kind is SyllableKind.Number or SyllableKind.Company)
            return;
        _names++;
        if (part.Kind == SyllableKind.Other)
        {
            // Two that are no such syllables are too many.
            IsSettled |= _other > 0;
            _other = part.Length;
            return;
        }
        _syllables++;
        _letters += part.Length;
        _surname |= part.IsSurname;
        _letter |= part.IsLetter;
        _longer |= part.IsLonger;
    }

    public readonly NameReading Reading
    {
        get
        {
            // O, U and I are family names where single syllables follow; elsewhere they are initials.
            var surname = _surname || (_letter && !_longer);
            return !IsSettled && surname && _names is > 1 and < 6 && _letters <= 18
                && (_syllables == _names ? _syllables < 5 : _syllables == _names - 1 && (_syllables > 2 || (_syllables == 2 && _other <= NameForm.MostSlippedSyllable))) ? NameReading.EastAsian : NameReading.Plain;
        }
    }
}
