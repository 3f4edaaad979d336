// The EU list in the two forms it is published in; one set of invented entries for both.
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class EuSanctionsLoaderTests
{
    private static readonly string[] Columns =
    [
        "fileGenerationDate", "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_UnitedNationId", "Entity_DesignationDate", "Entity_Remark", "Entity_SubjectType", "Entity_SubjectType_ClassificationCode", "Entity_Regulation_Programme", "Entity_Regulation_NumberTitle", "Entity_Regulation_PublicationDate",
        "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_WholeName", "NameAlias_NameLanguage", "NameAlias_Gender", "NameAlias_Function", "Address_City", "Address_Street", "Address_CountryIso2Code", "Address_CountryDescription",
        "BirthDate_BirthDate", "BirthDate_Year", "BirthDate_YearRangeFrom", "BirthDate_YearRangeTo", "BirthDate_Circa", "BirthDate_City", "BirthDate_CountryIso2Code", "Identification_Number", "Identification_LatinNumber", "Identification_TypeDescription", "Identification_CountryIso2Code", "Citizenship_CountryIso2Code",
    ];

    [TestMethod]
    public void Rows_of_one_logical_id_are_one_entry()
    {
        var parsed = Parse("eu.csv", "\uFEFF" + string.Join(';', Columns) + "\r\n"
            + Row(("fileGenerationDate", "20/11/2026"), ("Entity_LogicalId", "13"), ("Entity_EU_ReferenceNumber", "EU.27.28"), ("Entity_UnitedNationId", "KPi.901"), ("Entity_SubjectType", "P"), ("Entity_SubjectType_ClassificationCode", "person"), ("Entity_Regulation_Programme", "PRK"), ("Entity_Regulation_NumberTitle", "2017/1509 (OJ L224)"), ("Entity_Regulation_PublicationDate", "2017-08-31"), ("NameAlias_LastName", "Pak"), ("NameAlias_WholeName", "Pak \"Chol\" Su"), ("NameAlias_Gender", "M"))
            + Row(("Entity_LogicalId", "13"), ("NameAlias_WholeName", "박철수"), ("NameAlias_NameLanguage", "KO"), ("NameAlias_Function", "Director"))
            + Row(("Entity_LogicalId", "13"), ("Address_City", "Dandong"), ("Address_CountryIso2Code", "CN"), ("Address_CountryDescription", "CHINA"))
            + Row(("Entity_LogicalId", "13"), ("BirthDate_YearRangeFrom", "1965"), ("BirthDate_YearRangeTo", "1968"), ("BirthDate_Circa", "true"), ("BirthDate_City", "Kaesong"), ("BirthDate_CountryIso2Code", "KP"))
            + Row(("Entity_LogicalId", "13"), ("BirthDate_BirthDate", "1970-03-04"), ("BirthDate_Year", "1970"), ("BirthDate_CountryIso2Code", "00"))
            + Row(("Entity_LogicalId", "13"), ("Identification_Number", "passport number A1234567"), ("Identification_LatinNumber", "A1234567"), ("Identification_TypeDescription", "National passport"), ("Identification_CountryIso2Code", "KP"))
            + Row(("Entity_LogicalId", "13"), ("Citizenship_CountryIso2Code", "KP"))
            + Row(("Entity_LogicalId", "20"), ("Entity_SubjectType_ClassificationCode", "enterprise"), ("NameAlias_WholeName", "Example Trading"))
            + ";;;\r\n");
        Assert.IsNull(parsed.Refusal);
        Check(parsed.Parties.Single(p => p.EntryId == "13"));
        Assert.AreEqual(PartyKind.Company, parsed.Parties.Single(p => p.EntryId == "20").Kind);
        Assert.AreEqual(new DateOnly(2026, 11, 20), parsed.ListDate);
    }

    [TestMethod]
    public void The_xml_gives_the_same_entry_and_knows_weak_names()
    {
        var parsed = Parse("eu.xml",
            "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-11-20T10:00:00\"><sanctionEntity designationDetails=\"\" unitedNationId=\"KPi.901\" euReferenceNumber=\"EU.27.28\" logicalId=\"13\"><regulation programme=\"PRK\" numberTitle=\"2017/1509 (OJ L224)\" publicationDate=\"2017-08-31\"/><subjectType code=\"person\" classificationCode=\"P\"/>"
            + "<nameAlias lastName=\"Pak\" wholeName=\"Pak &quot;Chol&quot; Su\" gender=\"M\" strong=\"true\"/><nameAlias wholeName=\"박철수\" nameLanguage=\"KO\" function=\"Director\"/><nameAlias wholeName=\"The Clerk\" strong=\"false\"/>"
            + "<address city=\"Dandong\" countryIso2Code=\"CN\" countryDescription=\"CHINA\"/><birthdate circa=\"true\" yearRangeFrom=\"1965\" yearRangeTo=\"1968\" city=\"Kaesong\" countryIso2Code=\"KP\"/><birthdate birthdate=\"1970-03-04\" year=\"1970\" countryIso2Code=\"00\" countryDescription=\"UNKNOWN\"/>"
            + "<identification number=\"passport number A1234567\" latinNumber=\"A1234567\" identificationTypeDescription=\"National passport\" countryIso2Code=\"KP\"><remark>lost</remark></identification><citizenship countryIso2Code=\"KP\"/></sanctionEntity></export>");
        Assert.IsNull(parsed.Refusal);
        var party = parsed.Parties.Single();
        Assert.AreEqual(NameStrength.Weak, party.Names.Single(n => n.Text == "The Clerk").Strength);
        Check(party with { Names = [.. party.Names.Where(n => n.Strength != NameStrength.Weak)] });
        Assert.AreEqual(new DateOnly(2026, 11, 20), parsed.ListDate);
    }

    [TestMethod]
    public void What_is_no_eu_list_is_refused()
    {
        StringAssert.Contains(Parse("eu.csv", "a;b\r\n1;2\r\n").Refusal, "no column Entity_LogicalId");
        StringAssert.Contains(Parse("eu.csv", string.Join(';', Columns) + "\r\n").Refusal, "no entries");
        StringAssert.Contains(Parse("eu.csv", string.Join(';', Columns) + "\r\n2026;13").Refusal, "cut off");
        StringAssert.Contains(Parse("eu.xml", "<export><sanctionEntity logicalId=\"1\">").Refusal, "not whole XML");
        StringAssert.Contains(Parse("eu.xml", "<html/>").Refusal, "no export of EU sanctions");
        StringAssert.Contains(Parse("eu.csv", "").Refusal, "is empty");
    }

    [TestMethod]
    [DataRow("20260220-FULL-1_1(xsd).xml", true)]
    [DataRow("csvFullSanctionsList_1_1.csv", true)]
    [DataRow("eu_sanctions.csv", true)]
    [DataRow("european.csv", false)]
    [DataRow("consolidated.xml", false)]
    public void Its_files_are_known_by_name(string name, bool known) => Assert.AreEqual(known, new EuSanctionsLoader().RoleOf(name) is not null);

    private static void Check(ListedParty party)
    {
        CollectionAssert.AreEqual(new[] { "Primary Pak \"Chol\" Su", "Strong 박철수" }, party.Names.Select(n => $"{n.Strength} {n.Text}").ToArray());
        Assert.AreEqual("Pak", party.Names[0].Family);
        Assert.AreEqual("ko", party.Names[1].Language);
        CollectionAssert.AreEqual(new[] { "circa 1965 to 1968", "1970-03-04" }, party.BirthDates.Select(d => d.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "CN", "KP" }, party.Countries.ToArray());
        CollectionAssert.AreEqual(new[] { "KP" }, party.Nationalities.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedIdentifier("National passport", "A1234567", "KP") }, party.Identifiers.ToArray());
        Assert.AreEqual("M", party.Gender);
        CollectionAssert.AreEqual(new[] { "PRK" }, party.Programmes.ToArray());
        CollectionAssert.IsSubsetOf(new[] { "EU.27.28", "UN KPi.901", "2017/1509 (OJ L224)" }, party.References.ToArray());
        CollectionAssert.AreEqual(new[] { "Director" }, party.Positions.ToArray());
        Assert.AreEqual(new DateOnly(2017, 8, 31), party.UpdatedOn);
    }

    private static string Row(params (string Column, string Value)[] cells)
    {
        foreach (var cell in cells) Assert.Contains(cell.Column, Columns);
        // Quotes within a value stand bare, as the publisher writes them.
        return string.Join(';', Columns.Select(c => cells.FirstOrDefault(x => x.Column == c).Value ?? "")) + "\r\n";
    }

    private static ParsedList Parse(string name, string text) => new EuSanctionsLoader().Parse(new Dictionary<string, ListFile> { ["eu"] = new(name, "eu", Encoding.UTF8.GetBytes(text), "", 0) });
}
