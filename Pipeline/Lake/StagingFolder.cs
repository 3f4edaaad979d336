// Where parts lie until their file is complete: one folder for each writer at work, known to be alive by a lock that the system lets go of when the process dies.
using System.Globalization;

namespace Paysieve.Pipeline.Lake;

/// <summary>Shared by the files that a writer has begun: made for the first of them, gone with the last. Safe for several threads.</summary>
internal sealed class StagingFolder(LakeLayout layout)
{
    private static int _opened;
    private readonly Lock _access = new();
    private string? _path;
    private LakeLock? _alive;
    private int _inside;
    private int _entered;

    /// <summary>What the names of a file's parts begin with. Each call is answered by one of <see cref="Leave"/>.</summary>
    internal string Enter()
    {
        lock (_access)
        {
            _path ??= Open();
            _inside++;
            return Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"{++_entered}-"));
        }
    }

    /// <summary>The caller has moved its parts away, or deleted them. Not under the lake's lock, which this may have to wait for.</summary>
    internal void Leave()
    {
        lock (_access)
        {
            if (--_inside > 0) return;
            // Between letting go and deleting, a sweep would take the folder for a dead writer's.
            using (LakeLock.Take(layout.Lock))
            {
                _alive!.Dispose();
                Directory.Delete(_path!, recursive: true);
            }
            (_path, _alive) = (null, null);
        }
    }

    private string Open()
    {
        for (; ; )
        {
            var path = Path.Combine(layout.Staging, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref _opened)}"));
            // Of a killed process with this one's id; the next number is free.
            if (Directory.Exists(path)) continue;
            using (LakeLock.Take(layout.Lock))
            {
                LakeLayout.MakeFolder(path);
                // Nobody else knows the folder yet.
                _alive = LakeLock.TryTake(Path.Combine(path, ".alive")) ?? throw new IOException("a folder made just now is held by somebody");
                return path;
            }
        }
    }
}
