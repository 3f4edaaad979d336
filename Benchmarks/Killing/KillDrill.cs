// Kills the real program over and over, at every stage of a night, and looks whether anything was lost, doubled or left half-done.
using System.Globalization;
using Paysieve.Pipeline.Synthetic;

namespace Paysieve.Benchmarks.Killing;

/// <summary>
/// One payroll, one undisturbed night to compare with. Then nights of which up to three starts in a row are killed, at moments spread
/// over the stages; the start after them must end as the undisturbed night did.
/// </summary>
internal sealed class KillDrill : IDisposable
{
    private const int Employees = 300;
    private const int Months = 4;
    private const int MostKillsInARow = 3;

    private static readonly string[] Starting = ["start"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paysieve-kill-");
    private readonly Random _draw;
    private readonly int _seed;
    private readonly SortedDictionary<string, int> _killed = new(StringComparer.Ordinal);
    private readonly List<string> _broken = [];
    private readonly Queue<string> _aims = new();
    private IReadOnlyList<(string Stage, TimeSpan At)> _stages = [];
    private TimeSpan _whole;
    private string[] _files = [];
    private string[] _rows = [];
    private int _exitCode;
    private int _nights;
    private int _missed;

    private KillDrill(int seed)
    {
        _seed = seed;
        _draw = new Random(seed);
    }

    /// <returns>0 when every night came out as the undisturbed one, else 1.</returns>
    public static async Task<int> RunAsync(int kills, int seed)
    {
        using var drill = new KillDrill(seed);
        await drill.PrepareAsync().ConfigureAwait(false);
        while (drill._killed.Values.Sum() < kills && drill._broken.Count < 5) await drill.NightAsync(kills).ConfigureAwait(false);
        return drill.Tell();
    }

    /// <summary>What came out otherwise stays, to be looked at.</summary>
    public void Dispose()
    {
        if (_broken.Count == 0) _folder.Delete(recursive: true);
        else Console.WriteLine($"kept: {_folder.FullName}");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string[] Night(string data) =>
        ["run", At("made/night"), At("made/legs"), "--history", At("made/history"), "--lists", At("made/lists"), "--data", data];

    private async Task PrepareAsync()
    {
        SyntheticPayroll.Write(new SyntheticOptions(Employees, Months, _seed), At("made"));
        var night = Directory.EnumerateFiles(At("made/night"), "*.csv").Order(StringComparer.Ordinal).First();
        // One row that cannot be read, so that there is a quarantine to be killed in.
        var lines = await File.ReadAllLinesAsync(night).ConfigureAwait(false);
        await File.AppendAllTextAsync(night, lines[^1].Replace(',', ';') + "\n").ConfigureAwait(false);

        using var undisturbed = PaysieveProcess.Start(Night(At("undisturbed")));
        _exitCode = await undisturbed.EndAsync().ConfigureAwait(false);
        _stages = undisturbed.Stages;
        _whole = _stages[^1].At + TimeSpan.FromMilliseconds(200);
        _files = DataFolder.Files(At("undisturbed"));
        _rows = await DataFolder.RowsAsync(At("undisturbed")).ConfigureAwait(false);
        if (undisturbed.Recovered.Length > 0) _broken.Add("an undisturbed first start says that it recovered something");
        if (_exitCode is not (0 or 3)) throw new InvalidOperationException("the undisturbed night ends with " + _exitCode + ":\n" + undisturbed.Error);
        Console.WriteLine($"seed {_seed}: {_rows.Count(row => row.StartsWith("flag ", StringComparison.Ordinal))} flags, {_files.Length} files, exit code {_exitCode}; a night takes {_whole.TotalSeconds:f1} s");
    }

    private async Task NightAsync(int kills)
    {
        var number = ++_nights;
        var data = At("data");
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        var keyed = _draw.Next(4) != 0;
        if (keyed)
        {
            // The lake's bytes depend on its key: with the same one they can be compared. Every fourth night makes its own.
            Directory.CreateDirectory(Path.Combine(data, "keys"));
            File.Copy(At("undisturbed/keys/lake.key"), Path.Combine(data, "keys/lake.key"));
        }
        var killed = new List<string>();
        var broken = _broken.Count;
        for (var left = Math.Min(_draw.Next(1, MostKillsInARow + 1), kills - _killed.Values.Sum()); left > 0; left--)
        {
            var (stage, after) = Aim();
            using var struck = PaysieveProcess.StartToStrike(Night(data), stage, after);
            var code = await struck.EndAsync().ConfigureAwait(false);
            if (code != 128 + PaysieveProcess.Kill)
            {
                // The stage was done in a start before, or was over sooner than it was in the undisturbed night.
                _missed++;
                if (code != _exitCode) Broken(number, $"a start that was not hit ended with {code}", struck);
                continue;
            }
            if (struck.Recovered.Length > 1) Broken(number, "more than one line about what was recovered", struck);
            var last = struck.Stages.Count == 0 ? "start" : struck.Stages[^1].Stage;
            _killed[last] = _killed.GetValueOrDefault(last) + 1;
            killed.Add(last);
        }
        await CheckAsync(number, data, keyed, killed).ConfigureAwait(false);
        // Last of all: whatever is still to be compared has its folder until here.
        if (_broken.Count > broken) Directory.Move(data, At("broken-" + number.ToString(CultureInfo.InvariantCulture)));
        if (number % 10 == 0) Console.WriteLine($"{_killed.Values.Sum()} kills in {number} nights");
    }

    private async Task CheckAsync(int number, string data, bool keyed, List<string> killed)
    {
        var interrupted = DataFolder.Interrupted(data);
        var json = number % 3 == 0;
        using var next = PaysieveProcess.Start(json ? [.. Night(data), "--json"] : Night(data));
        var code = await next.EndAsync().ConfigureAwait(false);
        var what = $"killed at {string.Join(", ", killed)}: ";
        if (code != _exitCode) Broken(number, what + $"the next start ends with {code}", next);
        if (next.Recovered.Length != (interrupted.Length > 0 ? 1 : 0)) Broken(number, what + $"{next.Recovered.Length} lines about what was recovered, {interrupted.Length} notes", next);
        if (json && next.Out.Contains("\"recovered\": {", StringComparison.Ordinal) != interrupted.Length > 0) Broken(number, what + "the document does not say what was recovered", next);
        var files = DataFolder.Files(data);
        var names = keyed ? files.Except(_files, StringComparer.Ordinal).Concat(_files.Except(files, StringComparer.Ordinal)) : Names(files).Except(Names(_files)).Concat(Names(_files).Except(Names(files)));
        foreach (var name in names.Take(5)) Broken(number, what + "differs: " + name, next);
        // A start that failed before it made a store was found already, and leaves none to compare.
        if (!DataFolder.HasStore(data)) Broken(number, what + "there is no store", next);
        else if (!(await DataFolder.RowsAsync(data).ConfigureAwait(false)).SequenceEqual(_rows, StringComparer.Ordinal)) Broken(number, what + "the store holds other rows", next);
        using var verify = PaysieveProcess.Start(["audit", "verify", "--data", data]);
        if (await verify.EndAsync().ConfigureAwait(false) != 0) Broken(number, what + "the audit trail does not verify", verify);
        if (verify.Recovered.Length > 0) Broken(number, what + "a start after a good one says that it recovered something", verify);

        static IEnumerable<string> Names(string[] files) => files.Select(file => file.Split(' ')[0]);
    }

    /// <summary>Every stage in turn, in a drawn order; within it any moment of its measured time.</summary>
    private (string? Stage, TimeSpan After) Aim()
    {
        if (_aims.Count == 0)
        {
            string[] all = [.. Starting, .. _stages.Select(stage => stage.Stage).Distinct(StringComparer.Ordinal)];
            _draw.Shuffle(all);
            foreach (var each in all) _aims.Enqueue(each);
        }
        var aim = _aims.Dequeue();
        if (aim == "start") return (null, _draw.NextDouble() * _stages[0].At * 1.2);
        var at = _stages.TakeWhile(stage => stage.Stage != aim).Count();
        var length = (at + 1 < _stages.Count ? _stages[at + 1].At : _whole) - _stages[at].At;
        // Half of them at once: a short stage is over before a clock has counted.
        return (aim, _draw.Next(2) == 0 ? TimeSpan.Zero : _draw.NextDouble() * length);
    }

    private void Broken(int night, string what, PaysieveProcess process)
    {
        _broken.Add(string.Create(CultureInfo.InvariantCulture, $"night {night}: {what}"));
        Console.WriteLine(_broken[^1]);
        Console.WriteLine(process.Error);
    }

    private int Tell()
    {
        Console.WriteLine();
        Console.WriteLine("| killed in | times |");
        Console.WriteLine("|---|---|");
        foreach (var stage in Starting.Concat(_stages.Select(stage => stage.Stage)).Distinct(StringComparer.Ordinal)) Console.WriteLine($"| {stage} | {_killed.GetValueOrDefault(stage)} |");
        Console.WriteLine($"| all | {_killed.Values.Sum()} |");
        Console.WriteLine();
        Console.WriteLine($"{_nights} nights, {_missed} starts ended before they were hit, {_broken.Count} findings");
        return _broken.Count == 0 ? 0 : 1;
    }
}
