// Amounts count by value in the digest of a row.
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Tests.Lake;

[TestClass]
public sealed class RowKeyingTests
{
    [TestMethod]
    public void Shortening_an_amount_leaves_what_a_division_by_one_leaves()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        Check(0m, "zero");
        Check(0.00m, "zero with decimals");
        Check(-0.00m, "negative zero");
        Check(new decimal(-1, -1, 0, true, 12), "all of 64 bits");
        for (var i = 0; i < 20_000; i++)
        {
            var low = random.Next();
            for (var zeros = random.Next(6); zeros > 0; zeros--) low = unchecked(low * 10);
            Check(new decimal(low, i % 3 == 0 ? random.Next() : 0, 0, i % 2 == 0, (byte)random.Next(29)), $"seed {Seed}, draw {i}");
        }

        static void Check(decimal amount, string which)
        {
            var shortened = decimal.GetBits(amount);
            RowContent.Shorten(shortened);
            CollectionAssert.AreEqual(decimal.GetBits(amount / 1.0000000000000000000000000000m), shortened, which);
        }
    }
}
