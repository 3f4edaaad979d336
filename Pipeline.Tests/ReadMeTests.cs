// What the README and the sample's README say, held against the program: commands, output, tables, links.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Paysieve.Jobs;
using Paysieve.Jobs.Commands;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Tests.Jobs;

namespace Paysieve.Pipeline.Tests;

[TestClass]
public sealed partial class ReadMeTests
{
    private const string MainBeginning = "dotnet run --project Jobs -c Release -- ";

    private static readonly string Root = FindRoot();
    private static readonly string ReadMe = Read("README.md");
    private static readonly string Samples = Read("data-samples/README.md");

    [TestMethod]
    public async Task The_first_command_prints_what_the_text_shows_and_flags_what_is_expected()
    {
        using var folder = new TemporaryFolder();
        string[] args = [.. Words(MainCommand()[MainBeginning.Length..]).Select(word => word.StartsWith("data-samples", StringComparison.Ordinal) ? Path.Combine(Root, word) : word), "--data", folder.At("paysieve-data")];

        var run = await CommandLineRun.OfAsync(args);
        var exported = await CommandLineRun.OfAsync("flags", "export", "--run", "latest", "--out", folder.At("flags.csv"), "--data", folder.At("paysieve-data"));

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual(Lasting(Fences(ReadMe, "text").First()), Lasting(run.Out));
        Assert.AreEqual(0, exported.ExitCode, exported.Error);
        Assert.AreEqual(Read("data-samples/expected/flags.csv"), Reduced(folder.At("flags.csv")));
    }

    [TestMethod]
    public void Each_of_the_two_commands_that_scripts_look_for_stands_in_a_fence()
    {
        var lines = Fences(ReadMe, "sh").SelectMany(Lines).ToList();
        Assert.AreEqual(MainCommand(), lines.First(line => line.StartsWith("dotnet run", StringComparison.Ordinal)));
        Assert.AreEqual("dotnet test -c Release", lines.First(line => line.StartsWith("dotnet test", StringComparison.Ordinal)));
        Assert.AreEqual(MainCommand(), Lines(ReadMe).First(line => line.StartsWith("dotnet run ", StringComparison.Ordinal)));
        StringAssert.Contains(Read("azure-pipelines.yml"), "- script: " + MainCommand() + "\n");
    }

    [TestMethod]
    public void Every_command_in_a_fence_is_understood()
    {
        var commands = new[] { ReadMe, Samples }.SelectMany(text => Fences(text, "sh")).SelectMany(Lines)
            .Select(line => line.StartsWith("paysieve ", StringComparison.Ordinal) ? line["paysieve ".Length..] : line.StartsWith(MainBeginning, StringComparison.Ordinal) ? line[MainBeginning.Length..] : null)
            .OfType<string>().ToList();
        Assert.IsGreaterThan(6, commands.Count);
        foreach (var command in commands)
            Assert.IsEmpty(Tree().Parse(Words(command)).Errors, command);
    }

    [TestMethod]
    public void The_table_of_commands_is_the_command_tree()
    {
        var told = Table(ReadMe, "| verb | does |").Select(row => Code(row[0])).Order(StringComparer.Ordinal);
        var known = Verbs(Tree(), "").Order(StringComparer.Ordinal);
        Assert.AreEqual(string.Join('\n', known), string.Join('\n', told));
    }

    [TestMethod]
    public void The_table_of_exit_codes_is_the_enumeration()
    {
        var told = Table(ReadMe, "| exit code | name | means |").Select(row => $"{row[0]} {Code(row[1])}");
        var known = Enum.GetValues<ExitCode>().Select(code => $"{(int)code} {code}");
        Assert.AreEqual(string.Join('\n', known), string.Join('\n', told));
    }

