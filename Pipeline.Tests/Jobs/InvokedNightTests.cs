// The verbs on a small invented payroll, as a shell runs them: what they print, what they write, how they end.
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class InvokedNightTests
{
    private const string Header = "transfer_id,employer_id,employee_id,employee_name,pay_date,amount,currency,account";
    private const string PlantedName = "Zdravka Quillfeather";
    private const string PlantedAccount = "DE89370400440532013000";

    private static TemporaryFolder _house = null!;

    private static string Data => _house.At("data");

    [ClassInitialize]
    public static async Task RunOneNight(TestContext context)
    {
        _house = new TemporaryFolder();
        SyntheticPayroll.Write(new SyntheticOptions(250, 4, 3), _house.At("made"), cancellationToken: context.CancellationToken);
        var run = await CommandLineRun.OfAsync([
            "run", _house.At("made/night"), _house.At("made/legs"), "--history", _house.At("made/history"), "--lists", _house.At("made/lists"), "--data", Data]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "report.html");
        Assert.DoesNotContain("\u001b", run.Out + run.Error);
    }

    [ClassCleanup]
    public static void RemoveFolder() => _house.Dispose();

    [TestMethod]
    public async Task The_same_night_again_writes_nothing_and_its_document_parses()
    {
        var run = await CommandLineRun.OfAsync("run", _house.At("made/night"), _house.At("made/legs"), "--lists", _house.At("made/lists"), "--data", Data, "--json");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        using var document = JsonDocument.Parse(run.Out);
        Assert.IsTrue(document.RootElement.GetProperty("already_done").GetBoolean());
        Assert.AreEqual(0, document.RootElement.GetProperty("exit_code").GetInt32());
        Assert.IsGreaterThan(0, document.RootElement.GetProperty("transfers_scored").GetInt32());
    }

    [TestMethod]
    public async Task A_folder_that_holds_no_list_is_refused_before_anything_is_read()
    {
        Directory.CreateDirectory(_house.At("no-lists"));
        var run = await CommandLineRun.OfAsync("run", _house.At("made/night"), "--history", _house.At("made/history"), "--lists", _house.At("no-lists"), "--data", _house.At("unread"));

        Assert.AreEqual(2, run.ExitCode);
        StringAssert.Contains(run.Error, "holds no list that is known here");
        Assert.IsFalse(Directory.Exists(_house.At("unread/lake")) && Directory.EnumerateFiles(_house.At("unread/lake"), "*.parquet", SearchOption.AllDirectories).Any());
    }

    [TestMethod]
    [DataRow("0xab5801a7d398351b8be11c439e05c5b3259aec9b", false)]
    [DataRow("0xAB5801a7D398351b8bE11C439e05C5B3259aeC9B", true)]
    [DataRow("0xab5801a7d398351b8be11c439e05c5b3259aec9", true)]
    public async Task A_wallet_that_was_perhaps_mistyped_is_not_cleared_in_silence(string wallet, bool isOdd)
    {
        var run = await CommandLineRun.OfAsync("screen", "--wallet", wallet, "--data", Data);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.StartsWith(run.Out, "No possible match");
        Assert.AreEqual(isOdd, run.Out.Contains("see that no character is wrong", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Why_payouts_were_not_scored_is_said_as_it_was_recorded()
    {
        var days = Directory.GetFiles(_house.At("made/night")).Select(path => Path.GetFileNameWithoutExtension(path)[^10..]).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.IsGreaterThan(1, days.Length, "or nothing would be left out");
        var run = await CommandLineRun.OfAsync("run", _house.At("made/night"), "--as-of", days[0], "--data", _house.At("as-of"));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, " other pay date than --as-of");
    }

    [TestMethod]
    public async Task Flags_are_listed_shown_decided_and_exported()
    {
        var list = await CommandLineRun.OfAsync("flags", "list", "--data", Data, "--json");
        using var document = JsonDocument.Parse(list.Out);
        var flags = document.RootElement.GetProperty("flags");
        Assert.IsGreaterThan(0, flags.GetArrayLength());
        var flag = flags[0].GetProperty("flag_id").GetString()!;

        var decided = await CommandLineRun.OfAsync("flags", "decide", flag[..10], "--decision", "escalate", "--reason", "CALLED", "--note", "asked the payee", "--actor", "r.review", "--data", Data);
        var shown = await CommandLineRun.OfAsync("flags", "show", flag, "--data", Data);
        var exported = await CommandLineRun.OfAsync("flags", "export", "--out", _house.At("flags.csv"), "--data", Data);

        Assert.AreEqual(0, decided.ExitCode, decided.Error);
        StringAssert.Contains(shown.Out, "escalated  CALLED  r.review: asked the payee");
        Assert.AreEqual(0, exported.ExitCode, exported.Error);
        var lines = File.ReadLines(_house.At("flags.csv")).ToArray();
        StringAssert.StartsWith(lines[0], "flag_id,run_id,transfer_id,employer_id,employee_id,pay_date,amount,currency,typology,score,rank,band,held_back,account_masked,explanation,reasons");
        Assert.IsTrue(lines.Any(line => line.StartsWith(flag, StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_pack_is_exported_carried_away_verified_and_found_out_when_altered()
    {
        var exported = await CommandLineRun.OfAsync("audit", "export", "--out", _house.At("pack"), "--data", Data);
        var keys = await CommandLineRun.OfAsync("audit", "keys", "--data", Data, "--json");
        using var document = JsonDocument.Parse(keys.Out);
        var key = document.RootElement.GetProperty("current").GetString()!;
        var good = await CommandLineRun.OfAsync("audit", "verify", _house.At("pack"), "--key", key);
        var runs = Path.Combine(_house.At("pack"), "runs.jsonl");
        await File.WriteAllTextAsync(runs, (await File.ReadAllTextAsync(runs)).Replace("\"manual\"", "\"manuel\"", StringComparison.Ordinal));
        var altered = await CommandLineRun.OfAsync("audit", "verify", _house.At("pack"), "--key", key);
        var again = await CommandLineRun.OfAsync("audit", "export", "--out", _house.At("pack"), "--data", Data);

        Assert.AreEqual(0, exported.ExitCode, exported.Error);
        Assert.AreEqual(0, good.ExitCode, good.Error);
        Assert.AreEqual(6, altered.ExitCode);
        StringAssert.Contains(altered.Out, "broken at runs.jsonl, line 1");
        Assert.AreEqual(2, again.ExitCode, "a folder that holds something is not written over");
    }

    [TestMethod]
    public async Task Scores_features_report_models_and_evaluation_come_from_the_run()
    {
        var scores = await CommandLineRun.OfAsync("scores", "export", "--out", _house.At("scores.csv"), "--data", Data);
        var features = await CommandLineRun.OfAsync("features", "export", "--out", _house.At("f.parquet"), "--data", Data);
        var report = await CommandLineRun.OfAsync("report", "--data", Data);
        var models = await CommandLineRun.OfAsync("models", "list", "--data", Data, "--json");
        var quality = await CommandLineRun.OfAsync("evaluate", "--labels", _house.At("made/labels.csv"), "--benign", _house.At("made/benign.csv"), "--data", Data);

        Assert.AreEqual(0, scores.ExitCode, scores.Error);
        Assert.AreEqual("transfer_id,typology,score,rank,review_rank", File.ReadLines(_house.At("scores.csv")).First());
        Assert.AreEqual(0, features.ExitCode, features.Error);
        Assert.IsTrue(File.Exists(_house.At("f.parquet")));
        Assert.AreEqual(0, report.ExitCode, report.Error);
        Assert.IsTrue(File.Exists(report.Out.Trim()));
        using var document = JsonDocument.Parse(models.Out);
        var bundle = document.RootElement.GetProperty("bundles")[0].GetProperty("bundle_id").GetString()!;
        Assert.AreEqual(0, (await CommandLineRun.OfAsync("models", "show", bundle[..8], "--data", Data)).ExitCode);
        Assert.AreEqual(0, quality.ExitCode, quality.Error);
        StringAssert.Contains(quality.Out, "recall");
    }

    [TestMethod]
    public async Task Lists_and_names_are_screened_on_their_own()
    {
        var names = _house.Write("names.csv", "id,name,dob,country,type\n1,Nobody Whatsoever,,,\n2,,1999,,\n");

        var status = await CommandLineRun.OfAsync("lists", "status", "--data", Data);
        var single = await CommandLineRun.OfAsync("screen", "--name", "Nobody Whatsoever", "--data", Data);
        var many = await CommandLineRun.OfAsync("screen", "--file", names, "--out", _house.At("screened.csv"), "--data", Data);
        var both = await CommandLineRun.OfAsync("screen", "--file", names, "--name", "x", "--out", _house.At("screened.csv"), "--data", Data);
        var without = await CommandLineRun.OfAsync("lists", "load", "un", _house.Path, "--data", Data);

        Assert.AreEqual(0, status.ExitCode, status.Error);
        StringAssert.Contains(status.Out, "own");
        Assert.AreEqual(0, single.ExitCode, single.Error);
        Assert.AreEqual(0, many.ExitCode, many.Error);
        CollectionAssert.AreEqual(
            new[] { "id,list,entry_id,matched_name,score,decision,why", "1,,,,0,none,No entry comes near this name.", "2,,,,0,none,There is no name to screen." },
            File.ReadAllLines(_house.At("screened.csv")));
        Assert.AreEqual(2, both.ExitCode);
        Assert.AreEqual(2, without.ExitCode);
        StringAssert.Contains(without.Error, "The folder holds no file of un");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(20_000)]
    [DataRow(20_001)]
    public async Task A_file_of_names_has_a_row_for_every_one_whatever_its_length(int names)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("names.csv", "name,id\n" + string.Concat(Enumerable.Range(0, names).Select(i => $"Nobody Whatsoever,{i}\n")));

        var run = await CommandLineRun.OfAsync("screen", "--file", file, "--out", folder.At("out.csv"), "--data", Data);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual(names + 1, File.ReadLines(folder.At("out.csv")).Count());
    }

    [TestMethod]
    [DataRow("1,\"Ann Other\n2,{0}\n3,Bea Other\n", "line 2: a quote stays open to the end")]
    [DataRow("1,\"Ann Other\n2,{0}\n3,\"Bea Other\"\n", "line 2: text stands behind a closing quote")]
    [DataRow("1,Ann Other\n2,{0}, Baroness\n", "line 3: 3 fields, and the header has 2")]
    [DataRow("1,Ann Other\n2,{0} J\u00f6rg\n", "line 3: bytes that are not UTF-8")]
    public async Task A_file_of_names_in_which_one_could_be_swallowed_is_not_screened(string rows, string said)
    {
        using var folder = new TemporaryFolder();
        var file = folder.At("names.csv");
        await File.WriteAllTextAsync(file, "id,name\n" + rows.Replace("{0}", PlantedName, StringComparison.Ordinal), System.Text.Encoding.Latin1);

        var run = await CommandLineRun.OfAsync("screen", "--file", file, "--out", folder.At("out.csv"), "--data", Data);

        Assert.AreEqual(4, run.ExitCode, run.Error);
        Assert.Contains(said, run.Error);
        Assert.DoesNotContain("Quillfeather", run.Error);
        Assert.IsFalse(File.Exists(folder.At("out.csv")));
    }

    [TestMethod]
    public async Task A_labelled_payout_that_was_not_scored_counts_as_missed_in_every_figure()
    {
        using var folder = new TemporaryFolder();
        await CommandLineRun.OfAsync("scores", "export", "--out", folder.At("scores.csv"), "--data", Data);
        var first = File.ReadLines(folder.At("scores.csv")).Select(line => line.Split(',')).First(row => row[1] == "payout_routing" && row[3] == "1")[0];
        var labels = folder.Write("labels.csv", $"transfer_id,typology,scenario\n{first},payout_routing,a\nNOT-HERE,payout_routing,a\n");

        var run = await CommandLineRun.OfAsync("evaluate", "--labels", labels, "--data", Data, "--json");

        using var document = JsonDocument.Parse(run.Out);
        Assert.IsLessThanOrEqualTo(0.5, document.RootElement.GetProperty("average_precision").GetDouble());
        Assert.AreEqual(0.5, document.RootElement.GetProperty("typologies")[0].GetProperty("average_precision").GetDouble(), 1e-9);
        Assert.IsLessThanOrEqualTo(0.5, document.RootElement.GetProperty("average_precision_interval").GetProperty("high").GetDouble());
    }

    [TestMethod]
    public async Task What_came_in_and_what_did_not_is_said_in_words()
    {
        using var folder = new TemporaryFolder();
        var night = folder.Write("night.csv", Header + ",cost center,\nT1,E1,P1,Ann Other,2026-10-30,10.00,EUR,DE89370400440532013000,7,\n");
        var empty = folder.Write("empty.csv", Header + "\n");
        var bad = folder.Write("bad.csv", Header + "\nT2,E1,P1,Ann Other,soon,10.00,EUR,DE89370400440532013000\n");

        var read = await CommandLineRun.OfAsync("ingest", night, empty, "--data", folder.At("d"));
        var nothing = await CommandLineRun.OfAsync("run", bad, "--data", folder.At("e"), "--quiet");
        var swallowed = await CommandLineRun.OfAsync("run", "--history", folder.At("x"), night, "--data", folder.At("e"));

        Assert.Contains("night.csv: column cost center is not known here and was left out", read.Out);
        Assert.Contains("night.csv: a column without a heading was left out", read.Out);
        Assert.Contains("empty.csv: a header and no rows", read.Out);
        Assert.AreEqual(4, nothing.ExitCode, nothing.Error);
        Assert.Contains("1 of 1 rows were rejected and are kept in quarantine", nothing.Error);
        Assert.AreEqual(2, swallowed.ExitCode, swallowed.Error);
        Assert.Contains("every path behind --history is history", swallowed.Error);
    }

    [TestMethod]
    public async Task Empty_fields_behind_the_last_column_and_quotes_within_a_name_are_no_fault_of_a_file_of_names()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandLineRun.OfAsync("screen", "--file", folder.Write("names.csv", "id,name\n1,Nobody \"Nick\" Whatsoever,,\n2\n"), "--out", folder.At("out.csv"), "--data", Data);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual(3, File.ReadLines(folder.At("out.csv")).Count());
    }

    [TestMethod]
    public async Task What_a_row_says_and_nobody_understands_is_told_in_the_answer_for_it()
    {
        using var folder = new TemporaryFolder();
        var listed = File.ReadAllLines(_house.At("made/lists/own.csv"))[1].Split(',');
        var file = folder.Write("names.csv", $"id,name,dob,country,type\n1,{listed[2]},31.02.1980,ZZ,person\n2,Nobody Whatsoever,1980,FR;ZZ,robot\n3,Nobody Else,1980,FR,person\n");

        var run = await CommandLineRun.OfAsync("screen", "--file", file, "--out", folder.At("out.csv"), "--data", Data);
        var one = await CommandLineRun.OfAsync("screen", "--name", PlantedName, "--country", "ZZ", "--data", Data);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        var rows = File.ReadAllLines(folder.At("out.csv"));
        Assert.Contains("Left out of the comparison, because not understood: dob, country.", rows.Single(row => row.StartsWith("1,own," + listed[0], StringComparison.Ordinal)));
        Assert.Contains("2,,,,0,none,\"No entry comes near this name. Left out of the comparison, because not understood: type, country.\"", rows);
        Assert.Contains("3,,,,0,none,No entry comes near this name.", rows);
        Assert.Contains("4 birth dates, countries or types", run.Out);
        Assert.AreEqual(2, one.ExitCode, one.Out);
        Assert.Contains("--country takes", one.Error);
    }

    [TestMethod]
    public async Task Without_a_list_nobody_is_told_to_be_clean()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("empty"));

        var run = await CommandLineRun.OfAsync("screen", "--name", PlantedName, "--data", folder.At("empty"));

        Assert.AreEqual(4, run.ExitCode);
        StringAssert.Contains(run.Error, "no list is loaded");
        Assert.DoesNotContain("Quillfeather", run.Out + run.Error);
    }

    [TestMethod]
    public async Task An_altered_audit_event_is_an_integrity_failure_and_its_place_is_told()
    {
        using var folder = new TemporaryFolder();
        var csv = folder.Write("in/a.csv", $"{Header}\nT1,E1,P1,Ann Other,2026-10-30,10.00,EUR,{PlantedAccount}\n");
        Assert.AreEqual(0, (await CommandLineRun.OfAsync("ingest", csv, "--data", folder.At("d"))).ExitCode);
        Assert.AreEqual(0, (await CommandLineRun.OfAsync("audit", "verify", "--data", folder.At("d"))).ExitCode);
        await using (var connection = new SqliteConnection($"Data Source={folder.At("d/paysieve.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER audit_event_not_updated; UPDATE audit_event SET actor = 'somebody else' WHERE seq = 1";
            await command.ExecuteNonQueryAsync();
        }

        var run = await CommandLineRun.OfAsync("audit", "verify", folder.At("d"), "--json");

        Assert.AreEqual(6, run.ExitCode, run.Error);
        using var document = JsonDocument.Parse(run.Out);
        Assert.AreEqual(1, document.RootElement.GetProperty("verdict").GetProperty("bad_seq").GetInt32());
    }

    [TestMethod]
    public async Task Rows_rejected_beyond_tolerance_end_with_3_and_nothing_of_them_is_printed()
    {
        using var folder = new TemporaryFolder();
        var csv = folder.Write("a.csv", $"{Header}\nT1,E1,P1,Ann Other,2026-10-30,10.00,EUR,{PlantedAccount}\nT2,E1,P2,{PlantedName},30.10.2026,ten,EUR,{PlantedAccount}\n");

        var run = await CommandLineRun.OfAsync("ingest", csv, "--data", folder.At("d"), "--verbose");
        var json = await CommandLineRun.OfAsync("ingest", csv, "--data", folder.At("d2"), "--json");

        Assert.AreEqual(3, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "1 accepted + 1 rejected");
        using var document = JsonDocument.Parse(json.Out);
        Assert.AreEqual(1, document.RootElement.GetProperty("rows_rejected").GetInt64());
        foreach (var text in new[] { run.Out, run.Error, json.Out, json.Error })
        {
            Assert.DoesNotContain("Quillfeather", text);
            Assert.DoesNotContain(PlantedAccount, text);
        }
    }

    [TestMethod]
    public async Task A_night_with_a_file_rejected_whole_is_done_and_ends_with_3()
    {
        using var folder = new TemporaryFolder();
        var nonsense = folder.Write("bad.csv", $"colour,shape\n{PlantedName},round\n");

        var run = await CommandLineRun.OfAsync("run", _house.At("made/night"), nonsense, "--data", folder.At("d"));

        Assert.AreEqual(3, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "bad.csv was rejected whole");
        StringAssert.Contains(run.Out, "report.html");
        StringAssert.Contains(run.Out, "nobody was screened");
        Assert.DoesNotContain("Quillfeather", run.Out + run.Error);
    }

    [TestMethod]
    public async Task Nothing_usable_ends_with_4()
    {
        using var folder = new TemporaryFolder();
        var nonsense = folder.Write("a.csv", $"colour,shape\n{PlantedName},round\n");

        var missing = await CommandLineRun.OfAsync("run", folder.At("nowhere"), "--data", folder.At("d"));
        var useless = await CommandLineRun.OfAsync("ingest", nonsense, "--data", folder.At("d"));
        var unknown = await CommandLineRun.OfAsync("flags", "list", "--data", folder.At("no-such-data"));

        Assert.AreEqual(4, missing.ExitCode, missing.Error);
        Assert.AreEqual(4, useless.ExitCode, useless.Error);
        Assert.AreEqual(4, unknown.ExitCode, unknown.Error);
        Assert.IsFalse(Directory.Exists(folder.At("no-such-data")));
        Assert.DoesNotContain("Quillfeather", useless.Out + useless.Error);
    }

    [TestMethod]
    public async Task Ingest_of_which_nothing_was_accepted_ends_with_4_unless_it_was_known()
    {
        using var folder = new TemporaryFolder();
        var empty = folder.Write("empty.csv", Header + "\n");
        var bad = folder.Write("bad.csv", $"{Header}\nT2,E1,P2,{PlantedName},30.10.2026,ten,EUR,{PlantedAccount}\n");
        var good = folder.Write("good.csv", $"{Header}\nT1,E1,P1,Ann Other,2026-10-30,10.00,EUR,{PlantedAccount}\n");

        foreach (var (files, code) in ((string[], int)[])[([empty], 4), ([bad], 4), ([bad, empty], 4), ([bad, good], 3), ([good], 0), ([empty], 4)])
        {
            var run = await CommandLineRun.OfAsync(["ingest", .. files, "--data", folder.At("d"), "--json"]);
            Assert.AreEqual(code, run.ExitCode, string.Join(' ', files) + run.Error);
            using var document = JsonDocument.Parse(run.Out);
            Assert.AreEqual(code, document.RootElement.GetProperty("exit_code").GetInt32());
        }
    }

    [TestMethod]
    public async Task A_file_of_the_lake_that_is_gone_or_damaged_ends_with_6_and_is_named()
    {
        using var folder = new TemporaryFolder();
        var data = CopyOfData(folder);
        foreach (var (room, lines) in ((string, string[])[])[("transfers", ["train", "features export --out " + folder.At("f.parquet"), "run " + _house.At("made/night")]), ("parties", ["lists lookback --all"])])
        {
            // The longest: of what nobody reads damage is not met.
            var path = Directory.GetFiles(Path.Combine(data, "lake", room), "*.parquet", SearchOption.AllDirectories).OrderByDescending(file => new FileInfo(file).Length).First();
            var bytes = await File.ReadAllBytesAsync(path);
            foreach (var damaged in (byte[]?[])[null, bytes[..(bytes.Length / 2)]])
            {
                File.Delete(path);
                if (damaged is not null) await File.WriteAllBytesAsync(path, damaged);
                foreach (var line in lines)
                {
                    var run = await CommandLineRun.OfAsync([.. line.Split(' '), "--data", data, "--quiet"]);
                    Assert.AreEqual(6, run.ExitCode, line + run.Error);
                    Assert.HasCount(1, run.Error.TrimEnd().Split('\n').Where(said => !said.Contains("warn", StringComparison.Ordinal)).ToArray(), run.Error);
                    Assert.Contains(Path.GetFileName(path), run.Error);
                    Assert.DoesNotContain(Path.GetDirectoryName(path)!, run.Error);
                    Assert.Contains("audit verify --files", run.Error);
                }
            }
            await File.WriteAllBytesAsync(path, bytes);
        }
    }

    [TestMethod]
    public async Task A_database_that_was_lost_while_the_folder_was_kept_ends_with_6()
    {
        using var folder = new TemporaryFolder();
        var data = CopyOfData(folder);
        foreach (var file in Directory.GetFiles(data, "paysieve.db*")) File.Delete(file);

        var run = await CommandLineRun.OfAsync("run", _house.At("made/night"), _house.At("made/legs"), "--data", data, "--quiet");

        Assert.AreEqual(6, run.ExitCode, run.Error);
        Assert.Contains("no record of model bundle", run.Error);
        Assert.Contains("backup", run.Error);
    }

    [TestMethod]
    public async Task The_stores_file_stands_for_its_folder_and_another_file_is_wrong_usage()
    {
        var whole = await CommandLineRun.OfAsync("audit", "verify", Path.Combine(Data, "paysieve.db"));
        var other = await CommandLineRun.OfAsync("audit", "verify", _house.At("made/labels.csv"));

        Assert.AreEqual(0, whole.ExitCode, whole.Error);
        Assert.Contains("The audit trail is whole", whole.Out);
        Assert.AreEqual(2, other.ExitCode, other.Error);
    }

    [TestMethod]
    [DataRow("transfer_id,typology,scenario\nT1,payout_rooting,x\n", "label 1: the typology is none of payout_routing")]
    [DataRow("transfer_id,typology,scenario\n", "holds no label")]
    [DataRow("", "has no column transfer_id")]
    [DataRow("transfer_id,typology\nT1,payout_routing\n", "has no column scenario")]
    public async Task Labels_that_are_none_are_refused_and_an_evaluation_stays(string labels, string said)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("labels.csv", labels);

        var run = await CommandLineRun.OfAsync("evaluate", "--labels", file, "--data", Data);

        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.Contains(said, run.Error);
    }

    [TestMethod]
    public async Task Where_nothing_is_labelled_there_is_no_share()
    {
        using var folder = new TemporaryFolder();
        var some = File.ReadLines(_house.At("made/labels.csv")).Where((line, i) => i == 0 || line.Contains("payout_routing", StringComparison.Ordinal));
        var run = await CommandLineRun.OfAsync("evaluate", "--labels", folder.Write("labels.csv", string.Join('\n', some) + "\n"), "--data", Data);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Matches(run.Out, new System.Text.RegularExpressions.Regex("shared_account +0 +- +-"));
        StringAssert.Matches(run.Out, new System.Text.RegularExpressions.Regex("payout_routing +[1-9][0-9]* +[0-9.]+ %"));
    }

    [TestMethod]
    public async Task A_birth_date_whose_day_and_month_cannot_be_told_apart_is_not_guessed()
    {
        using var folder = new TemporaryFolder();
        foreach (var (born, code) in ((string, int)[])[("12/7/1986", 2), ("12-07-1986", 2), ("7 Dec 1986", 2), ("1986-07-12", 0), ("1986", 0)])
        {
            var one = await CommandLineRun.OfAsync("screen", "--name", PlantedName, "--dob", born, "--data", Data);
            Assert.AreEqual(code, one.ExitCode, born + one.Error);
            if (code == 2) Assert.Contains("which is the day and which the month", one.Error);
        }
        var file = folder.Write("names.csv", $"id,name,dob\n1,{PlantedName},12/7/1986\n2,{PlantedName},7 Dec 1986\n");
        var many = await CommandLineRun.OfAsync("screen", "--file", file, "--out", folder.At("out.csv"), "--data", Data, "--json");
        using var document = JsonDocument.Parse(many.Out);
        Assert.AreEqual(1, document.RootElement.GetProperty("not_understood").GetInt32());

        var wrong = await CommandLineRun.OfAsync("screen", "--file", folder.Write("wrong.csv", "number,who\n1,x\n"), "--out", folder.At("out2.csv"), "--data", Data);
        Assert.AreEqual(2, wrong.ExitCode, wrong.Error);
    }

    [TestMethod]
    public async Task A_proposed_profile_is_saved_where_the_next_command_takes_it()
    {
        using var folder = new TemporaryFolder();
        var export = folder.Write("export.csv", $"{Header.Replace(',', ';')}\nT1;E1;P1;Ann Other;2026-10-30;10.00;EUR;{PlantedAccount}\n");

        var check = await CommandLineRun.OfAsync("profiles", "check", export, "--out", folder.At("d/profiles/my-layout.json"), "--data", folder.At("d"));
        var read = await CommandLineRun.OfAsync("ingest", export, "--data", folder.At("d"));

        Assert.AreEqual(0, check.ExitCode, check.Error);
        Assert.AreEqual(0, read.ExitCode, read.Error);
        Assert.Contains("1 row, all accepted", read.Out);
    }

    [TestMethod]
    public async Task A_pack_without_a_first_day_is_from_the_beginning()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandLineRun.OfAsync("audit", "export", "--out", folder.At("pack"), "--data", Data);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("pack from the beginning to ", run.Out);
    }

    [TestMethod]
    public async Task A_store_that_does_not_answer_ends_with_5_and_keeps_its_password()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>
        {
            ["Paysieve__Store__Provider"] = "SqlServer",
            ["ConnectionStrings__Paysieve"] = "Server=127.0.0.1,1;User Id=u;Password=planted-secret;Connect Timeout=1;ConnectRetryCount=0;Encrypt=false",
        };

        var run = await CommandLineRun.OfAsync(["lists", "status", "--data", folder.Path], environment);

        Assert.AreEqual(5, run.ExitCode, run.Error);
        Assert.DoesNotContain("planted-secret", run.Out + run.Error);
    }

    [TestMethod]
    public async Task A_command_that_is_stopped_says_so_and_leaves_a_folder_that_works()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var run = await CommandLineRun.OfAsync(["ingest", _house.At("made/history"), "--data", folder.At("d")], [], null, stop.Token);
        var again = await CommandLineRun.OfAsync("ingest", _house.At("made/history"), "--data", folder.At("d"));

        Assert.AreEqual(130, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, "stopped");
        Assert.AreEqual(0, again.ExitCode, again.Error);
    }

    private static string CopyOfData(TemporaryFolder folder)
    {
        foreach (var file in Directory.GetFiles(Data, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.At("data"), Path.GetRelativePath(Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return folder.At("data");
    }
}
