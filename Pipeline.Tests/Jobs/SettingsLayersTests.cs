// Settings: what the shipped file shows is what holds, and nothing unknown or out of range gets by.
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Paysieve.Jobs.Configuring;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Pipeline.Tests.Jobs;

[TestClass]
public sealed class SettingsLayersTests
{
    [TestMethod]
    public void The_shipped_file_shows_every_knob_with_its_default()
    {
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, SettingsLayers.ShippedFile)).Build();
        var shown = shipped.GetChildren().SelectMany(section => section.GetChildren()).Select(knob => knob.Path).Order(StringComparer.Ordinal);
        var knobs = SettingsLayers.Knobs();

        Assert.AreEqual(string.Join('\n', knobs.Keys.Order(StringComparer.Ordinal)), string.Join('\n', shown));
        var read = SettingsLayers.Read(null, new Dictionary<string, string>()).Settings;
        foreach (var (key, knob) in knobs)
            Assert.AreEqual(JsonSerializer.Serialize(knob.Get(new PaysieveSettings())), JsonSerializer.Serialize(knob.Get(read)), key);
    }

    [TestMethod]
    public void The_environment_stands_over_the_file_and_the_file_over_the_defaults()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("s.json", """{ "Alerting": { "ReviewsPerNight": 12, "ReviewShare": 0.02 }, "Detection": { "UseModels": false } }""");

        var read = SettingsLayers.Read(file, new Dictionary<string, string> { ["Paysieve__Alerting__ReviewsPerNight"] = "7" }).Settings;

        Assert.AreEqual(7, read.Alerting.ReviewsPerNight);
        Assert.AreEqual(0.02, read.Alerting.ReviewShare);
        Assert.IsFalse(read.Detection.UseModels);
        Assert.AreEqual(2.6, read.Alerting.LeastEvidence);
    }

    [TestMethod]
    public void A_list_of_a_layer_replaces_the_one_below_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        var two = folder.Write("two.json", """{ "Features": { "PooledInstitutions": [ "AAAA", "BBBB" ] } }""");
        var none = folder.Write("none.json", """{ "Features": { "PooledInstitutions": [] } }""");

        var file = SettingsLayers.Read(two, new Dictionary<string, string>()).Settings.Features.PooledInstitutions;
        var empty = SettingsLayers.Read(none, new Dictionary<string, string>()).Settings.Features.PooledInstitutions;
        var environment = SettingsLayers.Read(two, new Dictionary<string, string> { ["Paysieve__Features__PooledInstitutions__0"] = "CCCC" }).Settings.Features.PooledInstitutions;

        Assert.AreEqual("AAAA BBBB", string.Join(' ', file));
        Assert.IsEmpty(empty);
        Assert.AreEqual("CCCC", string.Join(' ', environment));
    }

    [TestMethod]
    public void A_file_with_the_stores_password_that_everybody_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("files there have the rights of their folder");
            return;
        }
        using var folder = new TemporaryFolder();
        var file = folder.Write("s.json", """{ "ConnectionStrings": { "Paysieve": "Server=db;User Id=paysieve;Password=hunter2" } }""");
        var integrated = folder.Write("i.json", """{ "ConnectionStrings": { "Paysieve": "Server=db;Integrated Security=true" } }""");
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(file, Owner | UnixFileMode.OtherRead);
        File.SetUnixFileMode(integrated, Owner | UnixFileMode.OtherRead);

        var refused = Assert.ThrowsExactly<RefusedException>(() => SettingsLayers.Read(file, new Dictionary<string, string>()));
        StringAssert.Contains(refused.Message, "everybody on this machine may read it");
        Assert.DoesNotContain("hunter2", refused.Message);
        Assert.IsNotNull(SettingsLayers.Read(integrated, new Dictionary<string, string>()).ConnectionString);
        File.SetUnixFileMode(file, Owner);
        Assert.IsNotNull(SettingsLayers.Read(file, new Dictionary<string, string>()).ConnectionString);
    }

    [TestMethod]
    public async Task Every_failure_is_listed_and_the_command_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("s.json", """{ "Alerting": { "ReviewShare": 5, "Reviewspernite": 3 }, "Detection": { "Trees": "many" }, "Logging": { "Level": "x" } }""");

        var run = await CommandLineRun.OfAsync(["models", "list", "--data", folder.At("d"), "--config", file], new() { ["Paysieve__Lake__Depth"] = "3", ["Paysieve__Store__Provider"] = "SqlServer" });

        Assert.AreEqual(2, run.ExitCode);
        foreach (var expected in new[]
        {
            "Alerting:ReviewShare must be", "Alerting:Reviewspernite is not a setting (s.json); did you mean Alerting:ReviewsPerNight?", "Detection:Trees must be a whole number (s.json)",
            "Logging:Level is not a setting", "Lake:Depth is not a setting (environment)", "needs ConnectionStrings:Paysieve",
        })
            StringAssert.Contains(run.Error, expected);
    }

    [TestMethod]
    public async Task A_settings_file_that_is_missing_or_no_json_is_wrong_usage_and_is_not_quoted()
    {
        using var folder = new TemporaryFolder();
        var broken = folder.Write("broken.json", "{ \"ConnectionStrings\": { \"Paysieve\": \"Password=planted\" ");

        var missing = await CommandLineRun.OfAsync("models", "list", "--data", folder.At("d"), "--config", folder.At("none.json"));
        var unreadable = await CommandLineRun.OfAsync("models", "list", "--data", folder.At("d"), "--config", broken);

        Assert.AreEqual(2, missing.ExitCode);
        StringAssert.Contains(missing.Error, "cannot be read");
        Assert.AreEqual(2, unreadable.ExitCode);
        StringAssert.Contains(unreadable.Error, "broken.json is not a JSON object");
        Assert.DoesNotContain("planted", unreadable.Error);
    }

    [TestMethod]
    public void A_settings_file_with_half_a_character_in_a_key_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        var halved = folder.Write("halved.json", "{\"\":{\"\\ud800\":[\"\",\"\"]}}");

        var refused = Assert.ThrowsExactly<RefusedException>(() => SettingsLayers.Read(halved, new Dictionary<string, string>()));

        StringAssert.Contains(refused.Message, "halved.json is not a JSON object");
    }

    [TestMethod]
    public void A_key_of_thousands_of_levels_is_refused_at_little_cost()
    {
        using var folder = new TemporaryFolder();
        var deep = folder.Write("deep.json", $$"""{ "{{string.Join(':', Enumerable.Repeat("0000", 4_000))}}": 1 }""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.ThrowsExactly<RefusedException>(() => SettingsLayers.Read(deep, new Dictionary<string, string>()));

        Assert.IsLessThan(64L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void The_connection_string_comes_from_the_usual_variable_and_prints_nowhere()
    {
        var read = SettingsLayers.Read(null, new Dictionary<string, string> { ["ConnectionStrings__Paysieve"] = "Server=x;Password=planted", ["Paysieve__Store__Provider"] = "SqlServer" });

        Assert.AreEqual("Server=x;Password=planted", read.ConnectionString);
        Assert.DoesNotContain("planted", read.ToString());
    }

    [TestMethod]
    public void Variables_of_other_programs_are_left_alone()
    {
        var read = SettingsLayers.Read(null, new Dictionary<string, string> { ["Lake__Depth"] = "3", ["PAYSIEVE_TEST_SQLSERVER"] = "x" });

        Assert.AreEqual(new PaysieveSettings().Hash(), read.Settings.Hash());
    }
}
