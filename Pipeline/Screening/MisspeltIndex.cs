// Names of which every word but one is a listed one's, and that one is two letters off. In a short word the comparison takes no more than one letter for a slip, since
// two make another name of it oftener (Adnan, Adam). Where all else is the same, and the word is a name that nobody is known to bear (Alnna), it is a slip all the same.
namespace Paysieve.Pipeline.Screening;

/// <summary>Listed people by all words of the name but one. Made when the first name is screened that it may find; safe for several threads.</summary>
internal sealed class MisspeltIndex
{
    // Of two names one alone would have to say who it is.
    private const int LeastWords = 3, MostWords = 6;

    // Of three letters two are most of a name.
    private const int LeastLetters = 4;
    private const int MostLettersOff = 2;

    private readonly NameIndex _index;
    private readonly HashedIds _forms;

    public MisspeltIndex(NameIndex index)
    {
        _index = index;
        var entries = new List<ulong>();
        for (var form = 0; form < index.FormCount; form++)
        {
            if (index.Form(form) is not { Person: true } listed || !IsConcerned(listed.Form))
                continue;
            var words = Words(listed.Form);
            for (var i = 0; i < words.Length; i++)
                if (words[i].Text.Length >= LeastLetters)
                    entries.Add(HashedIds.Entry(HashedIds.Of(Others(words, i)), form));
        }
        _forms = new HashedIds([.. entries]);
    }

    /// <summary>Whether a screened name is one that a word may be misspelt in: three words or more that read as they are written, one of them nobody's.</summary>
    public static bool MayBeMisspelt(NameForm name) => IsConcerned(name) && Array.Exists(name.Parts, IsNobodys);

    /// <summary>Listed names of as many words, all but one of them the same under one romanisation and that one no more than two letters off.</summary>
    public List<int> Find(NameForm name)
    {
        var found = new List<int>();
        var words = Words(name);
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsNobodys(words[i]))
                continue;
            var others = Others(words, i);
            foreach (var form in _forms[HashedIds.Of(others)])
                if (!found.Contains(form) && IsMisspelt(words[i], others, Words(_index.Form(form).Form)))
                    found.Add(form);
        }
        return found;
    }

    private static bool IsMisspelt(NamePart word, string others, NamePart[] listed)
    {
        for (var i = 0; i < listed.Length; i++)
            if (listed[i].Text.Length >= LeastLetters && NamePart.LettersOff(word, listed[i]) <= MostLettersOff && string.Equals(Others(listed, i), others, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool IsConcerned(NameForm name) => name.Reading == NameReading.Plain && name.Initials == 0 && !name.SpeaksOfCompany && name.NameParts is >= LeastWords and <= MostWords;

    private static bool IsNobodys(NamePart part) => part.Class == WordClass.Name && part.Id == NamePart.Unlisted && part.Text.Length >= LeastLetters - 1 && !NameWords.IsCommonName(part.Text);

    private static NamePart[] Words(NameForm name) => Array.FindAll(name.Parts, part => part.Class == WordClass.Name);

    private static string Others(NamePart[] words, int but)
    {
        var keys = new string[words.Length - 1];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = words[i < but ? i : i + 1].General;
        Array.Sort(keys, StringComparer.Ordinal);
        return string.Join(' ', keys);
    }
}
