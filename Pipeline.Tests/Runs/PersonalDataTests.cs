// One person taken out of a house: nothing of them is left in any file, the trail goes on to verify, and old flags say what became of them.
using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Runs.Replaying;
using Paysieve.Pipeline.Tests.Features;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class PersonalDataTests
{
    private const string List = "id,type,name,aliases,weak_aliases,birth_date,countries,identifiers,wallets\n1,person,Zdravka Quillfeather,,,,,,\n";

    private static readonly Payout[] Staff = [.. Enumerable.Range(100, 20).Select(number => Payroll.Payee(number))];
    private static readonly Payout Zdravka = Payroll.Payee(1) with { Name = "Zdravka Quilfeather", Account = "8880001112", Holder = "Ottokar Brimblecombe" };
    private static readonly Payout[] Sharers = [.. Enumerable.Range(2, 2).Select(number => Payroll.Payee(number) with { Account = "8880001112" })];

    private static House _house = null!;
    private static NightOutcome _night = null!;

    [ClassInitialize]
    public static async Task PayAndDecide(TestContext context)
    {
        _house = new House();
        _house.Settings = _house.Settings with { Detection = new() { UseModels = false }, Alerting = new() { ReviewsPerNight = 9 } };
        _house.Write("lists/own.csv", List);
        var rejected = Zdravka with { Split = 7 };
        var night = _house.Write("night.csv", string.Join('\n', [Payout.Header, .. Staff.Concat(Sharers).Append(Zdravka).Select(payout => payout.Line()), rejected.Line().Replace(",3000,", ",nothing,", StringComparison.Ordinal), (Staff[0] with { Split = 8 }).Line().Replace(",3000,", ",nothing,", StringComparison.Ordinal), ""]));
        _night = await _house.NightAsync([night], [_house.Export(Staff.Append(Zdravka).Select(payee => payee.On(Payroll.Month(-1))))], _house.At("lists"));
        _house.Now = _house.Now.AddHours(1);
        foreach (var flag in (await _house.FlagsAsync(_night.RunId)).Where(flag => flag.Flag.TransferId == Zdravka.Id))
            await _house.AskAsync(workspace => FlagDesk.DecideAsync(workspace, flag.Flag.FlagId, "hold", "CALLED", "spoke to Ms Quilfeather", "r.first", default));
    }

    [ClassCleanup]
    public static void Remove() => _house.Dispose();

    [TestMethod]
    public async Task List_hits_stay_ten_years_and_a_legal_hold_as_long_as_it_is_in_force()
    {
        using var house = Copy();
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<RefusedException>(() => EraseAsync(house))).Message, "until 2036-02-02");
        house.Now = house.Now.AddYears(11);
        await house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Zdravka.Employer, Zdravka.Employee, "court order", "counsel", default));
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<RefusedException>(() => EraseAsync(house))).Message, "legal hold");
        Assert.AreEqual("court order", (await house.AskAsync(workspace => PrivacyDesk.HoldsAsync(workspace, default))).Single().Why);
        await house.AskAsync(workspace => PrivacyDesk.UnholdAsync(workspace, Zdravka.Employer, Zdravka.Employee, "case closed", "counsel", default));
        await EraseAsync(house);
        await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(workspace => PrivacyDesk.EraseAsync(workspace, "ACME", "nobody", "asked for", "dpo", default)));
    }

    [TestMethod]
    public async Task A_reason_that_names_the_payee_is_refused_since_the_trail_keeps_it()
    {
        using var house = Copy();
        foreach (var said in (string[])["Ms QUÍLFEATHER asked", "asked by zdravka", "holder Brimblecombe is dead"]) 
            StringAssert.Contains((await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Zdravka.Employer, Zdravka.Employee, said, "counsel", default)))).Message, "names the payee", said);
        var number = Staff[0].Employee;
        Assert.IsGreaterThan(2, number.Length);
        await Assert.ThrowsExactlyAsync<RefusedException>(() => house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Staff[0].Employer, number, $"order on {number}", "counsel", default)));
        await house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Zdravka.Employer, Zdravka.Employee, "court order 9/2026 of the feather case", "counsel", default));
    }

    [TestMethod]
    public async Task No_event_of_the_trail_holds_a_name_or_an_account()
    {
        using var house = Copy();
        await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, _night.RunId, default));
        var events = await house.AskAsync(async workspace => await workspace.Store.Audit.ReadAsync(default).ToArrayAsync());
        Assert.IsTrue(events.Select(item => item.Action).ToHashSet().IsSupersetOf([AuditActions.FileIngested, AuditActions.RunStarted, AuditActions.FlagDecided, AuditActions.RunReplayed, AuditActions.ListLoaded]));
        var text = string.Join('\n', events.Select(item => item.Subject + " " + item.Payload));
        foreach (var word in (string[])["Quil", "Zdravka", "Brimblecombe", "spoke to", Zdravka.Account, Staff[0].Account, Staff[0].Name]) Assert.IsFalse(text.Contains(word, StringComparison.OrdinalIgnoreCase), word);
    }

    [TestMethod]
    public async Task The_trail_pins_the_quarantine_and_the_rejected_rows()
    {
        using var house = Copy();
        Task<FilesVerdict> Files() => house.AskAsync(workspace => FileVerifier.VerifyAsync(workspace, default));
        Assert.IsEmpty((await Files()).Notes);
        var file = Directory.GetFiles(Path.Combine(house.Data, "quarantine")).Single();
        var copy = file.Replace(".rejected.csv", "-corrected.rejected.csv", StringComparison.Ordinal);
        File.Copy(file, copy);
        await File.AppendAllTextAsync(copy, "\n");
        Assert.IsEmpty((await Files()).Notes, "a corrected copy beside it is no other quarantine");
        File.Delete(copy);
        await File.AppendAllTextAsync(file, "\n");
        StringAssert.Contains((await Files()).Notes.Single(), "not as it was written");
        File.Delete(file);
        StringAssert.Contains((await Files()).Notes.Single(), "gone");
        Assert.IsTrue((await Files()).IsGood);

        await ExecuteAsync(house, "UPDATE rejected_record SET detail = 'nothing' WHERE ordinal = 2");
        StringAssert.Contains((await house.VerifyAsync()).Differences.Single(), "rejected rows");
    }

    [TestMethod]
    public async Task Nothing_of_an_erased_person_is_left_and_the_trail_still_verifies()
    {
        using var house = Copy();
        house.Now = house.Now.AddYears(11);
        foreach (var name in (string[])["report.html", "flags.xlsx"]) Assert.Contains(name, Holding(house, "Quilfeather").Select(Path.GetFileName).ToArray(), "or nothing would be tested");
        var erased = await EraseAsync(house);

        Assert.IsTrue(erased is { PartyRows: >= 4, PartyFiles: 2, QuarantineRows: 1, Flags: >= 2, ReportsRedrawn: 1 }, erased.ToString());
        SqliteConnection.ClearAllPools();
        foreach (var word in (string[])["Quilfeather", "Brimblecombe", "spoke to"]) Assert.AreEqual("", string.Join(' ', Holding(house, word)), word);
        Assert.IsNotEmpty(Directory.GetFiles(Path.Combine(house.Data, "quarantine")), "other people's rows stay");
        var parties = await house.AskAsync(workspace =>
        {
            var view = workspace.Lake.Open(new LakeQuery());
            return Task.FromResult(workspace.Lake.Parties(view, [.. Enumerable.Range(0, view.Transfers.Count)]).Values.Select(party => party.Name.Reveal()).ToArray());
        });
        Assert.HasCount(Staff.Length + Sharers.Length, parties);
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
        Assert.IsTrue((await house.AskAsync(workspace => AuditDesk.VerifyAsync(workspace, default))).IsGood);
        var told = (await house.AskAsync(workspace => workspace.Store.Audit.OfActionAsync(AuditActions.PersonErased, default))).Single();
        foreach (var number in (string[])[Zdravka.Employer, "\"" + Zdravka.Employee + "\""]) Assert.DoesNotContain(number, told.Subject + told.Payload);
    }

    [TestMethod]
    public async Task Names_go_under_a_key_and_under_another_and_flags_replay_and_files_verify_as_before()
    {
        using var house = Copy();
        var (first, second) = ("PAYSIEVE_TEST_FIRST_KEY", "PAYSIEVE_TEST_SECOND_KEY");
        Environment.SetEnvironmentVariable(first, Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));
        Environment.SetEnvironmentVariable(second, Convert.ToBase64String([.. Enumerable.Range(2, 32).Select(i => (byte)i)]));

        Assert.IsTrue(Names().Any(), "or nothing would be tested");
        await RekeyAsync(first, null);
        Assert.IsEmpty(Names());
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<RefusedException>(() => RekeyAsync(second, null))).Message, "no file was changed");
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<RefusedException>(() => RekeyAsync(second, "PAYSIEVE_TEST_NO_KEY"))).Message, "not set");
        await RekeyAsync(second, first);

        var files = await house.AskAsync(workspace => FileVerifier.VerifyAsync(workspace, default));
        Assert.IsTrue(files.IsGood, string.Join('\n', files.Faults));
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
        var replayed = await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, _night.RunId, default));
        Assert.IsTrue(replayed.Flags.Count > 0 && replayed.Flags.All(flag => flag.Verdict == ReplayVerdict.Identical), string.Join('\n', replayed.Altered));

        IEnumerable<string> Names() => Holding(house, "Quilfeather").Where(file => file.Contains("parties", StringComparison.Ordinal));

        async Task RekeyAsync(string now, string? former)
        {
            house.Settings = house.Settings with { Lake = house.Settings.Lake with { PartyKeyVariable = now } };
            await house.AskAsync(workspace => PrivacyDesk.RekeyAsync(workspace, former, "yearly change", "dpo", default));
        }
    }

    [TestMethod]
    public async Task A_replay_says_that_the_person_was_erased_and_computes_the_rest()
    {
        using var house = Copy();
        house.Now = house.Now.AddYears(11);
        await EraseAsync(house);
        var replayed = await house.AskAsync(workspace => Replay.ExecuteAsync(workspace, null, _night.RunId, default));
        var flags = (await house.FlagsAsync(_night.RunId)).ToDictionary(flag => flag.Flag.FlagId, flag => flag.Flag);

        Assert.IsEmpty(replayed.Altered, string.Join(' ', replayed.Altered));
        Assert.AreEqual((ReplayVerdict.NotPossible, ExitCode.NoInput), (replayed.Verdict, replayed.ExitCode));
        foreach (var flag in replayed.Flags)
        {
            var isListed = flags[flag.FlagId].Typology == Typology.SanctionsMatch;
            Assert.AreEqual(isListed ? ReplayVerdict.NotPossible : ReplayVerdict.Identical, flag.Verdict, string.Join(' ', flag.Differences.Select(difference => difference.What)));
            if (isListed) StringAssert.Contains(flag.Why, "erased");
        }
    }

    [TestMethod]
    public async Task A_flag_rewritten_after_an_erasure_or_called_erased_without_one_is_seen()
    {
        using var house = Copy();
        await ExecuteAsync(house, "UPDATE disposition SET note = '[erased]', note_salt = NULL");
        StringAssert.Contains(string.Join(' ', (await house.VerifyAsync()).Differences), "decision");

        using var other = Copy();
        other.Now = other.Now.AddYears(11);
        await EraseAsync(other);
        await ExecuteAsync(other, $"UPDATE flagged_transfer SET score = 0.1 WHERE transfer_id = '{Zdravka.Id}'");
        StringAssert.Contains(string.Join(' ', (await other.VerifyAsync()).Differences), "flags of run");
    }

    [TestMethod]
    public async Task Old_quarantine_files_are_deleted_but_not_those_of_a_held_payee()
    {
        using var house = Copy();
        var file = Directory.GetFiles(Path.Combine(house.Data, "quarantine")).Single();
        File.SetLastWriteTimeUtc(file, house.Now.UtcDateTime.AddDays(-91));
        await house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Zdravka.Employer, Zdravka.Employee, "court order", "counsel", default));
        Assert.AreEqual((0, 1), Counts(await PruneAsync(house, dryRun: false)));
        await house.AskAsync(workspace => PrivacyDesk.UnholdAsync(workspace, Zdravka.Employer, Zdravka.Employee, "case closed", "counsel", default));
        Assert.AreEqual((1, 0), Counts(await PruneAsync(house, dryRun: true)));
        Assert.IsTrue(File.Exists(file));
        await PruneAsync(house, dryRun: false);
        Assert.IsFalse(File.Exists(file));
        Assert.HasCount(1, await house.AskAsync(workspace => workspace.Store.Audit.OfActionAsync(AuditActions.Pruned, default)));

        static (int, int) Counts(PruneOutcome outcome) => (outcome.Files, outcome.Kept);
    }

    [TestMethod]
    public async Task Old_reports_are_deleted_but_not_those_that_show_a_held_payee()
    {
        using var house = Copy();
        var report = Directory.GetFiles(Path.Combine(house.Data, "reports"), "report.html", SearchOption.AllDirectories).Single();
        Task<PruneOutcome> Prune(bool dryRun) => house.AskAsync(workspace => PrivacyDesk.PruneReportsAsync(workspace, 30, dryRun, default));
        Assert.AreEqual(0, (await Prune(dryRun: false)).Files, "too young");
        house.Now = house.Now.AddDays(31);
        await house.AskAsync(workspace => PrivacyDesk.HoldAsync(workspace, Zdravka.Employer, Zdravka.Employee, "court order", "counsel", default));
        var kept = await Prune(dryRun: false);
        Assert.AreEqual(0, kept.Files);
        Assert.IsGreaterThan(0, kept.Kept);
        await house.AskAsync(workspace => PrivacyDesk.UnholdAsync(workspace, Zdravka.Employer, Zdravka.Employee, "case closed", "counsel", default));
        Assert.AreEqual(kept.Kept, (await Prune(dryRun: true)).Files);
        Assert.IsTrue(File.Exists(report));
        await Prune(dryRun: false);
        Assert.IsFalse(File.Exists(report));
        Assert.AreEqual("reports", (await house.AskAsync(workspace => workspace.Store.Audit.OfActionAsync(AuditActions.Pruned, default))).Single().Subject);
        Assert.IsTrue((await house.VerifyAsync()).IsGood);
    }

    [TestMethod]
    public void Every_file_of_the_inventory_is_the_owners_alone_but_locks_and_the_public_halves_of_keys()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("modes are Unix's");
            return;
        }
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var place in PrivacyDesk.Places.Select(place => Path.Combine(_house.Data, place.Where)))
        {
            if (File.Exists(place)) Assert.AreEqual(Owner, File.GetUnixFileMode(place), place);
            if (!Directory.Exists(place)) continue;
            foreach (var folder in Directory.GetDirectories(place, "*", SearchOption.AllDirectories).Append(place)) Assert.AreEqual(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder), folder);
            foreach (var file in Directory.GetFiles(place, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".pub" or ".lock"))) Assert.AreEqual(Owner, File.GetUnixFileMode(file), file);
        }
    }

    [TestMethod]
    public void The_README_has_the_inventory()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Paysieve.slnx"))) folder = folder.Parent;
        var readme = File.ReadAllText(Path.Combine(folder.FullName, "README.md"));
        foreach (var place in PrivacyDesk.Places) StringAssert.Contains(readme, $"| `{place.Where}` | {place.What} | {place.Kept} | {place.Erasure} |");
    }

    private static House Copy()
    {
        var house = House.CopyOf(_house);
        house.Now = _house.Now;
        return house;
    }

    private static Task<ErasureOutcome> EraseAsync(House house) =>
        house.AskAsync(workspace => PrivacyDesk.EraseAsync(workspace, Zdravka.Employer, Zdravka.Employee, "asked for by the person", "dpo", default));

    private static Task<PruneOutcome> PruneAsync(House house, bool dryRun) => house.AskAsync(workspace => PrivacyDesk.PruneQuarantineAsync(workspace, 90, dryRun, default));

    private static IEnumerable<string> Holding(House house, string word) => Directory.EnumerateFiles(house.Data, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains(Path.Combine("data", "lists"), StringComparison.Ordinal))
        .Where(file => Contents(file).Any(content => Encoding.Latin1.GetString(content).Contains(word, StringComparison.OrdinalIgnoreCase)));

    // A workbook is a zip: its bytes show nothing of what it says.
    private static IEnumerable<byte[]> Contents(string file)
    {
        yield return File.ReadAllBytes(file);
        if (Path.GetExtension(file) != ".xlsx") yield break;
        using var zip = ZipFile.OpenRead(file);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(content);
            yield return content.ToArray();
        }
    }

    private static async Task ExecuteAsync(House house, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(house.Data, "paysieve.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
