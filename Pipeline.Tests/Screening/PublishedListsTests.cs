// The lists as they are published, in full: too large for the repository. Set PAYSIEVE_PUBLISHED_LISTS to a folder (searched with its
// subfolders) that holds them; what is not there is not tested, and without any the test says so and is skipped.
using System.Diagnostics;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class PublishedListsTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("un", "consolidated*.xml", 1003, 4000)]
    [DataRow("uk", "*uk_sanctions_list*.ods", 5300, 5300)]
    [DataRow("crypto", "ofac_addresses*.json", 94, 94)]
    [DataRow("ofac-consolidated", "cons_prim.csv", 442, 1500)]
    public void A_published_list_loads_with_its_entries_and_names(string source, string pattern, int entries, int leastNames)
    {
        var file = Find(pattern);
        using var work = new SampleLists();
        var clock = Stopwatch.GetTimestamp();
        var result = work.Store.Load(source, source == "ofac-consolidated" ? Path.GetDirectoryName(file)! : file);
        TestContext.WriteLine($"{source}: {result.InForce?.Entries} entries, {result.InForce?.Names} names, {Stopwatch.GetElapsedTime(clock).TotalSeconds:0.0} s; {string.Join("; ", result.Notes)}");
        Assert.AreEqual(ListLoadOutcome.Loaded, result.Outcome, result.Reason);
        Assert.AreEqual(entries, result.InForce!.Entries);
        Assert.IsGreaterThanOrEqualTo(leastNames, result.InForce.Names);
    }

    [TestMethod]
    public void From_2_to_3_May_2024_eight_entries_left_the_sdn_list_and_none_came()
    {
        var changes = ListDiff.Between(
            ListPreview.Read(Find("sdn_2024-05-02.csv*"), "ofac").List.Parties, ListPreview.Read(Find("sdn_2024-05-03.csv*"), "ofac").List.Parties);
        Assert.AreEqual(8, changes.Count(c => c.Difference == ListDifference.Removed));
        Assert.AreEqual(0, changes.Count(c => c.Difference == ListDifference.Added));
        TestContext.WriteLine($"{changes.Count(c => c.Difference == ListDifference.Changed)} changed");
    }

    private static string Find(string pattern)
    {
        if (Environment.GetEnvironmentVariable("PAYSIEVE_PUBLISHED_LISTS") is not { Length: > 0 } folder)
            Assert.Inconclusive("PAYSIEVE_PUBLISHED_LISTS is not set: the published lists are not tested.");
        else if (Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() is { } file)
            return file;
        Assert.Inconclusive($"PAYSIEVE_PUBLISHED_LISTS holds no {pattern}.");
        return "";
    }
}
