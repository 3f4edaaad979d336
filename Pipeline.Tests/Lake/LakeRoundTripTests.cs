// What goes in comes out: every column, stated or missing, through the columns and through the details.
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Lake;

[TestClass]
public sealed class LakeRoundTripTests
{
    [TestMethod]
    public void Every_column_of_a_full_row_comes_back()
    {
        using var lake = new LakeFixture();
        lake.Ingest("full.csv", LakeFixture.Full("T-1"));

        var view = lake.View();
        var t = view.Transfers;

        Assert.AreEqual(1, t.Count);
        Assert.AreEqual(LakeKey.TransferKey("T-1"), t.TransferKey[0]);
        Assert.AreEqual("ÅKERLUND-İ", view.Employers.Text(t.Employer[0]));
        Assert.AreEqual(0, t.Payee[0]);
        Assert.AreEqual(0, t.Person[0]);
        Assert.AreEqual(LakeFixture.Day("2026-03-31").DayNumber, t.PayDay[0]);
        Assert.AreEqual(PayType.OffCycle, t.PayType[0]);
        Assert.AreEqual(1234567.890123456789, t.Amount[0]);
        Assert.AreEqual("USDC", view.Currencies.Text(t.Currency[0]));
        Assert.AreEqual("HUF", view.Currencies.Text(t.ContractCurrency[0]));
        Assert.AreEqual(Channel.Platform, t.Channel[0]);
        Assert.AreEqual(PayeeCheck.Close, t.PayeeCheck[0]);
        Assert.AreEqual(view.Accounts.Find(lake.Settings.Key.AccountKey(LakeFixture.Iban("DE89370400440532013000"), null)), t.Account[0]);
        Assert.AreEqual(AccountScheme.Iban, t.AccountScheme[0]);
        Assert.AreEqual("COBADEFFXXX", view.Banks.Text(t.Bank[0]));
        Assert.AreEqual("AT", view.Countries.Text(t.AccountCountry[0]));
        Assert.IsLessThan(0.6f, t.HolderSimilarity[0]);
        Assert.AreEqual(EmploymentType.Contractor, t.EmploymentType[0]);
        Assert.AreEqual(LakeFixture.Day("2019-02-28").DayNumber, t.HireDay[0]);
        Assert.AreEqual(LakeFixture.Day("2026-01-15").DayNumber, t.TerminationDay[0]);
        Assert.AreEqual("HU", view.Countries.Text(t.ResidenceCountry[0]));
        Assert.AreEqual("DE", view.Countries.Text(t.WorkCountry[0]));
        Assert.AreEqual("RO", view.Countries.Text(t.LoginCountry[0]));
        Assert.AreEqual(LakeFixture.Day("2026-03-20").DayNumber, t.ChangedDay[0]);
        Assert.StartsWith("user:", view.Actors.Text(t.ChangedBy[0]));
        Assert.AreEqual("hr", view.Actors.Text(t.ApprovedBy[0]));
        Assert.AreEqual("AC04", view.ReturnCodes.Text(t.ReturnCode[0]));
        Assert.IsTrue(t.Address[0] == 0 && t.Phone[0] == 0 && t.Email[0] == 0 && t.Device[0] == 0 && t.HolderName[0] == 0);
        Assert.AreNotEqual(t.NameFirst[0], t.NameLast[0]);
        Assert.AreEqual(new LakeCounts(1, 1, 1, 1, 1, 1, 1, 1, 2), view.Counts);

        var detail = lake.Reader.Details(view, [0])[0];
        Assert.AreEqual("T-1", detail.TransferId);
        Assert.AreEqual("0042", detail.EmployeeId);
        Assert.AreEqual(new Money(1234567.890123456789m, LakeFixture.Currency("USDC")), detail.Amount);
        Assert.AreEqual("****3000", detail.AccountMasked);
        Assert.AreEqual("3000", view.AccountEnds.Text(t.AccountEnd[0]));
        Assert.AreEqual(detail.Amount.Amount, t.ExactAmount(0));
        Assert.AreEqual("COBADEFFXXX", detail.BankId);
        Assert.AreEqual("AT", detail.AccountCountry);
        Assert.AreEqual("E2E-0099", detail.PaymentRef);
        Assert.AreEqual(LakeFixture.Day("2026-03-31"), detail.PayDate);

        var parties = lake.Reader.Parties(view, new[] { 0 });
        Assert.HasCount(2, parties);
        var payee = parties[detail.PayeeParty];
        Assert.AreEqual("Mária Kovács", payee.Name.Reveal());
        Assert.IsFalse(payee.IsHolder);
        Assert.AreEqual(LakeFixture.Day("1984-02-29"), payee.DateOfBirth);
        Assert.AreEqual("SK", payee.Nationality!.Value.Code);
        Assert.AreEqual("HU", payee.ResidenceCountry!.Value.Code);
        Assert.AreEqual("DE", payee.WorkCountry!.Value.Code);
        var holder = parties[detail.HolderParty];
        Assert.AreEqual("Jürgen Brückner", holder.Name.Reveal());
        Assert.IsTrue(holder.IsHolder);
        Assert.IsNull(holder.DateOfBirth);
        Assert.IsNull(holder.Nationality);
    }

