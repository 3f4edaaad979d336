// Runs the real program in process, as a shell would: arguments in; exit code, output and errors out.
using Paysieve.Jobs;

namespace Paysieve.Pipeline.Tests.Jobs;

/// <summary>How one command ended.</summary>
internal sealed record CommandLineRun(int ExitCode, string Out, string Error)
{
    public static Task<CommandLineRun> OfAsync(params string[] args) => OfAsync(args, []);

    public static async Task<CommandLineRun> OfAsync(
        string[] args, Dictionary<string, string> environment, TimeProvider? clock = null, CancellationToken cancel = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var around = new Surroundings
        {
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Environment = environment,
            Clock = clock ?? TimeProvider.System,
            User = "tester",
        };
        var code = await Program.RunAsync(args, around, cancel);
        return new CommandLineRun(code, output.ToString(), error.ToString());
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paysieve-jobs-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        var path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
