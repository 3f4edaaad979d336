// Every quirk of the UN's XML, each with an element that has it. The entries are invented.
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class UnXmlLoaderTests
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CONSOLIDATED_LIST xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" dateGenerated=\"2026-02-27T00:00:09.554Z\"><INDIVIDUALS>";
    private const string Person =
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>PAK</FIRST_NAME><SECOND_NAME>CHOL\n SU</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.901</REFERENCE_NUMBER><LISTED_ON>2017-06-02Z</LISTED_ON>"
        + "<GENDER>Female</GENDER><NAME_ORIGINAL_SCRIPT>박철수</NAME_ORIGINAL_SCRIPT><TITLE><VALUE>Ms</VALUE></TITLE><DESIGNATION><VALUE>Director</VALUE><VALUE>Clerk</VALUE></DESIGNATION><NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>"
        + "<LAST_DAY_UPDATED><VALUE>2018-01-01</VALUE><VALUE>2020-05-04</VALUE><VALUE/></LAST_DAY_UPDATED>"
        + "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Park Chul-soo; Bak Cheol-su (original script: 박철수)</ALIAS_NAME><DATE_OF_BIRTH>1970-03-04</DATE_OF_BIRTH><COUNTRY_OF_BIRTH>China</COUNTRY_OF_BIRTH></INDIVIDUAL_ALIAS>"
        + "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Clerk (combat name)</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
        + "<INDIVIDUAL_ADDRESS><STREET>1 Way</STREET><CITY>Dandong</CITY><COUNTRY>China</COUNTRY><NOTE>as of 2019</NOTE></INDIVIDUAL_ADDRESS>"
        + "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1969</YEAR></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1965</FROM_YEAR><TO_YEAR>1968</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        + "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>in his thirties</NOTE></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>"
        + "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Kaesong</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"
        + "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>diplomatic passport no. D00000898</NUMBER><ISSUING_COUNTRY>Democratic People's Republic of Korea</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/><COMMENTS1>A comment.</COMMENTS1></INDIVIDUAL>";
    private const string Rest = "</INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>EXAMPLE TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.901</REFERENCE_NUMBER>"
        + "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Example</ALIAS_NAME></ENTITY_ALIAS><ENTITY_ADDRESS><COUNTRY/></ENTITY_ADDRESS></ENTITY><ENTITY><DATAID>3</DATAID></ENTITY></ENTITIES></CONSOLIDATED_LIST>";

    [TestMethod]
    public void A_persons_names_dates_places_and_documents_are_kept_with_their_quality()
    {
        var party = Parse(Head + Person + Rest).Parties.Single(p => p.EntryId == "KPi.901");
        CollectionAssert.AreEqual(
            new[] { "Primary PAK CHOL SU", "Strong 박철수", "Strong Park Chul-soo", "Strong Bak Cheol-su", "Weak The Clerk" },
            party.Names.Select(n => $"{n.Strength} {n.Text}").ToArray());
        Assert.AreEqual(NameScript.Other, party.Names[1].Script);
        CollectionAssert.AreEqual(new[] { "1970-03-04", "circa 1969", "1965 to 1968", "1973-11-01 to 1973-11-30" }, party.BirthDates.Select(d => d.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "CN", "KP" }, party.Countries.ToArray());
        CollectionAssert.AreEqual(new[] { "KP" }, party.Nationalities.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedIdentifier("Passport", "D00000898", "KP") }, party.Identifiers.ToArray());
        Assert.AreEqual("F", party.Gender);
        Assert.AreEqual(new DateOnly(2017, 6, 2), party.ListedOn);
        Assert.AreEqual(new DateOnly(2020, 5, 4), party.UpdatedOn);
        CollectionAssert.Contains(party.References.ToArray(), "UN KPi.901");
        CollectionAssert.AreEqual(new[] { "Director", "Clerk" }, party.Positions.ToArray());
        StringAssert.Contains(party.Remarks, "A comment.");
        StringAssert.Contains(party.Remarks, "in his thirties");
    }

    [TestMethod]
    public void Entities_are_companies_and_what_has_no_name_is_counted()
    {
        var parsed = Parse(Head + Person + Rest);
        var entity = parsed.Parties.Single(p => p.EntryId == "KPe.901");
        Assert.AreEqual(PartyKind.Company, entity.Kind);
        Assert.IsTrue(entity.Names[1].Former);
        Assert.AreEqual(new DateOnly(2026, 2, 27), parsed.ListDate);
        CollectionAssert.AreEqual(new[] { "un.xml: 1 entries without a number or a name", "un.xml: 1 birth dates not understood, kept as remarks" }, parsed.Notes.ToArray());
    }

    [TestMethod]
    [DataRow("", "is empty")]
    [DataRow("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>", "not whole XML")]
    [DataRow("<sdnList><sdnEntry/></sdnList>", "no list of the United Nations")]
    [DataRow("<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", "no entries")]
    [DataRow("<!DOCTYPE x [<!ENTITY a \"b\">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>", "not whole XML")]
    [DataRow("gateway timeout", "not whole XML")]
    public void What_is_no_whole_list_is_refused(string text, string reason) => StringAssert.Contains(Parse(text).Refusal, reason);

    [TestMethod]
    public void A_list_cut_off_behind_an_entry_is_refused() => StringAssert.Contains(Parse(Head + Person).Refusal, "not whole XML");

    [TestMethod]
    public void Elements_nested_without_end_are_refused_and_not_followed() =>
        StringAssert.Contains(Parse(Head + "<INDIVIDUAL>" + string.Concat(Enumerable.Repeat("<A>", 5000))).Refusal, "not whole XML");

    private static ParsedList Parse(string text) =>
        new UnXmlLoader().Parse(new Dictionary<string, ListFile> { ["un"] = new("un.xml", "un", Encoding.UTF8.GetBytes(text), "", 0) });
}
