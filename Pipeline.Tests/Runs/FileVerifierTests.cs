// The files that the trail names but does not hold: each altered in turn, with and without the entry that vouches for it, and seen.
using System.Security.Cryptography;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Tests.Features;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class FileVerifierTests
{
    private const string List = "id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Wolfgang Ohnemus,,,,,,\n";

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];
    private static House _house = null!;

    [ClassInitialize]
    public static async Task RunANight(TestContext context)
    {
        _house = new House();
        _house.Write("lists/own.csv", List);
        var year = Enumerable.Range(-12, 12).SelectMany(month => Staff.Select(payee => payee.On(Payroll.Month(month))));
        await _house.NightAsync([_house.Export(Staff)], [_house.Export(year)], _house.At("lists"));
    }

    [ClassCleanup]
    public static void Remove() => _house.Dispose();

    [TestMethod]
    public async Task Files_as_they_were_written_agree()
    {
        using var house = House.CopyOf(_house);
        var verdict = await VerifyAsync(house);

        Assert.IsTrue(verdict.IsGood, string.Join('\n', verdict.Faults));
        Assert.IsGreaterThan(3, verdict.LakeFiles);
        Assert.AreEqual((0, 1, 1, 1), (verdict.LakePruned, verdict.Seals, verdict.Models, verdict.Lists));
    }

    [TestMethod]
    [DataRow("lake/transfers", "*.parquet", "does not have the bytes")]
    [DataRow("lake/parties", "*.parquet", "does not have the bytes")]
    [DataRow("models", "*.zip", "model bundle")]
    [DataRow("lists", "entries.jsonl", "list snapshot")]
    public async Task A_changed_byte_and_a_file_that_is_gone_are_named(string folder, string pattern, string said)
    {
        using var house = House.CopyOf(_house);
        var path = Directory.GetFiles(Path.Combine(house.Data, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        StringAssert.Contains((await VerifyAsync(house)).Faults.Single(), said);

        File.Delete(path);
        StringAssert.Contains((await VerifyAsync(house)).Faults.Single(), "gone");
    }

    [TestMethod]
    [DataRow("lake/transfers", "transfers and legs")]
    [DataRow("lake/parties", "parties")]
    public async Task A_file_altered_together_with_its_entry_in_the_manifest_is_seen_by_the_trail(string folder, string said)
    {
        using var house = House.CopyOf(_house);
        var path = Directory.GetFiles(Path.Combine(house.Data, folder), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(path);
        var before = Convert.ToHexStringLower(SHA256.HashData(bytes));
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var entry = Directory.GetFiles(Path.Combine(house.Data, "lake", "manifest"), "*.json").Single(each => File.ReadAllText(each).Contains(Path.GetFileName(path), StringComparison.Ordinal));
        await File.WriteAllTextAsync(entry, (await File.ReadAllTextAsync(entry)).Replace(before, Convert.ToHexStringLower(SHA256.HashData(bytes)), StringComparison.Ordinal));

        StringAssert.Contains((await VerifyAsync(house)).Faults.Single(), said);
    }

    [TestMethod]
    public async Task An_entry_taken_out_of_the_manifest_is_seen()
    {
        using var house = House.CopyOf(_house);
        File.Delete(Directory.GetFiles(Path.Combine(house.Data, "lake", "manifest"), "*.json").Order(StringComparer.Ordinal).First());

        Assert.Contains("1 entries are gone from the lake's manifest", (await VerifyAsync(house)).Faults);
    }

    [TestMethod]
    public async Task After_an_erasure_the_party_files_agree_with_what_it_recorded()
    {
        using var house = House.CopyOf(_house);
        await house.AskAsync(workspace => PrivacyDesk.EraseAsync(workspace, Staff[3].Employer, Staff[3].Employee, "asked for", "tester", default));
        var verdict = await VerifyAsync(house);
        Assert.IsTrue(verdict.IsGood, string.Join('\n', verdict.Faults));
        Assert.AreEqual(2, verdict.Seals);
    }

    private static Task<FilesVerdict> VerifyAsync(House house) => house.AskAsync(workspace => FileVerifier.VerifyAsync(workspace, default));
}
