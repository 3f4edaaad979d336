// A payroll says the same of a payee on every payday. What it says is read, checked and kept once, and found again by its bytes.
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Formats;

/// <summary>What the standing columns of a row come to: details (null when one of them is wrong), currency, and what is odd about them.</summary>
internal sealed record StandingRow(StandingDetails? Details, Currency? Currency, RowFindings Findings);

/// <summary>What one reader leaves to the next: tonight's payees are mostly those of the history read just before.</summary>
public sealed class ReadMemory
{
    internal StandingPool Standing { get; } = new();

    /// <summary>
    /// Nothing more is read. Said, not left to the collector: what comes after a reading may run inside its last step, which keeps everything that it held.
    /// </summary>
    public void Forget() => Standing.Clear();
}

/// <summary>
/// From the bytes of a row's standing columns to what was read from them. Bytes are compared whole, so no two payees are ever taken for one
/// another. Emptied when full, so memory is bounded whatever the files hold. Safe for several threads, and shared by all files of a command.
/// </summary>
internal sealed class StandingPool
{
    internal const int MostKept = 150_000;

    private readonly ConcurrentDictionary<byte[], StandingRow> _rows = new(new Bytes());
    private readonly ConcurrentDictionary<byte[], StandingRow>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private int _count;

    internal StandingPool() => _byBytes = _rows.GetAlternateLookup<ReadOnlySpan<byte>>();

    internal StandingRow? Find(ReadOnlySpan<byte> bytes) => _byBytes.TryGetValue(bytes, out var row) ? row : null;

    /// <summary>Only rows without a fault are kept: what is wrong must be said of every row.</summary>
    internal void Keep(ReadOnlySpan<byte> bytes, StandingRow row)
    {
        if (!bytes.IsEmpty && _rows.TryAdd(bytes.ToArray(), row) && Interlocked.Increment(ref _count) >= MostKept) Clear();
    }

    internal void Clear()
    {
        _rows.Clear();
        Interlocked.Exchange(ref _count, 0);
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
