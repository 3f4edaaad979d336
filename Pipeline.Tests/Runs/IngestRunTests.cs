// Files are read side by side and wait for the disk together; nothing of that may show in what is left behind.
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Tests.Features;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class IngestRunTests
{
    private static readonly DateOnly Day = Payroll.Month(0);

    [TestMethod]
    public async Task Files_go_into_the_lake_in_the_order_of_the_listing_though_small_ones_are_read_before_a_large_one()
    {
        using var house = new House();
        var paths = Enumerable.Range(0, 40)
            .Select(file => house.Export(Enumerable.Range(0, file % 15 == 0 ? 3_000 : 2).Select(row => Payroll.Payee((file * 10_000) + row).On(Day))))
            .ToArray();

        var outcome = await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, paths, default));

        var names = paths.Select(Path.GetFileName).ToArray();
        CollectionAssert.AreEqual(names, outcome.Files.Select(file => file.Name).ToArray());
        CollectionAssert.AreEqual(names, await NamesAsync(house));
    }

    [TestMethod]
    public async Task Trouble_with_one_file_keeps_those_before_it_and_leaves_nothing_of_it()
    {
        using var house = new House();
        var paths = Enumerable.Range(0, 6).Select(file => house.Export(Payroll.Payee(file).On(Day))).ToArray();
        File.WriteAllText(paths[3], File.ReadAllText(paths[3]).Replace(",3000,", ",three thousand,", StringComparison.Ordinal));
        var source = new FileSource(new UnpackLimits(), ".csv").Resolve([paths[3]], default).Files[0];
        // A folder stands where the quarantine's file is to be.
        var inTheWay = Directory.CreateDirectory(Path.Combine(house.Data, "quarantine", QuarantineFile.NameFor(source)));

        await Assert.ThrowsAsync<SystemException>(() => house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, paths, default)));
        CollectionAssert.AreEqual(paths.Take(3).Select(Path.GetFileName).ToArray(), await NamesAsync(house));
        inTheWay.Delete();
        var again = await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, paths, default));

        // Known is what lake and store have both.
        CollectionAssert.AreEqual(new[] { "already-known", "already-known", "already-known", "accepted", "accepted", "accepted" }, again.Files.Select(file => file.Status).ToArray());
        CollectionAssert.AreEqual(paths.Select(Path.GetFileName).ToArray(), await NamesAsync(house));
    }

    private static Task<string[]> NamesAsync(House house) =>
        house.AskAsync(workspace => Task.FromResult(workspace.LakeWriter.Entries().Select(entry => entry.Name).ToArray()));
}
