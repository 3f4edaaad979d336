// Everything a verb works with: one data directory, opened. The only place where rooms are put together.
using System.Reflection;
using Microsoft.Extensions.Logging;
using Paysieve.Models;
using Paysieve.Pipeline.Audit.Signing;
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

    /// <summary>What is being done, for whoever starts after a kill: run, ingest, lists load. Of 1 to 64 characters.</summary>
    public string Verb { get; init; } = "work";
    public IProgress<StageProgress>? Progress { get; init; }
}

/// <summary>An opened data directory. Dispose when done.</summary>
public sealed class Workspace : IAsyncDisposable
{
    private readonly WorkspaceOptions _options;
    private readonly WorkNote _note;
    private LakeWriter? _writer;

    private Workspace(WorkspaceOptions options, WorkNote note, IStore store, LakeSettings lake)
    {
        _options = options;
        _note = note;
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

    /// <summary>What opening put right after a process that was killed; null when there was nothing.</summary>
    public Recovered? Recovered { get; private set; }

    public string KeysFolder => Path.Combine(DataDirectory, "keys");
    public string CheckpointPath => Path.Combine(DataDirectory, CheckpointFile.Name);
    /// <summary>A customer's own mapping profiles; need not be there.</summary>
    public string ProfilesFolder => Path.Combine(DataDirectory, "profiles");
    public string QuarantineFolder => Path.Combine(DataDirectory, "quarantine");
    public string ReportsFolder => Path.Combine(DataDirectory, "reports");

    public string RunFolder(string runId) => Path.Combine(DataDirectory, "runs", runId);

    /// <summary>Opened on first use: sweeps what a killed writer left, should its note have been lost.</summary>
    public LakeWriter LakeWriter
    {
        get
        {
            if (_writer is null)
            {
                var swept = SweepLake();
                if (swept.UnfinishedFiles + swept.OrphanedParts > 0) RunLog.LakeSwept(Log, swept.UnfinishedFiles, swept.OrphanedParts);
            }
            return _writer!;
        }
    }

    /// <exception cref="RefusedException">Settings are wrong.</exception>
    /// <exception cref="StoreUnreachableException">The database does not answer.</exception>
    public static async Task<Workspace> OpenAsync(WorkspaceOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = options.Settings.Failures();
        if (failures.Count > 0) throw new RefusedException(ExitCode.Usage, string.Join(Environment.NewLine, failures));
        var (notes, note) = Notes(options);
        Workspace? workspace = null;
        try
        {
            workspace = await OpenAsync(options, note, cancel).ConfigureAwait(false);
            workspace.Recovered = await Recovery.RunAsync(workspace, notes, note, cancel).ConfigureAwait(false);
            return workspace;
        }
        catch
        {
            if (workspace is null) note.Dispose();
            else await workspace.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Workspace> OpenAsync(WorkspaceOptions options, WorkNote note, CancellationToken cancel)
    {
        foreach (var folder in (string[])["lists", "models", "reports", "runs"]) CreatePrivate(Path.Combine(options.DataDirectory, folder));
        var useSqlServer = options.Settings.Store.Provider == "SqlServer";
        if (useSqlServer && string.IsNullOrWhiteSpace(options.ConnectionString))
            throw new RefusedException(ExitCode.Usage, "Store:Provider is SqlServer, but ConnectionStrings:Paysieve is not set");
        var storeSettings = useSqlServer
            ? Pipeline.Store.StoreSettings.SqlServer(options.ConnectionString!, options.Actor)
            : Pipeline.Store.StoreSettings.Sqlite(options.DataDirectory, options.Actor);
        var lakeFolder = Path.Combine(options.DataDirectory, "lake");
        var lake = new LakeSettings
        {
            Folder = lakeFolder,
            Key = Key(Path.Combine(options.DataDirectory, "keys"), lakeFolder),
            PartyEncryptionKey = PartyKey(options.Settings.Lake.PartyKeyVariable, "Lake:PartyKeyVariable"),
        };
        var store = await StoreDoor.OpenAsync(storeSettings, options.Clock, cancel).ConfigureAwait(false);
        return new Workspace(options, note, store, lake);
    }

    /// <summary>Says where the work is. With neither work done nor work in all it is the beginning of a stage, which a killed process is known by.</summary>
    public void Report(string stage, long done = 0, long total = 0)
    {
        if (done == 0 && total == 0)
        {
            _note.Say(stage);
            RunLog.Stage(Log, stage);
        }
        _options.Progress?.Report(new StageProgress(stage, done, total));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        _note.Dispose();
    }

    /// <summary>The run that is being done from here on.</summary>
    internal void Claimed(string runId) => _note.SayRun(runId);

    /// <summary>Scores of a run that was rolled back belong to nobody.</summary>
    internal void DropRunFolder(string runId)
    {
        if (Directory.Exists(RunFolder(runId))) Directory.Delete(RunFolder(runId), recursive: true);
    }

    internal LakeSweep SweepLake()
    {
        _writer = Pipeline.Lake.LakeWriter.Open(LakeSettings);
        return _writer.Swept;
    }

    /// <summary>While it is held no other process begins; null when another is at work already.</summary>
    internal IDisposable? TryBeAlone()
    {
        var notes = new WorkNotes(DataDirectory);
        var gate = notes.Gate();
        var (dead, alone) = notes.Look(_note);
        foreach (var note in dead) note.LetGo();
        if (alone) return gate;
        gate.Dispose();
        return null;
    }

    /// <summary>One process at a time puts bundles on the shelf, and one loads lists; the others wait for it.</summary>
    internal IDisposable Turn(string folder) => LakeLock.Take(Path.Combine(DataDirectory, folder, ".lock"));

    private static LakeKey Key(string keysFolder, string lakeFolder)
    {
        try
        {
            return LakeKey.OpenOrCreate(keysFolder, lakeFolder);
        }
        catch (InvalidDataException wrong)
        {
            throw new RefusedException(ExitCode.IntegrityFailed, wrong.Message);
        }
    }

    /// <param name="variable">An environment variable; empty for no key.</param>
    /// <param name="namedBy">The setting or option that names it.</param>
    internal static byte[]? PartyKey(string variable, string namedBy)
    {
        if (variable.Length == 0) return null;
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text)) throw new RefusedException(ExitCode.Usage, $"{namedBy} names {variable}, which is not set");
        var key = new byte[48];
        if (!Convert.TryFromBase64String(text, key, out var length) || length is not (16 or 24 or 32))
            throw new RefusedException(ExitCode.Usage, $"{variable} must hold 16, 24 or 32 bytes in base64");
        return key[..length];
    }

    /// <summary>The first things made in the data directory: what cannot be used as one shows itself here.</summary>
    private static (WorkNotes Notes, WorkNote Note) Notes(WorkspaceOptions options)
    {
        var folder = options.DataDirectory;
        try
        {
            CreatePrivate(folder);
            var notes = new WorkNotes(folder);
            return (notes, notes.Post(options.Verb, options.Clock.GetUtcNow()));
        }
        catch (Exception failure) when (UnwritablePlace.Why(failure, folder) is { } why)
        {
            throw new RefusedException(ExitCode.Usage, $"the data folder {folder} cannot be used: {why}");
        }
    }

    /// <summary>The data directory holds pay: nobody else's business.</summary>
    internal static void CreatePrivate(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
