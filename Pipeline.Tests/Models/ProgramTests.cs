using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed partial class ProgramTests
{
    [TestMethod]
    public void The_programs_in_the_text_are_the_ones_that_are_compiled_here()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Paysieve.slnx"))) root = root.Parent;
        var compiled = File.ReadAllText(Path.Combine(root.FullName, "Pipeline.Tests", "Models", "Programs.cs"));
        var told = Fence().Matches(File.ReadAllText(Path.Combine(root.FullName, "Models", "README.md"))).Select(match => match.Groups[1].Value).ToArray();
        Assert.HasCount(3, told);
        foreach (var program in told)
        {
            Assert.IsLessThanOrEqualTo(10, program.TrimEnd().Split('\n').Length, program);
            StringAssert.Contains(compiled, string.Concat(program.TrimEnd().Split('\n').Select(line => $"        {line}\n")));
        }
    }

    [TestMethod]
    public void They_run_and_find_the_planted_row()
    {
        using var folder = new TestFolder();
        var (csv, saved) = (Path.Combine(folder.Path, "rows.csv"), Path.Combine(folder.Path, "model.zip"));
        var drawn = TestTables.Normal(400, 4, seed: 1);
        var rows = new FeatureTable(["Slot0", "Slot1", "Slot2", "Slot3"], drawn.RowCount, [.. drawn.Rows(0, drawn.RowCount).ToArray().Select((value, i) => i / 4 == 77 ? 40 : 10 + value)]);
        File.WriteAllLines(csv, ["a,b,c,d", .. Enumerable.Range(0, rows.RowCount).Select(i => string.Join(',', rows.Row(i).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))))]);
        Programs.First([csv, saved]);
        Programs.Second([csv]);
        Programs.Third();
        var surprise = new MLContext(1).RegisterPaysieveModels().Model.Load(saved, out _).Transform(rows.AsDataView()).GetColumn<double>("Surprise").ToArray();
        Assert.AreEqual(77, Array.IndexOf(surprise, surprise.Max()));
    }

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
