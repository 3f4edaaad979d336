// Words that say what kind of company a name belongs to. They say little about which company it is, and the same
// company is written with and without them.
namespace Paysieve.Pipeline.Transfers.Names;

/// <summary>Legal forms (Ltd, GmbH, OOO) in folded spelling, and the words they stand for.</summary>
public static class CompanyForms
{
    private static readonly HashSet<string> Forms = new(StringComparer.Ordinal)
    {
        "ltd", "limited", "ltda", "ltee", "inc", "incorporated", "corp", "corporation", "co", "company", "cie", "compagnie", "llc", "llp", "lp", "plc", "pllc",
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "ev", "se", "sa", "sas", "sasu", "sarl", "sarlu", "eurl", "snc", "sca", "scs", "spa", "srl", "sapa", "sl", "slu", "sau", "cv", "rl",
        "bv", "nv", "vof", "bvba", "bhd", "sdn", "pte", "pty", "pvt", "private", "oy", "oyj", "ab", "as", "asa", "aps", "hf", "ehf", "ks", "doo", "dd", "ad", "ead", "eood", "ood", "jsc", "ojsc", "pjsc", "cjsc",
        "ooo", "oao", "zao", "pao", "ao", "too", "tov", "pat", "prat", "uab", "sia", "ou", "kft", "zrt", "nyrt", "rt", "bt", "sro", "spol", "zoo", "spzoo", "sp", "kk", "yk", "gk", "kabushiki", "kaisha", "kaisya", "yugen", "godo",
        "fze", "fzc", "fzco", "fzllc", "dmcc", "wll", "saoc", "saog", "bsc", "psc", "pjs", "sal", "sae", "fz", "eirl", "saic", "sac", "saa", "sapi", "sofom", "scrl", "scpa", "scc", "ulc", "lda", "sgps", "eireli", "epp", "tas", "sti", "sirketi", "sanayi", "ticaret", "ve", "san", "tic",
        "pt", "tbk", "cong", "ty", "tnhh", "jv", "holding", "holdings", "group",
    };

    /// <summary>Whether a folded part is a legal form.</summary>
    public static bool IsForm(string token) => Forms.Contains(token);

    /// <summary>
    /// The parts that name the company and the parts that only name its legal form, each in the order given. When every
    /// part is a legal form, all are taken as the name.
    /// </summary>
    public static (string[] Core, string[] Forms) Separate(IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var core = tokens.Where(t => !IsForm(t)).ToArray();
        return core.Length == 0 ? ([.. tokens], []) : (core, [.. tokens.Where(IsForm)]);
    }
}
