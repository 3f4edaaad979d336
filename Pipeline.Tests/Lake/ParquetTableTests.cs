// Texts that rows share, and amounts as the lake's whole numbers.
using System.Numerics;
using System.Text;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Tests.Lake;

[TestClass]
public sealed class ParquetTableTests
{
    [TestMethod]
    public void Text_that_rows_share_is_asked_once_and_stands_in_all_of_them()
    {
        var asked = 0;
        var table = new ParquetTable<Row>(
            row => row.Shared,
            new TextColumn<Row>("id", false, row => row.Id),
            new TextColumn<Row>("first", true, row => Asked(row.Shared.First), shared: true),
            new CountColumn<Row>("length", false, row => row.Id.Length),
            new TextColumn<Row>("second", false, row => Asked(row.Shared.Second), shared: true));
        var (one, other) = (new Texts("Łódź", ""), new Texts(null, new string('x', 9000)));

        var block = table.Of([new Row("a", one), new Row("bb", other), new Row("c", one), new Row("d", other)], new ParquetScratch(new PagePool()));

        Assert.AreEqual(4, asked, "two columns, two that are shared");
        CollectionAssert.AreEqual(new[] { "a", "bb", "c", "d" }, TextsOf(block, 0));
        CollectionAssert.AreEqual(new[] { "Łódź", "Łódź" }, TextsOf(block, 1));
        CollectionAssert.AreEqual(new short[] { 1, 0, 1, 0 }, block.At<short>(block.Columns[1].Present!.Value, 4).ToArray());
        CollectionAssert.AreEqual(new[] { "", other.Second, "", other.Second }, TextsOf(block, 3));
        Assert.IsNull(block.Columns[3].Present);

        string? Asked(string? text)
        {
            asked++;
            return text;
        }
    }

    [TestMethod]
    public void Shared_text_that_may_not_be_missing_is_refused()
    {
        var table = new ParquetTable<Row>(row => row.Shared, new TextColumn<Row>("first", false, row => row.Shared.First, shared: true));

        Assert.ThrowsExactly<InvalidOperationException>(() => table.Of([new Row("a", new Texts(null, ""))], new ParquetScratch(new PagePool())));
    }

    [TestMethod]
    public void Units_of_an_amount_are_the_amount_times_a_million_million()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var scale = random.Next(13);
            var amount = new decimal(random.Next(), i % 3 == 0 ? 0 : random.Next(), i % 5 == 0 ? random.Next(1 << 8) : 0, i % 2 == 0, (byte)scale);
            var bits = decimal.GetBits(amount);
            var whole = (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + (uint)bits[0];
            var expected = whole * BigInteger.Pow(10, 12 - scale) * (i % 2 == 0 ? -1 : 1);
            Assert.AreEqual(expected, (BigInteger)MoneyUnits.ToUnits(amount), $"seed {Seed}, draw {i}");
        }
        Assert.AreEqual((Int128)2, MoneyUnits.ToUnits(0.0000000000025m), "half to even");
        Assert.AreEqual((Int128)0, MoneyUnits.ToUnits(-0.00m));
    }

    private static string[] TextsOf(ColumnBlock block, int column)
    {
        var place = block.Columns[column];
        var ends = block.At<int>(place.Values, place.Count);
        var texts = new string[place.Count];
        for (var (v, start) = (0, 0); v < texts.Length; start = ends[v++]) texts[v] = Encoding.UTF8.GetString(block.At<byte>(place.Text, ends[^1])[start..ends[v]]);
        return texts;
    }

    private sealed record Row(string Id, Texts Shared);

    private sealed class Texts(string? first, string second) : SharedTexts
    {
        internal string? First { get; } = first;

        internal string Second { get; } = second;
    }
}
