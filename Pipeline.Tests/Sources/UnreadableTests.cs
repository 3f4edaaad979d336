// Files and folders that this process may not read, also where the tests run as somebody who may read everything.
using System.Diagnostics;
using System.Runtime.Versioning;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Tests.Formats;

namespace Paysieve.Pipeline.Tests.Sources;

[TestClass]
public sealed class UnreadableTests
{
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [SupportedOSPlatform("linux")]
    public async Task A_folder_and_a_file_without_permission_are_named_and_the_others_are_taken()
    {
        using var folder = new TestFolder();
        var good = folder.Write("good.csv", System.Text.Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row())));
        var shut = folder.Write("shut.csv", [2]);
        var room = Directory.CreateDirectory(Path.Combine(folder.Path, "room")).FullName;
        File.SetUnixFileMode(shut.Path, 0);
        File.SetUnixFileMode(room, 0);

        var (code, said) = await WithoutOverrideAsync("ingest", good.Path, shut.Path, room, "--data", Path.Combine(folder.Path, "data"));

        Assert.AreEqual((int)ExitCode.RowsRejected, code, said);
        Assert.Contains("shut.csv: cannot be read", said, StringComparison.Ordinal);
        Assert.Contains("room: cannot be read", said, StringComparison.Ordinal);
        Assert.Contains("1 accepted", said, StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_folder_that_vanishes_is_named()
    {
        using var folder = new TestFolder();
        var gone = Path.Combine(folder.Path, "gone");
        Directory.CreateDirectory(gone);
        Directory.Delete(gone);
        Assert.AreEqual(SourceProblemCode.NotFound, new FileSource(".csv").Resolve([gone], CancellationToken.None).Problems.Single().Code);
    }

    /// <summary>The real program in a process of its own; root's right to read what nobody may is taken from it.</summary>
    private static async Task<(int Code, string Said)> WithoutOverrideAsync(params string[] command)
    {
        string[] program = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "paysieve.dll"), .. command];
        if (Environment.IsPrivilegedProcess)
        {
            if (!File.Exists("/usr/bin/setpriv")) Assert.Inconclusive("not run: setpriv is not there to take root's rights away");
            program = ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search", .. program];
        }
        var start = new ProcessStartInfo(program[0]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in program[1..]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + error);
    }
}
