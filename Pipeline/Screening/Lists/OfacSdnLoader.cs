// The list of Specially Designated Nationals of the US Treasury.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>Reads the SDN list as CSV: sdn (required), alt, add and sdn_comments.</summary>
public sealed class OfacSdnLoader : IListLoader
{
    private readonly OfacCsvSet _set = new("ofac", main: "sdn", alt: "alt", add: "add", comments: "sdn_comments");

    /// <inheritdoc/>
    public string Source => "ofac";

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
