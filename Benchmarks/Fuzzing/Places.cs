// Where fuzzing keeps what readers insist on finding on a disk, and where the samples are.
namespace Paysieve.Benchmarks.Fuzzing;

internal static class Places
{
    /// <summary>In memory where the system offers it: a million files are written.</summary>
    public static DirectoryInfo Scratch()
    {
        const string memory = "/dev/shm";
        if (!Directory.Exists(memory)) return Directory.CreateTempSubdirectory("paysieve-fuzz-");
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(memory, $"paysieve-fuzz-{Environment.ProcessId}-{number}");
            if (!Directory.Exists(path)) return Directory.CreateDirectory(path);
        }
    }

    /// <exception cref="DirectoryNotFoundException">Not run from inside a clone.</exception>
    public static string Samples(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "data-samples"))) return Path.Combine(folder.FullName, "data-samples", name);
        throw new DirectoryNotFoundException("data-samples is not above the program's folder");
    }
}
