// Which room uses which, read from the sources and held against an approved text: a new arrow is a decision, not an accident.
using System.Text;
using System.Text.RegularExpressions;
using Paysieve.Models;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Pipeline.Tests;

[TestClass]
public sealed partial class LayeringTests
{
    /// <summary>From the bottom to the top. An arrow may point down or stay on its floor.</summary>
    private static readonly string[][] Floors =
    [
        ["Transfers"],
        ["Sources", "Formats", "Lake"],
        ["Features"],
        ["Detection", "Screening"],
        ["Findings"],
        ["Store", "Reporting", "Audit"],
        ["Runs"],
    ];

    /// <summary>Arrows that point up, each with its reason. There is none, and none should come.</summary>
    private static readonly string[] Exceptions = [];

    private static readonly string Root = FindRoot();

    [TestMethod]
    public void The_rooms_use_each_other_as_approved()
    {
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "room-arrows.txt")).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        var found = Arrows().Select(pair => $"{pair.Key} -> {string.Join(", ", pair.Value)}".TrimEnd()).ToArray();

        var diff = new StringBuilder();
        foreach (var line in approved.Except(found, StringComparer.Ordinal)) diff.Append("- ").AppendLine(line);
        foreach (var line in found.Except(approved, StringComparer.Ordinal)) diff.Append("+ ").AppendLine(line);
        Assert.AreEqual("", diff.ToString(), "the rooms' arrows changed; when that is meant, change Data/room-arrows.txt with it");
    }

    [TestMethod]
    public void No_arrow_points_up()
    {
        var floors = Floors.SelectMany((rooms, floor) => rooms.Select(room => (room, floor))).ToDictionary(pair => pair.room, pair => pair.floor, StringComparer.Ordinal);
        foreach (var (room, used) in Arrows())
        {
            // The invented payrolls stand beside the house: they know nobody and nobody knows them.
            if (room == "Synthetic")
            {
                Assert.IsEmpty(used, "Synthetic knows the contract of the files alone");
                continue;
            }
            Assert.IsTrue(floors.ContainsKey(room), $"{room} stands on no floor");
            foreach (var other in used)
            {
                if (Exceptions.Contains($"{room} -> {other}", StringComparer.Ordinal)) continue;
                Assert.AreNotEqual("Synthetic", other, $"{room} uses invented payrolls");
                Assert.IsLessThanOrEqualTo(floors[room], floors[other], $"{room} -> {other} points up");
            }
        }
    }

    [TestMethod]
    public void Models_know_nothing_of_payroll_and_the_pipeline_nothing_of_the_command_line()
    {
        static string[] Ours(Type type) =>
            [.. type.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Paysieve", StringComparison.OrdinalIgnoreCase))];

        Assert.IsEmpty(Ours(typeof(ModelBundle)));
        CollectionAssert.AreEqual(new[] { "Paysieve.Models" }, Ours(typeof(Workspace)));
        Assert.DoesNotContain("ProjectReference", File.ReadAllText(Path.Combine(Root, "Models", "Models.csproj")));
        foreach (var file in Sources("Models")) Assert.DoesNotContain("Paysieve.Pipeline", File.ReadAllText(file), Path.GetFileName(file));
        foreach (var file in Sources("Pipeline")) Assert.DoesNotContain("Paysieve.Jobs", File.ReadAllText(file), Path.GetFileName(file));
    }

    [TestMethod]
    public void Every_file_opens_by_saying_why_it_has_a_room_of_its_own()
    {
        foreach (var project in new[] { "Models", "Pipeline", "Jobs" })
        {
            foreach (var file in Sources(project))
                Assert.StartsWith("// ", File.ReadLines(file).First().TrimStart('\ufeff'), StringComparison.Ordinal, Path.GetRelativePath(Root, file));
        }
    }

    [TestMethod]
    public void No_type_bears_a_folders_name()
    {
        var folders = typeof(Workspace).Assembly.GetTypes().Concat(typeof(ModelBundle).Assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Paysieve", StringComparison.Ordinal) == true)
            .SelectMany(type => type.Namespace!.Split('.')).ToHashSet(StringComparer.Ordinal);
        foreach (var type in typeof(Workspace).Assembly.GetTypes().Where(type => type.IsPublic)) Assert.DoesNotContain(type.Name, folders, type.FullName);
    }

    private static SortedDictionary<string, string[]> Arrows()
    {
        var rooms = Directory.GetDirectories(Path.Combine(Root, "Pipeline")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("bin" or "obj")).ToHashSet(StringComparer.Ordinal);
        var arrows = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var room in rooms)
        {
            var used = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var file in Sources(Path.Combine("Pipeline", room)))
            {
                var text = Comment().Replace(Literal().Replace(File.ReadAllText(file), "\"\""), "");
                Assert.Contains($"namespace Paysieve.Pipeline.{room}", text, $"{Path.GetFileName(file)} stands in another room than its namespace says");
                foreach (Match match in Using().Matches(text)) used.Add(match.Groups[1].Value);
                // A neighbour named without a using: Reporting.ReportFolder, Pipeline.Lake.LakeWriter.
                foreach (Match match in Qualified().Matches(text)) if (rooms.Contains(match.Groups[1].Value)) used.Add(match.Groups[1].Value);
            }
            used.Remove(room);
            arrows.Add(room, [.. used]);
        }
        return arrows;
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Paysieve.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Paysieve.slnx is not above the test's folder.");
    }

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?Paysieve\.Pipeline\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<![\w.])(?:Paysieve\.)?(?:Pipeline\.)?([A-Z]\w+)\.[A-Z]\w+(?=[\s.(<>)\]?,])")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();
}
