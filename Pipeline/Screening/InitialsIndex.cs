// Names of which all but one word are initials, as bank files and payslips shorten them: PUTIN V.V. One word is too little for the search, which would bring
// up everybody of that family; with the initials of all others, and borne by few on any list, it is what a reader would ask about.
namespace Paysieve.Pipeline.Screening;

/// <summary>Listed people by one whole part of the name and the initials of the others. Made when the first such name is screened; safe for several threads.</summary>
internal sealed class InitialsIndex
{
    private const int LeastLetters = 3;
    private const int MostParts = 4;

    /// <summary>Of one list's people with that part: more of them, and the initials of one fit by chance. One initial says less than two.</summary>
    private const int MostWithOne = 1, MostWithMore = 3;

    private readonly Dictionary<(string Whole, string Initials), List<int>> _forms = [];
    private readonly Dictionary<string, int> _bearers = new(StringComparer.Ordinal);

    /// <param name="listOf">The list that an entry is of, by its place.</param>
    public InitialsIndex(NameIndex index, Func<int, string> listOf)
    {
        var bearers = new Dictionary<(string Part, string List), HashSet<int>>();
        for (var form = 0; form < index.FormCount; form++)
        {
            var listed = index.Form(form);
            if (!listed.Person) continue;
            var parts = listed.Form.Parts;
            foreach (var part in parts)
            {
                if (part.Class != WordClass.Name || part.Text.Length < LeastLetters) continue;
                var known = (part.Text, listOf(listed.Party));
                if (!bearers.TryGetValue(known, out var entries)) bearers.Add(known, entries = []);
                entries.Add(listed.Party);
            }
            if (parts.Length is < 2 or > MostParts || !Array.TrueForAll(parts, part => part.Class == WordClass.Name && part.Text.Length > 1)) continue;
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Text.Length < LeastLetters) continue;
                var key = (parts[i].Text, Letters(parts.Where((_, at) => at != i)));
                File(key, form);
                // With one initial the given name that somebody goes by is meant, whatever others follow.
                if (parts.Length > 2 && listed.FirstGiven >= 0 && listed.FirstGiven != i) File((parts[i].Text, parts[listed.FirstGiven].Text[..1]), form);
            }
        }
        foreach (var ((part, _), entries) in bearers) _bearers[part] = Math.Max(_bearers.GetValueOrDefault(part), entries.Count);
    }

    private void File((string Whole, string Initials) key, int form)
    {
        if (!_forms.TryGetValue(key, out var forms)) _forms.Add(key, forms = []);
        if (!forms.Contains(form)) forms.Add(form);
    }

    /// <summary>Whether a screened name is one whole part and the initials of others.</summary>
    public static bool IsShortened(NameForm name) =>
        name.NameParts == 1 && name.Initials > 0 && name.Initials == name.Parts.Length - 1 && Array.Exists(name.Parts, part => part.Class == WordClass.Name && part.Text.Length >= LeastLetters);

    /// <summary>Listed names of the same whole part, of which all others begin with the name's initials and which few bear.</summary>
    public IReadOnlyList<int> Find(NameForm name)
    {
        var whole = Array.Find(name.Parts, part => part.Class == WordClass.Name)!.Text;
        return _bearers.GetValueOrDefault(whole) <= (name.Initials == 1 ? MostWithOne : MostWithMore) && _forms.TryGetValue((whole, Letters(name.Parts.Where(part => part.Class == WordClass.Initial))), out var forms) ? forms : [];
    }

    private static string Letters(IEnumerable<NamePart> parts) => string.Concat(parts.Select(part => part.Text[0]).Order());
}
