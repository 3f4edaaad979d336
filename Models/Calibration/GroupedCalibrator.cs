// A probability against one's own kind, where there is enough of it: what is ordinary for contractors is not for employees.
namespace Paysieve.Models;

/// <summary>
/// <see cref="TailCalibrator"/>s for peer groups with a way back to the whole. A group of n training rows counts for n / (n + B), the whole
/// for the rest: Surprise = share × the group's + (1 - share) × the whole's, B being <c>backOff</c>.
/// </summary>
/// <remarks>
/// <para>A large group answers nearly for itself, so that in each of them one row in a hundred has p ≤ 0.01; a small or unknown one is
/// measured against everybody; nothing jumps where a group grows by one row. Strictly monotone in the score within a group,
/// not across groups: that is its purpose.</para>
/// <para>Groups of fewer than 20 rows have no calibration of their own. Beyond a group's training range the same extrapolation holds as for
/// the whole, from fewer rows: see <see cref="TailCalibrator"/>.</para>
/// <para>Training O(n log n); a score O(log n).</para>
/// </remarks>
public sealed class GroupedCalibrator
{
    private const int LeastRows = 20;
    private readonly SortedDictionary<string, TailCalibrator> _groups;
    private readonly double _backOff;

    private GroupedCalibrator(TailCalibrator whole, SortedDictionary<string, TailCalibrator> groups, double backOff)
    {
        Whole = whole;
        _groups = groups;
        _backOff = backOff;
    }

    /// <summary>The calibration over all groups.</summary>
    public TailCalibrator Whole { get; }

    /// <summary>Names of the groups that have a calibration of their own, in ordinal order.</summary>
    public IReadOnlyCollection<string> Groups => _groups.Keys;

    /// <param name="scores">Raw scores of the training rows, at least one, all finite.</param>
    /// <param name="groups">Each row's group; null or empty: none.</param>
    /// <param name="backOff">Rows at which a group counts as much as the whole, a finite number ≥ 0; 0: the groups alone.</param>
    /// <exception cref="ArgumentException">Empty, lengths differ, a score that is not finite, or a back-off out of range.</exception>
    public static GroupedCalibrator Fit(ReadOnlySpan<double> scores, IReadOnlyList<string?> groups, double backOff = 200)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count != scores.Length)
            throw new ArgumentException($"{scores.Length} scores need as many groups, found {groups.Count}.", nameof(groups));
        if (!(backOff >= 0) || !double.IsFinite(backOff))
            throw new ArgumentException($"A back-off is a finite number of at least 0, found {backOff}.", nameof(backOff));
        var byGroup = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var i = 0; i < scores.Length; i++)
        {
            if (groups[i] is not { Length: > 0 } group)
                continue;
            if (!byGroup.TryGetValue(group, out var own))
                byGroup.Add(group, own = []);
            own.Add(scores[i]);
        }

        var calibrators = new SortedDictionary<string, TailCalibrator>(StringComparer.Ordinal);
        foreach (var (group, own) in byGroup)
        {
            if (own.Count >= LeastRows)
                calibrators.Add(group, TailCalibrator.Fit(own.ToArray()));
        }

        return new GroupedCalibrator(TailCalibrator.Fit(scores), calibrators, backOff);
    }

    /// <summary>-log10 of the tail probability, ≥ 0; finite for every finite score.</summary>
    /// <param name="score">Raw score.</param>
    /// <param name="group">The row's group; null, empty or unknown: measured against the whole.</param>
    /// <exception cref="ArgumentException">Not a number.</exception>
    public double Surprise(double score, string? group)
    {
        var whole = Whole.Surprise(score);
        if (group is null || !_groups.TryGetValue(group, out var own))
            return whole;
        var share = own.TrainingRows / (own.TrainingRows + _backOff);
        return share * own.Surprise(score) + (1 - share) * whole;
    }

    /// <summary>The tail probability, in (0, 1].</summary>
    /// <exception cref="ArgumentException">Not a number.</exception>
    public double TailProbability(double score, string? group) => TailCalibrator.ProbabilityOf(Surprise(score, group));

    internal void Write(BinaryWriter writer)
    {
        Whole.Write(writer);
        writer.Write(_backOff);
        writer.Write(_groups.Count);
        foreach (var (group, own) in _groups)
        {
            writer.Write(group);
            own.Write(writer);
        }
    }

    internal static GroupedCalibrator Read(BinaryReader reader)
    {
        var whole = TailCalibrator.Read(reader);
        var backOff = reader.ReadDouble();
        var count = reader.ReadInt32();
        if (!(backOff >= 0) || count < 0)
            throw new InvalidDataException("A grouped calibration's parts do not fit together.");
        var groups = new SortedDictionary<string, TailCalibrator>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            groups[reader.ReadString()] = TailCalibrator.Read(reader);
        return new GroupedCalibrator(whole, groups, backOff);
    }
}
