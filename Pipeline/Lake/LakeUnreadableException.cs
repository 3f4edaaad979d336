// How the lake says that a file of its own is not what was written. A type by itself, so that damage is never taken for a bug.
namespace Paysieve.Pipeline.Lake;

/// <summary>
/// A file of the lake is missing, damaged, of another format version, or under a key that is not configured. The message names the file
/// without its folder, and no value of a row.
/// </summary>
public sealed class LakeUnreadableException : Exception
{
    public LakeUnreadableException(string message) : base(message) { }

    public LakeUnreadableException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The file is as it was written: what lacks is the key of the party files.</summary>
    public bool NeedsKey { get; init; }
}
