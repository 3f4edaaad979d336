// The same lake on a processor with narrower vectors: the program itself, told not to use the wide ones, must come to the same bytes.
using System.Diagnostics;
using System.Text.Json;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class VectorWidthTests
{
    [TestMethod]
    public async Task A_processor_without_wide_vectors_trains_the_same_bundle_and_gives_the_same_scores()
    {
        using var house = new House();
        SyntheticPayroll.Write(new SyntheticOptions(150, 7, 5), house.At("made"));
        await house.NightAsync([house.At("made/night"), house.At("made/legs")], [house.At("made/history")]);
        using var narrow = House.CopyOf(house);

        house.Now = house.Now.AddDays(1);
        var trained = await house.AskAsync(workspace => TrainRun.ExecuteAsync(workspace, false, default));
        var last = await house.AskAsync(workspace => Task.FromResult(workspace.Lake.Entries().Max(entry => entry.LastDay)));
        var night = await house.NightAsync([], asOf: last);

        // The challenger scores in shadow, so that both the first bundle and the new one are applied there.
        Assert.AreEqual(trained.BundleId, Child(narrow, "train").GetProperty("bundle_id").GetString());
        var other = Child(narrow, "run", "--as-of", last!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).GetProperty("run_id").GetString()!;
        foreach (var name in (string[])["scores.parquet", "shadow.parquet"])
        {
            CollectionAssert.AreEqual(
                ScoresFile.Read(Path.Combine(house.Data, "runs", night.RunId, name)).ToArray(),
                ScoresFile.Read(Path.Combine(narrow.Data, "runs", other, name)).ToArray(), name);
        }
    }

    private static JsonElement Child(House house, params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "paysieve.dll"), .. verb, "--data", house.Data, "--json", "-q"]) { RedirectStandardOutput = true };
        foreach (var set in (string[])["EnableAVX", "EnableAVX2", "EnableAVX512F", "EnableFMA"]) start.Environment["DOTNET_" + set] = "0";
        // As the house is set, which runs with few trees.
        start.Environment["Paysieve__Detection__Trees"] = house.Settings.Detection.Trees.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var child = Process.Start(start)!;
        var told = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.AreEqual(0, child.ExitCode, told);
        return JsonDocument.Parse(told).RootElement.Clone();
    }
}
