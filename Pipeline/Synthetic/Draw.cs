// Where every random choice of the synthetic payroll comes from. A generator of its own (xoshiro256**), so that the same
// seed gives the same payroll on any runtime, and so that every employer, person and scheme can have a stream of its own:
// what one of them draws never moves another.
using System.Text;

namespace Paysieve.Pipeline.Synthetic;

/// <summary>A seeded stream of draws. Not safe for use by several threads.</summary>
internal sealed class Draw
{
    private ulong _a, _b, _c, _d;

    public Draw(ulong seed)
    {
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
    }

    /// <summary>The stream that belongs to a named thing; equal names and numbers, equal stream.</summary>
    public static Draw For(int seed, string subject, long number = 0)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var b in Encoding.UTF8.GetBytes(subject)) hash = (hash ^ b) * 1099511628211UL;
        hash ^= (ulong)number * 0x9E3779B97F4A7C15UL;
        return new Draw(hash);
    }

    public ulong Next64()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 up to but without 1.</summary>
    public double Unit() => (Next64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included; <paramref name="low"/> when there is nothing between.</summary>
    public int Int(int low, int high) => high <= low ? low : low + (int)(Next64() % (ulong)(high - low + 1));

    public double Between(double low, double high) => low + (Unit() * (high - low));

    public bool Chance(double share) => Unit() < share;

    public double Normal()
    {
        var u = 1.0 - Unit();
        return Math.Sqrt(-2.0 * Math.Log(u)) * Math.Cos(2.0 * Math.PI * Unit());
    }

    public T Of<T>(IReadOnlyList<T> items) => items[(int)(Next64() % (ulong)items.Count)];

    /// <summary>Like names in life: the front of the list is common, its end rare.</summary>
    public T Common<T>(IReadOnlyList<T> items)
    {
        var u = Unit();
        return items[(int)(u * u * items.Count)];
    }

    public T Weighted<T>(IReadOnlyList<T> items, Func<T, double> weight)
    {
        var total = 0.0;
        foreach (var item in items) total += weight(item);
        var at = Unit() * total;
        foreach (var item in items)
        {
            at -= weight(item);
            if (at < 0) return item;
        }
        return items[^1];
    }

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = (int)(Next64() % (ulong)(i + 1));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    public string Digits(int count, bool leadingZero = true)
    {
        Span<char> text = stackalloc char[count];
        for (var i = 0; i < count; i++) text[i] = (char)('0' + Int(i == 0 && !leadingZero ? 1 : 0, 9));
        return new string(text);
    }

    public string Hex(int count)
    {
        Span<char> text = stackalloc char[count];
        for (var i = 0; i < count; i++) text[i] = "0123456789abcdef"[Int(0, 15)];
        return new string(text);
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)Next64();
        return bytes;
    }

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
