// Profiles as files: what is refused, and that writing and reading give the same.
using System.Text;
using CsCheck;
using Paysieve.Pipeline.Formats.Profiles;

namespace Paysieve.Pipeline.Tests.Formats.Profiles;

[TestClass]
public sealed class ProfileFileTests
{
    [TestMethod]
    public void Every_shipped_profile_is_valid_and_survives_being_written()
    {
        Assert.IsGreaterThanOrEqualTo(5, Mapped.Shipped.All.Count);
        foreach (var shelved in Mapped.Shipped.All)
        {
            Assert.IsFalse(shelved.IsOwn);
            var text = ProfileJson.Write(shelved.Profile);
            Assert.AreEqual(text, ProfileJson.Write(Mapped.Profile(text)), shelved.Profile.Profile);
            foreach (var joined in shelved.Profile.JoinWith) Assert.AreEqual(ProfileKind.Elections, Mapped.Shipped.Find(joined)?.Kind, joined);
        }
    }

    [TestMethod]
    [DataRow("\"encoding\": \"klingon\",", "encoding:")]
    [DataRow("\"encoding\": \"utf-7\",", "encoding:")]
    [DataRow("\"delimiter\": \";;\",", "delimiter:")]
    [DataRow("\"skipLines\": -1,", "skipLines:")]
    [DataRow("\"decimalMark\": \"x\",", "decimalMark:")]
    [DataRow("\"groupMark\": \".\",", "groupMark:")]
    [DataRow("\"dateFormats\": [\"dd\"],", "dateFormats:")]
    [DataRow("\"joinWith\": [\"other\"],", "joinWith:")]
    [DataRow("\"kind\": \"register\",", "joinWith:")]
    [DataRow("\"kind\": \"wages\",", "not a profile")]
    [DataRow("\"colour\": 1,", "not a profile")]
    [DataRow("\"skipLines\": null,", "not a profile")]
    [DataRow("\"about\": null,", "not a profile")]
    [DataRow("\"dateFormats\": [null],", "not a profile")]
    [DataRow("\"leaveOut\": { \"where\": null },", "not a profile")]
    [DataRow("\"leaveOut\": { \"linesStartingWith\": \"\" },", "leaveOut")]
    public void A_wrong_setting_is_refused_by_name(string setting, string failure)
    {
        Assert.IsFalse(ProfileJson.Read(Encoding.UTF8.GetBytes(Mapped.Json(setting)), out _, out var failures));
        Assert.IsTrue(failures.Any(found => found.StartsWith(failure, StringComparison.Ordinal)), string.Join("; ", failures));
    }

    [TestMethod]
    [DataRow(", \"colour\": \"x\"", "columns: colour is no column")]
    [DataRow(", \"phone\": {}", "columns.phone: exactly one")]
    [DataRow(", \"phone\": { \"from\": \"a\", \"constant\": \"b\" }", "columns.phone: exactly one")]
    [DataRow(", \"phone\": { \"from\": \"a\", \"transform\": \"rot13\" }", "columns.phone: transform")]
    [DataRow(", \"phone\": { \"from\": \"a\", \"transform\": \"pad:99\" }", "columns.phone: transform")]
    [DataRow(", \"phone\": { \"key\": \"phone\" }", "columns.phone: key")]
    [DataRow(", \"phone\": \" \"", "columns.phone: headings")]
    [DataRow(", \"phone\": null", "not a profile")]
    [DataRow(", \"phone\": { \"from\": \"a\", \"words\": { \"x\": null } }", "not a profile")]
    public void A_wrong_column_is_refused_by_name(string column, string failure)
    {
        Assert.IsFalse(ProfileJson.Read(Encoding.UTF8.GetBytes(Mapped.Json(columns: column)), out _, out var failures));
        Assert.IsTrue(failures.Any(found => found.StartsWith(failure, StringComparison.Ordinal)), string.Join("; ", failures));
    }

    [TestMethod]
    public void Every_required_column_that_is_missing_is_named()
    {
        Assert.IsFalse(ProfileJson.Read("""{ "profile": "p", "columns": {} }"""u8, out _, out var failures));
        CollectionAssert.IsSubsetOf(new[] { "columns: transfer_id is required", "columns: account is required" }, failures.ToArray());
    }

    [TestMethod]
    public void A_customers_own_hides_the_shipped_one_of_its_name_and_a_broken_file_is_a_problem_not_a_crash()
    {
        using var folder = new TestFolder();
        folder.Write("a.json", Encoding.UTF8.GetBytes(Mapped.Json(name: "register")));
        folder.Write("b.json", Encoding.UTF8.GetBytes(Mapped.Json(name: "register")));
        folder.Write("c.json", [0xFF, 0x00]);
        folder.Write("notes.txt", [1]);
        var shelf = ProfileShelf.Open(folder.Path);
        Assert.IsTrue(shelf.All.Single(shelved => shelved.Profile.Profile == "register").IsOwn);
        CollectionAssert.AreEqual(new[] { "b.json", "c.json" }, shelf.Problems.Select(problem => problem.FileName).ToArray());
    }

    [TestMethod]
    public void No_text_makes_the_profile_reader_throw()
    {
        var good = Mapped.Json("\"leaveOut\": { \"linesStartingWith\": \"!\", \"where\": { \"a\": [\"b\"] } },", columns: ", \"phone\": { \"from\": [\"a\", \"b\"], \"words\": { \"x\": \"y\" } }");
        string[] puts = ["", "null", "{", "[]", "\"", "1", ",", "\u0000", "{}"];
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 12], Gen.Int[0, puts.Length - 1]).Sample(
            (at, length, put) =>
            {
                var text = good[..at] + puts[put] + good[Math.Min(good.Length, at + length)..];
                return ProfileJson.Read(Encoding.UTF8.GetBytes(text), out var profile, out var failures) == (profile is not null) && (profile is null) == (failures.Count > 0);
            },
            iter: 3000, seed: "0000KPIrQbX4");
    }
}
