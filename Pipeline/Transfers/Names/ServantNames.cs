// Abd al-Rahman, Abdul Rahman, Abdurrahman and Abderrahmane are one name, servant of the Merciful, in as many parts as the clerk liked.
namespace Paysieve.Pipeline.Transfers.Names;

internal static class ServantNames
{
    private static readonly HashSet<string> Servants = new(["abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdu", "abde", "abdur", "abder", "abdus", "abdun"], StringComparer.Ordinal);
    private static readonly HashSet<string> Articles = new(["al", "el", "ul", "ol", "ar", "er", "ur", "as", "es", "us", "ash", "an", "ad", "at", "az"], StringComparer.Ordinal);

    // The religion, alone and with its article before it.
    private static readonly HashSet<string> Religion = new(["din", "deen", "dine", "dyn", "ddin", "ddine"], StringComparer.Ordinal);
    private static readonly HashSet<string> WithArticle = new(["aldin", "eldin", "uldin", "addin", "eddin", "eddine", "uddine", "adin", "edin", "edine", "udin", "aldeen", "eldeen", "uddeen", "eldine"], StringComparer.Ordinal);

    /// <summary>
    /// The parts with every Abd, its article and what follows written as one, and every Din with its article and what stands before (Nur
    /// al-Din, Nour Eddine) or written as one with it (Nezamoldin); null when there is none.
    /// </summary>
    public static string[]? Joined(string[] parts)
    {
        List<string>? joined = null;
        for (var i = 0; i < parts.Length; i++)
        {
            var next = i + 1;
            if (Servants.Contains(parts[i]))
            {
                if (next < parts.Length && Articles.Contains(parts[next]))
                    next++;
                if (next < parts.Length && parts[next].Length > 2)
                {
                    joined ??= [.. parts[..i]];
                    joined.Add("abdul" + parts[next]);
                    i = next;
                    continue;
                }
            }
            var religion = WithArticle.Contains(parts[i]) ? i : i + 1 < parts.Length && Religion.Contains(parts[i + 1]) && (Articles.Contains(parts[i]) || parts[i] is "ud" or "ed") ? i + 1 : -1;
            if (religion >= 0 && i > 0 && (joined ?? [.. parts[..i]]) is { Count: > 0 } before && before[^1].Length > 2)
            {
                joined = before;
                joined[^1] += "uddin";
                i = religion;
                continue;
            }
            if (WithReligion(parts[i]) is { } plain)
                (joined ??= [.. parts[..i]]).Add(plain);
            else
                joined?.Add(parts[i]);
        }
        return joined?.ToArray();
    }

    /// <summary>Whether a name with the part in it may be read with what belongs to it as one; without any such part it never is.</summary>
    public static bool Concerns(string part) => Servants.Contains(part) || WithArticle.Contains(part) || Religion.Contains(part) || WithReligion(part) is not null;

    // Seifeddine and Nezamoldin, written as one already.
    private static string? WithReligion(string part)
    {
        if (part.Length > 7 && (part[^1] == 'n' || part.EndsWith("ne", StringComparison.Ordinal)))
            foreach (var ending in Endings)
                if (part.Length > ending.Length + 2 && part.EndsWith(ending, StringComparison.Ordinal))
                    return part[..^ending.Length] + "uddin";
        return null;
    }

    private static readonly string[] Endings = ["eldin", "uldin", "oldin", "eddin", "eddine", "uddin", "uddine", "oddin", "addin", "aldeen", "eldeen", "uldeen", "uddeen", "eldine"];

    /// <summary>A part that begins with Abd without the article in it, whatever vowel and doubled letter it was written with; null for any other.</summary>
    public static string? Plain(string part)
    {
        if (part.Length < 7 || !part.StartsWith("abd", StringComparison.Ordinal))
            return null;
        var at = 3;
        while (at < 5 && part[at] is 'a' or 'e' or 'o' or 'u')
            at++;
        if (at == 3)
            return null;
        // The l of the article, or the letter it has become: Abdurrahman, Abdussalam.
        if (part[at] == 'l' || part[at] == part[at + 1])
            at++;
        return part.Length - at < 3 ? null : "abd" + part[at..];
    }
}