    [TestMethod]
    public void What_an_export_leaves_out_is_missing_and_not_zero()
    {
        using var lake = new LakeFixture();
        lake.Ingest("bare.csv", LakeFixture.Bare("T-1", amount: -12.34m));

        var view = lake.View();
        var t = view.Transfers;

        Assert.AreEqual(-12.34, t.Amount[0]);
        foreach (var code in new[] { t.Person, t.Bank, t.Address, t.Phone, t.Email, t.Device, t.ChangedBy, t.ApprovedBy, t.ReturnCode })
            Assert.AreEqual(-1, code[0]);
        foreach (var code in new[] { t.ContractCurrency, t.AccountCountry, t.ResidenceCountry, t.WorkCountry, t.LoginCountry })
            Assert.AreEqual((short)-1, code[0]);
        foreach (var day in new[] { t.HireDay, t.TerminationDay, t.ChangedDay }) Assert.AreEqual(TransferColumns.NoDay, day[0]);
        Assert.AreEqual(PayType.Unstated, t.PayType[0]);
        Assert.AreEqual(Channel.Unstated, t.Channel[0]);
        Assert.AreEqual(PayeeCheck.Unstated, t.PayeeCheck[0]);
        Assert.AreEqual(EmploymentType.Unstated, t.EmploymentType[0]);
        Assert.AreEqual(1f, t.HolderSimilarity[0]);

        var detail = lake.Reader.Details(view, [0])[0];
        Assert.IsNull(detail.BankId);
        Assert.IsNull(detail.PaymentRef);
        Assert.AreEqual(0UL, detail.HolderParty);
        Assert.AreEqual(-12.34m, detail.Amount.Amount);
        Assert.AreEqual("Ingrid Nilsson", lake.Reader.Parties(view, [0])[detail.PayeeParty].Name.Reveal());
    }

    [TestMethod]
    public void An_account_that_nobody_places_says_itself_where_it_is()
    {
        using var lake = new LakeFixture();
        lake.Ingest("a.csv",
            LakeFixture.Bare("T-iban") with { Account = LakeFixture.Iban("DE89370400440532013000") },
            LakeFixture.Bare("T-bic") with { BankId = "BNPAFRPP" },
            LakeFixture.Bare("T-routing") with { BankId = "121000358" },
            LakeFixture.Bare("T-wallet") with { Account = new AccountNumber("TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7", AccountScheme.TronWallet) });

        var view = lake.View();
        var rows = LakeReader.FindTransfers(view, ["T-iban", "T-bic", "T-routing", "T-wallet"]);

        CollectionAssert.AreEqual(new[] { "DE37040044", "BNPAFRPP", "121000358", null }, rows.Select(r => view.Banks.Text(view.Transfers.Bank[r])).ToArray());
        CollectionAssert.AreEqual(new[] { "DE", "FR", null, null }, rows.Select(r => view.Countries.Text(view.Transfers.AccountCountry[r])).ToArray());
    }

