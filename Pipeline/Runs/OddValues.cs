// What the reader found odd in rows that it accepted, in words for whoever can still mend them before they are paid.
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

internal static class OddValues
{
    /// <summary>Transfers named of each kind; the lake has all of them.</summary>
    private const int MostNamed = 20;

    // A holder that is not named where the bank had doubts is left to the payee check, which is judged by itself.
    private static readonly (RowFindings Finding, string What)[] Words =
    [
        (RowFindings.ScaleSuspect, "More than twenty times the gross pay: cents read as whole units, or a slip of the decimal point"),
        (RowFindings.IbanChecksum, "The IBAN's check digits or length are wrong: the bank will not take it, or it is another's"),
        (RowFindings.RoutingNumberChecksum, "The routing number's check digit is wrong"),
        (RowFindings.WalletChecksum, "The wallet address fails its checksum: what is sent there may be lost"),
        (RowFindings.BankCountryDiffers, "BIC or IBAN name another country than the bank country stated"),
        (RowFindings.UnknownAccountScheme, "The account number has no form that its channel knows"),
        (RowFindings.DatesOutOfOrder, "Birth, hire and termination dates are not in that order"),
    ];

    /// <param name="ids">Transfer ids, by the places of <paramref name="findings"/>.</param>
    internal static IReadOnlyList<OddPayouts> Of(string[] ids, RowFindings[] findings)
    {
        var odd = Enumerable.Range(0, ids.Length).Where(i => findings[i] != RowFindings.None).ToArray();
        return
        [
            .. Words
                .Select(kind => (kind.What, Ids: odd.Where(i => (findings[i] & kind.Finding) != 0).Select(i => ids[i]).Order(StringComparer.Ordinal).ToArray()))
                .Where(kind => kind.Ids.Length > 0)
                .Select(kind => new OddPayouts(kind.What, kind.Ids.Length, [.. kind.Ids.Take(MostNamed)])),
        ];
    }
}