    [TestMethod]
    public void The_table_of_settings_is_the_shipped_file()
    {
        using var shipped = JsonDocument.Parse(Read("Jobs/appsettings.json"));
        var known = shipped.RootElement.EnumerateObject().SelectMany(section => section.Value.EnumerateObject().Select(knob => $"{section.Name}:{knob.Name} = {Default(knob.Value)}"));
        var told = Table(ReadMe, "| setting | default | range | meaning |").Select(row => $"{Code(row[0])} = {row[1].Replace("`", "", StringComparison.Ordinal)}");
        Assert.AreEqual(string.Join('\n', known), string.Join('\n', told));

        static string Default(JsonElement value) => value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray().Select(item => item.GetString())) : value.GetRawText();
    }

    [TestMethod]
    public void A_range_that_is_told_in_numbers_is_the_range_that_holds()
    {
        var checkedRanges = 0;
        foreach (var row in Table(ReadMe, "| setting | default | range | meaning |"))
        {
            if (RangeOfNumbers().Match(row[2]) is not { Success: true } range) continue;
            var open = range.Groups["over"].Success;
            var (least, most) = (Number(range.Groups["least"].Value), Number(range.Groups["most"].Value));
            Assert.IsTrue(Refused(Code(row[0]), least) == open && !Refused(Code(row[0]), most), row[0]);
            Assert.IsTrue(Refused(Code(row[0]), least - 1) && Refused(Code(row[0]), most + 1), row[0]);
            checkedRanges++;
        }
        Assert.IsGreaterThan(20, checkedRanges);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        static bool Refused(string key, double value)
        {
            // The two thresholds are tied to each other: the upper one is out of the way here.
            var environment = new Dictionary<string, string> { ["Paysieve__Screening__MatchThreshold"] = "1" };
            environment["Paysieve__" + key.Replace(":", "__", StringComparison.Ordinal)] = value.ToString("R", CultureInfo.InvariantCulture);
            try
            {
                Paysieve.Jobs.Configuring.SettingsLayers.Read(null, environment);
                return false;
            }
            catch (RefusedException)
            {
                return true;
            }
        }
    }

    [TestMethod]
    public void The_table_of_rooms_is_the_folders()
    {
        string[] whole = ["Models", "Jobs", "Pipeline.Tests", "Benchmarks", "data-samples"];
        var rooms = Directory.GetDirectories(Path.Combine(Root, "Pipeline")).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj") && !name!.StartsWith('.')).Select(name => "Pipeline/" + name);
        var told = Table(ReadMe, "| room | what lives there |").Select(row => Code(row[0])).ToList();
        Assert.AreEqual(string.Join('\n', rooms.Concat(whole).Order(StringComparer.Ordinal)), string.Join('\n', told.Order(StringComparer.Ordinal)));
        foreach (var room in told) Assert.IsTrue(Directory.Exists(Path.Combine(Root, room)), room);
    }

    [TestMethod]
    public void The_tables_of_columns_are_the_input_contract()
    {
        Assert.AreEqual(Known(ExportColumns.Payout), Told("## Payout CSV"));
        Assert.AreEqual(Known(ExportColumns.Leg), Told("## Payment legs CSV"));

        static string Known(ExportColumn[] columns) => string.Join('\n', columns.Select(column => $"{column.Name} {(column.IsRequired ? "yes" : "no")}"));

        static string Told(string heading) =>
            string.Join('\n', Table(Samples[Samples.IndexOf(heading, StringComparison.Ordinal)..], "| column | required | meaning |").Select(row => $"{Code(row[0])} {row[1]}"));
    }

    [TestMethod]
    public void The_columns_of_the_lake_are_told()
    {
        var told = Table(ReadMe, "| table | columns |").ToDictionary(row => Code(row[0]), row => row[1].Replace("`", "", StringComparison.Ordinal), StringComparer.Ordinal);
        Assert.AreEqual(string.Join(", ", LakeSchema.Transfers.Columns.Select(column => column.Name)), told["transfers"]);
        Assert.AreEqual(string.Join(", ", LakeSchema.Legs.Columns.Select(column => column.Name)), told["legs"]);
        Assert.AreEqual(string.Join(", ", LakeSchema.Parties.Columns.Select(column => column.Name)), told["parties"]);
    }

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("data-samples/README.md")]
    public void Every_link_leads_somewhere(string file)
    {
        var links = Link().Matches(Read(file)).Select(match => match.Groups[1].Value).ToList();
        Assert.IsGreaterThan(0, links.Count);
        foreach (var link in links)
        {
            var parts = link.Split('#');
            var target = parts[0].Length == 0 ? Path.Combine(Root, file) : Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(file)!, parts[0]));
            Assert.IsTrue(File.Exists(target) || Directory.Exists(target), link);
            if (parts.Length == 1) continue;
            if (Directory.Exists(target)) target = Path.Combine(target, "README.md");
            var anchors = Lines(File.ReadAllText(target)).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ').ToLowerInvariant().Replace(' ', '-'));
            Assert.Contains(parts[1], anchors, link);
        }
    }

    private static string MainCommand() => Lines(Fences(ReadMe, "sh").First()).Single(line => line.StartsWith(MainBeginning, StringComparison.Ordinal));

    private static RootCommand Tree() => CommandTree.Build(new Surroundings { Out = TextWriter.Null, Error = TextWriter.Null, Environment = new Dictionary<string, string>() });

    private static IEnumerable<string> Verbs(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(each => Verbs(each, (path + " " + each.Name).Trim()));

    /// <summary>Output without what differs from day to day: ids, the folder, how long it took.</summary>
    private static string Lasting(string output) => string.Join('\n', Lines(output)
        .Select(line => Identifier().Replace(Folder().Replace(line.TrimEnd(), "DIR/reports"), "ID")).Where(line => line.Length > 0 && !Elapsed().IsMatch(line)));

    /// <summary>What data-samples/expected/reduce.sh makes of an export of flags.</summary>
    private static string Reduced(string export)
    {
        var rows = File.ReadLines(export).Skip(1).Select(line => line.Split(',')).Select(cells => (Rank: int.Parse(cells[10], CultureInfo.InvariantCulture), Typology: cells[8], Line: string.Join(',',
            cells[2], cells[8], double.Parse(cells[9], CultureInfo.InvariantCulture).ToString("F6", CultureInfo.InvariantCulture), cells[10], cells[11], cells[12])));
        return "transfer_id,typology,score,rank,band,held_back\n" + string.Concat(rows.OrderBy(row => row.Rank).ThenBy(row => row.Typology, StringComparer.Ordinal).Select(row => row.Line + "\n"));
    }

    private static IEnumerable<string> Fences(string text, string language) => Fence().Matches(text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    private static List<string[]> Table(string text, string heading)
    {
        var lines = Lines(text);
        var start = Array.IndexOf(lines, heading);
        Assert.IsGreaterThanOrEqualTo(0, start, heading);
        return [.. lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    private static string Code(string cell) => cell.Trim('`');

    private static string[] Words(string command) => [.. Word().Matches(command).Select(match => match.Value.Trim('"'))];

    private static string[] Lines(string text) => text.Split('\n');

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Paysieve.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Paysieve.slnx is not above the test's folder.");
    }

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex("\\b[0-9a-f]{16}\\b")]
    private static partial Regex Identifier();

    [GeneratedRegex("\\S+/reports(?=/)")]
    private static partial Regex Folder();

    [GeneratedRegex("^  [0-9.]+ m?s(in)?: ")]
    private static partial Regex Elapsed();

    [GeneratedRegex("^(?<over>over )?(?<least>[0-9.]+),? to (?<most>[0-9.]+)$")]
    private static partial Regex RangeOfNumbers();
}
