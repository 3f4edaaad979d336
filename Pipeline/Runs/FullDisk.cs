// Knows a full disk in whatever exception it arrives: files, Parquet and SQLite each say it in their own way.
using Microsoft.Data.Sqlite;
using ParquetSharp;

namespace Paysieve.Pipeline.Runs;

/// <summary>A disk without room, a quota used up or a file grown to its limit: the world's trouble, no bug.</summary>
public static class FullDisk
{
    private const int SqliteFull = 13;

    // ENOSPC, EFBIG, EDQUOT (Linux, macOS) as .NET hands them on; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] FileErrors = [28, 27, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private static readonly string[] ParquetErrors = ["[errno 28]", "[errno 27]", "[errno 122]", "[Windows error 112]"];

    /// <summary>True when <paramref name="failure"/> or one behind it says that no more can be written.</summary>
    public static bool IsIn(Exception failure) => failure switch
    {
        AggregateException many => many.InnerExceptions.Any(IsIn),
        IOException file when Array.IndexOf(FileErrors, file.HResult) >= 0 => true,
        ParquetException parquet when ParquetErrors.Any(error => parquet.Message.Contains(error, StringComparison.Ordinal)) => true,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        { InnerException: { } inner } => IsIn(inner),
        _ => false,
    };
}
