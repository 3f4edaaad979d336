// What a loader gives back, and what it is given. A loader turns a publisher's files into parties or says why it will
// not; it decides nothing about what is in force.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>One of the publisher's files, unpacked. The hash and size are those of the file as delivered.</summary>
public sealed record ListFile(string Name, string Role, byte[] Content, string Sha256, long ByteSize);

/// <summary>Parties read, in ordinal order of entry id, or the reason why the files are refused.</summary>
public sealed record ParsedList
{
    public IReadOnlyList<ListedParty> Parties { get; init; } = [];
    /// <summary>What was met and survived, for people: counts of orphan rows, rows without a name.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>The publisher's date of the list, where the files tell it.</summary>
    public DateOnly? ListDate { get; init; }
    /// <summary>Why the files are refused; null when they are good.</summary>
    public string? Refusal { get; init; }

    public static ParsedList Refused(string reason) => new() { Refusal = reason };
}

/// <summary>A list source. Adding a list is one class that implements this and one row in <see cref="ListLoaders"/>.</summary>
public interface IListLoader
{
    /// <summary>The source word of the command line.</summary>
    string Source { get; }

    /// <summary>Who publishes the list, for people.</summary>
    string Publisher { get; }

    /// <summary>The part a file plays in this source by its name (without folder and .gz), or null when it plays none.</summary>
    string? RoleOf(string fileName);

    /// <summary>The part a file plays when the user names it alone, whatever it is called; null when the name must tell.</summary>
    string? OnlyRole { get; }

    /// <summary>Parts without which there is no list.</summary>
    IReadOnlyList<string> RequiredRoles { get; }

    /// <summary>Reads the files, one per role. Bad data is a refusal or a note, never an exception.</summary>
    ParsedList Parse(IReadOnlyDictionary<string, ListFile> files);
}
