// Birth dates as lists write them.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class BirthDateTests
{
    [TestMethod]
    [DataRow("18 Jun 1964", "1964-06-18")]
    [DataRow("1964-06-18", "1964-06-18")]
    [DataRow("1947", "1947")]
    [DataRow("circa 1947", "circa 1947")]
    [DataRow("1946 to 1948", "1946 to 1948")]
    [DataRow("01 Jan 1946 to 31 Dec 1948", "1946 to 1948")]
    [DataRow("Feb 1960", "1960-02-01 to 1960-02-29")]
    public void Every_precision_is_read_and_written_back(string text, string canonical)
    {
        Assert.IsTrue(BirthDate.TryParse(text, out var date));
        Assert.AreEqual(canonical, date.ToString());
        Assert.IsTrue(BirthDate.TryParse(canonical, out var again));
        Assert.AreEqual(date, again);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("unknown")]
    [DataRow("31 Feb 1960")]
    [DataRow("1700")]
    [DataRow("1950 to 1940")]
    public void What_is_no_birth_date_is_refused(string text) => Assert.IsFalse(BirthDate.TryParse(text, out _));
}
