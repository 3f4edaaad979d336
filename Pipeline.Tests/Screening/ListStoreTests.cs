// Loading, refusing and keeping lists: what must never happen is that a bad list replaces a good one.
using System.IO.Compression;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class ListStoreTests
{
    [TestMethod]
    public void The_excerpt_folder_loads_every_list_it_holds_and_names_the_rest()
    {
        using var lists = new SampleLists();
        var result = lists.Store.LoadFolder(SampleLists.Excerpt);
        CollectionAssert.AreEqual(new[] { "ofac", "crypto", "own" }, result.Lists.Select(l => l.Source).ToArray());
        Assert.IsTrue(result.Lists.All(l => l.Outcome == ListLoadOutcome.Loaded), string.Join("; ", result.Lists.Select(l => l.Reason)));
        CollectionAssert.AreEqual(new[] { "README.md" }, result.UnknownFiles.ToArray());
        var ofac = lists.Store.Status().Single(s => s.Facts.Source == "ofac").Facts;
        Assert.AreEqual(110, ofac.Entries);
        Assert.AreEqual(ofac.Entries, ofac.Persons + ofac.Companies + ofac.Vessels + ofac.Aircraft);
        Assert.HasCount(4, ofac.Files);
        Assert.IsTrue(ofac.Files.All(f => f.Sha256.Length == 64 && f.ByteSize > 0));
    }

    [TestMethod]
    public void The_excerpts_of_lists_as_they_are_published_load_with_their_entries()
    {
        using var lists = new SampleLists();
        var result = lists.Store.LoadFolder(Path.Combine(SampleLists.Excerpt, "..", "published-lists"));
        CollectionAssert.AreEqual(new[] { "ofac-consolidated Loaded 5", "un Loaded 8", "uk Loaded 10" }, result.Lists.Select(l => $"{l.Source} {l.Outcome} {l.InForce?.Entries}").ToArray());
        CollectionAssert.AreEqual(new[] { "README.md" }, result.UnknownFiles.ToArray());
    }

    [TestMethod]
    public void Loading_the_same_content_again_changes_nothing_and_a_snapshot_is_reopened_as_it_was()
    {
        using var lists = new SampleLists();
        lists.Store.LoadFolder(SampleLists.Excerpt);
        var before = Tree(lists.Root);
        var id = lists.Store.Open().Id;
        lists.Clock.Now += TimeSpan.FromDays(1);
        Assert.IsTrue(lists.Store.LoadFolder(SampleLists.Excerpt).Lists.All(l => l.Outcome == ListLoadOutcome.Unchanged));
        CollectionAssert.AreEqual(before, Tree(lists.Root));
        Assert.AreEqual(id, lists.Store.Open().Id);
        Assert.AreEqual(TimeSpan.Zero, lists.Store.Status()[0].Age, "files given again are as good as new, even when nothing has changed");
        Assert.AreEqual(SampleLists.Start, lists.Store.Status()[0].Facts.LoadedAt);
        var parsed = new OfacSdnLoader().Parse(Directory.GetFiles(SampleLists.Excerpt, "*.csv")
            .Select(f => (Role: new OfacSdnLoader().RoleOf(Path.GetFileName(f)), Path: f)).Where(f => f.Role is not null)
            .ToDictionary(f => f.Role!, f => new ListFile(f.Path, f.Role!, File.ReadAllBytes(f.Path), "", 0)));
        var reopened = lists.Store.Open().Lists.Single(l => l.Facts.Source == "ofac").Parties;
        for (var i = 0; i < reopened.Count; i++)
        {
            Assert.AreEqual(parsed.Parties[i].EntryId, reopened[i].EntryId);
            CollectionAssert.AreEqual(parsed.Parties[i].Names.ToArray(), reopened[i].Names.ToArray());
            CollectionAssert.AreEqual(parsed.Parties[i].BirthDates.ToArray(), reopened[i].BirthDates.ToArray());
            CollectionAssert.AreEqual(parsed.Parties[i].Identifiers.ToArray(), reopened[i].Identifiers.ToArray());
            CollectionAssert.AreEqual(parsed.Parties[i].Wallets.ToArray(), reopened[i].Wallets.ToArray());
            Assert.AreEqual(parsed.Parties[i].Remarks, reopened[i].Remarks);
        }
    }

    [TestMethod]
    [DataRow("sdn.csv", "", "is empty")]
    [DataRow("sdn.csv", "\u001A", "is empty")]
    [DataRow("sdn.csv", "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n173,\"ANGLO-CAR", "cut off")]
    [DataRow("sdn.csv", "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\"\r\n", "expected an entity number and 12 columns, found 4")]
    [DataRow("sdn.csv", "<html>gateway timeout</html>\r\n", "expected an entity number")]
    [DataRow("alt.csv", "36,12,\"aka\"\r\n", "5 columns")]
    [DataRow("ofac_addresses.json", "{\"addresses\":{\"a\":", "not whole JSON")]
    [DataRow("ofac_addresses.json", "{\"addresses\":{}}", "no addresses")]
    [DataRow("own_un.csv", "id,type\n1,person\n", "no column name")]
    [DataRow("own_un.csv", "id,type,name\n1,person,A\n1,person,B\n", "used twice")]
    [DataRow("own_un.csv", "id,type,name\n1,robot,A\n", "type must be")]
    [DataRow("own_un.csv", "id,name,birth_date\n1,A,yesterday\n", "birth_date must be")]
    public void A_broken_file_is_refused_with_a_reason_and_the_last_good_list_stays(string file, string content, string reason)
    {
        using var lists = new SampleLists();
        lists.Store.LoadFolder(SampleLists.Excerpt);
        var id = lists.Store.Open().Id;
        var folder = lists.CopyExcerpt();
        File.WriteAllText(Path.Combine(folder, file), content);
        var refused = lists.Store.LoadFolder(folder).Lists.Single(l => l.Outcome == ListLoadOutcome.Refused);
        Assert.Contains(reason, refused.Reason!);
        Assert.IsNotNull(refused.InForce);
        Assert.AreEqual(id, lists.Store.Open().Id);
        Assert.AreEqual(refused.Reason, lists.Store.Status().Single(s => s.Facts.Source == refused.Source).RefusedSince!.Reason);
        lists.Store.LoadFolder(SampleLists.Excerpt);
        Assert.IsTrue(lists.Store.Status().All(s => s.RefusedSince is null));
    }

    [TestMethod]
    public void A_list_may_shrink_by_the_declared_share_and_no_entry_more_unless_told_to()
    {
        using var lists = new SampleLists();
        string Own(int rows) => lists.Write("own.csv", "id,name\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},Name {i}\n")));
        Assert.AreEqual(ListLoadOutcome.Loaded, lists.Store.Load("own", Own(100)).Outcome);
        var refused = lists.Store.Load("own", Own(89));
        Assert.AreEqual(ListLoadOutcome.Refused, refused.Outcome);
        Assert.AreEqual("89 entries, 100 in the list in force: more than 10 % fewer", refused.Reason);
        Assert.AreEqual(ListLoadOutcome.Loaded, lists.Store.Load("own", Own(90)).Outcome);
        Assert.AreEqual(ListLoadOutcome.Loaded, lists.Store.Load("own", Own(5), allowShrink: true).Outcome);
        Assert.HasCount(5, lists.Store.Open().Parties);
    }

    [TestMethod]
    public void Losing_the_alias_file_is_a_shrunken_list_too()
    {
        using var lists = new SampleLists();
        lists.Store.LoadFolder(SampleLists.Excerpt);
        var folder = lists.CopyExcerpt();
        File.Delete(Path.Combine(folder, "alt.csv"));
        Assert.Contains("names", lists.Store.Load("ofac", folder).Reason!);
    }

    [TestMethod]
    public void Files_that_cannot_be_meant_are_wrong_usage()
    {
        using var lists = new SampleLists();
        var folder = lists.CopyExcerpt();
        File.Copy(Path.Combine(folder, "sdn.csv"), Path.Combine(folder, "sdn_2024-05-02.csv"));
        Assert.ThrowsExactly<ListUsageException>(() => lists.Store.LoadFolder(folder));
        Assert.ThrowsExactly<ListUsageException>(() => lists.Store.Load("ofac", Path.Combine(folder, "alt.csv.missing")));
        Assert.ThrowsExactly<ListUsageException>(() => lists.Store.Load("ofac", Path.Combine(folder, "README.md")));
        Assert.ThrowsExactly<ListUsageException>(() => lists.Store.Load("un", folder));
        Assert.ThrowsExactly<ListUsageException>(() => ListPreview.Read(Path.Combine(folder, "README.md"), null));
        Assert.ThrowsExactly<ListUsageException>(() => lists.Store.Load("nonsense", folder));
        Assert.ThrowsExactly<ListUsageException>(() => lists.Store.LoadFolder(Path.Combine(lists.Root, "nowhere")));
        Assert.IsTrue(lists.Store.Open().IsEmpty);
    }

    [TestMethod]
    public void Gzip_gives_the_same_snapshot_and_a_damaged_one_is_refused()
    {
        using var lists = new SampleLists();
        lists.Store.Load("ofac", SampleLists.Excerpt);
        var folder = lists.CopyExcerpt();
        foreach (var file in Directory.GetFiles(folder, "*.csv"))
        {
            using (var packed = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
                packed.Write(File.ReadAllBytes(file));
            File.Delete(file);
        }
        Assert.AreEqual(ListLoadOutcome.Unchanged, lists.Store.Load("ofac", folder).Outcome);
        var whole = File.ReadAllBytes(Path.Combine(folder, "sdn.csv.gz"));
        File.WriteAllBytes(Path.Combine(folder, "sdn.csv.gz"), whole[..(whole.Length / 2)]);
        Assert.AreEqual(ListLoadOutcome.Refused, lists.Store.Load("ofac", folder).Outcome);
    }

    [TestMethod]
    public void A_snapshot_altered_on_disk_is_not_opened()
    {
        using var lists = new SampleLists();
        lists.Store.LoadFolder(SampleLists.Excerpt);
        var entries = Directory.GetFiles(Path.Combine(lists.Root, "store", "own"), "entries.jsonl", SearchOption.AllDirectories).Single();
        File.WriteAllText(entries, File.ReadAllText(entries).Replace("Person", "Vessel", StringComparison.Ordinal));
        Assert.ThrowsExactly<InvalidDataException>(lists.Store.Open);
    }

    [TestMethod]
    public void A_list_below_its_declared_minimum_is_refused_even_as_the_first()
    {
        using var lists = new SampleLists();
        var store = new ListStore(Path.Combine(lists.Root, "store"), lists.Clock, new ListExpectations { Expected = ["own:3", "un"] });
        var refused = store.Load("own", lists.Write("own.csv", "id,name\n1,A\n2,B\n"));
        Assert.AreEqual(ListLoadOutcome.Refused, refused.Outcome);
        Assert.AreEqual("2 entries, at least 3 are expected of own", refused.Reason);
        Assert.AreEqual("own", store.NeverGood().Single().Source);
        Assert.AreEqual(ListLoadOutcome.Loaded, store.Load("own", lists.Write("own.csv", "id,name\n1,A\n2,B\n3,C\n")).Outcome);
        Assert.IsEmpty(store.NeverGood());
        Assert.HasCount(2, new ListExpectations { Expected = ["own:many", "nowhere"] }.Failures());
    }

    [TestMethod]
    public void The_lists_of_a_past_day_are_those_that_were_in_force_at_its_end()
    {
        using var lists = new SampleLists();
        string Own(string name) => lists.Write("own.csv", "id,name\n1," + name + "\n");
        lists.Store.Load("own", Own("Anna"));
        lists.Clock.Now += TimeSpan.FromDays(2);
        lists.Store.Load("own", Own("Berta"));
        lists.Clock.Now += TimeSpan.FromDays(2);
        lists.Store.Load("own", Own("Anna"));
        var day = DateOnly.FromDateTime(SampleLists.Start.UtcDateTime);
        Assert.IsTrue(lists.Store.OpenAsOf(day.AddDays(-1)).IsEmpty, "before the first load nothing was in force");
        Assert.AreEqual("Anna", lists.Store.OpenAsOf(day).Parties.Single().PrimaryName);
        Assert.AreEqual("Anna", lists.Store.OpenAsOf(day.AddDays(1)).Parties.Single().PrimaryName);
        Assert.AreEqual("Berta", lists.Store.OpenAsOf(day.AddDays(2)).Parties.Single().PrimaryName);
        Assert.AreEqual("Anna", lists.Store.OpenAsOf(day.AddDays(9)).Parties.Single().PrimaryName);
        Assert.HasCount(3, lists.Store.History("own"));
        Assert.HasCount(2, lists.Store.Kept());
    }

    [TestMethod]
    public void An_archive_loaded_today_answers_for_the_past_by_the_dates_of_its_lists()
    {
        using var lists = new SampleLists();
        File.Copy(Path.Combine(SampleLists.Excerpt, "sdn.csv"), lists.Write("sdn_2024-05-02.csv", "", "first"), overwrite: true);
        lists.Store.Load("ofac", Path.Combine(lists.Root, "first"));
        Assert.IsTrue(lists.Store.OpenAsOf(new DateOnly(2024, 5, 1)).IsEmpty);
        Assert.HasCount(110, lists.Store.OpenAsOf(new DateOnly(2024, 5, 2)).Parties);
    }

    private static string[] Tree(string root) =>
        [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "checked").Order(StringComparer.Ordinal).Select(f => f + File.GetLastWriteTimeUtc(f).Ticks)];
}
