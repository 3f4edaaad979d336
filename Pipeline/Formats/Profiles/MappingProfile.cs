// A vendor's layout as a value: which heading is which column of the contract, and how what stands under it is written.
using System.Text;

namespace Paysieve.Pipeline.Formats.Profiles;

/// <summary>What a file that a profile fits holds.</summary>
public enum ProfileKind
{
    /// <summary>Payouts, complete with accounts.</summary>
    Payouts,

    /// <summary>Pay without accounts: joined with the elections of <see cref="MappingProfile.JoinWith"/>.</summary>
    Register,

    /// <summary>Accounts without pay: where each employee wants the pay to go.</summary>
    Elections,

    /// <summary>Payment legs.</summary>
    Legs,
}

/// <summary>
/// A mapping profile, as its JSON file says it. Valid when <c>ProfileChecks</c> finds nothing; <see cref="ProfileJson.Read"/>
/// gives valid ones only.
/// </summary>
public sealed record MappingProfile
{
    /// <summary>The profile's name: 1 to 40 of a-z, 0-9 and hyphen. Stored as the format of the files it reads.</summary>
    public required string Profile { get; init; }

    /// <summary>For people: what the layout is and what to change before use.</summary>
    public string About { get; init; } = "";

    public ProfileKind Kind { get; init; }

    /// <summary>Name pattern with * and ? of the files this profile is declared for; such a file is held against no other profile. Null: any name.</summary>
    public string? Files { get; init; }

    /// <summary>Name of the encoding, as the IANA knows it: utf-8, utf-16, shift_jis, windows-1252.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>One of , ; | and tab ("\t").</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Lines above the header; 0 to 1000.</summary>
    public int SkipLines { get; init; }

    /// <summary>Point or comma.</summary>
    public string DecimalMark { get; init; } = ".";

    /// <summary>What stands between thousands: comma, point, space (of any width) or apostrophe; null: nothing.</summary>
    public string? GroupMark { get; init; }

    /// <summary>.NET date formats of the invariant culture, tried in order; ISO 8601 is always understood.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    public LeaveOut? LeaveOut { get; init; }

    /// <summary>Of a register: the election profiles it may be joined with, by employee id and the election in effect on pay day.</summary>
    public IReadOnlyList<string> JoinWith { get; init; } = [];

    /// <summary>The contract's columns and how each is made.</summary>
    public required IReadOnlyDictionary<string, ProfileField> Columns { get; init; }

    public override string ToString() => Profile;
}

/// <summary>Rows that are no data. They are counted in a warning, neither accepted nor rejected.</summary>
public sealed record LeaveOut
{
    /// <summary>Rows that open with one of these, above and below the header.</summary>
    public IReadOnlyList<string> LinesStartingWith { get; init; } = [];

    /// <summary>Heading to values (empty text for an empty cell); case does not matter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Where { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>How one column is made: exactly one of <see cref="From"/>, <see cref="Join"/>, <see cref="Key"/> and <see cref="Constant"/>.</summary>
public sealed record ProfileField
{
    /// <summary>Headings that may carry it: the first that the header has counts.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Headings whose values are put together with <see cref="Between"/>; empty ones are left out.</summary>
    public IReadOnlyList<string> Join { get; init; } = [];

    public string Between { get; init; } = " ";

    /// <summary>
    /// Columns of this profile or headings: the value is a short hash of theirs, the same for the same values in whatever case and
    /// spacing. For ids that the layout lacks, and for names that must not serve as one.
    /// </summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The same for every row, in the contract's form.</summary>
    public string? Constant { get; init; }

    /// <summary>When the cell is empty, in the contract's form.</summary>
    public string? Default { get; init; }

    /// <summary>Cell to the contract's word; case does not matter. Other cells pass as they are, or become <see cref="Otherwise"/>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>What a cell becomes that <see cref="Words"/> does not know; null: it passes as it is.</summary>
    public string? Otherwise { get; init; }

    /// <summary>digits, upper, negate, cents or pad:N; null: none.</summary>
    public string? Transform { get; init; }

    /// <summary>True: a header without it fits all the same.</summary>
    public bool Optional { get; init; }
}

/// <summary>Headings are compared without regard to case, surrounding and repeated blanks.</summary>
internal static class Headings
{
    internal static string Plain(string heading)
    {
        var plain = new StringBuilder(heading.Length);
        foreach (var c in heading.Trim().Trim('\uFEFF'))
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) plain.Append(char.ToLowerInvariant(c));
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }
}
