// Feeds a reader one damaged input after another, the same ones for the same seed, and holds every case to the same promises: nothing thrown
// but what is declared, bounded processor time and memory, and no value of the input in a message.
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Paysieve.Benchmarks.Fuzzing;

/// <summary>An input under the name a reader is given it by.</summary>
internal sealed record Specimen(string Name, byte[] Bytes)
{
    public static Specimen Of(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    public static Specimen OfFile(string path) => new(Path.GetFileName(path), File.ReadAllBytes(path));
}

/// <summary>A reader under test.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>Good inputs and hand-written nasty ones to start from.</summary>
    IReadOnlyList<Specimen> Corpus { get; }

    /// <summary>Words of the format, put where they do not belong.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Values in the corpus that no message may repeat.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>Bytes that one case may allocate for each byte of input, and besides.</summary>
    (int PerByte, long Besides) Memory { get; }

    /// <summary>Reads the input. Throws when a promise is broken; gives every message that a person would see.</summary>
    IReadOnlyList<string> Read(Specimen input);
}

internal sealed class Fuzzer(IFuzzTarget target, int seed)
{
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private const int MostFindings = 10;
    private static readonly TimeSpan MostShrinking = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _findings = new(StringComparer.Ordinal);
    private long _caseSince;

    /// <param name="first">Number of the first case: one that was found is seen again alone.</param>
    /// <returns>0 when every case kept the promises, else 1.</returns>
    public int Run(int cases, int first)
    {
        Console.WriteLine($"{target.Corpus.Count} specimens, seed {seed}");
        var watch = Stopwatch.StartNew();
        using var watchdog = new Timer(_ => Bark(), null, LongestWait, TimeSpan.FromSeconds(5));
        foreach (var specimen in target.Corpus) Try(specimen, "as it is");
        long bytes = 0;
        for (var number = first; number < first + cases && _findings.Count < MostFindings; number++)
        {
            var input = new Mutator(new Random(HashCode.Of(seed, number)), target).Next();
            bytes += input.Bytes.Length;
            Try(input, string.Create(CultureInfo.InvariantCulture, $"case {number}"));
            if ((number + 1 - first) % 100_000 == 0) Console.WriteLine($"{number + 1 - first:N0} cases, {watch.Elapsed.TotalSeconds:f0} s");
        }
        Console.WriteLine($"{cases:N0} cases of {bytes / Math.Max(1, cases):N0} bytes on average, {_findings.Count} findings, {watch.Elapsed.TotalSeconds:f0} s");
        return _findings.Count == 0 ? 0 : 1;
    }

    private void Try(Specimen input, string which)
    {
        if (Trouble(input) is not { } trouble || !_findings.Add(Kind(trouble))) return;
        // Told before it is made small, which may take long where the trouble is time.
        Console.WriteLine($"{which}, {input.Name}: {trouble}");
        var small = Shrink(input, Kind(trouble));
        Console.WriteLine($"  {small.Bytes.Length} bytes, base64: {Convert.ToBase64String(small.Bytes.AsSpan(0, Math.Min(3000, small.Bytes.Length)))}");
    }

    private string? Trouble(Specimen input)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _caseSince, Stopwatch.GetTimestamp());
        try
        {
            var messages = target.Read(input);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            processor = Environment.CpuUsage.TotalTime - processor;
            var (perByte, besides) = target.Memory;
            if (allocated > besides + (long)perByte * input.Bytes.Length) return $"memory: {allocated:N0} bytes for {input.Bytes.Length:N0} of input";
            if (processor > MostProcessorTime) return $"time: {processor.TotalSeconds:f1} s for {input.Bytes.Length:N0} bytes of input";
            foreach (var secret in target.Secrets)
                if (messages.FirstOrDefault(message => message.Contains(secret, StringComparison.OrdinalIgnoreCase)) is { } told) return "privacy: a value in a message: " + told;
            return null;
        }
        catch (Exception failure)
        {
            return "exception: " + failure;
        }
    }

    /// <summary>Two of a kind are one finding: the first line, and where it was thrown.</summary>
    private static string Kind(string trouble)
    {
        var lines = trouble.Split('\n');
        var place = lines.FirstOrDefault(line => line.Contains(" in ", StringComparison.Ordinal) && line.TrimStart().StartsWith("at Paysieve", StringComparison.Ordinal));
        return place is null ? lines[0].Split(':')[0] : lines[0].Split(':')[1] + place;
    }

    /// <summary>Cuts pieces out for as long as the same trouble stays, and there is time.</summary>
    private Specimen Shrink(Specimen input, string kind)
    {
        var since = Stopwatch.GetTimestamp();
        for (var piece = input.Bytes.Length / 2; piece > 0; piece = piece > 1 ? piece / 2 : 0)
        {
            for (var at = 0; at < input.Bytes.Length && Stopwatch.GetElapsedTime(since) < MostShrinking;)
            {
                var end = Math.Min(input.Bytes.Length, at + piece);
                var less = input with { Bytes = [.. input.Bytes[..at], .. input.Bytes[end..]] };
                if (Trouble(less) is { } trouble && Kind(trouble) == kind) input = less;
                else at = end;
            }
        }
        return input;
    }

    private void Bark()
    {
        var since = Volatile.Read(ref _caseSince);
        if (since == 0 || Stopwatch.GetElapsedTime(since) < LongestWait) return;
        Console.WriteLine($"a case has been running for {LongestWait.TotalMinutes} minutes: a hang");
        Environment.Exit(1);
    }

    private static class HashCode
    {
        /// <summary>The same on every machine, unlike the framework's.</summary>
        public static int Of(int seed, int number) => unchecked((int)(((uint)seed * 2654435761u) ^ ((uint)number * 2246822519u)));
    }
}
