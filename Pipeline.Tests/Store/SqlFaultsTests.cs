// What is tried again and what is not, without a server: by the numbers, and by an error that the client itself made.
using Microsoft.Data.SqlClient;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed class SqlFaultsTests
{
    [TestMethod]
    [DataRow(2627, 14, "contention")]
    [DataRow(2601, 14, "contention")]
    [DataRow(1205, 13, "contention")]
    [DataRow(3960, 16, "contention")]
    [DataRow(-2, 11, "time-out")]
    [DataRow(1222, 16, "time-out")]
    [DataRow(10054, 20, "lost")]
    [DataRow(596, 21, "lost")]
    [DataRow(6005, 14, "lost")]
    [DataRow(983, 14, "lost")]
    [DataRow(40613, 17, "lost")]
    [DataRow(547, 16, "")]
    [DataRow(8152, 16, "")]
    [DataRow(18456, 14, "")]
    [DataRow(51001, 16, "")]
    [DataRow(1105, 17, "")]
    [DataRow(9002, 17, "")]
    [DataRow(3906, 16, "")]
    public void An_error_is_tried_again_only_when_nothing_can_have_been_kept(int number, int severity, string kind)
    {
        Assert.AreEqual(kind == "contention", SqlFaults.IsContention(number));
        Assert.AreEqual(kind == "time-out", SqlFaults.IsTimeOut(number));
        Assert.AreEqual(kind == "lost", SqlFaults.IsLost(number, (byte)severity));
        if (kind is "lost" or "time-out" || number is 1205 or 18456 or 1105 or 9002 or 3906) StringAssert.Contains(SqlFaults.WhyUnreachable(number, (byte)severity), kind == "lost" ? "the server" : "the store");
        else Assert.IsNull(SqlFaults.WhyUnreachable(number, (byte)severity), "a bug is not dressed up as a store that is gone");
        Assert.AreEqual(number == 51001 ? Rules.TwoPeople : null, SqlFaults.WhyRefused(number));
    }

    [TestMethod]
    public async Task An_error_is_found_where_the_client_hides_it()
    {
        await using var connection = new SqlConnection("Server=127.0.0.1,1;User Id=u;Password=p;Connect Timeout=1;ConnectRetryCount=0;Encrypt=false");
        var error = await Assert.ThrowsExactlyAsync<SqlException>(() => connection.OpenAsync());

        Assert.AreSame(error, SqlFaults.Find(error));
        Assert.AreSame(error, SqlFaults.Find(new InvalidOperationException("Cannot access destination table", error)), "as bulk copy does");
        Assert.AreSame(error, SqlFaults.Find(new AggregateException(new TimeoutException(), error)), "as several tries to connect do");
        Assert.IsNull(SqlFaults.Find(new InvalidOperationException("a bug")));
        Assert.IsNull(SqlFaults.Find(null));
        Assert.IsTrue(SqlFaults.IsLost(error.Number, error.Class));
    }
}
