// Everything a verb works with: one data directory, opened. The only place where rooms are put together.
using System.Reflection;
using Microsoft.Extensions.Logging;
using Paysieve.Models;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Runs;

/// <summary>How a workspace is opened.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>The directory given by <c>--data</c>; made when it is not there.</summary>
    public required string DataDirectory { get; init; }
    public required PaysieveSettings Settings { get; init; }

    /// <summary>SQL Server's, when <c>Store:Provider</c> says so. Never logged, never hashed.</summary>
    public string? ConnectionString { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public required ILoggerFactory Logs { get; init; }

    /// <summary>Who works: named in the audit trail.</summary>
    public required string Actor { get; init; }

    /// <summary>What set it off: manual or schedule.</summary>
    public string StartedBy { get; init; } = "manual";
    public IProgress<StageProgress>? Progress { get; init; }
}

/// <summary>An opened data directory. Dispose when done.</summary>
public sealed class Workspace : IAsyncDisposable
{
    private readonly WorkspaceOptions _options;
    private LakeWriter? _writer;

    private Workspace(WorkspaceOptions options, IStore store, LakeSettings lake)
    {
        _options = options;
        Store = store;
        LakeSettings = lake;
        Lake = new LakeReader(lake);
        Lists = new ListStore(Path.Combine(DataDirectory, "lists"), options.Clock, options.Settings.Lists.Expectations());
        Bundles = new BundleRegistry(Path.Combine(DataDirectory, "models"));
        Log = options.Logs.CreateLogger("Paysieve.Runs");
    }

    /// <summary>Version of the program, part of every run key.</summary>
    public static string ProgramVersion { get; } =
        typeof(Workspace).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public string DataDirectory => _options.DataDirectory;
    public PaysieveSettings Settings => _options.Settings;
    public TimeProvider Clock => _options.Clock;
    public string Actor => _options.Actor;
    public string StartedBy => _options.StartedBy;
    public IStore Store { get; }
    public LakeSettings LakeSettings { get; }
    public LakeReader Lake { get; }
    public ListStore Lists { get; }
    public BundleRegistry Bundles { get; }
    public ILogger Log { get; }

    public string QuarantineFolder => Path.Combine(DataDirectory, "quarantine");
    public string ReportsFolder => Path.Combine(DataDirectory, "reports");

    public string RunFolder(string runId) => Path.Combine(DataDirectory, "runs", runId);

    /// <summary>Opened on first use: sweeps what a killed writer left.</summary>
    public LakeWriter LakeWriter
    {
        get
        {
            if (_writer is null)
            {
                _writer = Pipeline.Lake.LakeWriter.Open(LakeSettings);
                if (_writer.Swept.UnfinishedFiles + _writer.Swept.OrphanedParts > 0)
                    RunLog.LakeSwept(Log, _writer.Swept.UnfinishedFiles, _writer.Swept.OrphanedParts);
            }
            return _writer;
        }
    }

    /// <exception cref="RefusedException">Settings are wrong.</exception>
    /// <exception cref="StoreUnreachableException">The database does not answer.</exception>
    public static async Task<Workspace> OpenAsync(WorkspaceOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = options.Settings.Failures();
        if (failures.Count > 0) throw new RefusedException(ExitCode.Usage, string.Join(Environment.NewLine, failures));
        CreatePrivate(options.DataDirectory);
        foreach (var folder in (string[])["lists", "models", "reports", "runs"]) CreatePrivate(Path.Combine(options.DataDirectory, folder));
        var useSqlServer = options.Settings.Store.Provider == "SqlServer";
        if (useSqlServer && string.IsNullOrWhiteSpace(options.ConnectionString))
            throw new RefusedException(ExitCode.Usage, "Store:Provider is SqlServer, but ConnectionStrings:Paysieve is not set");
        var storeSettings = useSqlServer
            ? Pipeline.Store.StoreSettings.SqlServer(options.ConnectionString!, options.Actor)
            : Pipeline.Store.StoreSettings.Sqlite(options.DataDirectory, options.Actor);
        var lake = new LakeSettings
        {
            Folder = Path.Combine(options.DataDirectory, "lake"),
            Key = LakeKey.OpenOrCreate(Path.Combine(options.DataDirectory, "keys")),
            PartyEncryptionKey = PartyKey(options.Settings.Lake.PartyKeyVariable),
        };
        var store = await StoreDoor.OpenAsync(storeSettings, options.Clock, cancel).ConfigureAwait(false);
        var workspace = new Workspace(options, store, lake);
        try
        {
            foreach (var run in await store.Runs.RecoverAsync(cancel).ConfigureAwait(false))
            {
                if (run.RolledBack) RunLog.RunRolledBack(workspace.Log, run.RunId);
            }
            return workspace;
        }
        catch
        {
            await workspace.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Report(string stage, long done = 0, long total = 0) => _options.Progress?.Report(new StageProgress(stage, done, total));

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static byte[]? PartyKey(string variable)
    {
        if (variable.Length == 0) return null;
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text)) throw new RefusedException(ExitCode.Usage, $"Lake:PartyKeyVariable names {variable}, which is not set");
        var key = new byte[48];
        if (!Convert.TryFromBase64String(text, key, out var length) || length is not (16 or 24 or 32))
            throw new RefusedException(ExitCode.Usage, $"{variable} must hold 16, 24 or 32 bytes in base64");
        return key[..length];
    }

    /// <summary>The data directory holds pay: nobody else's business.</summary>
    private static void CreatePrivate(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
