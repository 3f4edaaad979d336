// What one payee is called in the lake: asked for by who must not write it down elsewhere.
namespace Paysieve.Pipeline.Lake;

public static class PayeeNames
{
    /// <summary>Every spelling of the payee's name and of account holders on the payee's payouts, each once; none when the lake knows nobody with that number.</summary>
    /// <exception cref="LakeUnreadableException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public static IReadOnlyList<string> Of(LakeSettings settings, string employerId, string employeeId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var layout = new LakeLayout(Path.GetFullPath(settings.Folder));
        var reader = new LakeReader(settings);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in LakeManifest.Read(layout))
        {
            cancel.ThrowIfCancellationRequested();
            if (entry.PrunedAt is not null || entry.Parties is not { } part) continue;
            var rows = PartyRewriting.Read(reader, layout.Full(part.Path)).SelectMany(group => group);
            names.UnionWith(rows.Where(row => row.EmployerId == employerId && row.EmployeeId == employeeId).Select(row => row.Name));
        }
        return [.. names];
    }
}
