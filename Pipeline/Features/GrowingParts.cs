// How a part of a pay grows at the expense of the rest: seen over pay dates, where each one alone looks like the last.
namespace Paysieve.Pipeline.Features;

/// <summary>
/// Per owner of a pay that is split (a payee paid in crypto and money, one of a payee's accounts): the parts of the last such pay date and how often the one rose while the
/// rest fell. Each is held against what it was in its own currency, so that no rate is needed and a raise of the whole pay, which lifts both, is no step.
/// </summary>
internal sealed class GrowingParts
{
    /// <summary>Less is a drift of rates or an hour more of work.</summary>
    private const double LeastRise = 1.1, LeastFall = 0.95;

    /// <summary>Steps further apart are two decisions.</summary>
    private const int MostDaysApart = 180;

    private readonly Dictionary<int, (double Part, double Others, int Steps, int LastStep)> _parts = [];

    /// <summary>
    /// Steps within half a year of each other, up to and with a pay date of these parts, each in its own currency; 0 where none was noted before. Changes nothing, so that
    /// several threads may ask.
    /// </summary>
    public int Steps(int owner, double part, double rest, int day) => With(owner, part, rest, day).Steps;

    /// <summary>Notes the parts of a pay date.</summary>
    public void Note(int owner, double part, double rest, int day) => _parts[owner] = With(owner, part, rest, day);

    private (double Part, double Others, int Steps, int LastStep) With(int owner, double part, double rest, int day)
    {
        if (!_parts.TryGetValue(owner, out var last)) return (part, rest, 0, day);
        var before = day - last.LastStep <= MostDaysApart ? last.Steps : 0;
        // Where the part is all there is nothing can fall.
        return part >= LeastRise * last.Part && rest < LeastFall * last.Others ? (part, rest, before + 1, day) : (part, rest, before, last.LastStep);
    }
}
