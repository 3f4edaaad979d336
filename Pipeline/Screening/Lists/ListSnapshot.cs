// What is in force: one immutable snapshot per list, and all of them together under one id that a run can name. The id
// is a hash of what is screened against, so two nights with the same id were screened against the same entries.
using System.Security.Cryptography;
using System.Text;

namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>A publisher's file as it was delivered.</summary>
public sealed record ListFileFact(string Name, string Role, string Sha256, long ByteSize);

/// <summary>Everything about a snapshot but its entries. Counts are by kind and of all names and wallets.</summary>
public sealed record ListSnapshotFacts
{
    public required string Source { get; init; }
    /// <summary>SHA-256 over the canonical entries, lower-case hex.</summary>
    public required string SnapshotId { get; init; }
    public required DateTimeOffset LoadedAt { get; init; }
    /// <summary>The publisher's date of the list where the files tell it.</summary>
    public DateOnly? ListDate { get; init; }
    public required IReadOnlyList<ListFileFact> Files { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
    public required int Entries { get; init; }
    public required int Persons { get; init; }
    public required int Companies { get; init; }
    public required int Vessels { get; init; }
    public required int Aircraft { get; init; }
    public required int Names { get; init; }
    public required int Wallets { get; init; }
}

/// <summary>One list in force with its entries, in ordinal order of entry id.</summary>
public sealed record ListSnapshot(ListSnapshotFacts Facts, IReadOnlyList<ListedParty> Parties);

/// <summary>All lists in force. Immutable; entries come in order of source and entry id.</summary>
public sealed class ListSnapshotSet
{
    public ListSnapshotSet(IEnumerable<ListSnapshot> lists)
    {
        Lists = [.. lists.OrderBy(l => l.Facts.Source, StringComparer.Ordinal)];
        Parties = [.. Lists.SelectMany(l => l.Parties)];
        var text = string.Concat(Lists.Select(l => l.Facts.Source + ":" + l.Facts.SnapshotId + "\n"));
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>SHA-256 over the sources and snapshot ids of all lists, lower-case hex. Of no lists it is a value too.</summary>
    public string Id { get; }

    public IReadOnlyList<ListSnapshot> Lists { get; }

    public IReadOnlyList<ListedParty> Parties { get; }

    /// <summary>True when no list is in force: nothing is screened, and the report has to say so.</summary>
    public bool IsEmpty => Lists.Count == 0;

    /// <summary>Every listed wallet address as published, in order of list and entry; the caller hashes with its own key.</summary>
    public IEnumerable<(string Address, ListedParty Party)> Wallets()
    {
        foreach (var party in Parties)
            foreach (var wallet in party.Wallets)
                yield return (wallet.Address, party);
    }
}
