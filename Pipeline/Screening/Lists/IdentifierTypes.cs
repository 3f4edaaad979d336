// Every publisher has its own words for documents and numbers. What they mean is told in one place, because a passport
// number equal to a company's registration is a coincidence, and equal to a listed passport is not.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>What an identifier identifies, as far as comparing it needs to know.</summary>
public enum IdentifierType
{
    /// <summary>Not told, or of no other type.</summary>
    Other,
    Passport,
    /// <summary>Identity cards, personal, social security, residence and driving numbers of people.</summary>
    NationalId,
    TaxId,
    /// <summary>Registration and licence numbers of companies.</summary>
    Registration,
    /// <summary>IMO, MMSI, call sign and hull numbers of vessels.</summary>
    Vessel,
    /// <summary>Tail and serial numbers of aircraft.</summary>
    Aircraft,
    /// <summary>BIC and national bank codes.</summary>
    Bank,
}

/// <summary>The publishers' words for identifiers, read.</summary>
public static class IdentifierTypes
{
    // The first row with a word that the kind contains decides; longer and rarer words stand above what they contain.
    private static readonly (string Word, IdentifierType Type)[] Words =
    [
        ("aircraft", IdentifierType.Aircraft), ("tail number", IdentifierType.Aircraft),
        ("vessel", IdentifierType.Vessel), ("imo", IdentifierType.Vessel), ("mmsi", IdentifierType.Vessel), ("call sign", IdentifierType.Vessel), ("hull", IdentifierType.Vessel),
        ("swift", IdentifierType.Bank), ("bic", IdentifierType.Bank), ("bik", IdentifierType.Bank), ("bank", IdentifierType.Bank),
        ("passport", IdentifierType.Passport), ("passeport", IdentifierType.Passport), ("pasaporte", IdentifierType.Passport), ("travel doc", IdentifierType.Passport), ("laissez", IdentifierType.Passport),
        ("tax", IdentifierType.TaxId), ("fiscal", IdentifierType.TaxId), ("v.a.t.", IdentifierType.TaxId), ("vat", IdentifierType.TaxId), ("r.f.c.", IdentifierType.TaxId),
        ("nit #", IdentifierType.TaxId), ("ruc #", IdentifierType.TaxId), ("rif #", IdentifierType.TaxId), ("c.u.i.t.", IdentifierType.TaxId), ("inn", IdentifierType.TaxId), ("c.i.f.", IdentifierType.TaxId),
        ("registration", IdentifierType.Registration), ("regnumber", IdentifierType.Registration), ("registry no", IdentifierType.Registration), ("commercial", IdentifierType.Registration), ("business", IdentifierType.Registration),
        ("company", IdentifierType.Registration), ("enterprise", IdentifierType.Registration), ("legal entity", IdentifierType.Registration), ("trade", IdentifierType.Registration), ("social credit", IdentifierType.Registration),
        ("c.r. no", IdentifierType.Registration), ("folio", IdentifierType.Registration), ("matricula", IdentifierType.Registration), ("economic register", IdentifierType.Registration), ("gazette", IdentifierType.Registration), ("ogrn", IdentifierType.Registration),
        ("chamber", IdentifierType.Registration), ("money service", IdentifierType.Registration),
        ("national", IdentifierType.NationalId), ("identi", IdentifierType.NationalId), ("personal", IdentifierType.NationalId), ("citizen", IdentifierType.NationalId), ("cedula", IdentifierType.NationalId), ("c.u.r.p.", IdentifierType.NationalId),
        ("d.n.i.", IdentifierType.NationalId), ("ssn", IdentifierType.NationalId), ("social security", IdentifierType.NationalId), ("driver", IdentifierType.NationalId), ("driving", IdentifierType.NationalId), ("birth cert", IdentifierType.NationalId),
        ("resid", IdentifierType.NationalId), ("refugee", IdentifierType.NationalId), ("electoral", IdentifierType.NationalId), ("id", IdentifierType.NationalId),
    ];

    /// <summary>The meaning of a publisher's word, case ignored; <see cref="IdentifierType.Other"/> for words that are not known.</summary>
    public static IdentifierType Of(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        foreach (var (word, type) in Words)
            if (Holds(kind, word))
                return type;
        return IdentifierType.Other;
    }

    // At the beginning of a word; of short ones the whole word, so that "private" is no "vat".
    private static bool Holds(string kind, string word)
    {
        for (var at = kind.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = kind.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetter(kind[at - 1])) && (word.Length > 4 || end == kind.Length || !char.IsLetter(kind[end])))
                return true;
        }
        return false;
    }
}
