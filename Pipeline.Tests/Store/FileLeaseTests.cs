// The lock behind a run in the embedded store.
using System.Diagnostics;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class FileLeaseTests
{
    [TestMethod]
    public async Task One_holds_it_until_it_is_given_back_and_no_file_stays()
    {
        var path = Path.Combine(Path.GetTempPath(), $"paysieve-lease-{Environment.ProcessId}.lock");
        await using (var first = FileLease.TryTake(path))
        {
            Assert.IsNotNull(first);
            Assert.IsNull(FileLease.TryTake(path));
        }
        Assert.IsFalse(File.Exists(path));
        await using var second = FileLease.TryTake(path);
        Assert.IsNotNull(second);
    }

    [TestMethod]
    public async Task A_killed_process_lets_go_of_it()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("the other process is flock(1), which Linux has");
        var path = Path.Combine(Path.GetTempPath(), $"paysieve-lease-killed-{Environment.ProcessId}.lock");
        using var other = Process.Start(new ProcessStartInfo("flock", ["--no-fork", path, "sh", "-c", "echo held; exec sleep 600"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.AreEqual("held", await other.StandardOutput.ReadLineAsync());
            Assert.IsNull(FileLease.TryTake(path));
        }
        finally
        {
            other.Kill();
            await other.WaitForExitAsync();
        }
        await using var lease = FileLease.TryTake(path);
        Assert.IsNotNull(lease);
    }

    [TestMethod]
    public void A_directory_that_is_not_there_is_no_held_lock()
    {
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => FileLease.TryTake(Path.Combine(Path.GetTempPath(), "paysieve-nowhere", "x.lock")));
    }
}
