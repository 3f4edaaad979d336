// What changed between two states of a list, and that nothing else did.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class ListDiffTests
{
    [TestMethod]
    public void Entries_are_added_removed_or_changed_and_a_change_says_what()
    {
        var before = Parse("id,name,aliases,birth_date\n1,Anna,Ann,1970\n2,Berta,,\n3,Carla,,\n");
        var after = Parse("id,name,aliases,birth_date\n1,Anna,Ann;Hannah,1970-01-02\n3,Carla,,\n4,Dora,,\n");
        var changes = ListDiff.Between(before, after);
        CollectionAssert.AreEqual(new[] { "1 Changed Anna", "2 Removed Berta", "4 Added Dora" }, changes.Select(c => $"{c.EntryId} {c.Difference} {c.Name}").ToArray());
        CollectionAssert.AreEqual(
            new[] { "alias +Hannah -", "birth_date +1970-01-02 -1970" },
            changes[0].Fields.Select(f => $"{f.Field} +{string.Join(',', f.Added)} -{string.Join(',', f.Removed)}").ToArray());
        Assert.IsEmpty(ListDiff.Between(before, before));
    }

    [TestMethod]
    public void The_version_of_an_entry_is_the_same_read_from_files_and_from_a_snapshot()
    {
        using var lists = new SampleLists();
        lists.Store.LoadFolder(SampleLists.Excerpt);
        foreach (var list in lists.Store.Open().Lists)
        {
            var read = ListPreview.Read(SampleLists.Excerpt, list.Facts.Source).List.Parties;
            Assert.IsEmpty(ListDiff.Between(list.Parties, read), list.Facts.Source);
            Assert.HasCount(list.Parties.Count, list.Parties.Select(p => p.Version).Distinct().ToList());
        }
    }

    private static IReadOnlyList<ListedParty> Parse(string text) =>
        new OwnCsvLoader().Parse(new Dictionary<string, ListFile> { ["own"] = new("own.csv", "own", System.Text.Encoding.UTF8.GetBytes(text), "", 0) }).Parties;
}
