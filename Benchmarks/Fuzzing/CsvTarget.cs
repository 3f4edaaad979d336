// The readers of payouts and legs.
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Benchmarks.Fuzzing;

internal sealed class CsvTarget : IFuzzTarget
{
    private const string Name = "Zdravka Quillfeather";
    private const string Account = "DE89370400440532013000";

    private readonly DirectoryInfo _folder = Places.Scratch();

    /// <summary>With the shipped profiles: vendors' headings among the words lead into them.</summary>
    private readonly ExportFormats _formats = new(ProfileShelf.Open(null));

    public CsvTarget()
    {
        string[] folders = ["bad", "night", "legs"];
        Corpus =
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(Places.Samples(folder), "*.csv").Order(StringComparer.Ordinal).Take(4)).Select(Head),
            .. Directory.EnumerateFiles(Places.Samples("vendors"), "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Head),
            Specimen.Of("planted.csv", $"transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account\nT1,ACME,E1,{Name},2026-11-25,12.50,EUR,{Account}\nT2,ACME,E2,\"{Name}, Jr\",2026-11-25,\"1\"2,EUR,{Account}\n"),
            Specimen.Of("planted-legs.csv", $"leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\nL1,T1,1,2026-11-25T01:02:03Z,{Account},0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,EUR,ETH,12.5,0.004,TRWI,DE\n"),
            Specimen.Of("fed-again.csv", $"{string.Join(',', ExportColumns.Quarantine)},transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account\n2,amount,amount_invalid,\"found \"\"x\"\"\",T1,ACME,E1,'={Name},2026-11-25,x,EUR,{Account}\n"),
            Specimen.Of("quotes.csv", "transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account\r\"a\r\nb\",\"c\"\"d\",\"\",x,2026-11-25,1,EUR,\"1\r2\"\r"),
        ];
    }

    public IReadOnlyList<Specimen> Corpus { get; }

    public IReadOnlyList<string> Words { get; } =
    [
        .. ExportColumns.Payout.Select(column => column.Name), .. ExportColumns.Leg.Select(column => column.Name), .. ExportColumns.Quarantine,
        "2026-11-25", "EUR", "USDT", "regular", "wallet", "cheque", "contractor", "GB", "match", Account, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    ];

    public IReadOnlyList<string> Secrets { get; } = ["Quillfeather", Account];

    public (int PerByte, long Besides) Memory => (60, 4 << 20);

    public IReadOnlyList<string> Read(Specimen input)
    {
        var path = Path.Combine(_folder.FullName, input.Name);
        File.WriteAllBytes(path, input.Bytes);
        var file = new SourceFile(Convert.ToHexStringLower(SHA256.HashData(input.Bytes)), input.Name, path, input.Bytes.Length);
        var sink = new Counting();
        var result = _formats.ReaderFor(file).Read(file, sink, new ReadLimits { MaxRowBytes = 1 << 15 }, null, CancellationToken.None);
        if (result.RowsRead != result.RowsAccepted + result.RowsRejected) throw new InvalidDataException("rows read are not rows accepted and rejected");
        if (result.FileRejection is { } whole)
        {
            if (result.RowsRead != 0) throw new InvalidDataException("a file refused whole has rows");
            return [.. sink.Messages, whole.Detail];
        }
        if (result.RowsAccepted != sink.Accepted || result.RowsRejected != sink.Rejected) throw new InvalidDataException("the counts are not the rows that were handed over");
        return sink.Messages;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The beginning of a sample: damage is found in few lines as well as in many.</summary>
    private static Specimen Head(string path) =>
        Specimen.Of(Path.GetFileName(path), string.Concat(Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\n').Take(8).Select(line => line + "\n")));

    private sealed class Counting : IExportSink
    {
        private long _line = -1;

        public List<string> Messages { get; } = [];

        public long Accepted { get; private set; }

        public long Rejected { get; private set; }

        public void Begin(ExportLayout layout)
        {
        }

        public void Accept(Transfer transfer) => Accepted++;

        public void Accept(PaymentLeg leg) => Accepted++;

        public void Accept(PayElection election)
        {
            // A rejected one is handed over too: pay is not divided without it.
            if (!election.IsBroken) Accepted++;
        }

        public void Reject(RejectedRecord record, ReadOnlySpan<byte> rawRow)
        {
            Rejected++;
            if (record.LineNo <= _line) throw new InvalidDataException("a rejected row stands before the one that came before it");
            _line = record.LineNo;
            if (Messages.Count < 100) Messages.Add(record.Detail);
        }
    }
}
