// One shape for an entry of any list. Publishers differ in everything but what they mean: somebody or something, with
// names of different strength and facts that help to tell it from others. Matching sees only this.
using System.Text.Json.Serialization;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>What a listed party or a screened subject is.</summary>
public enum PartyKind
{
    /// <summary>Not stated. Compared with every kind.</summary>
    Unknown,
    Person,
    Company,
    Vessel,
    Aircraft,
}

/// <summary>How much a name says about its bearer.</summary>
public enum NameStrength
{
    /// <summary>The name the entry is listed under.</summary>
    Primary,
    /// <summary>An alias the publisher expects to be screened.</summary>
    Strong,
    /// <summary>A nickname or fragment: it supports a possible match found otherwise and never makes one.</summary>
    Weak,
}

/// <summary>The script a name is written in, as far as reading it needs to know.</summary>
public enum NameScript
{
    Latin,
    Other,
}

/// <summary>One name of a listed party, as published.</summary>
public sealed record ListedName(string Text, NameStrength Strength, NameScript Script = NameScript.Latin)
{
    /// <summary>The family name or surname within the text, where the publisher keeps it apart; null elsewhere and for companies.</summary>
    public string? Family { get; init; }

    /// <summary>ISO 639-1 code of the name's language where the publisher tells it: Han characters read differently in zh, ja and ko.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the publisher says that the bearer no longer uses the name. It is screened all the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Former { get; init; }
}

/// <summary>A document or registration number. Kind is the publisher's own word; country is ISO 3166-1 alpha-2 where known.</summary>
public sealed record ListedIdentifier(string Kind, string Value, string? Country = null)
{
    /// <summary>What the publisher's word means.</summary>
    [JsonIgnore]
    public IdentifierType Type => IdentifierTypes.Of(Kind);
}

/// <summary>A digital currency address, as published, with the publisher's currency tag (XBT, ETH, …).</summary>
public sealed record ListedWallet(string Currency, string Address);

/// <summary>A postal address. Country is ISO 3166-1 alpha-2 where known.</summary>
public sealed record ListedAddress(string? Street, string? City, string? Country);

/// <summary>How a listed party is reached.</summary>
public enum ContactKind
{
    Phone,
    Email,
    Website,
}

/// <summary>A phone number, e-mail address or website, as published.</summary>
public sealed record ListedContact(ContactKind Kind, string Value);

/// <summary>What lists know of a vessel beside its names and numbers. Flag is ISO 3166-1 alpha-2 where known; tonnages are the publisher's text.</summary>
public sealed record ListedVessel(string? Type, string? Flag, string? Tonnage, string? GrossTonnage, string? Owner);

/// <summary>
/// One entry of one list. Countries are those of address, birth and registration; nationalities and citizenships stand
/// apart. Collections are in the publisher's order without repeats; the first name is the primary one.
/// </summary>
public sealed record ListedParty
{
    private string? _version;

    /// <summary>The list's source word (ofac, crypto, own, …).</summary>
    public required string List { get; init; }
    /// <summary>The publisher's own number for the entry, unique within the list.</summary>
    public required string EntryId { get; init; }
    public required PartyKind Kind { get; init; }
    public required IReadOnlyList<ListedName> Names { get; init => field = Kept(value); }
    public IReadOnlyList<BirthDate> BirthDates { get; init => field = Kept(value); } = [];
    /// <summary>Places of birth as published; their countries are among <see cref="Countries"/>.</summary>
    public IReadOnlyList<string> BirthPlaces { get; init => field = Kept(value); } = [];
    public IReadOnlyList<string> Countries { get; init => field = Kept(value); } = [];
    public IReadOnlyList<string> Nationalities { get; init => field = Kept(value); } = [];
    public IReadOnlyList<ListedIdentifier> Identifiers { get; init => field = Kept(value); } = [];
    public IReadOnlyList<ListedWallet> Wallets { get; init => field = Kept(value); } = [];
    public IReadOnlyList<string> Programmes { get; init => field = Kept(value); } = [];
    public IReadOnlyList<ListedAddress> Addresses { get; init => field = Kept(value); } = [];
    public IReadOnlyList<ListedContact> Contacts { get; init => field = Kept(value); } = [];
    /// <summary>Names (or, where a list gives no names, ids) of other parties: owners, employers, relatives.</summary>
    public IReadOnlyList<string> LinkedTo { get; init => field = Kept(value); } = [];
    /// <summary>M, F or null, also when the publisher says both.</summary>
    public string? Gender { get; init; }
    public string? Title { get; init; }
    /// <summary>Offices and functions, as published.</summary>
    public IReadOnlyList<string> Positions { get; init => field = Kept(value); } = [];
    public ListedVessel? Vessel { get; init; }
    public DateOnly? ListedOn { get; init; }
    /// <summary>The publisher's date of the entry's last change.</summary>
    public DateOnly? UpdatedOn { get; init; }
    /// <summary>Other numbers and legal acts under which the party is listed, of this publisher and of others: "UN KPi.033", "OFSI 13078".</summary>
    public IReadOnlyList<string> References { get; init => field = Kept(value); } = [];
    /// <summary>The publisher's free text in full, continuations joined.</summary>
    public string? Remarks { get; init; }

    /// <summary>First 64 bits of a hash of everything above, hex: the same for the same entry whenever it was loaded.</summary>
    [JsonIgnore]
    public string Version
    {
        get => _version ??= ListEntry.VersionOf(this);
        init => _version = value;
    }

    /// <summary>The name the entry is listed under.</summary>
    [JsonIgnore]
    public string PrimaryName => Names[0].Text;

    // Most collections of most entries are empty, and as many lists grown to be read into would be a fifth of what all entries take.
    private static IReadOnlyList<T> Kept<T>(IReadOnlyList<T> read) => read is List<T> grown ? grown.ToArray() : read;
}
