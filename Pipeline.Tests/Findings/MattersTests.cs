// One account that a whole payroll was turned to is one question: it may not hide everything else of the night.
using Paysieve.Pipeline.Findings;

namespace Paysieve.Pipeline.Tests.Findings;

[TestClass]
public sealed class MattersTests
{
    [TestMethod]
    public void One_matter_takes_a_tenth_of_the_places_while_others_wait()
    {
        int[] matters = [.. Enumerable.Repeat(7, 300), .. Enumerable.Repeat(-1, 200)];
        var placed = Matters.Places(matters, budget: 100);
        Assert.AreEqual(10, placed.Take(300).Count(place => place));
        Assert.IsTrue(placed[..10].All(place => place), "its strangest ones");
        Assert.AreEqual(90, placed.Skip(300).Count(place => place));
    }

    [TestMethod]
    public void Places_that_nobody_else_wants_go_to_the_matter()
    {
        int[] matters = [.. Enumerable.Repeat(7, 300), -1, -1];
        var placed = Matters.Places(matters, budget: 100);
        Assert.AreEqual(100, placed.Count(place => place));
        Assert.IsTrue(placed[300] && placed[301]);
    }

    [TestMethod]
    public void A_small_ring_keeps_all_its_places_in_a_small_night_and_those_who_stand_alone_are_not_one_matter()
    {
        Assert.AreEqual(5, Matters.Places([3, 3, 3, 3, 3, -1, -1, -1], budget: 6).Take(5).Count(place => place));
        Assert.AreEqual(40, Matters.Places(Enumerable.Repeat(-1, 60).ToArray(), budget: 40).Take(40).Count(place => place));
        Assert.AreEqual(0, Matters.Places([1, 2], budget: 0).Count(place => place));
    }
}
