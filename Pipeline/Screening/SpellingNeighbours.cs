// Which words of a fixed set are within one or two edits of another word, without comparing them all: two such words are equal
// after leaving out as many letters from each, so words are filed under what is left (Garbe's symmetric deletes).
namespace Paysieve.Pipeline.Screening;

internal sealed class SpellingNeighbours
{
    // Longer words have too many deletions to file; they are few and each is looked at.
    private const int MostFiled = 14;
    private readonly HashedIds _filed;
    private readonly (int Length, int Id)[] _long;
    // By id: most of what is met by its hash has too many other letters, which is told without looking at the word itself.
    private readonly (ulong Signature, int Length)[] _letters;

    private readonly int _most;

    public SpellingNeighbours(IReadOnlyList<(string Text, int Id)> words, int most = 2)
    {
        _most = most;
        _letters = new (ulong, int)[words.Count == 0 ? 0 : words.Max(word => word.Id) + 1];
        foreach (var (text, id) in words)
            _letters[id] = (NamePart.SignatureOf(text), text.Length);
        _long = [.. words.Where(word => word.Text.Length > MostFiled).Select(word => (word.Text.Length, word.Id))];
        var entries = new ulong[words.Sum(word => word.Text.Length > MostFiled ? 0 : CountOfDeletions(word.Text, most))];
        var count = 0;
        Span<uint> hashes = stackalloc uint[MostHashes];
        foreach (var (text, id) in words)
            if (text.Length <= MostFiled)
                foreach (var hash in hashes[..Deletions(text, hashes, _most)])
                    entries[count++] = HashedIds.Entry(hash, id);
        _filed = new HashedIds(entries);
    }

    private const int MostHashes = 1 + MostFiled + 2 + ((MostFiled + 2) * (MostFiled + 1) / 2);

    private static int CountOfDeletions(string text, int most)
    {
        var one = text.Length;
        for (var i = 1; i < text.Length; i++)
            one -= text[i] == text[i - 1] ? 1 : 0;
        return 1 + one + (most > 1 && text.Length >= NamePart.TwoEditsFrom ? text.Length * (text.Length - 1) / 2 : 0);
    }

    /// <summary>Appends the id of every word that may be within <see cref="NamePart.AllowedEdits"/> of the text: none is left out, some are too many.</summary>
    public void Collect(string text, List<int> ids)
    {
        if (text.Length <= MostFiled + 2)
        {
            Span<uint> hashes = stackalloc uint[MostHashes];
            var signature = NamePart.SignatureOf(text);
            foreach (var hash in hashes[..Deletions(text, hashes, _most)])
                foreach (var id in _filed[hash])
                {
                    ref readonly var letters = ref _letters[id];
                    if (NamePart.MayBeWithin(Math.Min(_most, NamePart.AllowedEdits(Math.Min(text.Length, letters.Length), Math.Max(text.Length, letters.Length))), signature, text.Length, letters.Signature, letters.Length))
                        ids.Add(id);
                }
        }
        if (text.Length >= MostFiled - 1)
            foreach (var (length, id) in _long)
                if (Math.Abs(length - text.Length) <= 2)
                    ids.Add(id);
    }

    // Hashes of the word and of what is left after leaving out one letter, from six letters on also two. What stands before the first letter left out, and
    // before the second, is hashed once for all that begin so.
    private static int Deletions(string text, Span<uint> hashes, int most)
    {
        var count = 0;
        var letters = text.AsSpan();
        hashes[count++] = HashedIds.Of(letters);
        var before = HashedIds.Begun([]);
        for (var i = 0; i < letters.Length; i++)
        {
            // Of doubled letters one is enough: leaving out the other gives the same.
            if (i == 0 || letters[i] != letters[i - 1])
                hashes[count++] = HashedIds.Of(before, letters[(i + 1)..]);
            if (most > 1 && letters.Length >= NamePart.TwoEditsFrom)
            {
                var between = before;
                for (var k = i + 1; k < letters.Length; k++)
                {
                    hashes[count++] = HashedIds.Of(between, letters[(k + 1)..]);
                    between = HashedIds.Begun(between, letters.Slice(k, 1));
                }
            }
            before = HashedIds.Begun(before, letters.Slice(i, 1));
        }
        return count;
    }
}
