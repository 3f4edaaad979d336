// Lists and people over several nights: what is looked at again, what stays cleared, and what a change of lists says about the past.
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Tests.Screening;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class ListContinuityTests
{
    private const string Head = "transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account,date_of_birth\n";
    private const string Lists = "id,type,name,birth_date\n";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancel => TestContext.CancellationToken;

    [TestMethod]
    public async Task Who_resembled_nobody_is_spared_until_an_entry_or_the_person_changes()
    {
        using var house = new Home();
        await using var workspace = await house.OpenAsync(Cancel);
        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,1970-01-02\n", Cancel);
        await house.IngestAsync(workspace, "a.csv", Head + Pay("T1", "E1", "Ottilie Brandauer") + Pay("T2", "E2", "Wolfram Quillmeister"), Cancel);

        Assert.AreEqual((0, 1), Screen(workspace), "nobody is known the first time");
        Assert.AreEqual((1, 1), Screen(workspace), "who matched nothing is spared, who did is looked at again");

        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,1970-01-02\n2,person,Ottilie Brandauer,\n", Cancel);
        Assert.AreEqual((0, 2), Screen(workspace), "a new entry finds a person who was innocent before");

        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,1970-01-02\n2,person,Ottokar Steinhuber,\n", Cancel);
        Assert.AreEqual(1, Screen(workspace).Matched);
        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,1970-01-02\n2,person,Ottokar Steinhuber,1980\n", Cancel);
        Assert.AreEqual((1, 1), Screen(workspace), "a changed entry that does not concern a person costs no comparison with the rest");
    }

    [TestMethod]
    public async Task A_released_match_stays_cleared_and_opens_again_with_the_reason_when_the_entry_changes()
    {
        using var house = new Home();
        await using var workspace = await house.OpenAsync(Cancel);
        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,\n", Cancel);
        string[] Night(int month, string born = "")
        {
            var rows = new System.Text.StringBuilder(Head);
            for (var i = 1; i <= 60; i++)
            {
                var name = i == 1 ? "Wolfram Quillmeister" : $"Ottilie Brandauer{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}";
                rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"N{month}-{i},E,{i},{name},2026-{month:00}-25,{2000 + i}.00,EUR,DE{i:00}370400440532013{i:000},{(i == 1 ? born : "")}\n");
            }
            return [house.Write($"n{month}.csv", rows.ToString())];
        }

        var first = await NightRun.ExecuteAsync(workspace, new NightRequest(Night(1), [], null, null), Cancel);
        var flag = (await FlagDesk.ListAsync(workspace, first.RunId, false, Cancel)).Flags.Single(f => f.Flag.Typology == Typology.SanctionsMatch);
        Assert.IsNotNull(flag.Flag.Explanation.Matches[0].PartyKey);
        foreach (var reviewer in (string[])["a.reviewer", "b.reviewer"]) await FlagDesk.DecideAsync(workspace, flag.Flag.FlagId, "release", "HOMONYM", "", reviewer, Cancel);

        var second = await NightRun.ExecuteAsync(workspace, new NightRequest(Night(2), [], null, null), Cancel);
        Assert.IsFalse(await MatchedAsync(second.RunId), "released and unchanged");

        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,1970-01-02\n", Cancel);
        var third = await NightRun.ExecuteAsync(workspace, new NightRequest(Night(3), [], null, null), Cancel);
        StringAssert.Contains(await WhyAsync(third.RunId), "the listed entry has changed since");

        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,\n", Cancel);
        var fourth = await NightRun.ExecuteAsync(workspace, new NightRequest(Night(4, "1981-05-06"), [], null, null), Cancel);
        StringAssert.Contains(await WhyAsync(fourth.RunId), "the person's name, birth date or country has changed since");

        async Task<bool> MatchedAsync(string run) => (await FlagDesk.ListAsync(workspace, run, false, Cancel)).Flags.Any(f => f.Flag.Typology == Typology.SanctionsMatch);

        async Task<string> WhyAsync(string run) => string.Join(' ', (await FlagDesk.ListAsync(workspace, run, false, Cancel)).Flags.SelectMany(f => f.Flag.Explanation.Matches).SelectMany(m => m.Why));
    }

    [TestMethod]
    public async Task A_change_of_lists_says_which_past_payouts_are_exposed_and_how_much_money()
    {
        using var house = new Home();
        await using var workspace = await house.OpenAsync(Cancel);
        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,\n", Cancel);
        await house.IngestAsync(workspace, "a.csv", Head + Pay("T1", "E1", "Ottilie Brandauer") + Pay("T2", "E2", "Wolfram Quillmeister") + Pay("T3", "E1", "Ottilie Brandauer", "2026-02-25", "0.50", "USD"), Cancel);

        var first = await ListLookBack.ExecuteAsync(workspace, whole: false, Cancel);
        Assert.AreEqual((1, 1), (first.Entries, first.Payouts));
        Assert.AreEqual(0, (await ListLookBack.ExecuteAsync(workspace, whole: false, Cancel)).Entries, "the same lists have nothing new to ask");

        await house.LoadAsync(workspace, Lists + "1,person,Wolfram Quillmeister,\n2,person,Ottilie Brandauer,\n", Cancel);
        var second = await ListLookBack.ExecuteAsync(workspace, whole: false, Cancel);
        Assert.AreEqual((1, 2), (second.Entries, second.Payouts), "the entry that was there before is not asked again");
        CollectionAssert.AreEqual(new[] { "EUR 1000.1", "USD 0.5" }, second.Paid.Select(p => FormattableString.Invariant($"{p.Key} {p.Value}")).ToArray());
        var exposure = second.Exposures.Single();
        Assert.AreEqual(("2", "E1", 2, new DateOnly(2026, 1, 25), new DateOnly(2026, 2, 25)), (exposure.EntryId, exposure.EmployeeId, exposure.Payouts, exposure.FirstPaid, exposure.LastPaid));
        Assert.AreEqual(3, (await ListLookBack.ExecuteAsync(workspace, whole: true, Cancel)).Payouts);
    }

    [TestMethod]
    public async Task A_namesake_by_birth_date_and_country_is_kept_on_record_and_raised_by_no_night()
    {
        using var house = new Home();
        await using var workspace = await house.OpenAsync(Cancel);
        await house.LoadAsync(workspace, "id,type,name,birth_date,countries\n1,person,Wolfram Quillmeister,1970-01-02,KP\n", Cancel);
        var rows = new System.Text.StringBuilder("transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account,date_of_birth,residence_country\n");
        for (var i = 1; i <= 60; i++)
        {
            var (name, born) = i switch { 1 => ("Wolfram Quillmeister", "1988-05-06"), 2 => ("Wolfram Quillmeister", ""), _ => ($"Ottilie Brandauer{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}", "") };
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"N-{i},E,{i},{name},2026-01-25,{2000 + i}.00,EUR,DE{i:00}370400440532013{i:000},{born},DE\n");
        }
        var night = await NightRun.ExecuteAsync(workspace, new NightRequest([house.Write("n.csv", rows.ToString())], [], null, null), Cancel);
        var listed = (await FlagDesk.ListAsync(workspace, night.RunId, false, Cancel)).Flags.Where(f => f.Flag.Typology == Typology.SanctionsMatch).Select(f => f.Flag.TransferId);
        CollectionAssert.AreEqual(new[] { "N-2" }, listed.ToArray(), "of whom no birth date is known stays");
        var summary = NightSummary.From((await workspace.Store.Runs.FindAsync(night.RunId, Cancel)).Single().Summary);
        var namesake = summary.Namesakes.Single();
        StringAssert.StartsWith(namesake.ListVersion, MatchNote.Undated);
        Assert.AreEqual(
            new Namesake("N-1", MatchedParty.Employee, "own", "1", "E", "1", namesake.ListVersion, "born 5 years or more from every listed date, and in no listed country"), namesake);
        Assert.IsTrue(summary.Notices.Any(notice => notice.Contains("Not raised: 1 namesake of list entries, born 5 years or more from every listed date, with a name that many bear in another year,", StringComparison.Ordinal)));
        Assert.AreEqual(1, (await ListLookBack.ExecuteAsync(workspace, whole: true, Cancel)).Payouts, "nor by a look back");

        var last = DateOnly.FromDateTime(house.Clock.Now.UtcDateTime);
        foreach (var role in (string[])[PackRoles.Auditor, PackRoles.DataScientist])
        {
            var exported = await AuditDesk.ExportAsync(workspace, new PackFilter(null, last, role), house.At(role), Cancel);
            Assert.IsTrue((await PackVerifier.VerifyAsync(house.At(role), exported.Manifest.KeyId, Cancel)).IsGood);
            var row = JsonDocument.Parse(File.ReadAllLines(Path.Combine(house.At(role), "namesakes.jsonl")).Single()).RootElement;
            string? Cell(string name) => row.GetProperty(name).GetString();
            Assert.AreEqual((night.RunId, MatchedParty.Employee, "own", "1", namesake.ListVersion, namesake.By), (Cell("run_id"), Cell("party"), Cell("list"), Cell("entry_id"), Cell("list_version"), Cell("by")));
            foreach (var (column, identifier) in ((string, string)[])[("employer_id", "E"), ("employee_id", "1"), ("transfer_id", "N-1")])
                Assert.AreEqual(role == PackRoles.Auditor, Cell(column) == identifier, $"{column} is for the auditor alone");
        }
    }

    [TestMethod]
    public void Namesakes_of_a_run_of_an_earlier_version_are_read_without_what_it_did_not_keep() =>
        Assert.AreEqual(new Namesake("N-1", MatchedParty.Employee, "own", "1", null, null, null, null),
            NightSummary.NamesakesOf("""{"pay_dates":[],"namesakes":[{"transfer_id":"N-1","party":"employee","list":"own","entry_id":"1"}]}""").Single());

    private static (int Spared, int Matched) Screen(Workspace workspace)
    {
        var view = workspace.Lake.Open(new LakeQuery());
        var night = NightScreening.Of(
            workspace, workspace.Settings.Screening, view, [.. Enumerable.Range(0, view.Transfers.Count)], workspace.Lists.Open(), MatchModel.Default, new ClearedPairs(), remembers: true, CancellationToken.None);
        night.Remember();
        return (night.Spared, night.ByIndex.Count);
    }

    private static string Pay(string id, string employee, string name, string day = "2026-01-25", string amount = "1000.10", string currency = "EUR") =>
        $"{id},E,{employee},{name},{day},{amount},{currency},DE89370400440532013{employee[1..].PadLeft(3, '0')},\n";

    /// <summary>A data folder with a folder for files beside it.</summary>
    private sealed class Home : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("paysieve-continuity-").FullName;
        private int _lists;

        public SettableClock Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 4, 5, 6, TimeSpan.Zero));

        public Task<Workspace> OpenAsync(CancellationToken cancel) =>
            Workspace.OpenAsync(new WorkspaceOptions { DataDirectory = Path.Combine(_root, "data"), Settings = new PaysieveSettings { Detection = new() { Trees = 20 } }, Clock = Clock, Logs = NullLoggerFactory.Instance, Actor = "test" }, cancel);

        public string At(string name) => Path.Combine(_root, name);

        public string Write(string name, string text)
        {
            var path = At(name);
            File.WriteAllText(path, text);
            return path;
        }

        public async Task LoadAsync(Workspace workspace, string text, CancellationToken cancel)
        {
            Clock.Now += TimeSpan.FromHours(1);
            var result = await ListLoading.LoadAsync(workspace, "own", Write($"own{_lists++}.csv", text), allowShrink: true, cancel);
            Assert.AreNotEqual(ListLoadOutcome.Refused, result.Outcome, result.Reason);
        }

        public async Task IngestAsync(Workspace workspace, string name, string text, CancellationToken cancel)
        {
            var read = await IngestRun.ExecuteAsync(workspace, [Write(name, text)], cancel);
            Assert.AreEqual(0, read.RowsRejected);
        }

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
