// Which version of a transfer is current, and that the order in which files arrive leaves no other trace.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Lake;

[TestClass]
public sealed class LakeVersionTests
{
    [TestMethod]
    public void The_same_file_again_changes_nothing()
    {
        using var lake = new LakeFixture();
        var first = lake.Ingest("a.csv", LakeFixture.Full("T-1"), LakeFixture.Bare("T-2"));
        var before = Snapshot(lake);

        var again = lake.Ingest("a.csv", LakeFixture.Full("T-1"), LakeFixture.Bare("T-2"));

        Assert.IsTrue(first.Added);
        Assert.IsFalse(again.Added);
        Assert.AreEqual(first.Entry.Sequence, again.Entry.Sequence);
        CollectionAssert.AreEqual(before, Snapshot(lake));
    }

    [TestMethod]
    public void Repeated_rows_are_unchanged_and_others_supersede()
    {
        using var lake = new LakeFixture();
        lake.Ingest("1.csv", LakeFixture.Bare("T-1"), LakeFixture.Bare("T-2"), LakeFixture.Bare("T-3"));
        lake.Ingest("2.csv", LakeFixture.Bare("T-1", amount: 1000.00m), LakeFixture.Bare("T-2", amount: 2000m), LakeFixture.Bare("T-4"));
        lake.Ingest("3.csv", LakeFixture.Bare("T-2"));

        var view = lake.View();

        Assert.AreEqual(4, view.Transfers.Count);
        CollectionAssert.AreEqual(new[] { 2, 1, 1 }, view.Files.Select(f => f.Current).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, view.Files.Select(f => f.Unchanged).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 1, 0 }, view.Files.Select(f => f.Superseded).ToArray());
        var rows = LakeReader.FindTransfers(view, ["T-1", "T-2", "T-3", "T-4"]);
        CollectionAssert.AreEqual(new[] { 0, 2, 0, 1 }, rows.Select(r => view.Transfers.File[r]).ToArray());
        CollectionAssert.AreEqual(new[] { false, true, false, false }, rows.Select(r => view.Transfers.Amended[r]).ToArray());
        Assert.AreEqual(1000.0, view.Transfers.Amount[rows[1]]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_payout_is_amended_by_its_own_employer_alone(int threads)
    {
        using var lake = new LakeFixture();
        lake.Ingest("1.csv", LakeFixture.Bare("T-1"), LakeFixture.Bare("T-2"));
        lake.Ingest("2.csv", LakeFixture.Bare("T-1", amount: 7m) with { EmployerId = "OTHER" }, LakeFixture.Bare("T-3") with { EmployerId = "OTHER" });
        lake.Ingest("3.csv", LakeFixture.Bare("T-1", amount: 8m));

        var view = new LakeReader(lake.Settings with { ReadThreads = threads }).Open(new LakeQuery());

        CollectionAssert.AreEqual(new[] { 1, 1, 1 }, view.Files.Select(f => f.Current).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, view.Files.Select(f => f.Foreign).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 0, 0 }, view.Files.Select(f => f.Superseded).ToArray());
        var row = LakeReader.FindTransfers(view, ["T-1"])[0];
        Assert.AreEqual((8.0, 2, true), (view.Transfers.Amount[row], view.Transfers.File[row], view.Transfers.Amended[row]));
        Assert.AreEqual(3, view.Transfers.Count);
    }

    [TestMethod]
    public void Manifest_entries_of_earlier_programs_are_read()
    {
        using var lake = new LakeFixture();
        lake.Ingest("1.csv", LakeFixture.Full("T-1"), LakeFixture.Bare("T-2"));
        lake.IngestLegs("2.csv", LakeFixture.Leg("L-1", "T-1", 1));
        var (entries, view) = (lake.Reader.Entries(), lake.View());
        var earlier = new System.Text.Json.JsonSerializerOptions { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
        var files = Directory.GetFiles(Path.Combine(lake.Settings.Folder, "manifest"), "*.json").Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            StringAssert.Contains(File.ReadAllText(files[i]), "\"rows_accepted\": ", StringComparison.Ordinal);
            File.WriteAllText(files[i], System.Text.Json.JsonSerializer.Serialize(entries[i], earlier));
            StringAssert.Contains(File.ReadAllText(files[i]), "\"rowsAccepted\":", StringComparison.Ordinal);
        }

        var again = lake.Reader.Entries();
        for (var i = 0; i < entries.Count; i++) Assert.AreEqual(entries[i], again[i] with { Parts = entries[i].Parts, Warnings = entries[i].Warnings });
        Assert.AreEqual(view.Seal, lake.View().Seal);
        Assert.AreEqual(1, lake.View().Legs.Count);
    }

