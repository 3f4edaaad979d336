// The one source of chance in this project: a small generator whose sequence is fixed by its own code, so that a
// model trained from a seed has the same bytes on every machine and runtime.
namespace Paysieve.Models;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): 64 bits of state, passes BigCrush, no warm-up needed.</summary>
internal struct SeededDraw
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;
    private ulong _state;

    /// <summary>Streams with different <paramref name="stream"/> numbers under one seed do not overlap in practice.</summary>
    public SeededDraw(int seed, int stream)
    {
        _state = Mix(unchecked((ulong)(uint)seed * Golden + 1)) ^ Mix(unchecked(((ulong)(uint)stream + 1) * 0xD1342543DE82EF95UL));
    }

    public ulong NextBits()
    {
        _state = unchecked(_state + Golden);
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="exclusive"/>); the bias is below 2^-32 for any int.</summary>
    public int Next(int exclusive) => (int)Math.BigMul(NextBits(), (ulong)exclusive, out _);

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
