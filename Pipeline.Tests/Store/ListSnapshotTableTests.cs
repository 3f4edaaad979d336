// Lists and model bundles: known once, one current, every change in the trail.
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class ListSnapshotTableTestsOnSqlite() : ListSnapshotTableTests(Dialect.Sqlite);

[TestClass]
public sealed class ListSnapshotTableTestsOnSqlServer() : ListSnapshotTableTests(Dialect.SqlServer);

public abstract class ListSnapshotTableTests(Dialect dialect) : StoreTestBase(dialect)
{
    internal static ListSnapshotRecord Ofac(string version) => new()
    {
        SnapshotId = Hash("ofac " + version),
        Source = "ofac",
        Publisher = "US Treasury",
        ListVersion = version,
        Entries = 17000,
        Names = 40000,
        Wallets = 700,
    };

    [TestMethod]
    public async Task The_snapshot_loaded_last_is_current_and_the_earlier_ones_stay_on_record()
    {
        Assert.IsTrue(await Store.ListSnapshots.RecordLoadedAsync(Ofac("1"), None));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsTrue(await Store.ListSnapshots.RecordLoadedAsync(Ofac("2"), None));
        Assert.IsFalse(await Store.ListSnapshots.RecordLoadedAsync(Ofac("2"), None));
        await Store.ListSnapshots.RecordLoadedAsync(Ofac("1") with { Source = "un", SnapshotId = Hash("un") }, None);

        CollectionAssert.AreEqual(new[] { Hash("ofac 2"), Hash("un") }, (await Store.ListSnapshots.CurrentAsync(None)).Select(list => list.SnapshotId).ToArray());
        Assert.HasCount(3, await Store.ListSnapshots.ListAsync(None));

        Assert.IsTrue(await Store.ListSnapshots.RecordLoadedAsync(Ofac("1"), None));
        Assert.AreEqual(Hash("ofac 1"), (await Store.ListSnapshots.CurrentAsync(None)).Single(list => list.Source == "ofac").SnapshotId);
    }

    [TestMethod]
    public async Task A_refused_list_is_in_the_trail_and_the_good_one_stays()
    {
        await Store.ListSnapshots.RecordLoadedAsync(Ofac("1"), None);
        var before = await Store.Audit.HeadAsync(None);

        await Store.ListSnapshots.RecordRefusedAsync("ofac", Hash("empty"), "no entries", None);

        Assert.AreEqual(before!.Seq + 1, (await Store.Audit.HeadAsync(None))!.Seq);
        Assert.AreEqual(Hash("ofac 1"), (await Store.ListSnapshots.CurrentAsync(None)).Single().SnapshotId);
    }

    [TestMethod]
    public async Task One_bundle_is_champion_and_a_promotion_is_in_the_trail()
    {
        BundleRecord Bundle(string name) => new()
        {
            BundleId = Hash(name), DataHash = Hash("data"), Seed = long.MaxValue, CatalogueVersion = "1", Metrics = """{ "rows": 5 }""",
            TrainFrom = new DateOnly(2025, 1, 31), TrainTo = new DateOnly(2026, 1, 31),
        };
        Assert.IsTrue(await Store.Bundles.RecordAsync(Bundle("a"), None));
        Assert.IsFalse(await Store.Bundles.RecordAsync(Bundle("a"), None));
        await Store.Bundles.RecordAsync(Bundle("b"), None);
        Assert.IsNull(await Store.Bundles.ChampionAsync(None));

        await Store.Bundles.PromoteAsync(Hash("a"), "data scientist", "the first", None);
        await Store.Bundles.PromoteAsync(Hash("b"), "data scientist", "better", None);
        var head = await Store.Audit.HeadAsync(None);
        await Store.Bundles.PromoteAsync(Hash("b"), "data scientist", "again", None);

        Assert.AreEqual(head, await Store.Audit.HeadAsync(None));
        var champion = await Store.Bundles.ChampionAsync(None);
        Assert.AreEqual(Bundle("b") with
        {
            State = "champion", Metrics = """{"rows":5}""", TrainedAt = Clock.GetUtcNow(), PromotedAt = Clock.GetUtcNow(), PromotedBy = "data scientist",
        }, champion);
        Assert.AreEqual("retired", (await Store.Bundles.FindAsync(Hash("a")[..8], None)).Single().State);
        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(() => Store.Bundles.PromoteAsync(Hash("c"), "x", "y", None));
    }
}
