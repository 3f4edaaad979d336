// Inputs that fuzzing (`Benchmarks -- fuzz list`) found a loader to stumble over, kept small.
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class FuzzedListTests
{
    [TestMethod]
    [DataRow("\u00b5", DisplayName = "a byte that is no UTF-8")]
    [DataRow("\\ud800", DisplayName = "half a surrogate pair")]
    public void A_wallet_list_with_text_that_is_no_text_is_refused(string broken)
    {
        foreach (var place in (string[])["entity", "alias"])
        {
            var (name, alias) = place == "entity" ? ("A" + broken, "B") : ("A", "B" + broken);
            var json = """{"addresses":{"0xabc":{"entries":[{"uid":"1","entity":"NAME","akas":["ALIAS"]}]}}}"""
                .Replace("NAME", name, StringComparison.Ordinal).Replace("ALIAS", alias, StringComparison.Ordinal);
            var content = Encoding.Latin1.GetBytes(json);

            var parsed = new CryptoJsonLoader().Parse(new Dictionary<string, ListFile> { ["addresses"] = new("crypto.json", "addresses", content, "", content.Length) });

            Assert.AreEqual("crypto.json holds text that is not valid Unicode", parsed.Refusal, place);
        }
    }

    [TestMethod]
    [DataRow("\u00b5", DisplayName = "a byte that is no UTF-8")]
    [DataRow("\\ud800", DisplayName = "half a surrogate pair")]
    public void Entities_with_text_that_is_no_text_are_refused(string broken)
    {
        foreach (var place in (string[])["ID", "ALIAS", "NUMBER"])
        {
            var json = ("""{"id":"NK-1","schema":"Person","target":true,"properties":{"name":["A"],"alias":["ALIAS"]}}""" + "\n" + """{"id":"ID","schema":"Passport","properties":{"holder":["NK-1"],"number":["NUMBER"]}}""" + "\n")
                .Replace(place, broken, StringComparison.Ordinal);

            Assert.AreEqual("entities.ftm.json holds text that is not valid Unicode", Entities(json).Refusal, place);
        }
    }

    [TestMethod]
    public void Of_two_addresses_with_one_id_the_first_stands()
    {
        var parsed = Entities("""
            {"id":"NK-1","schema":"Person","target":true,"properties":{"name":["A"],"addressEntity":["a1"]}}
            {"id":"a1","schema":"Address","properties":{"full":["1 Way"]}}
            {"id":"a1","schema":"Address","properties":{"full":["2 Way"]}}

            """);

        Assert.IsNull(parsed.Refusal);
        Assert.AreEqual("1 Way", parsed.Parties.Single().Addresses.Single().Street);
    }

    [TestMethod]
    public void Thousands_of_short_cells_take_memory_for_what_they_hold()
    {
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("51,", 7_000)) + "\nUnique ID,Name 6\nRUS0001,Quillfeather\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var parsed = new UkSanctionsLoader().Parse(new Dictionary<string, ListFile> { ["uk"] = new("uk_sanctions_list.csv", "uk", content, "", content.Length) });

        Assert.HasCount(1, parsed.Parties);
        Assert.IsLessThan(300L * content.Length, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ParsedList Entities(string json)
    {
        var content = Encoding.Latin1.GetBytes(json);
        return new OpenSanctionsLoader().Parse(new Dictionary<string, ListFile> { ["opensanctions"] = new("entities.ftm.json", "opensanctions", content, "", content.Length) });
    }
}
