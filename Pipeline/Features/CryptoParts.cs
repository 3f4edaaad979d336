// How the part of a pay that is turned to crypto grows at the expense of the rest: seen over pay dates, where each one alone looks like the last.
namespace Paysieve.Pipeline.Features;

/// <summary>
/// Per payee whose pay is split between crypto and money: the parts of the last such pay date and how often the crypto rose while the money fell. Both parts are
/// held against their own currency's, so that no rate is needed and a raise of the whole pay, which lifts both, is no step.
/// </summary>
internal sealed class CryptoParts
{
    /// <summary>Less is a drift of rates or an hour more of work.</summary>
    private const double LeastRise = 1.1, LeastFall = 0.95;

    /// <summary>Steps further apart are two decisions.</summary>
    private const int MostDaysApart = 180;

    private readonly Dictionary<int, (double Crypto, double Money, int Steps, int LastStep)> _parts = [];

    /// <summary>
    /// Steps within half a year of each other, up to and with a pay date of these parts, each in its own currency; 0 without crypto before. Changes nothing, so that
    /// several threads may ask.
    /// </summary>
    public int Steps(int payee, double crypto, double money, int day) => With(payee, crypto, money, day).Steps;

    /// <summary>Notes the parts of a pay date that had crypto in it.</summary>
    public void Note(int payee, double crypto, double money, int day) => _parts[payee] = With(payee, crypto, money, day);

    private (double Crypto, double Money, int Steps, int LastStep) With(int payee, double crypto, double money, int day)
    {
        if (!_parts.TryGetValue(payee, out var last)) return (crypto, money, 0, day);
        var before = day - last.LastStep <= MostDaysApart ? last.Steps : 0;
        // Of who is paid in crypto alone no money can fall.
        return crypto >= LeastRise * last.Crypto && money < LeastFall * last.Money ? (crypto, money, before + 1, day) : (crypto, money, before, last.LastStep);
    }
}
