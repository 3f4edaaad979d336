// What the rooms below call their own troubles, and which exit code each is. Apart from the boundary, so that naming a room's exception
// does not load that room before something went wrong.
using Paysieve.Models;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;

namespace Paysieve.Jobs.Commands;

internal static class Rooms
{
    /// <summary>Exit code and words for an exception that a room documents; null for any other.</summary>
    public static (int Code, string Problem)? Describe(Exception failure) => failure switch
    {
        // These messages are the rooms' own words and name files, scripts and runs only.
        StoreUnreachableException => ((int)ExitCode.StoreUnreachable, "the store cannot be reached: " + failure.Message),
        StoreMigrationException => ((int)ExitCode.StoreUnreachable, failure.Message),
        StoreSettingsException or ListUsageException => ((int)ExitCode.Usage, failure.Message),
        BundleDamagedException => ((int)ExitCode.IntegrityFailed, "a model bundle was altered or damaged after it was written"),
        _ => null,
    };
}
