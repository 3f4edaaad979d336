// The UK list as CSV, as a spreadsheet and as XML: three forms of the same facts. The entries are invented.
using System.IO.Compression;
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class UkSanctionsLoaderTests
{
    private const string Headings =
        "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,\"Individual, Entity, Ship\","
        + "Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,"
        + "D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,Type of entity,Subsidiaries,Parent Company,"
        + "Business registration number (s),IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)\r\n";

    [TestMethod]
    public void Rows_of_one_unique_id_are_one_entry_with_all_its_names_and_addresses()
    {
        var parsed = Csv("Report Date: 23-Sep-2026\r\n" + Headings
            + Row(("Unique ID", "DPR0901"), ("Last Updated", "01/02/2026"), ("OFSI Group ID", "1234"), ("UN Reference Number", "KPi.901"), ("Name 6", "PAK"), ("Name 1", "Chol"), ("Name 2", "Su"), ("Name type", "Primary Name"), ("Individual, Entity, Ship", "Individual"), ("Regime Name", "DPRK"), ("D.O.B", "dd/mm/1969"), ("Nationality(/ies)", "North Korea"), ("Passport number", "123456789"), ("Gender", "Male"), ("Date Designated", "02/06/2017"), ("Address Line 1", "1 Way"), ("Address Country", "China"))
            + Row(("Unique ID", "DPR0902"), ("Name 6", "Example Trading"), ("Name type", "Primary name"), ("Individual, Entity, Ship", "Entity"), ("Business registration number (s)", "(1) 11111 (2) 22222"), ("Subsidiaries", "Small Example"))
            + Row(("Unique ID", "DPR0901"), ("Last Updated", "03/02/2026"), ("Name 6", "PARK"), ("Name 1", "Chul-soo"), ("Name type", "ALias"), ("Alias strength", "Low quality"), ("Individual, Entity, Ship", "Individual"), ("Name non-latin script", "박철수"), ("Non-latin script language", "Korean"), ("D.O.B", "04/03/1970"), ("Address Line 1", "1 Way"), ("Address Country", "China"))
            + Row(("Unique ID", "DPR0903"), ("Name 6", "STAR 9"), ("Name type", "Primary Name Variation"), ("Individual, Entity, Ship", "Ship"), ("IMO number", "7406784"), ("Current believed flag of ship", "Panama"), ("Type of ship", "Tanker"), ("Current owner/operator (s)", "Example Trading")));
        Assert.IsNull(parsed.Refusal);
        Assert.AreEqual(new DateOnly(2026, 9, 23), parsed.ListDate);
        var person = parsed.Parties.Single(p => p.EntryId == "DPR0901");
        CollectionAssert.AreEqual(new[] { "Primary Chol Su PAK", "Weak Chul-soo PARK", "Strong 박철수" }, person.Names.Select(n => $"{n.Strength} {n.Text}").ToArray());
        Assert.AreEqual("PAK", person.Names[0].Family);
        Assert.AreEqual("ko", person.Names[2].Language);
        CollectionAssert.AreEqual(new[] { "1969", "1970-03-04" }, person.BirthDates.Select(d => d.ToString()).ToArray());
        Assert.HasCount(1, person.Addresses);
        CollectionAssert.AreEqual(new[] { "CN" }, person.Countries.ToArray());
        CollectionAssert.AreEqual(new[] { "KP" }, person.Nationalities.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedIdentifier("Passport", "123456789") }, person.Identifiers.ToArray());
        CollectionAssert.AreEqual(new[] { "OFSI 1234", "UN KPi.901" }, person.References.ToArray());
        Assert.AreEqual(new DateOnly(2017, 6, 2), person.ListedOn);
        Assert.AreEqual(new DateOnly(2026, 2, 3), person.UpdatedOn);
        var company = parsed.Parties.Single(p => p.EntryId == "DPR0902");
        Assert.AreEqual(PartyKind.Company, company.Kind);
        CollectionAssert.AreEqual(new[] { "11111", "22222" }, company.Identifiers.Select(i => i.Value).ToArray());
        CollectionAssert.Contains(company.LinkedTo.ToArray(), "Small Example");
        var ship = parsed.Parties.Single(p => p.EntryId == "DPR0903");
        Assert.AreEqual(PartyKind.Vessel, ship.Kind);
        Assert.AreEqual("PA", ship.Vessel!.Flag);
        Assert.AreEqual(NameStrength.Primary, ship.Names[0].Strength, "an entry without a primary name takes its first");
        Assert.AreEqual(IdentifierType.Vessel, ship.Identifiers[0].Type);
    }

    [TestMethod]
    public void The_short_spreadsheet_gives_the_same_entries_and_its_thousands_of_empty_cells_nothing()
    {
        const string Filler = "<table:table-cell table:number-columns-repeated=\"16376\"/></table:table-row>";
        static string Cell(string text) => $"<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>";
        var content = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table>"
            + "<table:table-row>" + string.Concat(new[] { "Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated" }.Select(Cell)) + Filler
            + "<table:table-row>" + Cell("RUS9001") + "<table:table-cell table:number-columns-repeated=\"1\"/>" + Cell("PETROV <text:span>Ivan</text:span><text:s/>Ivanovich") + Cell("Russia") + Cell("Individual") + Cell("UK") + "<table:table-cell office:value-type=\"date\" office:date-value=\"2022-03-15\"><office:annotation><text:p>a note</text:p></office:annotation><text:p>15/03/22</text:p></table:table-cell>" + Filler
            + "<table:table-row table:number-rows-repeated=\"1043268\">" + Filler + "</table:table></office:spreadsheet></office:body></office:document-content>";
        var parsed = Parse("uk.ods", Zip(content));
        Assert.IsNull(parsed.Refusal);
        var party = parsed.Parties.Single();
        Assert.AreEqual(new ListedName("PETROV Ivan Ivanovich", NameStrength.Primary) { Family = "PETROV" }, party.Names.Single());
        Assert.AreEqual(new DateOnly(2022, 3, 15), party.ListedOn);
        CollectionAssert.AreEqual(new[] { "Russia" }, party.Programmes.ToArray());
    }

    [TestMethod]
    public void The_xml_gives_the_same_entries()
    {
        var parsed = Parse("uk.xml", Encoding.UTF8.GetBytes(
            "<Designations><DateGenerated>2026-04-29</DateGenerated><Designation><LastUpdated>29/04/2026</LastUpdated><DateDesignated>02/06/2017</DateDesignated><UniqueID>DPR0901</UniqueID><OFSIGroupID>1234</OFSIGroupID><RegimeName>DPRK</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>"
            + "<Names><Name><Name1>Chol</Name1><Name2>Su</Name2><Name6>PAK</Name6><NameType>Primary name</NameType></Name><Name><Name6>Clerk</Name6><NameType>ALias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name></Names>"
            + "<NonLatinNames><NonLatinName><NameNonLatinScript>박철수</NameNonLatinScript></NonLatinName></NonLatinNames><Addresses><Address><AddressLine6>Dandong</AddressLine6><AddressCountry>China</AddressCountry></Address></Addresses>"
            + "<IndividualDetails><Individual><DOBs><DOB>dd/mm/1969</DOB></DOBs><Nationalities><Nationality>North Korea</Nationality></Nationalities><Genders><Gender>Male</Gender></Genders></Individual></IndividualDetails></Designation></Designations>"));
        Assert.IsNull(parsed.Refusal);
        var party = parsed.Parties.Single();
        CollectionAssert.AreEqual(new[] { "Primary Chol Su PAK", "Weak Clerk", "Strong 박철수" }, party.Names.Select(n => $"{n.Strength} {n.Text}").ToArray());
        Assert.AreEqual("1969", party.BirthDates.Single().ToString());
        Assert.AreEqual("M", party.Gender);
        Assert.AreEqual(new DateOnly(2026, 4, 29), parsed.ListDate);
    }

    [TestMethod]
    public void What_is_no_uk_list_is_refused()
    {
        StringAssert.Contains(Csv("a,b\r\n1,2\r\n").Refusal, "no column Unique ID");
        StringAssert.Contains(Csv(Headings).Refusal, "no entries");
        StringAssert.Contains(Csv(Headings + "01/02/2026,DPR0901,12").Refusal, "cut off");
        StringAssert.Contains(Parse("uk.ods", Zip("<a>")).Refusal, "not whole XML");
        StringAssert.Contains(Parse("uk.ods", Zip("<a/>")[..60]).Refusal, "damaged");
        StringAssert.Contains(Parse("uk.xml", "<html>timeout</html>"u8.ToArray()).Refusal, "no UK Sanctions List");
    }

    [TestMethod]
    [DataRow("UK-Sanctions-List.csv", true)]
    [DataRow("fcdo_uk_sanctions_list_2025-08-11.ods", true)]
    [DataRow("UK_Sanctions_List.xml", true)]
    [DataRow("subjects.csv", false)]
    [DataRow("UK-Sanctions-List.pdf", false)]
    public void Its_files_are_known_by_name(string name, bool known) => Assert.AreEqual(known, new UkSanctionsLoader().RoleOf(name) is not null);

    private static string Row(params (string Heading, string Value)[] cells)
    {
        var columns = Headings.Replace("\"Individual, Entity, Ship\"", "Individual; Entity; Ship", StringComparison.Ordinal).TrimEnd().Split(',').Select(h => h.Replace(';', ',')).ToArray();
        foreach (var cell in cells) Assert.Contains(cell.Heading, columns);
        return string.Join(',', columns.Select(c => cells.FirstOrDefault(x => x.Heading == c).Value ?? "")) + "\r\n";
    }

    private static ParsedList Csv(string text) => Parse("uk.csv", Encoding.UTF8.GetBytes(text));

    private static ParsedList Parse(string name, byte[] content) => new UkSanctionsLoader().Parse(new Dictionary<string, ListFile> { ["uk"] = new(name, "uk", content, "", 0) });

    private static byte[] Zip(string content)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("content.xml").Open())
            entry.Write(Encoding.UTF8.GetBytes(content));
        return buffer.ToArray();
    }
}
