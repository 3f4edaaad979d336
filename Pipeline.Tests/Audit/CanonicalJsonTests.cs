// RFC 8785 by its own examples.
using System.Text.Json;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Tests.Audit;

[TestClass]
public sealed class CanonicalJsonTests
{
    // Appendix B of the RFC: IEEE 754 bits and their text.
    [TestMethod]
    [DataRow(0x0000000000000000UL, "0")]
    [DataRow(0x8000000000000000UL, "0")]
    [DataRow(0x0000000000000001UL, "5e-324")]
    [DataRow(0x8000000000000001UL, "-5e-324")]
    [DataRow(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [DataRow(0xffefffffffffffffUL, "-1.7976931348623157e+308")]
    [DataRow(0x4340000000000000UL, "9007199254740992")]
    [DataRow(0xc340000000000000UL, "-9007199254740992")]
    [DataRow(0x4430000000000000UL, "295147905179352830000")]
    [DataRow(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [DataRow(0x44b52d02c7e14af6UL, "1e+23")]
    [DataRow(0x44b52d02c7e14af7UL, "1.0000000000000001e+23")]
    [DataRow(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [DataRow(0x444b1ae4d6e2ef4fUL, "999999999999999900000")]
    [DataRow(0x444b1ae4d6e2ef50UL, "1e+21")]
    [DataRow(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [DataRow(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [DataRow(0x41b3de4355555553UL, "333333333.3333332")]
    [DataRow(0x41b3de4355555554UL, "333333333.33333325")]
    [DataRow(0x41b3de4355555555UL, "333333333.3333333")]
    [DataRow(0x41b3de4355555556UL, "333333333.3333334")]
    [DataRow(0x41b3de4355555557UL, "333333333.33333343")]
    [DataRow(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    [DataRow(0x43143ff3c1cb0959UL, "1424953923781206.2")]
    public void Numbers_look_as_the_standard_says(ulong bits, string expected)
    {
        Assert.AreEqual(expected, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));
    }

    [TestMethod]
    public void Numbers_that_are_none_have_no_form()
    {
        foreach (var value in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            Assert.ThrowsExactly<FormatException>(() => CanonicalJson.Number(value));
    }

    [TestMethod]
    public void Numbers_read_back_as_they_were()
    {
        var random = new Random(8785);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value)) continue;
            Assert.AreEqual(value, double.Parse(CanonicalJson.Number(value), System.Globalization.CultureInfo.InvariantCulture), $"seed 8785, number {i}");
        }
    }

    // Section 3.2.2 and 3.2.3: the sample object, primitives and key order.
    [TestMethod]
    public void The_sample_object_of_the_standard_gives_its_canonical_form()
    {
        const string Sample = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string Expected = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""";

        Assert.AreEqual(Expected, CanonicalJson.OfText(Sample));
        Assert.AreEqual(Expected, CanonicalJson.Of(JsonNode.Parse(Sample)));
        Assert.AreEqual(Expected, CanonicalJson.OfText(Expected));
    }

    [TestMethod]
    public void Members_are_sorted_by_utf_16_code_units()
    {
        const string Sample = """
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;
        using var canonical = JsonDocument.Parse(CanonicalJson.OfText(Sample));

        CollectionAssert.AreEqual(
            new[]
            {
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face",
                "Hebrew Letter Dalet With Dagesh",
            },
            canonical.RootElement.EnumerateObject().Select(member => member.Value.GetString()).ToArray());
    }

    [TestMethod]
    [DataRow("""{"a":1,"a":2}""")]
    [DataRow("""{"a":1,"\u0061":2}""")]
    [DataRow("\"\\ud83d\"")]
    [DataRow("\"\\ude00\\ud83d\"")]
    [DataRow("1e999")]
    public void What_has_no_canonical_form_is_refused(string json)
    {
        Assert.ThrowsExactly<FormatException>(() => CanonicalJson.OfText(json));
    }

    [TestMethod]
    public void Everything_below_a_space_is_escaped_and_nothing_else_but_quote_and_backslash()
    {
        var all = string.Concat(Enumerable.Range(0, 0xD800).Select(code => (char)code));

        var canonical = CanonicalJson.Of(JsonValue.Create(all));

        Assert.AreEqual(all, JsonSerializer.Deserialize<string>(canonical));
        Assert.AreEqual(2 + all.Length + (7 * 1) + (27 * 5), canonical.Length);
    }
}
