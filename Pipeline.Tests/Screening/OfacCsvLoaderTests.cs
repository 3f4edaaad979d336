// Every quirk of the publisher's CSV set, each with a row that has it.
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class OfacCsvLoaderTests
{
    private const string Sdn =
        "10,\"KIM, Yong Chol\",\"individual\",\"NPWMD] [DPRK2\",\"Director\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB circa 1947; alt. DOB 18 Feb 1962; alt. DOB 1950 to 1953; alt. DOB Jan 1948; POB Pyongan-Pukto, Korea, North; nationality Korea, North; citizen China; Gender Male; Passport 381420754 (Korea, North) issued 07 Dec 2011; Digital Currency Address - XBT 1KuFXyz; alt. Digital Currency Address - ETH 0xAbC1; a.k.a. 'GENERAL KIM'; Linked To: RECONNAISSANCE GENERAL BUREAU; Tax ID No. 77440014\"\r\n" +
        "11,\"STAR 1\",\"vessel\",\"CUBA\",-0- ,\"CL2192\",\"Tug\",-0- ,\"212\",\"Panama\",\"Owner S.A.\",\"Vessel Registration Identification IMO 7406784; f.k.a. 'ANA I'.\"\r\n" +
        "12,\"ALFA, BETA & CO., LTD.\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u001A";

    [TestMethod]
    public void Remarks_give_birth_dates_places_documents_wallets_and_weak_aliases()
    {
        var party = Parse().Parties.Single(p => p.EntryId == "10");
        Assert.AreEqual(PartyKind.Person, party.Kind);
        CollectionAssert.AreEqual(new[] { "circa 1947", "1962-02-18", "1950 to 1953", "1948-01-01 to 1948-01-31" }, party.BirthDates.Select(d => d.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "KP", "CN" }, party.Nationalities.ToArray());
        CollectionAssert.AreEqual(new[] { "RU", "KP" }, party.Countries.ToArray());
        Assert.AreEqual("M", party.Gender);
        CollectionAssert.AreEqual(new[] { "NPWMD", "DPRK2" }, party.Programmes.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedWallet("XBT", "1KuFXyz"), new ListedWallet("ETH", "0xAbC1") }, party.Wallets.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedName("KIM, Yong Chol", NameStrength.Primary) { Family = "KIM" }, new ListedName("KIM, Young Chul", NameStrength.Strong) { Family = "KIM" }, new ListedName("GENERAL KIM", NameStrength.Weak) }, party.Names.ToArray());
        CollectionAssert.Contains(party.Identifiers.ToArray(), new ListedIdentifier("Passport", "381420754", "KP"));
        CollectionAssert.AreEqual(new[] { "RECONNAISSANCE GENERAL BUREAU" }, party.LinkedTo.ToArray());
    }

    [TestMethod]
    public void A_remark_cut_in_the_middle_of_a_word_goes_on_in_the_comments()
    {
        var party = Parse().Parties.Single(p => p.EntryId == "10");
        CollectionAssert.Contains(party.Identifiers.ToArray(), new ListedIdentifier("Tax ID No.", "7744001497", "RU"));
    }

    [TestMethod]
    public void Nothing_is_written_as_minus_zero_and_kinds_are_told_apart()
    {
        var parties = Parse().Parties;
        Assert.AreEqual(PartyKind.Company, parties.Single(p => p.EntryId == "12").Kind);
        Assert.IsNull(parties.Single(p => p.EntryId == "12").Remarks);
        var vessel = parties.Single(p => p.EntryId == "11");
        Assert.AreEqual(PartyKind.Vessel, vessel.Kind);
        Assert.AreEqual(NameStrength.Strong, vessel.Names[1].Strength);
        CollectionAssert.Contains(vessel.Countries.ToArray(), "PA");
        CollectionAssert.Contains(vessel.Identifiers.ToArray(), new ListedIdentifier("Vessel Registration Identification IMO", "7406784"));
    }

    [TestMethod]
    public void What_a_vessel_is_and_who_owned_it_is_kept_and_a_former_name_is_told_from_a_present_one()
    {
        var vessel = Parse().Parties.Single(p => p.EntryId == "11");
        Assert.AreEqual(new ListedVessel("Tug", "PA", null, "212", "Owner S.A."), vessel.Vessel);
        CollectionAssert.Contains(vessel.LinkedTo.ToArray(), "Owner S.A.");
        Assert.IsTrue(vessel.Names.Single(n => n.Text == "ANA I").Former);
        Assert.IsFalse(vessel.Names[0].Former);
    }

    [TestMethod]
    public void A_number_with_a_blank_in_it_is_one_number_and_ends_before_its_dates()
    {
        var row = "1,\"DOE, Jane\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Passport RL 0203 456 (Lebanon); alt. Passport AB123456 issued 01 Jan 2001 expires 01 Jan 2011; Email Address a@example.org; Phone Number 850-2-1.\"\r\n";
        var party = new OfacSdnLoader().Parse(new Dictionary<string, ListFile> { ["sdn"] = new("sdn.csv", "sdn", Encoding.ASCII.GetBytes(row), "", 0) }).Parties.Single();
        CollectionAssert.AreEqual(new[] { new ListedIdentifier("Passport", "RL 0203 456", "LB"), new ListedIdentifier("Passport", "AB123456") }, party.Identifiers.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedContact(ContactKind.Email, "a@example.org"), new ListedContact(ContactKind.Phone, "850-2-1") }, party.Contacts.ToArray());
    }

    [TestMethod]
    public void The_consolidated_list_is_the_same_shape_under_other_names()
    {
        var loader = new OfacConsolidatedLoader();
        Assert.AreEqual("cons_prim", loader.RoleOf("cons_prim.csv"));
        Assert.AreEqual("cons_comments", loader.RoleOf("cons_comments.csv"));
        Assert.IsNull(loader.RoleOf("sdn.csv"));
        Assert.IsNull(new OfacSdnLoader().RoleOf("cons_prim.csv"));
        static ListFile File(string role, string text) => new(role + ".csv", role, Encoding.ASCII.GetBytes(text), "", 0);
        var parsed = loader.Parse(new Dictionary<string, ListFile>
        {
            ["cons_prim"] = File("cons_prim", "17014,\"EXAMPLE BANK\",-0- ,\"UKRAINE-EO13662] [RUSSIA-EO14024\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"SWIFT/BIC EXAMRUMM; Registration Numbe\"\r\n\u001A"),
            ["cons_comments"] = File("cons_comments", "17014,\"r 1027700342890 (Russia); a.k.a. 'EXBA'.\"\r\n"),
        });
        var party = parsed.Parties.Single();
        Assert.AreEqual("ofac-consolidated", party.List);
        CollectionAssert.AreEqual(new[] { "UKRAINE-EO13662", "RUSSIA-EO14024" }, party.Programmes.ToArray());
        CollectionAssert.Contains(party.Identifiers.ToArray(), new ListedIdentifier("Registration Number", "1027700342890", "RU"));
        Assert.AreEqual(NameStrength.Weak, party.Names.Single(n => n.Text == "EXBA").Strength);
    }

    [TestMethod]
    public void Rows_of_entries_the_list_does_not_have_are_counted_and_survived()
    {
        var note = Parse().Notes.Single();
        Assert.AreEqual("alt.csv: 1 rows belong to entries that are not in the list", note);
    }

    [TestMethod]
    [DataRow("sdn_comments.csv", "sdn_comments")]
    [DataRow("SDN.CSV", "sdn")]
    [DataRow("sdn_2024-05-03.csv", "sdn")]
    [DataRow("add_2025-01-06.csv", "add")]
    [DataRow("sdn_advanced.xml", null)]
    [DataRow("addresses.csv", null)]
    [DataRow("payments.csv", null)]
    public void Files_are_recognised_by_prefix(string name, string? role) => Assert.AreEqual(role, new OfacSdnLoader().RoleOf(name));

    private static ParsedList Parse()
    {
        static ListFile File(string role, string text) => new(role + ".csv", role, Encoding.ASCII.GetBytes(text), "", 0);
        var parsed = new OfacSdnLoader().Parse(new Dictionary<string, ListFile>
        {
            ["sdn"] = File("sdn", Sdn),
            ["alt"] = File("alt", "10,1,\"aka\",\"KIM, Young Chul\",-0- \r\n99999,2,\"aka\",\"ORPHAN\",-0- \r\n\u001A"),
            ["add"] = File("add", "10,1,\"1 Main Street\",\"Moscow 101000\",\"Russia\",-0- \r\n10,2,-0- ,-0- ,-0- ,-0- \r\n"),
            ["sdn_comments"] = File("sdn_comments", "10,\"97 (Russia).\"\r\n"),
        });
        Assert.IsNull(parsed.Refusal);
        return parsed;
    }
}
