// The watched folder: which of its files have arrived whole.
using Paysieve.Pipeline.Formats;

namespace Paysieve.Jobs.Hosting;

/// <summary>
/// Looks at a folder, one level deep. A file has settled when nothing has touched it for a while and a second look finds it as it was;
/// nothing is moved or deleted: the same files again are the same night, and the run's key knows that.
/// </summary>
internal sealed class Inbox(string folder, TimeSpan settled, TimeProvider clock)
{
    /// <summary>Files that could not settle in this many times the settling time are left for the next night.</summary>
    private const int Patience = 10;

    /// <summary>What is ready, in ordinal order of name, and how many files were still being written when patience ran out.</summary>
    public async Task<(IReadOnlyList<string> Ready, int Unsettled)> TakeAsync(CancellationToken cancel)
    {
        var before = Look();
        for (var round = 0; ; round++)
        {
            var now = clock.GetUtcNow();
            var moving = before.Count(file => now - file.Touched < settled);
            if (moving == 0 || round == Patience)
            {
                var after = Look().ToHashSet();
                string[] ready = [.. before.Where(file => now - file.Touched >= settled && after.Contains(file)).Select(file => file.Path)];
                return (ready, before.Count - ready.Length);
            }
            await Task.Delay(settled, clock, cancel).ConfigureAwait(false);
            before = Look();
        }
    }

    private List<Arrival> Look()
    {
        // What has the ending of a known format; the rest the reader would not look for in a folder either.
        var files = new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => !file.Name.StartsWith('.') && ExportFormats.Extensions.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && file.Exists)
            .Select(file => new Arrival(file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)))
            .ToList();
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    private sealed record Arrival(string Path, long Size, DateTimeOffset Touched);
}
