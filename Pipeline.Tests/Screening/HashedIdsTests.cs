// The table of ids by hash: nothing that was filed is lost, however many there are.
using Paysieve.Pipeline.Screening;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class HashedIdsTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(65_535)]
    [DataRow(65_536)]
    [DataRow(300_000)]
    public void Every_id_is_found_under_its_hash_in_order(int count)
    {
        // Few hashes, among them the least and the greatest: every part of the table has some, and most have several ids.
        var draw = new Random(count);
        (uint Hash, int Id)[] filed = [.. Enumerable.Range(0, count).Select(id => ((uint)draw.Next(count / 3 + 1) * 2654435769u | (id % 1000 == 0 ? uint.MaxValue : 0), id))];
        var table = new HashedIds([.. filed.Select(each => HashedIds.Entry(each.Hash, each.Id))]);
        foreach (var under in filed.GroupBy(each => each.Hash).Append(null))
        {
            var found = new List<int>();
            foreach (var id in table[under?.Key ?? 1]) found.Add(id);
            if (under is not null) CollectionAssert.AreEqual(under.Select(each => each.Id).ToArray(), found);
        }
    }
}
