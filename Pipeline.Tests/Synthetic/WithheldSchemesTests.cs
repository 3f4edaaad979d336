// What is withheld is there when asked for, is what it says it is, and is nowhere otherwise.
using System.Security.Cryptography;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Synthetic;

[TestClass]
public sealed class WithheldSchemesTests
{
    [TestMethod]
    public void Borrowed_names_are_paid_once_to_a_purse_while_their_salaries_go_where_they_went()
    {
        using var world = new SyntheticWorld(new SyntheticOptions(4_000, 6, 11, Withheld: true));
        var planted = Planted(world);
        Assert.IsGreaterThanOrEqualTo(3, planted.Select(l => l["employer_id"]).Distinct().Count());
        var all = world.Summary.LabelledPayouts - planted.Count;
        Assert.IsTrue(planted.Count > .04 * all && planted.Count < .25 * all, $"{planted.Count} beside {all}");

        var before = world.Read("history");
        var rows = before.Concat(world.Night).ToLookup(Person);
        var purses = before.Concat(world.Night).ToLookup(l => (l["employer_id"], l["account"]));
        var used = 0;
        foreach (var line in planted)
        {
            Assert.IsTrue(line["pay_type"] is "expense" or "off_cycle", line["pay_type"]);
            Assert.Contains("payout_routing", world.Labels[line["transfer_id"]].Select(l => l["typology"]).ToList());
            var salaries = rows[Person(line)].Where(l => l["pay_type"] == "regular").ToList();
            Assert.IsTrue(salaries.Any(l => l["pay_date"] == line["pay_date"]), "no salary beside it");
            Assert.IsFalse(salaries.Any(l => l["account"] == line["account"]), "a salary went to the purse");
            var names = purses[(line["employer_id"], line["account"])].Select(l => l["employee_id"]).Distinct().Count();
            if (names > 1) used++;
        }
        Assert.IsGreaterThan(planted.Count / 2, used, "purses of several names");
    }

    [TestMethod]
    public void A_small_world_has_three_cases_and_the_same_options_give_the_same_bytes()
    {
        var options = new SyntheticOptions(600, 6, 7, Withheld: true);
        using (var world = new SyntheticWorld(options)) Assert.IsGreaterThanOrEqualTo(3, Planted(world).Count);
        Assert.AreEqual(Fingerprint(options), Fingerprint(options));
    }

    [TestMethod]
    public void Without_being_asked_for_nothing_changes()
    {
        var options = new SyntheticOptions(600, 3, 7);
        using (var world = new SyntheticWorld(options)) Assert.IsEmpty(Planted(world));
        Assert.AreNotEqual(Fingerprint(options), Fingerprint(options with { Withheld = true }));
        // Of the files as they were before anything was withheld. A change meant for everybody changes it too.
        Assert.AreEqual("60229F9BEA37799B64199DA5495A97EC4BA8B6D56BBF4BD17CE6C8AD1E40B5E8", Fingerprint(options));
    }

    private static List<Line> Planted(SyntheticWorld world) => [.. world.Night.Where(l => world.Labels[l["transfer_id"]].Any(x => x["scenario"] == "borrowed_name"))];

    private static (string, string) Person(Line line) => (line["employer_id"], line["employee_id"]);

    private static string Fingerprint(SyntheticOptions options)
    {
        using var world = new SyntheticWorld(options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(world.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(world.Directory, file).Replace('\\', '/')));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return System.Convert.ToHexString(hash.GetHashAndReset());
    }
}
