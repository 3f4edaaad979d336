// Unmistakable people are planted in good rows and bad ones, things are made to fail, and then everything that was said or stored is searched for them.
using Microsoft.Data.Sqlite;
using ParquetSharp;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Tests.Features;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class PrivacyTests
{
    private const string Iban = "DE89370400440532013000";
    private const string Number = "73519284655";
    private const string Wallet = "0x52908400098527886e0f7030069857d2e4169ee7";

    /// <summary>Parts by which each planted value would be known, however it was cut or folded.</summary>
    private static readonly string[] Planted =
    [
        "quillfeather", "zdravka", "brimblecombe", "ottokar", Iban.ToLowerInvariant(), "370400440532013000", Number, Wallet[2..],
        "5558423", "nelkenschlucht", "zq.private", "dev-zq-77", "clerk.zq",
    ];

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];

    private static Payout Zdravka => Payroll.Payee(1) with
    {
        Name = "Zdravka Quillfeather", Holder = "Ottokar Brimblecombe", Account = Iban, Bank = null, BankCountry = null,
        Phone = "+49 171 5558423", Address = "Nelkenschlucht 77, Ulm", Email = "zq.private@example.org", Device = "dev-zq-77",
        Changed = Payroll.Today.AddDays(-2), ChangedBy = "clerk.zq", ApprovedBy = "clerk.zq", Person = "Quillfeather-token",
    };

    /// <summary>Two strangers on her account, so that she is flagged.</summary>
    private static Payout[] Sharers => [.. new[] { 2, 3 }.Select(number => Payroll.Payee(number) with { Account = Iban, Bank = null, BankCountry = null })];

    /// <summary>Every way in which a reader stumbles over a row, each with the planted person in it.</summary>
    private static string BadRows()
    {
        var line = (Zdravka with { Employee = "E9" }).Line();
        var wallet = (Zdravka with { Employee = "E10", Account = Wallet, Channel = "wallet", Currency = "USDT" }).Line();
        string[] rows =
        [
            line.Replace("2026-01-28,regular", "Quillfeather,regular", StringComparison.Ordinal),
            line.Replace(",regular,", ",Zdravka Quillfeather,", StringComparison.Ordinal),
            line.Replace(",3000,", $",{Number},", StringComparison.Ordinal).Replace(",EUR,EUR,", ",Quillfeather,EUR,", StringComparison.Ordinal),
            line.Replace(",3000,", $",{Iban},", StringComparison.Ordinal),
            line.Replace($",{Iban},", ",Zdravka Quillfeather Brimblecombe,", StringComparison.Ordinal),
            line.Replace(",DE,DE,", ",Nelkenschlucht,DE,", StringComparison.Ordinal),
            line + ",Quillfeather,Brimblecombe",
            "Quillfeather," + Iban,
            line.Replace("Zdravka Quillfeather", "\"Zdravka\" Quillfeather", StringComparison.Ordinal),
            line.Replace("Zdravka Quillfeather", "Zdravka\u0007Quillfeather", StringComparison.Ordinal),
            line.Replace("2026-01-26", "Nelkenschlucht", StringComparison.Ordinal),
            line.Replace("clerk.zq", new string('q', 9000) + "clerk.zq", StringComparison.Ordinal),
            wallet.Replace(",3000,", ",-Quillfeather,", StringComparison.Ordinal),
            "",
        ];
        return string.Concat(rows.Select(row => row + "\n"));
    }

    [TestMethod]
    public async Task Nothing_personal_leaves_the_rooms_that_may_hold_it()
    {
        using var house = new House();
        var said = new List<string>();
        var first = await TrySay(said, () => house.NightAsync([house.Export([.. Staff, .. Sharers, Zdravka])], [house.Export(Staff.Select(payout => payout.On(Payroll.Month(-1))).Append(Zdravka.On(Payroll.Month(-1))))]));
        var wallet = Zdravka with { Employee = "E2", Account = Wallet, Channel = "wallet", Currency = "USDT", Contract = "USDT" };
        var bad = house.Write("bad.csv", Payout.Header + "\n" + BadRows() + wallet.Line() + "\n" + (Zdravka with { Employee = "E3", Account = Number }).Line() + "\n");
        var legs = house.Write("legs.csv", "leg_id,transfer_id,leg_no,executed_at,from_account,to_account,from_currency,to_currency,from_amount,to_amount,institution_id,country\n"
            + $"L1,{Zdravka.Id},1,2026-01-28T09:00:00Z,{Number},{Iban},EUR,USD,1,1,X,AE\nL2,{Zdravka.Id},Quillfeather,{Iban},{Number},{Wallet},Brimblecombe,CNY,1,x,X,HK\n");
        var night = await TrySay(said, () => house.NightAsync([bad, legs]));

        Assert.IsNotNull(night);
        Assert.IsGreaterThan(8L, night.Night.RowsRejected);
        var flags = await house.FlagsAsync(first!.RunId);
        Assert.IsNotEmpty(flags, "the planted person must be flagged, or nothing of her would be stored");
        AssertClean(house, said);
    }

    [TestMethod]
    public async Task Files_that_cannot_be_read_are_refused_without_a_word_of_their_content()
    {
        using var house = new House();
        var said = new List<string>();
        var header = Payout.Header + "\n";
        string[] files =
        [
            house.Write("unclosed.csv", header + Zdravka.Line() + "\n\"Quillfeather " + Iban + "\n" + Zdravka.Line() + "\n"),
            house.Write("columns.csv", "Zdravka Quillfeather," + Iban + "\n" + Zdravka.Line() + "\n"),
            house.Write("twice.csv", Payout.Header + ",employee_name\n" + Zdravka.Line() + ",Quillfeather\n"),
            house.Write("nul.csv", header + Zdravka.Line() + "\0\0\0Quillfeather\n"),
            house.Write("long.csv", header + Zdravka.Line().Replace("Quillfeather", string.Concat(Enumerable.Repeat("Quillfeather", 400_000)), StringComparison.Ordinal) + "\n"),
            house.At("latin.csv"), house.At("torn.csv.gz"), house.At("zipped.csv"),
        ];
        File.WriteAllBytes(house.At("latin.csv"), [.. Encoding.ASCII.GetBytes(header + Zdravka.Line()), 0xE9, 0xFF, (byte)'\n']);
        File.WriteAllBytes(house.At("torn.csv.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. Encoding.ASCII.GetBytes("Quillfeather")]);
        File.WriteAllBytes(house.At("zipped.csv"), [0x50, 0x4b, 3, 4, .. Encoding.ASCII.GetBytes("Quillfeather " + Iban)]);

        foreach (var file in files) await TrySay(said, () => house.NightAsync([file], [house.Export(Staff)]));
        AssertClean(house, said);
        StringAssert.Contains(string.Concat(said), "no usable input");
    }

    [TestMethod]
    [DataRow("flagged_transfer")]
    [DataRow("flag_reason")]
    [DataRow("source_file")]
    [DataRow("rejected_record")]
    [DataRow("audit_event")]
    public async Task A_store_that_refuses_a_row_does_not_repeat_it(string table)
    {
        using var house = new House();
        var said = new List<string>();
        await house.AskAsync(workspace => Task.FromResult(0));
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(house.Data, "paysieve.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The table's name comes from the rows above.
            command.CommandText = $"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no more room'); END";
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
        var bad = house.Write("bad.csv", Payout.Header + "\n" + BadRows() + Zdravka.Line() + "\n");
        var night = await TrySay(said, () => house.NightAsync([bad, house.Export([.. Staff, .. Sharers])], [house.Export(Zdravka.On(Payroll.Month(-1)))]));

        Assert.IsNull(night, "the store refused a row");
        StringAssert.Contains(string.Concat(said), "no more room");
        AssertClean(house, said);
    }

    [TestMethod]
    public async Task A_damaged_lake_says_which_file_and_not_what_was_in_it()
    {
        using var house = new House();
        var said = new List<string>();
        await TrySay(said, () => house.NightAsync([house.Export([.. Staff, Zdravka])]));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(house.Data, "lake"), "*.parquet", SearchOption.AllDirectories))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^40]);
        var night = await TrySay(said, () => house.NightAsync([house.Export(Staff.Select(payout => payout.On(Payroll.Month(1))))]));

        Assert.IsNull(night);
        AssertClean(house, said);
    }

    private static async Task<NightOutcome?> TrySay(List<string> said, Func<Task<NightOutcome>> night)
    {
        try
        {
            var outcome = await night();
            said.Add(string.Join('\n', outcome.Degraded.Concat(outcome.Night.Files.Concat(outcome.History.Files).Select(file => file.ToString() + string.Join(' ', file.Warnings)))));
            return outcome;
        }
        catch (Exception failure) when (failure is not UnitTestAssertException)
        {
            said.Add(failure.ToString());
            return null;
        }
    }

    /// <summary>Log, messages, database, flags and every text column of the lake's and the runs' Parquet; reports, party files and quarantine may hold names.</summary>
    private static void AssertClean(House house, IEnumerable<string> said)
    {
        foreach (var text in said.Append(house.Log.Text)) AssertNone(text, "said");
        foreach (var file in Directory.EnumerateFiles(house.Data, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(house.Data, file);
            if (name.StartsWith("quarantine", StringComparison.Ordinal) || name.Contains("part", StringComparison.Ordinal) && name.Contains("arties", StringComparison.Ordinal)) continue;
            if (name.EndsWith("report.html", StringComparison.Ordinal))
            {
                foreach (var secret in new[] { Iban, Number, Wallet[2..], "5558423" }) Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase, name);
                continue;
            }
            AssertNone(Encoding.Latin1.GetString(File.ReadAllBytes(file)), name);
            if (name.EndsWith(".parquet", StringComparison.Ordinal)) foreach (var text in Texts(file)) AssertNone(text, name);
        }
    }

    private static List<string> Texts(string path)
    {
        var texts = new List<string>();
        try
        {
            using var file = new ParquetFileReader(path);
            for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
            {
                using var group = file.RowGroup(g);
                for (var column = 0; column < file.FileMetaData.NumColumns; column++)
                {
                    if (file.FileMetaData.Schema.Column(column).PhysicalType != PhysicalType.ByteArray) continue;
                    using var reader = group.Column(column).LogicalReader<string?>();
                    texts.AddRange(reader.ReadAll((int)group.MetaData.NumRows).OfType<string>());
                }
            }
        }
        catch (ParquetException)
        {
            // Damaged on purpose by a test; its bytes were searched.
        }
        return texts;
    }

    private static void AssertNone(string text, string where)
    {
        foreach (var secret in Planted)
            if (text.Contains(secret, StringComparison.OrdinalIgnoreCase)) Assert.Fail($"{where} holds \"{secret}\": {Around(text, secret)}");

        static string Around(string text, string secret)
        {
            var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            return text[Math.Max(0, at - 120)..Math.Min(text.Length, at + secret.Length + 60)];
        }
    }
}
