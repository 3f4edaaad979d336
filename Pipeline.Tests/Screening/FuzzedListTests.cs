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
}
