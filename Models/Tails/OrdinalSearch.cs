// Finding a column by name, byte for byte.
namespace Paysieve.Models;

internal static class OrdinalSearch
{
    public static int IndexOfOrdinal(this IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
