// What each process at work in a data folder says of itself: who reads a note whose writer is gone knows what was interrupted, and who
// finds no other note knows that whatever lies there unfinished is nobody's.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Runs;

/// <summary>What a process was doing when it ended without a word.</summary>
/// <param name="Verb">As it was asked: run, ingest, lists load.</param>
/// <param name="Stage">The stage it was in; <c>start</c> before the first.</param>
/// <param name="RunId">The run that it had claimed; null before.</param>
public sealed record InterruptedWork(string Verb, string Stage, string? RunId, DateTimeOffset StartedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InterruptedWork))]
internal sealed partial class WorkNoteJson : JsonSerializerContext;

/// <summary>The folder <c>.work</c>: a note of 512 bytes for each process, held open by it, and so locked for as long as it lives.</summary>
internal sealed class WorkNotes
{
    private readonly string _folder;

    public WorkNotes(string dataDirectory)
    {
        _folder = Path.Combine(dataDirectory, ".work");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Nobody starts while this is held. Released by disposing, or by dying.</summary>
    public IDisposable Gate() => LakeLock.Take(Path.Combine(_folder, ".gate"));

    /// <summary>Only through the gate: who looks around behind it sees everybody.</summary>
    public WorkNote Post(string verb, DateTimeOffset now)
    {
        using (Gate())
        {
            for (var number = 1; ; number++)
            {
                var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{number}.json"));
                // Another part of this process, or a killed one that had its id.
                if (File.Exists(path)) continue;
                var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, WorkNote.Share, bufferSize: 0);
                try
                {
                    return new WorkNote(path, file, new InterruptedWork(verb, "start", null, now));
                }
                catch
                {
                    File.Delete(path);
                    file.Dispose();
                    throw;
                }
            }
        }
    }

    /// <summary>Notes of processes that are gone, held until they are taken down, and whether <paramref name="own"/> is the only live one. Only behind the gate.</summary>
    public (IReadOnlyList<WorkNote> Dead, bool Alone) Look(WorkNote own)
    {
        var dead = new List<WorkNote>();
        var alone = true;
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (path == own.Path) continue;
            try
            {
                dead.Add(WorkNote.Of(path, new FileStream(path, FileMode.Open, FileAccess.ReadWrite, WorkNote.Share, bufferSize: 0)));
            }
            catch (FileNotFoundException)
            {
                // Taken down between the look and the touch: its process ended well.
            }
            catch (IOException)
            {
                alone = false;
            }
        }
        return (dead, alone);
    }
}

/// <summary>One process's note. Disposing takes it down.</summary>
internal sealed class WorkNote : IDisposable
{
    /// <summary>Nobody else opens it; on Windows it may be deleted nevertheless, which elsewhere needs no leave.</summary>
    internal static readonly FileShare Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private const int Length = 512;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private bool _down;

    public WorkNote(string path, FileStream file, InterruptedWork work)
    {
        Path = path;
        _file = file;
        Work = work;
        Write();
    }

    private WorkNote(string path, FileStream file)
    {
        Path = path;
        _file = file;
        Work = Read(file);
    }

    public string Path { get; }

    public InterruptedWork Work { get; private set; }

    /// <summary>A note that another process left.</summary>
    public static WorkNote Of(string path, FileStream file) => new(path, file);

    public void Say(string stage) => Change(work => work with { Stage = stage });

    public void SayRun(string runId) => Change(work => work with { RunId = runId });

    public void Dispose()
    {
        lock (_gate)
        {
            if (_down) return;
            _down = true;
            // Taken away while still held, so that nobody takes a note for a dead one's that was merely let go.
            File.Delete(Path);
            _file.Dispose();
        }
    }

    /// <summary>Leaves the note up for the next start to find; nothing when it was taken down.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            _down = true;
            _file.Dispose();
        }
    }

    private void Change(Func<InterruptedWork, InterruptedWork> change)
    {
        lock (_gate)
        {
            if (_down) return;
            Work = change(Work);
            Write();
        }
    }

    /// <summary>One write of one length: a kill leaves the note before or after it.</summary>
    private void Write()
    {
        var note = new byte[Length];
        note.AsSpan().Fill((byte)' ');
        JsonSerializer.SerializeToUtf8Bytes(Work, WorkNoteJson.Default.InterruptedWork).CopyTo(note, 0);
        RandomAccess.Write(_file.SafeFileHandle, note, 0);
    }

    /// <summary>A note that was lost with the power says at least that somebody was at work.</summary>
    private static InterruptedWork Read(FileStream file)
    {
        var bytes = new byte[Length];
        var length = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
        try
        {
            if (JsonSerializer.Deserialize(bytes.AsSpan(0, length), WorkNoteJson.Default.InterruptedWork) is { Verb: not null, Stage: not null } work) return work;
        }
        catch (JsonException)
        {
            // Told below.
        }
        return new InterruptedWork("a command", "an unknown stage", null, DateTimeOffset.UnixEpoch);
    }
}
