// A payroll's names share their words, and nearly all words are plain: letters that are no title, no Abd, no company's word. A name of such
// words has one reading, its words folded in the order written, so what a word is need be told once.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal sealed class PlainWords(PartVocabulary parts)
{
    private const int MostKept = 100_000;
    private const int MostWords = 8;

    private static readonly Word NotPlain = new("", default, null);

    private readonly ConcurrentDictionary<string, Word> _words = new(StringComparer.Ordinal);
    private int _kept;

    /// <summary>The one reading of a screened name of at least two plain words; null for any other name.</summary>
    public NameForm? Read(string name)
    {
        // What stands around a name makes readings of its own.
        if (name.Length == 0 || !IsLetter(name[0]) || !IsLetter(name[^1]))
            return null;
        var known = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new Words();
        var count = 0;
        for (var i = 0; i < name.Length;)
        {
            if (name[i] is ' ' or '-' or ',')
            {
                i++;
                continue;
            }
            var start = i;
            while (i < name.Length && IsLetter(name[i]))
                i++;
            if (i == start || count == MostWords)
                return null;
            var written = name.AsSpan(start, i - start);
            if (!known.TryGetValue(written, out var word))
                word = Made(written.ToString());
            // Letters that follow one another may be an abbreviation.
            if (word.Part is null || (word.Text.Length == 1 && count > 0 && words[count - 1].Text.Length == 1))
                return null;
            words[count++] = word;
        }
        if (count < 2)
            return null;
        var texts = new string[count];
        var syllables = new NameSyllables();
        for (var i = 0; i < count; i++)
        {
            texts[i] = words[i].Text;
            syllables.Add(words[i].Syllables);
        }
        var reading = syllables.Reading;
        var made = new NamePart[count];
        for (var i = 0; i < count; i++)
            made[i] = reading == NameReading.Plain ? words[i].Part! : parts.Screened(texts[i], reading);
        return new NameForm(texts, made, reading, freeJoins: true);
    }

    // Latin letters, those with marks as one character among them.
    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') || (c is (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF') && char.IsLetter(c));

    private Word Made(string written)
    {
        var word = NameFolding.Tokens(written) is [var text] && !NameFolding.IsTitle(text) && !ServantNames.Concerns(text) && !CompanyAbbreviations.Concerns(text) && !NameReadings.Concerns(text)
            && NameWords.ClassOf(text, NameReading.Plain) is not (WordClass.Form or WordClass.Generic)
            ? new Word(text, PartSyllables.Of(text), parts.Screened(text, NameReading.Plain))
            : NotPlain;
        if (Volatile.Read(ref _kept) < MostKept && _words.TryAdd(written, word))
            Interlocked.Increment(ref _kept);
        return word;
    }

    // Without a part for a word that is not plain.
    private sealed record Word(string Text, PartSyllables Syllables, NamePart? Part);

    [InlineArray(MostWords)]
    private struct Words
    {
        private Word _first;
    }
}