    [TestMethod]
    public void A_change_in_any_column_is_an_amendment()
    {
        var full = LakeFixture.Full("T-1");
        Transfer[] changed =
        [
            full with { EmployerId = "OTHER" }, full with { EmployeeId = "43" }, full with { PersonId = null },
            full with { EmployeeName = LakeFixture.Name("Maria Kovacs") }, full with { PayDate = LakeFixture.Day("2026-03-30") },
            full with { PayType = PayType.Bonus }, full with { Amount = LakeFixture.Money(1m, "USDC") }, full with { Amount = full.Amount with { Currency = LakeFixture.Currency("USDT") } },
            full with { GrossAmount = null }, full with { ContractCurrency = null }, full with { SplitNo = 1 }, full with { Channel = Channel.Bank },
            full with { BeneficiaryName = null }, full with { PayeeCheck = PayeeCheck.Match }, full with { Account = LakeFixture.Iban("DE89370400440532013001") },
            full with { BankId = null }, full with { BankCountry = null }, full with { IntermediaryBankId = null }, full with { ReturnCode = null },
            full with { PaymentRef = null }, full with { EmploymentType = EmploymentType.Eor }, full with { JobTitle = "fräser" }, full with { Department = null },
            full with { HireDate = null }, full with { TerminationDate = null }, full with { ResidenceCountry = null }, full with { WorkCountry = null },
            full with { Nationality = null }, full with { DateOfBirth = null }, full with { Address = null }, full with { Phone = null }, full with { Email = null },
            full with { DeviceId = null }, full with { LoginCountry = null }, full with { AccountChangedAt = null }, full with { AccountChangedBy = "hr" },
            full with { AccountChangeApprovedBy = null },
        ];
        var content = new RowContent();
        var original = content.Digest(full, content.Digest(full.Standing)).ToArray();

        foreach (var row in changed) CollectionAssert.AreNotEqual(original, content.Digest(row, content.Digest(row.Standing)).ToArray());

        // Findings are derived; trailing zeros are the same amount.
        CollectionAssert.AreEqual(original, content.Digest(full with { Findings = RowFindings.None, GrossAmount = 2345678.900m }, content.Digest(full.Standing)).ToArray());
    }

