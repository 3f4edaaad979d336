// The command line is a contract: every verb is known, every wrong use is told apart from a bug.
using System.Text.Json;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class CommandTreeTests
{
    [TestMethod]
    public async Task Help_names_every_verb_of_the_contract()
    {
        var run = await CommandLineRun.OfAsync("--help");

        Assert.AreEqual(0, run.ExitCode);
        foreach (var verb in new[] { "ingest", "run", "train", "evaluate", "models", "features", "lists", "screen", "flags", "scores", "report", "audit", "generate", "serve" })
            StringAssert.Matches(run.Out, new System.Text.RegularExpressions.Regex($@"^  {verb}\b", System.Text.RegularExpressions.RegexOptions.Multiline), verb);
    }

    [TestMethod]
    [DataRow("models", "list show compare promote rollback")]
    [DataRow("features", "export")]
    [DataRow("lists", "load status lookback diff")]
    [DataRow("flags", "list show export decide")]
    [DataRow("scores", "export")]
    [DataRow("audit", "export verify keys rotate-key")]
    public async Task Help_of_a_group_names_every_verb_in_it(string group, string verbs)
    {
        var run = await CommandLineRun.OfAsync(group, "--help");

        Assert.AreEqual(0, run.ExitCode);
        foreach (var verb in verbs.Split(' '))
            StringAssert.Matches(run.Out, new System.Text.RegularExpressions.Regex($@"^  {verb}\b", System.Text.RegularExpressions.RegexOptions.Multiline), verb);
    }

    [TestMethod]
    [DataRow("run", "--history --lists --as-of --reason --data --config --json")]
    [DataRow("evaluate", "--labels --benign --run")]
    [DataRow("models compare", "--labels --benign")]
    [DataRow("models promote", "--labels --benign --force --reason")]
    [DataRow("models rollback", "--reason")]
    [DataRow("features export", "--run --out")]
    [DataRow("scores export", "--run --out")]
    [DataRow("flags export", "--run --out")]
    [DataRow("flags decide", "--decision --reason --note --actor")]
    [DataRow("audit export", "--from --to --out --role")]
    [DataRow("audit verify", "--key")]
    [DataRow("audit replay", "--run")]
    [DataRow("suppressions propose", "--reason --until --note --actor")]
    [DataRow("suppressions revoke", "--reason --actor")]
    [DataRow("screen", "--name --dob --country --wallet --file --out")]
    [DataRow("report", "--run")]
    [DataRow("generate", "--employees --months --seed --withheld --out")]
    [DataRow("serve", "--once")]
    public async Task Help_of_a_verb_names_its_options(string verb, string options)
    {
        var run = await CommandLineRun.OfAsync([.. verb.Split(' '), "--help"]);

        Assert.AreEqual(0, run.ExitCode);
        foreach (var option in options.Split(' ')) StringAssert.Contains(run.Out, option);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("lists")]
    [DataRow("runn x")]
    [DataRow("run")]
    [DataRow("run night --as-of 30.10.2026")]
    [DataRow("generate --out x --employees many")]
    [DataRow("generate --out x --employees 49")]
    [DataRow("flags decide abc --decision perhaps --reason X")]
    [DataRow("scores export")]
    public async Task Wrong_usage_ends_with_2_and_leaves_the_output_empty(string line)
    {
        var run = await CommandLineRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.AreEqual(2, run.ExitCode);
        Assert.AreEqual("", run.Out);
        StringAssert.Contains(run.Error, "paysieve");
    }

    [TestMethod]
    [DataRow("flags decide abc --decision banana --reason X", "--decision takes one of hold, release, escalate, confirm.")]
    [DataRow("audit export --out x --role king", "--role takes one of auditor, compliance, data_scientist.")]
    public async Task A_word_that_is_none_of_the_allowed_is_answered_with_them_in_one_line(string line, string said)
    {
        var run = await CommandLineRun.OfAsync(line.Split(' '));

        Assert.AreEqual(2, run.ExitCode);
        Assert.AreEqual("paysieve: " + said, run.Error.Split('\n')[0].TrimEnd());
    }

    [TestMethod]
    [DataRow("run night --histroy past", "--histroy is no option of `paysieve run`; did you mean --history?")]
    [DataRow("run night --history past --lst lists", "--lst is no option of `paysieve run`; did you mean --lists?")]
    [DataRow("ingest night --confg=x.json", "--confg is no option of `paysieve ingest`; did you mean --config?")]
    [DataRow("run --bogus x", "--bogus is no option of `paysieve run`. A file of that name is given as ./--bogus")]
    [DataRow("flags show --jsn", "--jsn is no option of `paysieve flags show`; did you mean --json?")]
    [DataRow("lists load own --alow-shrink", "--alow-shrink is no option of `paysieve lists load`; did you mean --allow-shrink?")]
    [DataRow("report --run --quite", "--quite is no option of `paysieve report`; did you mean --quiet?")]
    [DataRow("train --mather", "--mather is no option of `paysieve train`; did you mean --matcher?")]
    public async Task A_mistyped_option_is_no_path_and_the_nearest_is_named(string line, string said)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandLineRun.OfAsync([.. line.Split(' '), "--data", folder.At("d")]);

        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.Contains(said, run.Error);
        Assert.IsFalse(Directory.Exists(folder.At("d")));
    }

    [TestMethod]
    public async Task A_note_may_begin_with_dashes_and_a_file_of_such_a_name_is_given_with_its_folder()
    {
        using var folder = new TemporaryFolder();
        var note = await CommandLineRun.OfAsync("flags", "decide", "abc", "--decision", "hold", "--reason", "X", "--note", "--asked the payee, no answer", "--data", folder.At("none"));
        var file = await CommandLineRun.OfAsync("ingest", folder.Write("--x", ""), "--data", folder.At("d"));

        Assert.AreEqual(4, note.ExitCode, note.Error);
        Assert.AreEqual(4, file.ExitCode, file.Error);
    }

    [TestMethod]
    [DataRow("run ~", "PATH")]
    [DataRow("run in --history ~", "--history")]
    [DataRow("run in --lists ~", "--lists")]
    [DataRow("ingest in --data ~", "--data")]
    [DataRow("flags list --config ~", "--config")]
    [DataRow("flags export --out ~", "--out")]
    [DataRow("flags list --run ~", "--run")]
    [DataRow("models show ~", "BUNDLE")]
    [DataRow("lists diff ~ ~", "A")]
    [DataRow("generate --out ~", "--out")]
    public async Task An_empty_value_is_wrong_usage_and_no_bug(string line, string named)
    {
        var run = await CommandLineRun.OfAsync([.. line.Split(' ').Select(word => word == "~" ? "" : word)]);

        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.Contains($"{named} was given nothing", run.Error);
    }

    [TestMethod]
    public async Task Wrong_usage_gives_a_script_one_document()
    {
        var run = await CommandLineRun.OfAsync("scores", "export", "--json");

        using var document = JsonDocument.Parse(run.Out);
        Assert.AreEqual(2, document.RootElement.GetProperty("exit_code").GetInt32());
    }

    [TestMethod]
    [DataRow("screen", "--name", "Zdravka Quillfeather", "Zdravka Quillfeather")]
    [DataRow("screen", "Zdravka", "Quillfeather", "--file", "f")]
    [DataRow("flags", "decide", "abc", "--decision", "hold", "--reason", "X", "note about Quillfeather")]
    public async Task A_misplaced_name_is_not_said_back(params string[] line)
    {
        var run = await CommandLineRun.OfAsync(line);

        Assert.AreEqual(2, run.ExitCode);
        Assert.DoesNotContain("Quillfeather", run.Error);
        Assert.DoesNotContain("Zdravka", run.Error);
    }

    [TestMethod]
    public async Task Version_is_said_in_one_line()
    {
        var run = await CommandLineRun.OfAsync("--version");

        Assert.AreEqual(0, run.ExitCode);
        StringAssert.StartsWith(run.Out, "paysieve 0.");
    }
}
