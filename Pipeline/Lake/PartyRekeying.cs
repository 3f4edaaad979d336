// Puts the lake's party files under another key, or under one for the first time, or under none.
namespace Paysieve.Pipeline.Lake;

/// <summary>What is under the configured key now.</summary>
/// <param name="Rewritten">Files that were not, before.</param>
/// <param name="Files">All of them.</param>
public sealed record RekeyedParties(int Rewritten, int Files);

/// <summary>
/// Rows stay as they are, and so does every <c>party_key</c>: those hang on the lake's own key. A file that is under the configured key already is left, so a call
/// that was killed is repeated.
/// </summary>
public static class PartyRekeying
{
    /// <param name="settings">With the key that files shall be under; null for none.</param>
    /// <param name="former">The key that files are under which are not yet under the configured one; null when they are under none.</param>
    /// <exception cref="LakeUnreadableException">A file opens with neither. None has been changed then.</exception>
    public static RekeyedParties Rekey(LakeSettings settings, byte[]? former, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (now, before) = (new LakeReader(settings), new LakeReader(settings with { PartyEncryptionKey = former }));
        // All are opened before one is changed: half a lake under a key that somebody mistyped is worse than a refusal.
        var files = 0;
        PartyRewriting.Run(settings, path =>
        {
            files++;
            if (!now.IsUnderItsKey(path)) before.OpenParties(path).Dispose();
            return null;
        }, cancel);
        var rewritten = PartyRewriting.Run(settings, path => now.IsUnderItsKey(path) ? null : PartyRewriting.Read(before, path), cancel);
        return new RekeyedParties(rewritten, files);
    }
}
