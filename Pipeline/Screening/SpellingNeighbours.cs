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
        _filed = new HashedIds(words.Sum(word => word.Text.Length > MostFiled ? 0 : MostDeletions(word.Text.Length, most)), filing =>
        {
            Span<uint> hashes = stackalloc uint[MostHashes];
            foreach (var (text, id) in words)
                if (text.Length <= MostFiled)
                    foreach (var hash in hashes[..Deletions(text, hashes, _most)])
                        filing.Add(hash, id);
        });
    }

    private const int MostHashes = 1 + MostFiled + 2 + ((MostFiled + 2) * (MostFiled + 1) / 2);

    private static int MostDeletions(int length, int most) => 1 + length + (most > 1 && length >= NamePart.TwoEditsFrom ? length * (length - 1) / 2 : 0);

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

    // Hashes of the word and of what is left after leaving out one letter, from six letters on also two.
    private static int Deletions(string text, Span<uint> hashes, int most)
    {
        var count = 0;
        hashes[count++] = HashedIds.OfRest(text, -1, -1);
        for (var i = 0; i < text.Length; i++)
        {
            // Of doubled letters one is enough: leaving out the other gives the same.
            if (i > 0 && text[i] == text[i - 1])
                continue;
            hashes[count++] = HashedIds.OfRest(text, i, -1);
        }
        if (most > 1 && text.Length >= NamePart.TwoEditsFrom)
            for (var i = 0; i < text.Length; i++)
                for (var k = i + 1; k < text.Length; k++)
                    hashes[count++] = HashedIds.OfRest(text, i, k);
        return count;
    }
}
