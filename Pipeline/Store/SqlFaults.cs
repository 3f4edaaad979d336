// What an error of the server means for a write: others were faster, it took too long, or nobody is there. By number alone; texts are in the server's language.
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Paysieve.Pipeline.Store;

internal static class SqlFaults
{
    /// <summary>The server's error, also where the client wraps it: bulk copy does, and several tries to connect do (the last is given). Null: it is none.</summary>
    public static SqlException? Find(Exception? failure) => failure switch
    {
        SqlException e => e,
        AggregateException { InnerExceptions: [.., var last] } => Find(last),
        InvalidOperationException { InnerException: { } inner } => Find(inner),
        _ => null,
    };

    /// <summary>Two writers met: 2627 and 2601 unique violations, 1205 the victim of a deadlock, 3960 a snapshot that grew old. The transaction is gone and may be made again.</summary>
    public static bool IsContention(int number) => number is 2627 or 2601 or 1205 or 3960;

    /// <summary>-2 the client, 1222 the server waited long enough. Before the commit the transaction is gone.</summary>
    public static bool IsTimeOut(int number) => number is -2 or 1222;

    /// <summary>The connection is gone, or the server is on its way out: shutting down (6005), failing over (976, 983, 40197, 40613), turning people away (40501).</summary>
    public static bool IsLost(int number, byte severity) =>
        severity >= 20 || number is -1 or 2 or 53 or 64 or 233 or 258 or 10053 or 10054 or 10060 or 10061 or 11001 or 976 or 983 or 6005 or 40197 or 40501 or 40613;

    /// <summary>A sentence when the server is gone, full or slow; null when the trouble is another.</summary>
    public static string? WhyUnreachable(int number, byte severity) => number switch
    {
        18456 => "the store refuses the login (error 18456)",
        4060 => "the store has no such database, or it may not be opened (error 4060)",
        1105 or 9002 => "the store's disk or log is full " + Numbered(number),
        3906 => "the store may not be written " + Numbered(number),
        -2 or 1222 => "the store did not answer in time " + Numbered(number),
        1205 => "the store was busy: other writers were let through first, again and again " + Numbered(number),
        _ => IsLost(number, severity) ? CannotBeReached(number) : null,
    };

    public static string CannotBeReached(int number) => "the server does not answer " + Numbered(number);

    /// <summary>The sentence of the house for a rule that one of the schema's triggers keeps; null when it is none of them.</summary>
    public static string? WhyRefused(int number) => number switch
    {
        51000 or 51003 or 51007 => Rules.AppendOnly,
        51001 => Rules.TwoPeople,
        51002 => Rules.OwnChange,
        51004 => Rules.SuppressionByTwo,
        51005 => Rules.SuppressionOfListMatch,
        51006 => Rules.SuppressionOfOwnChange,
        _ => null,
    };

    private static string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"(error {number})");
}
