// Rows are scored in fixed blocks, whichever thread takes which: the numbers cannot depend on the number of threads.
namespace Paysieve.Models;

internal static class Blocks
{
    public const int Rows = 512;

    /// <summary>Calls <paramref name="body"/> with (first row, row count, scratch) for each block of <paramref name="rows"/>.</summary>
    public static void Run<TScratch>(int rows, int threads, Func<TScratch> scratch, Action<int, int, TScratch> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var blocks = (rows + Rows - 1) / Rows;
        if (threads == 1 || blocks < 2)
        {
            var own = scratch();
            for (var block = 0; block < blocks; block++)
                body(block * Rows, Math.Min(Rows, rows - block * Rows), own);
            return;
        }

        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, scratch, (block, _, own) =>
        {
            body(block * Rows, Math.Min(Rows, rows - block * Rows), own);
            return own;
        }, static _ => { });
    }
}
