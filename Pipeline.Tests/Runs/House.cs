// A data directory in which nights are run as the command line runs them, with a clock that stands still and a log that is kept.
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Tests.Features;

namespace Paysieve.Pipeline.Tests.Runs;

/// <summary>Everything that was logged, at any level, with the exceptions.</summary>
internal sealed class KeptLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public void AddProvider(ILoggerProvider provider)
    {
        // One log takes everything.
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
        _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{logLevel} {eventId.Id} {formatter(state, exception)} [{values}] {exception}"));
    }

    public void Dispose()
    {
        // Nothing to let go of.
    }
}

/// <summary>Calls back when a stage begins: the way to be there when something happens to a run.</summary>
internal sealed class StageBell(Action<string> ring) : IProgress<StageProgress>
{
    public void Report(StageProgress value) => ring(value.Stage);
}

internal sealed class House : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paysieve-house-");
    private int _files;

    public string Data => Path.Combine(_folder.FullName, "data");

    public KeptLog Log { get; } = new();

    /// <summary>Few trees: what is tested here is the flow, not the forest.</summary>
    public PaysieveSettings Settings { get; set; } = new() { Detection = new() { Trees = 20 } };

    public DateTimeOffset Now { get; set; } = FrozenTime.Night.GetUtcNow();

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text, new UTF8Encoding(false));
        return At(name);
    }

    /// <summary>An export of these payouts.</summary>
    public string Export(params IEnumerable<Payout> payouts) => Write(
        string.Create(CultureInfo.InvariantCulture, $"export-{_files++:00}.csv"),
        Payout.Header + "\n" + string.Concat(payouts.Select(payout => payout.Line() + "\n")));

    /// <summary>A data directory as <paramref name="other"/> left it.</summary>
    public static House CopyOf(House other)
    {
        var copy = new House { Settings = other.Settings };
        foreach (var file in Directory.EnumerateFiles(other.Data, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Data, Path.GetRelativePath(other.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    public Task<Workspace> OpenAsync(IProgress<StageProgress>? progress = null) => Workspace.OpenAsync(
        new WorkspaceOptions { DataDirectory = Data, Settings = Settings, Clock = new FrozenTime(Now), Logs = Log, Actor = "tester", Progress = progress },
        CancellationToken.None);

    public async Task<NightOutcome> NightAsync(
        IReadOnlyList<string> paths, IReadOnlyList<string>? history = null, string? lists = null, DateOnly? asOf = null, IProgress<StageProgress>? progress = null)
    {
        await using var workspace = await OpenAsync(progress);
        return await NightRun.ExecuteAsync(workspace, new NightRequest(paths, history ?? [], lists, asOf), CancellationToken.None);
    }

    public async Task<T> AskAsync<T>(Func<Workspace, Task<T>> question)
    {
        await using var workspace = await OpenAsync();
        return await question(workspace);
    }

    public Task<StoredFlag[]> FlagsAsync(string runId) => AskAsync(async workspace =>
    {
        var flags = await workspace.Store.Flags.ListAsync(new FlagFilter { RunId = runId, HeldBack = null }, CancellationToken.None);
        return flags.ToArray();
    });

    public Task<ScoreRow[]> ScoresAsync(string runId) => AskAsync(async workspace =>
        ScoreExport.Rows(workspace, await RunLookup.FinishedAsync(workspace, runId, CancellationToken.None)).ToArray());

    public Task<StoreVerdict> VerifyAsync() => AskAsync(workspace => StoreVerifier.VerifyAsync(workspace.Store, [], CancellationToken.None));

    /// <summary>Every file of the data directory with the hash of its bytes.</summary>
    public string[] Snapshot() =>
    [
        // The day on which a list was last found good is no part of what was done.
        .. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "checked")
            .Select(file => $"{Path.GetRelativePath(Data, file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => _folder.Delete(recursive: true);
}