    [TestMethod]
    public void A_leg_comes_back_with_the_account_codes_of_its_transfer()
    {
        using var lake = new LakeFixture();
        lake.IngestLegs("legs.csv", LakeFixture.Leg("L-2", "T-1", 2), LakeFixture.Leg("L-1", "T-1", 1, "HUF", "EUR"), LakeFixture.Leg("L-9", "T-unknown", 1));
        lake.Ingest("full.csv", LakeFixture.Full("T-1"));

        var view = lake.View();
        var legs = view.Legs;

        Assert.AreEqual(2, legs.Count);
        CollectionAssert.AreEqual(new[] { 1, 2 }, legs.LegNo);
        Assert.AreEqual(view.Transfers.TransferKey[0], legs.TransferKey[1]);
        Assert.AreEqual(view.Transfers.Account[0], legs.FromAccount[0]);
        Assert.AreEqual(view.Accounts.Find(lake.Settings.Key.WalletKey("tla2f6vpqdgre67v1736s7bj8ray5wyju7")), legs.ToAccount[0]);
        Assert.IsTrue(legs.ToWallet[0]);
        Assert.AreEqual("HUF", view.Currencies.Text(legs.FromCurrency[0]));
        Assert.AreEqual("USDT", view.Currencies.Text(legs.ToCurrency[1]));
        Assert.AreEqual(100.5, legs.FromAmount[0]);
        Assert.AreEqual(108.123456, legs.ToAmount[0]);
        Assert.AreEqual("EXCHANGE-1", view.Banks.Text(legs.Institution[0]));
        Assert.AreEqual("EE", view.Countries.Text(legs.Country[0]));
        Assert.AreEqual(new DateTime(2026, 3, 31, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234560).Ticks, legs.ExecutedAt[0]);
        Assert.AreEqual(new LakeFile(LakeFixture.Source("legs.csv").FileId, "legs.csv", true, 2, 0, 0, 1), view.Files[0]);
        Assert.AreEqual(0, legs.File[0]);
        Assert.AreEqual(1, view.Transfers.File[0]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Many_rows_over_months_and_row_groups_keep_their_values(bool monthsApart)
    {
        using var lake = monthsApart ? new LakeFixture { SourceBytes = LakeFileWriter.BytesKeptWhole } : new LakeFixture();
        const int Rows = 70_000;
        lake.Ingest("many.csv", Enumerable.Range(0, Rows).Select(i => LakeFixture.Bare($"T-{i}", i % 100 == 0 ? "2026-02-27" : "2026-03-31", $"E{i % 977}", i + 0.25m) with
        {
            BankId = i % 3 == 0 ? null : $"B{i % 41}",
            HireDate = i % 5 == 0 ? null : new DateOnly(2020, 1, 1).AddDays(i % 1000),
            // Short ones, and later ones that no page holds together.
            PaymentRef = i < 10_000 ? $"R{i}" : $"R{i}{new string('x', 90)}",
        }));

        var view = lake.View();
        var t = view.Transfers;

        Assert.AreEqual(Rows, t.Count);
        Assert.AreEqual(977, view.Counts.Payees);
        var picked = Enumerable.Range(0, Rows).Where(row => row % 1009 == 0).ToArray();
        var ids = lake.Reader.TransferIds(view, picked);
        var details = lake.Reader.Details(view, picked);
        for (var p = 0; p < picked.Length; p++)
        {
            var row = picked[p];
            var i = int.Parse(ids[p].AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
            Assert.AreEqual(i + 0.25, t.Amount[row]);
            Assert.AreEqual(i + 0.25m, details[p].Amount.Amount);
            Assert.AreEqual(i + 0.25m, t.ExactAmount(row));
            Assert.AreEqual(i % 3 == 0 ? null : $"B{i % 41}", view.Banks.Text(t.Bank[row]));
            Assert.AreEqual(i % 5 == 0 ? TransferColumns.NoDay : new DateOnly(2020, 1, 1).AddDays(i % 1000).DayNumber, t.HireDay[row]);
            Assert.AreEqual($"E{i % 977}", details[p].EmployeeId);
            Assert.AreEqual(i < 10_000 ? $"R{i}" : $"R{i}{new string('x', 90)}", details[p].PaymentRef);
        }
        CollectionAssert.AreEqual(picked, LakeReader.FindTransfers(view, ids));
        CollectionAssert.AreEqual(new[] { -1 }, LakeReader.FindTransfers(view, ["T-none"]));
        var payeesOfDay = new HashSet<(int, int)> { (t.PayDay[0], t.Payee[0]) };
        for (var row = 1; row < Rows; row++)
        {
            // By pay date and payee (codes are given in order of appearance), a payee's rows of a day by key.
            if (t.PayDay[row - 1] != t.PayDay[row]) Assert.IsLessThan(t.PayDay[row], t.PayDay[row - 1]);
            else if (t.Payee[row - 1] == t.Payee[row]) Assert.IsLessThan(t.TransferKey[row], t.TransferKey[row - 1]);
            else Assert.IsTrue(payeesOfDay.Add((t.PayDay[row], t.Payee[row])), "a payee's rows of a day stand together");
        }
    }
}
