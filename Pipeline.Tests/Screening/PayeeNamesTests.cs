// The names on no list that the classifier learns to leave alone: the same for a seed, and without what is kept back for judging.
using Paysieve.Pipeline.Screening.Learning;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class PayeeNamesTests
{
    [TestMethod]
    public void Names_come_the_same_twice_and_without_those_that_are_kept_back()
    {
        static bool BeginsWithM(string name) => name.StartsWith('M');
        static int OfM(Func<string, bool> takes) => new PayeeNames(5, takes).All(50).Count(BeginsWithM);
        var all = new PayeeNames(5, _ => true).All(25).ToArray();
        CollectionAssert.AreEqual(all, new PayeeNames(5, _ => true).All(25).ToArray());
        CollectionAssert.AreNotEqual(all, new PayeeNames(6, _ => true).All(25).ToArray());
        // Companies may begin so still, and names in another script once they are romanised.
        var (with, without) = (OfM(_ => true), OfM(name => !BeginsWithM(name)));
        Assert.IsLessThan(with / 2, without, $"{with} with, {without} without");
    }
}
