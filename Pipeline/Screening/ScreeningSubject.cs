// Who is screened: what a payroll knows about a payee, a holder, an intermediary or a company.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Screening;

/// <summary>
/// One name to screen with what is known beside it. Everything but the name may be missing, and what is missing neither
/// helps nor harms. Countries are ISO 3166-1 alpha-2 in any case: residence, work and nationality alike.
/// </summary>
public sealed record ScreeningSubject(
    string Id,
    string Name,
    PartyKind Kind = PartyKind.Unknown,
    BirthDate? BirthDate = null,
    IReadOnlyList<string>? Countries = null)
{
    /// <summary>Passport, tax and registration numbers; equal to a listed one after normalising, they match by themselves.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>M, F or null.</summary>
    public string? Gender { get; init; }

    /// <summary>Names never print.</summary>
    public override string ToString() => "ScreeningSubject " + Id;
}
