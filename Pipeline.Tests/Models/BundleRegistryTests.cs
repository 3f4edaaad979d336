using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class BundleRegistryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Bundles_are_listed_by_age_and_found_by_a_unique_beginning_of_their_id()
    {
        using var folder = new TestFolder();
        var registry = new BundleRegistry(Path.Combine(folder.Path, "models"));
        Assert.IsEmpty(registry.List());
        Assert.IsNull(registry.TryLoad("a"));
        var (young, old) = (ModelBundleTests.Bundle(1, Noon), ModelBundleTests.Bundle(2, Noon.AddDays(-1)));
        registry.Add(young);
        registry.Add(old);
        CollectionAssert.AreEqual((string[])[old.Id, young.Id], registry.List().Select(bundle => bundle.Id).ToArray());
        Assert.AreEqual(young.Id, registry.TryLoad(young.Id)!.Id);
        Assert.AreEqual(old.Id, registry.TryLoad(old.Id[..15])!.Id);
        Assert.IsNull(registry.TryLoad(young.Id[..15] + "x"));
    }

    [TestMethod]
    public void A_bundle_added_again_later_keeps_its_first_creation_time()
    {
        using var folder = new TestFolder();
        var registry = new BundleRegistry(folder.Path);
        registry.Add(ModelBundleTests.Bundle(1, Noon));
        registry.Add(ModelBundleTests.Bundle(1, Noon.AddDays(3)));
        Assert.AreEqual(Noon, registry.List().Single().Card.CreatedAt);
    }

    [TestMethod]
    public void The_champion_is_the_one_promoted_last()
    {
        using var folder = new TestFolder();
        var registry = new BundleRegistry(folder.Path);
        Assert.IsNull(registry.Champion());
        var (first, second) = (ModelBundleTests.Bundle(1, Noon), ModelBundleTests.Bundle(2, Noon));
        registry.Add(first);
        registry.Add(second);
        registry.Promote(first.Id);
        registry.Promote(second.Id);
        Assert.AreEqual(second.Id, new BundleRegistry(folder.Path).Champion()!.Id);
        Assert.ThrowsExactly<FileNotFoundException>(() => registry.Promote("0000000000000000"));
        Assert.ThrowsExactly<FileNotFoundException>(() => registry.Promote("../../etc/passwd"));
        Assert.AreEqual(second.Id, registry.ChampionId);
    }

    [TestMethod]
    public void A_damaged_or_exchanged_file_is_refused_and_adding_again_repairs_it()
    {
        using var folder = new TestFolder();
        var registry = new BundleRegistry(folder.Path);
        var (first, second) = (ModelBundleTests.Bundle(1, Noon), ModelBundleTests.Bundle(2, Noon));
        var path = registry.Add(first);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.ThrowsExactly<BundleDamagedException>(() => registry.TryLoad(first.Id));
        Assert.ThrowsExactly<BundleDamagedException>(() => registry.Promote(first.Id));
        Assert.IsNull(registry.ChampionId);
        second.Save(path);
        Assert.ThrowsExactly<BundleDamagedException>(() => registry.TryLoad(first.Id));
        registry.Add(first);
        Assert.AreEqual(first.Id, registry.TryLoad(first.Id)!.Id);
    }

    [TestMethod]
    public void A_pointer_to_nothing_is_an_error_and_not_no_champion()
    {
        using var folder = new TestFolder();
        var registry = new BundleRegistry(folder.Path);
        var path = registry.Add(ModelBundleTests.Bundle(1, Noon));
        registry.Promote(Path.GetFileNameWithoutExtension(path));
        File.Delete(path);
        Assert.ThrowsExactly<BundleDamagedException>(() => registry.ChampionId);
    }
}
