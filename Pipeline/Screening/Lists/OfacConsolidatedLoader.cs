// The US Treasury's lists of parties that are not blocked but restricted: sectoral, correspondent accounts, menu-based and others.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads the consolidated list as CSV: cons_prim (required), cons_alt, cons_add and cons_comments.</summary>
public sealed class OfacConsolidatedLoader : IListLoader
{
    private readonly OfacCsvSet _set = new("ofac-consolidated", main: "cons_prim", alt: "cons_alt", add: "cons_add", comments: "cons_comments");

    /// <inheritdoc/>
    public string Source => "ofac-consolidated";

    /// <inheritdoc/>
    public string Publisher => "US Treasury, OFAC";

    /// <inheritdoc/>
    public string? OnlyRole => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> RequiredRoles => _set.RequiredRoles;

    /// <inheritdoc/>
    public string? RoleOf(string fileName) => _set.RoleOf(fileName);

    /// <inheritdoc/>
    public ParsedList Parse(IReadOnlyDictionary<string, ListFile> files) => _set.Parse(files);
}
