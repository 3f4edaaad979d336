// A disk that takes no more, as the real program meets it: a process of its own whose files may grow to a limit.
using System.Diagnostics;
using System.Text;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Tests.Features;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class FullDiskTests
{
    private const int LimitKibibytes = 600;

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task A_full_disk_is_told_and_leaves_nothing_half_and_the_same_command_goes_on_with_room()
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder(Payout.Header).Append('\n');
        for (var i = 0; i < 8000; i++)
            text.Append((Payroll.Payee(i) with { Id = $"T{i}", Address = $"{i * 7919L} Long Street {i * 104729L}", Email = $"{i * 31L}@example.com" }).Line()).Append('\n');
        var export = folder.Write("night.csv", text.ToString());
        string[] command = ["ingest", export, "--data", folder.At("data")];

        var (code, error) = await LimitedAsync(command);
        Assert.AreEqual((int)ExitCode.StoreUnreachable, code, error);
        Assert.Contains("the disk is full", error, StringComparison.Ordinal);
        Assert.IsEmpty(Directory.GetFiles(folder.At("data/lake/manifest")));

        var again = await CommandLineRun.OfAsync(command);
        Assert.AreEqual(0, again.ExitCode, again.Error);
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.At("data/lake/.staging")));
        Assert.HasCount(1, Directory.GetFiles(folder.At("data/lake/manifest"), "*.json"));
    }

    private static async Task<(int Code, string Error)> LimitedAsync(string[] command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "paysieve.dll");
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true, RedirectStandardOutput = true };
        // Without the trap the kernel ends the process; with it, a write fails as it does on a full disk.
        foreach (var argument in (string[])["-c", $"trap '' XFSZ; ulimit -f {LimitKibibytes}; exec \"$@\"", "bash", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program, .. command]) start.ArgumentList.Add(argument);
        // The runtime's own double mapping of code is a file of some size.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
