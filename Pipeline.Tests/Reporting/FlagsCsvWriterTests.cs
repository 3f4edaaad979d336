using System.Text;
using System.Text.Json;
using CsvHelper;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Reporting;

namespace Paysieve.Pipeline.Tests.Reporting;

[TestClass]
public sealed class FlagsCsvWriterTests
{
    private const string Header =
        "flag_id,run_id,transfer_id,employer_id,employee_id,pay_date,amount,currency,typology,score,rank,band,held_back,account_masked,explanation,reasons";

    [TestMethod]
    public void Columns_are_those_of_the_contract_in_its_order_and_records_end_with_CRLF()
    {
        var csv = Write(SampleNight.Flags());
        Assert.StartsWith(Header + "\r\n", csv);
        Assert.EndsWith("\r\n", csv);
        Assert.DoesNotContain('\ufeff', csv);
        Assert.AreEqual(Header + "\r\n", Write([]));
    }

    [TestMethod]
    public void A_row_reads_back_as_the_flag_it_was()
    {
        var flag = SampleNight.Flags()[0];
        var row = Read(Write([flag])).Single();
        string[] expected =
        [
            flag.FlagId, "run-1", "DE-2026-10-0417", "acme-de", "E-10417", "2026-10-30", "4182.40", "EUR", "payout_routing", "0.9993", "1",
            "critical", "false", "****9027", JsonSerializer.Serialize(flag.Explanation),
            string.Join(" | ", flag.Reasons.Select(reason => reason.Sentence)),
        ];
        CollectionAssert.AreEqual(expected, row);
    }

    [TestMethod]
    [DataRow("=1+1")]
    [DataRow("+1")]
    [DataRow("-1")]
    [DataRow("@SUM(A1)")]
    [DataRow("\t=1")]
    [DataRow("\r=1")]
    [DataRow("\n=1")]
    [DataRow("＝1+1")]
    public void Text_that_a_spreadsheet_would_run_is_escaped_in_every_text_column(string formula)
    {
        var flag = SampleNight.Flags()[0] with
        {
            TransferId = formula,
            EmployerId = formula,
            EmployeeId = formula,
            AccountMasked = formula,
            Reasons = [new FlagReason(1, "R", "f", null, null, 0.5, formula)],
        };
        var row = Read(Write([flag])).Single();
        foreach (var column in (int[])[2, 3, 4, 13, 15]) Assert.AreEqual("'" + formula, row[column]);
    }

    [TestMethod]
    public void Numbers_stay_numbers_amounts_keep_minor_units_and_scores_round_trip()
    {
        var flag = SampleNight.Flags()[0];
        var rows = Read(Write(
        [
            flag with { Amount = SampleNight.Money(-5m, "EUR"), Score = 0.1 + 0.2, HeldBack = true },
            flag with { Amount = SampleNight.Money(412000.00m, "JPY") },
            flag with { Amount = SampleNight.Money(1.5m, "KWD") },
            flag with { Amount = SampleNight.Money(0.123456789012345678m, "ETH") },
        ]));
        CollectionAssert.AreEqual(new[] { "-5.00", "412000", "1.500", "0.123456789012345678" }, rows.Select(row => row[6]).ToList());
        Assert.AreEqual("0.30000000000000004", rows[0][9]);
        Assert.AreEqual("true", rows[0][12]);
    }

    [TestMethod]
    public void Flags_are_taken_one_at_a_time()
    {
        using var stream = new MemoryStream();
        var seen = 0;
        FlagsCsvWriter.Write(stream, "run-1", Many(), _ => "{}");
        Assert.AreEqual(20_000, seen);

        IEnumerable<Flag> Many()
        {
            var flag = SampleNight.Flags()[0];
            for (; seen < 20_000; seen++)
            {
                // The bytes of the first ones are on their way while the last ones are still to come.
                if (seen == 19_999) Assert.IsGreaterThan(1_000_000L, stream.Length);
                yield return flag;
            }
        }
    }

    private static string Write(IEnumerable<Flag> flags)
    {
        using var stream = new MemoryStream();
        FlagsCsvWriter.Write(stream, "run-1", flags, explanation => JsonSerializer.Serialize(explanation));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static List<string[]> Read(string csv)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        using var reader = CsvReader.Create(stream);
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, 16).Select(i => reader.GetString(i) ?? "")]);
        return rows;
    }
}
