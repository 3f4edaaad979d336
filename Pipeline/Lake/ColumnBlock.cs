// A block of rows as a Parquet file will hold it, in memory that is lent from block to block.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Paysieve.Pipeline.Lake;

/// <summary>One column of a block: where its values stand among the block's bytes.</summary>
/// <param name="Count">Values that are there.</param>
/// <param name="Present">Where a 1 stands for each row that has a value and a 0 for one that has none; null when all have one or none has.</param>
/// <param name="Values">Where the values stand, in the column's physical type; of texts where each ends among their bytes.</param>
/// <param name="Text">Where the bytes of the texts stand.</param>
internal readonly record struct ColumnPlace(int Count, int? Present, int Values, int Text = 0);

/// <summary>
/// A block of rows as its file will hold it: all columns in pages that are lent, and given back when the block is written. A million rows
/// have thousands of blocks of fifty columns, and an array for each would be the collector's to move until its row group is full.
/// </summary>
internal sealed record ColumnBlock(int Rows, ColumnPlace[] Columns, byte[][] Pages)
{
    internal ReadOnlySpan<T> At<T>(int place, int count) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Pages[PagePool.PageOf(place)].AsSpan(PagePool.PlaceOnPage(place), count * Unsafe.SizeOf<T>()));
}

/// <summary>Pages of one size, small enough not to count as large with the collector. Safe for several threads.</summary>
internal sealed class PagePool
{
    internal const int PageBytes = 1 << PageBits;
    private const int PageBits = 16;

    private readonly Lock _access = new();
    private readonly Stack<byte[]> _pages = new();

    internal static int PlaceOf(int page, int onPage) => (page << PageBits) | onPage;

    internal static int PageOf(int place) => place >> PageBits;

    internal static int PlaceOnPage(int place) => place & (PageBytes - 1);

    internal byte[] Lend()
    {
        lock (_access)
        {
            if (_pages.TryPop(out var page)) return page;
        }
        return GC.AllocateUninitializedArray<byte>(PageBytes);
    }

    internal void TakeBack(ReadOnlySpan<byte[]> pages)
    {
        lock (_access)
        {
            foreach (var page in pages) if (page.Length == PageBytes) _pages.Push(page);
        }
    }
}
