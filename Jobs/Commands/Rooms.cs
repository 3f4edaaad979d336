// What the rooms below call their own troubles, and which exit code each is. Apart from the boundary, so that naming a room's exception
// does not load that room before something went wrong.
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ParquetSharp;
using Paysieve.Models;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;

namespace Paysieve.Jobs.Commands;

internal static partial class Rooms
{
    private const int DiskError = 5;
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyDisk = 30;
    private const int OverQuota = 122;
    private const int SqliteFull = 13;

    // Windows.
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>Exit code and words for an exception that a room documents; null for any other.</summary>
    public static (int Code, string Problem)? Describe(Exception failure) => failure switch
    {
        _ when WhyNotWritten(failure) is { } why => ((int)ExitCode.StoreUnreachable, why + "; nothing half-done is kept, and the same command takes it up again"),
        // These messages are the rooms' own words and name files, scripts and runs only.
        StoreUnreachableException => ((int)ExitCode.StoreUnreachable, "the store cannot be reached: " + failure.Message),
        StoreMigrationException => ((int)ExitCode.StoreUnreachable, failure.Message),
        StoreSettingsException or ListUsageException => ((int)ExitCode.Usage, failure.Message),
        RunLostException => ((int)ExitCode.StoreUnreachable, failure.Message),
        LakeUnreadableException { NeedsKey: true } => ((int)ExitCode.Usage, failure.Message + ": Lake:PartyKeyVariable names the variable that holds it"),
        LakeUnreadableException => ((int)ExitCode.IntegrityFailed, failure.Message + "; `paysieve audit verify --files` says what else was altered"),
        BundleUnknownException => (
            (int)ExitCode.IntegrityFailed,
            failure.Message + ": its database was lost or replaced. Put it back from a backup, or begin with an empty data folder"),
        BundleDamagedException => ((int)ExitCode.IntegrityFailed, "a model bundle was altered or damaged after it was written"),
        _ => null,
    };

    /// <summary>A disk that is full, read-only, broken or not this process's to use, however deep below it was met. By numbers of the operating system: messages may quote a path.</summary>
    private static string? WhyNotWritten(Exception failure) => failure switch
    {
        AggregateException many => many.InnerExceptions.Select(WhyNotWritten).FirstOrDefault(why => why is not null),
        // The Parquet library has the number in its message alone.
        ParquetException when ErrorNumber().Match(failure.Message) is { Success: true } match => Word(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)),
        SqliteException { SqliteErrorCode: SqliteFull } => Word(NoSpace),
        IOException when Word(failure.HResult) is { } why => why,
        UnauthorizedAccessException => "this process may not read or write a file or folder that it needs",
        { InnerException: { } inner } => WhyNotWritten(inner),
        _ => null,
    };

    private static string? Word(int error) => error switch
    {
        NoSpace or OverQuota or DiskFull or HandleDiskFull => "the disk is full",
        FileTooLarge => "the disk is full, or the system lets no file grow larger",
        ReadOnlyDisk => "the disk is read-only",
        DiskError => "the disk does not read or write",
        _ => null,
    };

    [GeneratedRegex(@"\[errno (\d{1,4})\]", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorNumber();
}
