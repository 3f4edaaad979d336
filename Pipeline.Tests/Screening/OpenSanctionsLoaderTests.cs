// OpenSanctions' two forms. The entries are invented.
using System.Text;
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class OpenSanctionsLoaderTests
{
    private const string Head = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n";

    [TestMethod]
    public void The_table_of_targets_gives_names_dates_and_numbers_from_its_cells_of_several_values()
    {
        var parsed = Parse("targets.simple.csv", Head
            + "\"NK-1\",\"Person\",\"Pak Chol Su\",\"Park Chul-soo;\"\"Clerk; the\"\"\",\"1970-03-04;1969\",\"kp;cn\",\"1 Way; Dandong\",\"A1234567\",\"\",\"\",\"a@example.org\",\"US-DPRK\",\"OFAC\",\"2023-04-20T10:00:00\",\"2026-11-20T10:00:00\",\"2024-01-01T10:00:00\"\n"
            + "\"NK-2\",\"CryptoWallet\",\"0xAbC1\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"OFAC\",\"\",\"\",\"\"\n");
        Assert.IsNull(parsed.Refusal);
        var party = parsed.Parties[0];
        CollectionAssert.AreEqual(new[] { "Primary Pak Chol Su", "Strong Park Chul-soo", "Strong Clerk; the" }, party.Names.Select(n => $"{n.Strength} {n.Text}").ToArray());
        CollectionAssert.AreEqual(new[] { "1970-03-04", "1969" }, party.BirthDates.Select(d => d.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "KP", "CN" }, party.Countries.ToArray());
        CollectionAssert.AreEqual(new[] { "A1234567" }, party.Identifiers.Select(i => i.Value).ToArray());
        Assert.AreEqual(new DateOnly(2023, 4, 20), party.ListedOn);
        Assert.AreEqual("0xAbC1", parsed.Parties[1].Wallets.Single().Address);
        Assert.AreEqual(new DateOnly(2026, 11, 20), parsed.ListDate);
    }

    [TestMethod]
    public void Of_entities_the_targets_are_taken_with_the_wallets_documents_and_addresses_that_point_to_them_in_any_order()
    {
        var parsed = Parse("entities.ftm.json",
            "{\"id\":\"w1\",\"schema\":\"CryptoWallet\",\"properties\":{\"publicKey\":[\"0xAbC1\"],\"currency\":[\"ETH\"],\"holder\":[\"NK-1\"]}}\n"
            + "{\"id\":\"NK-1\",\"caption\":\"Pak Chol Su\",\"schema\":\"Person\",\"target\":true,\"datasets\":[\"us_ofac_sdn\"],\"first_seen\":\"2023-04-20T10:00:00\",\"properties\":{\"name\":[\"PAK, Chol Su\",\"Pak Chol Su\"],\"lastName\":[\"Pak\"],\"alias\":[\"박철수\"],\"weakAlias\":[\"Clerk\"],\"previousName\":[\"Pak Min\"],\"birthDate\":[\"1970-03\"],\"nationality\":[\"kp\"],\"country\":[\"cn\"],\"gender\":[\"male\"],\"passportNumber\":[\"A1234567\"],\"addressEntity\":[\"a1\"],\"topics\":[\"sanction\"]}}\n"
            + "{\"id\":\"a1\",\"schema\":\"Address\",\"properties\":{\"full\":[\"1 Way, Dandong\"],\"country\":[\"cn\"]}}\n"
            + "{\"id\":\"s1\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"NK-1\"],\"programId\":[\"US-DPRK\"],\"listingDate\":[\"2017-06-02\"]}}\n"
            + "{\"id\":\"p1\",\"schema\":\"Passport\",\"properties\":{\"holder\":[\"NK-1\"],\"number\":[\"B7654321\"],\"country\":[\"kp\"]}}\n"
            + "{\"id\":\"NK-2\",\"caption\":\"A Relative\",\"schema\":\"Person\",\"target\":false,\"properties\":{\"name\":[\"A Relative\"]}}\n"
            + "{\"id\":\"w2\",\"schema\":\"CryptoWallet\",\"properties\":{\"publicKey\":[\"0xFfF\"],\"holder\":[\"NK-2\"]}}\n"
            + "{\"id\":\"NK-3\",\"schema\":\"Asset\",\"properties\":{\"name\":[\"Somewhere International Airport\"],\"topics\":[\"sanction\"]}}\n"
            + "{\"id\":\"o1\",\"schema\":\"Ownership\",\"properties\":{}}\n");
        Assert.IsNull(parsed.Refusal);
        Assert.AreEqual("Somewhere International Airport", parsed.Parties[1].PrimaryName, "what is listed and is neither person nor company");
        Assert.IsTrue(parsed.Notes.Any(note => note.Contains("1 entities that are no parties", StringComparison.Ordinal)), "nothing is left out in silence");
        var party = parsed.Parties[0];
        CollectionAssert.AreEqual(new[] { "Primary Pak Chol Su", "Strong PAK, Chol Su", "Strong 박철수", "Strong Pak Min", "Weak Clerk" }, party.Names.Select(n => $"{n.Strength} {n.Text}").ToArray());
        Assert.IsTrue(party.Names[3].Former);
        Assert.AreEqual("1970-03-01 to 1970-03-31", party.BirthDates.Single().ToString());
        CollectionAssert.AreEqual(new[] { new ListedWallet("ETH", "0xAbC1") }, party.Wallets.ToArray());
        CollectionAssert.AreEqual(new[] { new ListedIdentifier("Passport", "A1234567"), new ListedIdentifier("Passport", "B7654321", "KP") }, party.Identifiers.ToArray());
        Assert.AreEqual("1 Way, Dandong", party.Addresses.Single().Street);
        CollectionAssert.AreEqual(new[] { "US-DPRK" }, party.Programmes.ToArray());
        Assert.AreEqual(new DateOnly(2017, 6, 2), party.ListedOn);
        Assert.AreEqual("M", party.Gender);
        Assert.HasCount(3, parsed.Notes);
    }

    [TestMethod]
    [DataRow("targets.simple.csv", "id,schema\n1,2\n", "no column name")]
    [DataRow("targets.simple.csv", "", "is empty")]
    [DataRow("targets.simple.csv", "id,schema,name,name,last_seen\n1,Person,A,2026-01-01\n", "two columns of one name")]
    [DataRow("targets.simple.csv", "id,schema,name\n1,Person,A\n1,Person,B\n", "used twice")]
    [DataRow("targets.simple.csv", "id,schema,name\n1,Person\n", "expected 3 columns")]
    [DataRow("entities.ftm.json", "{\"id\":\"1\"\n", "not whole JSON")]
    [DataRow("entities.ftm.json", "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{}}", "cut off")]
    [DataRow("entities.ftm.json", "{\"a\":1}\n", "no entity")]
    [DataRow("entities.ftm.json", "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{}}\n", "no entries")]
    public void What_is_no_whole_list_is_refused(string name, string text, string reason) => StringAssert.Contains(Parse(name, text).Refusal, reason);

    private static ParsedList Parse(string name, string text) =>
        new OpenSanctionsLoader().Parse(new Dictionary<string, ListFile> { ["opensanctions"] = new(name, "opensanctions", Encoding.UTF8.GetBytes(text), "", 0) });
}
