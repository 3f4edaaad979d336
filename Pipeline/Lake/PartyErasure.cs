// Takes one payee's names out of the lake. Transfers stay: they hold keys and numbers, and old flags can still be computed from them.
namespace Paysieve.Pipeline.Lake;

/// <summary>What was taken out.</summary>
/// <param name="Rows">Rows of party files: the payee's own, and those of account holders on the payee's payouts.</param>
public sealed record ErasedParties(long Rows, int Files);

/// <summary>A party file with the payee in it is written again without; see <see cref="PartyRewriting"/> for what a kill leaves.</summary>
public static class PartyErasure
{
    /// <exception cref="LakeUnreadableException">A party file is encrypted and its key is not configured, or not the right one.</exception>
    public static ErasedParties Erase(LakeSettings settings, string employerId, string employeeId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var reader = new LakeReader(settings);
        long removed = 0;
        var files = PartyRewriting.Run(settings, Without, cancel);
        return new ErasedParties(removed, files);

        IReadOnlyList<PartyRow[]>? Without(string path)
        {
            var groups = PartyRewriting.Read(reader, path);
            PartyRow[][] kept = [.. groups.Select(rows => rows.Where(row => row.EmployerId != employerId || row.EmployeeId != employeeId).ToArray())];
            var gone = groups.Sum(rows => rows.Length) - kept.Sum(rows => rows.Length);
            removed += gone;
            return gone == 0 ? null : kept;
        }
    }
}
