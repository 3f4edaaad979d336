// A table of names that are one name in other words; a name may stand in several groups of it.
namespace Paysieve.Pipeline.Screening;

internal sealed class NameGroups(string[][] groups)
{
    private readonly Dictionary<string, int[]> _groups = groups.SelectMany((names, group) => names.Select(name => (Name: name, Group: group)))
        .GroupBy(n => n.Name, n => n.Group, StringComparer.Ordinal).ToDictionary(n => n.Key, n => n.Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Numbers of the groups that a folded part belongs to, ascending; none for nearly all.</summary>
    public int[] Of(string token) => _groups.GetValueOrDefault(token, []);

    /// <summary>All names of the groups that a folded part belongs to, in a fixed order; none when it belongs to none.</summary>
    public IReadOnlyList<string> NamesWith(string token) => [.. Of(token).SelectMany(group => groups[group]).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether two parts have a group in common.</summary>
    public static bool Share(int[] groups, int[] others)
    {
        for (int i = 0, k = 0; i < groups.Length && k < others.Length;)
        {
            if (groups[i] == others[k]) return true;
            if (groups[i] < others[k]) i++;
            else k++;
        }
        return false;
    }
}
