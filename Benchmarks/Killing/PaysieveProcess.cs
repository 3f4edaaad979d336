// The real program as a child process that can be watched and killed. Used by the tests too, which take this file as it is.
using System.Diagnostics;
using System.Text;

namespace Paysieve.Benchmarks.Killing;

/// <summary>What a process has used so far.</summary>
/// <param name="At">From its start.</param>
/// <param name="Memory">Bytes it holds; <paramref name="PeakMemory"/>: the most it ever held.</param>
internal readonly record struct PaysieveMeters(TimeSpan At, TimeSpan Processor, long Memory, long PeakMemory);

/// <summary>One start of <c>paysieve.dll</c> with <c>--verbose</c>, so that it says where each stage begins.</summary>
internal sealed class PaysieveProcess : IDisposable
{
    private const string StageWord = " Stage: ";

    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly List<(string Stage, TimeSpan At)> _stages = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task _reading;
    private (string? Stage, TimeSpan After, int Signal)? _plan;

    private PaysieveProcess(ProcessStartInfo info, (string?, TimeSpan, int)? plan)
    {
        _plan = plan;
        _process = Process.Start(info) ?? throw new InvalidOperationException("the program does not start");
        _reading = Task.WhenAll(Task.Run(ReadOutAsync), Task.Run(ReadErrorAsync));
        if (plan is (null, var after, var signal)) _ = Task.Run(() => StrikeAsync(after, signal));
    }

    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>The program as its own project builds it, compiled ahead; the one beside this program when that is not there.</summary>
    public static string BuiltProgram
    {
        get
        {
            var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var built = Path.Combine(here.FullName, "..", "..", "..", "..", "Jobs", "bin", here.Parent!.Name, here.Name, Name);
            return File.Exists(built) ? Path.GetFullPath(built) : Beside;
        }
    }

    private const string Name = "paysieve.dll";

    private static string Beside => Path.Combine(AppContext.BaseDirectory, Name);

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>Stages begun, and when, from the start of the process.</summary>
    public IReadOnlyList<(string Stage, TimeSpan At)> Stages => _stages;

    /// <summary>Lines that say that something was recovered.</summary>
    public string[] Recovered => [.. Error.Split('\n').Where(line => line.Contains("recovered: ", StringComparison.Ordinal))];

    /// <param name="shell">What a shell does before it becomes the program, such as <c>ulimit -f 100</c>; null: no shell.</param>
    /// <param name="program">The program file; null for the one beside this program.</param>
    public static PaysieveProcess Start(IEnumerable<string> args, string? shell = null, string? program = null) => new(Info(args, shell, program), plan: null);

    /// <summary>Sends <paramref name="signal"/> a while after a stage has begun; with a null stage, after the start of the process.</summary>
    public static PaysieveProcess StartToStrike(IEnumerable<string> args, string? stage, TimeSpan after, int signal = Kill) => new(Info(args, null, null), (stage, after, signal));

    /// <summary>The exit code; 137 after a kill.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Null once it has ended.</summary>
    public PaysieveMeters? Meters()
    {
        try
        {
            _process.Refresh();
            return _process.HasExited ? null : new PaysieveMeters(_watch.Elapsed, _process.TotalProcessorTime, _process.WorkingSet64, _process.PeakWorkingSet64);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended between two questions.
            return null;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo Info(IEnumerable<string> args, string? shell, string? program)
    {
        string[] command = ["dotnet", program ?? Beside, .. args, "--verbose"];
        var info = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        if (shell is null)
        {
            info.FileName = command[0];
            foreach (var arg in command.Skip(1)) info.ArgumentList.Add(arg);
        }
        else
        {
            info.FileName = "/bin/sh";
            foreach (var arg in (string[])["-c", shell + "; exec \"$@\"", "sh", .. command]) info.ArgumentList.Add(arg);
        }
        return info;
    }

    private async Task ReadOutAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line) _out.Append(line).Append('\n');
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            _error.Append(line).Append('\n');
            var at = line.IndexOf(StageWord, StringComparison.Ordinal);
            if (at < 0) continue;
            var stage = line[(at + StageWord.Length)..];
            _stages.Add((stage, _watch.Elapsed));
            if (_plan is not (not null, var after, var signal) plan || plan.Stage != stage) continue;
            _plan = null;
            if (after == TimeSpan.Zero) Strike(signal);
            else _ = Task.Run(() => StrikeAsync(after, signal));
        }
    }

    private async Task StrikeAsync(TimeSpan after, int signal)
    {
        await Task.Delay(after).ConfigureAwait(false);
        Strike(signal);
    }

    private void Strike(int signal)
    {
        try
        {
            if (signal == Kill) _process.Kill();
            // .NET sends no other signal.
            else Process.Start("kill", ["-" + signal.ToString(System.Globalization.CultureInfo.InvariantCulture), _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It ended first.
        }
    }
}
