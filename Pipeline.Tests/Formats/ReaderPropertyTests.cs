// What holds for any bytes at all: nothing throws, and every row is accepted or rejected.
using System.Text;
using CsCheck;
using Paysieve.Pipeline.Formats;

namespace Paysieve.Pipeline.Tests.Formats;

[TestClass]
public sealed class ReaderPropertyTests
{
    private static readonly string[] Pieces =
    [
        ",", ",,,,", "\n", "\r\n", "\r", "\"", "\"\"", "'", "=1+1", "\0", "\u0001", "\u0085", " ", "T1", "T2", "2026-11-25", "1234.50", "-0", "EUR", "JPY", "ETH",
        "DE89370400440532013000", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "bc1q", "Zoë", "金正恩", "😀", "regular", "bank", "wallet", "US", "999999999999999999999999",
        Exports.Csv(Exports.Row("T3")).Split('\n')[1] + "\n", Exports.Csv(Exports.Row("T4", ("amount", "x"))).Split('\n')[1] + "\r\n",
    ];

    private static readonly Gen<string> Garbage = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).List[0, 60].Select(string.Concat);

    [TestMethod]
    public void Rows_read_are_rows_accepted_and_rejected_whatever_the_text() =>
        Garbage.Sample(
            text =>
            {
                var (result, sink) = Exports.Read(Exports.Csv() + text);
                if (result.FileRejection is not null) return result.RowsRead == 0;
                return result.RowsAccepted == sink.Transfers.Count && result.RowsRejected == sink.Rejected.Count
                    && result.RowsRead == result.RowsAccepted + result.RowsRejected
                    && sink.Rejected.Zip(sink.Rejected.Skip(1), (a, b) => a.Record.LineNo < b.Record.LineNo).All(rising => rising);
            },
            iter: 1000, seed: "0000KPIrQbX4");

    [TestMethod]
    public void No_bytes_make_the_reader_throw() =>
        Gen.Byte.Array[0, 400].Sample(
            bytes =>
            {
                var whole = Exports.Read(bytes).Result;
                var behindHeader = Exports.Read([.. Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row())), .. bytes], new ReadLimits { MaxRowBytes = 900 }).Result;
                return whole.RowsRead == whole.RowsAccepted + whole.RowsRejected && behindHeader.RowsRead == behindHeader.RowsAccepted + behindHeader.RowsRejected;
            },
            iter: 400, seed: "0000KPIrQbX4");
}
