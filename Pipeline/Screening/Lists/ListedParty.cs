// One shape for an entry of any list. Publishers differ in everything but what they mean: somebody or something, with
// names of different strength and facts that help to tell it from others. Matching sees only this.
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
public sealed record ListedName(string Text, NameStrength Strength, NameScript Script = NameScript.Latin);

/// <summary>A document or registration number. Country is ISO 3166-1 alpha-2 where known.</summary>
public sealed record ListedIdentifier(string Kind, string Value, string? Country = null);

/// <summary>A digital currency address, as published, with the publisher's currency tag (XBT, ETH, …).</summary>
public sealed record ListedWallet(string Currency, string Address);

/// <summary>A postal address. Country is ISO 3166-1 alpha-2 where known.</summary>
public sealed record ListedAddress(string? Street, string? City, string? Country);

/// <summary>
/// One entry of one list. Countries are those of address, birth and registration; nationalities and citizenships stand
/// apart. Collections are in the publisher's order without repeats; the first name is the primary one.
/// </summary>
public sealed record ListedParty
{
    /// <summary>The list's source word (ofac, crypto, own, …).</summary>
    public required string List { get; init; }
    /// <summary>The publisher's own number for the entry, unique within the list.</summary>
    public required string EntryId { get; init; }
    public required PartyKind Kind { get; init; }
    public required IReadOnlyList<ListedName> Names { get; init; }
    public IReadOnlyList<BirthDate> BirthDates { get; init; } = [];
    public IReadOnlyList<string> Countries { get; init; } = [];
    public IReadOnlyList<string> Nationalities { get; init; } = [];
    public IReadOnlyList<ListedIdentifier> Identifiers { get; init; } = [];
    public IReadOnlyList<ListedWallet> Wallets { get; init; } = [];
    public IReadOnlyList<string> Programmes { get; init; } = [];
    public IReadOnlyList<ListedAddress> Addresses { get; init; } = [];
    public IReadOnlyList<string> LinkedTo { get; init; } = [];
    /// <summary>M, F or null.</summary>
    public string? Gender { get; init; }
    public string? Title { get; init; }
    public DateOnly? ListedOn { get; init; }
    /// <summary>The publisher's free text in full, continuations joined.</summary>
    public string? Remarks { get; init; }

    /// <summary>The name the entry is listed under.</summary>
    public string PrimaryName => Names[0].Text;
}
