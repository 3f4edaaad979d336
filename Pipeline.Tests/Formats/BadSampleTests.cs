// The shipped sample of bad rows says about itself what is wrong with each: its department column names the code.
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class BadSampleTests
{
    [TestMethod]
    public void Every_bad_row_of_the_sample_is_rejected_for_the_reason_it_names()
    {
        var listing = new FileSource(".csv").Resolve([Path.Combine(RepositoryRoot(), "data-samples", "bad")], CancellationToken.None);
        Assert.IsEmpty(listing.Problems);
        var (result, sink) = Exports.Read(listing.Files.Single());

        Assert.IsNull(result.FileRejection);
        Assert.AreEqual((28L, 5L, 23L), (result.RowsRead, result.RowsAccepted, result.RowsRejected));
        Assert.IsTrue(sink.Transfers.All(transfer => transfer.Department == "Good"));
        foreach (var (record, raw) in sink.Rejected)
        {
            Assert.Contains(record.Code.Word(), System.Text.Encoding.UTF8.GetString(raw), StringComparison.Ordinal, record.ToString());
        }
        // Timestamps are for legs; a join is for registers.
        var rowCodes = Enum.GetValues<RejectionCode>().Where(code => code is >= RejectionCode.FieldCount and not (RejectionCode.NotATimestamp or RejectionCode.NoElection or RejectionCode.SplitsDoNotAddUp));
        CollectionAssert.IsSubsetOf(rowCodes.ToArray(), sink.Rejected.Select(rejected => rejected.Record.Code).ToArray());
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Paysieve.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
