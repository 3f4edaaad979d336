// How far packed files may expand: the guard against archives made to fill a disk or a memory.
namespace Paysieve.Pipeline.Sources;

/// <summary>Limits of what is unpacked. Beyond them a gzip file or a zip member is refused whole; nothing is ever unpacked to disk.</summary>
public sealed record UnpackLimits
{
    /// <summary>Expansion below this many bytes is never called a bomb: small repetitive exports pack very well.</summary>
    private const long Harmless = 4L << 20;

    /// <summary>Most bytes that come out of one gzip file, or of all members of one zip together.</summary>
    public long MaxExpandedBytes { get; init; } = 16L << 30;

    /// <summary>Most bytes that come out for each byte that went in. Payroll CSV packs 5 to 30 times.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Most members of one zip, of whatever kind.</summary>
    public int MaxEntries { get; init; } = 1000;

    /// <summary>True while <paramref name="expanded"/> bytes out of <paramref name="packed"/> are within the limits.</summary>
    internal bool Allow(long expanded, long packed) =>
        expanded <= MaxExpandedBytes && (expanded <= Harmless || expanded / MaxRatio <= packed);
}