    [TestMethod]
    public void Later_rows_are_hidden_and_so_are_their_amendments()
    {
        using var lake = new LakeFixture();
        lake.Ingest("1.csv", LakeFixture.Bare("T-1", "2026-03-30"), LakeFixture.Bare("T-2", "2026-03-31"), LakeFixture.Bare("T-3", "2026-05-01"));
        lake.Ingest("2.csv", LakeFixture.Bare("T-1", "2026-04-02"));

        var view = lake.View(LakeFixture.Day("2026-03-31"));

        Assert.AreEqual(2, view.Transfers.Count);
        CollectionAssert.AreEqual(new[] { 2, 0 }, view.Files.Select(f => f.Current).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 1 }, view.Files.Select(f => f.Hidden).ToArray());
        Assert.AreEqual(LakeFixture.Day("2026-03-30").DayNumber, view.Transfers.PayDay[0]);
        Assert.AreEqual(3, lake.View().Transfers.Count);
        Assert.AreEqual(1, lake.View(LakeFixture.Day("2026-03-30")).Transfers.Count);
        Assert.AreEqual(0, lake.View(LakeFixture.Day("2026-03-29")).Transfers.Count);
    }

    [TestMethod]
    public void A_leg_that_a_later_file_repeats_or_amends_is_treated_as_a_transfer_is()
    {
        using var lake = new LakeFixture();
        lake.Ingest("t.csv", LakeFixture.Bare("T-1"));
        lake.IngestLegs("1.csv", LakeFixture.Leg("L-1", "T-1", 1), LakeFixture.Leg("L-2", "T-1", 2));
        lake.IngestLegs("2.csv", LakeFixture.Leg("L-1", "T-1", 1), LakeFixture.Leg("L-2", "T-1", 2) with { ToAmount = 7m });

        var view = lake.View();

        Assert.AreEqual(2, view.Legs.Count);
        CollectionAssert.AreEqual(new[] { 108.123456, 7.0 }, view.Legs.ToAmount);
        Assert.AreEqual((1, 0, 1), (view.Files[1].Current, view.Files[1].Unchanged, view.Files[1].Superseded));
        Assert.AreEqual((1, 1, 0), (view.Files[2].Current, view.Files[2].Unchanged, view.Files[2].Superseded));
        Assert.AreEqual(0, lake.View(LakeFixture.Day("2026-03-30")).Legs.Count);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void The_order_of_files_and_threads_changes_nothing_in_the_view(int seed)
    {
        var random = new Random(seed);
        var transfers = Enumerable.Range(0, 6000).Select(i => LakeFixture.Full($"T-{i}", i % 2 == 0 ? "2026-03-31" : "2026-02-28") with
        {
            EmployerId = $"EMP-{random.Next(40)}",
            EmployeeId = $"{random.Next(900)}",
            EmployeeName = LakeFixture.Name($"{(char)('A' + random.Next(26))}nna {(char)('A' + random.Next(26))}ovak"),
            Account = LakeFixture.Domestic($"00{random.Next(2000):d8}"),
            BankId = $"B{random.Next(50)}",
            Department = $"D{random.Next(30)}",
            Phone = $"+4917{random.Next(3000)}",
            ResidenceCountry = random.Next(2) == 0 ? null : LakeFixture.Country("FR"),
        }).ToArray();
        var files = transfers.Chunk(700).ToArray();
        using var forward = new LakeFixture();
        using var backward = new LakeFixture();
        for (var f = 0; f < files.Length; f++) forward.Ingest($"{f}.csv", files[f]);
        for (var f = files.Length - 1; f >= 0; f--) backward.Ingest($"{f}.csv", files[f]);
        forward.IngestLegs("legs.csv", LakeFixture.Leg("L-1", "T-77", 1));
        backward.IngestLegs("legs.csv", LakeFixture.Leg("L-1", "T-77", 1));

        var a = forward.View();
        var b = new LakeReader(backward.Settings with { ReadThreads = 3 }).Open(new LakeQuery());

        Assert.AreEqual(a.ManifestHash, b.ManifestHash);
        Assert.AreEqual(AsText(a), AsText(b), $"seed {seed}");
    }

    [TestMethod]
    public void Both_folded_names_of_a_family_share_a_code()
    {
        using var lake = new LakeFixture();
        lake.Ingest("a.csv",
            LakeFixture.Bare("T-1", employee: "1") with { EmployeeName = LakeFixture.Name("Zoë Müller") },
            LakeFixture.Bare("T-2", employee: "2") with { EmployeeName = LakeFixture.Name("Ben MULLER") },
            LakeFixture.Bare("T-3", employee: "3") with { EmployeeName = LakeFixture.Name("Mueller Zoe"), BeneficiaryName = LakeFixture.Name("Zoe Mueller") });

        var view = lake.View();
        var rows = LakeReader.FindTransfers(view, ["T-1", "T-2", "T-3"]);

        Assert.AreEqual(view.Transfers.NameLast[rows[0]], view.Transfers.NameLast[rows[1]]);
        Assert.AreNotEqual(view.Transfers.NameFirst[rows[0]], view.Transfers.NameFirst[rows[1]]);
        Assert.AreEqual(1f, view.Transfers.HolderSimilarity[rows[2]]);
        Assert.AreEqual(0UL, lake.Reader.PartyRefs(view, rows).Holder[2]);
    }

    /// <summary>All columns as they stand, codes included: equal text means equal to the last code.</summary>
    private static string AsText(LakeView view)
    {
        var text = new StringBuilder();
        foreach (var source in new object[] { view.Transfers, view.Legs })
        {
            foreach (var property in source.GetType().GetProperties().Where(p => p.PropertyType.IsArray && p.Name is not ("File" or "FileRow")))
            {
                text.Append(property.Name).Append(':');
                foreach (var value in (Array)property.GetValue(source)!) text.Append(string.Create(CultureInfo.InvariantCulture, $"{value},"));
                text.AppendLine();
            }
        }
        foreach (var book in new[] { view.Employers, view.Currencies, view.Countries, view.Banks, view.AccountEnds, view.Actors, view.ReturnCodes })
            text.AppendJoin('|', Enumerable.Range(0, book.Count).Select(code => book[code])).AppendLine();
        return text.Append(view.Counts).ToString();
    }

    private static string[] Snapshot(LakeFixture lake) =>
        [.. lake.AllFiles().Select(path => $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];
}
