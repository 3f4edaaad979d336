// From described payouts to flags: the part of a night that depends on nothing but what the run names, so that it can be made again years later.
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Store;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>Scores, screens and decides. Writes nothing.</summary>
/// <param name="settings">Those of the run, which need not be today's.</param>
/// <param name="run">Decisions and suppressions made after its start do not count.</param>
internal sealed class NightJudgement(Workspace workspace, PaysieveSettings settings, RunRecord run)
{
    /// <summary>Told the stage's word as each begins.</summary>
    public Action<string> Begins { get; init; } = static _ => { };

    /// <summary>False: whoever was screened before is screened again.</summary>
    public bool Remembers { get; init; } = true;

    public async Task<(ScoredNight Night, NightFindings Findings, IReadOnlyList<LapsedSuppression> Lapsed)> OfAsync(
        LakeView view, FeatureMatrix matrix, TypologyModels models, MatchModel matcher, ListSnapshotSet lists, CancellationToken cancel)
    {
        Begins("score");
        var useModels = settings.Detection.UseModels;
        var behaviour = TypologyWords.Behavioural.Select(typology => models.Assess(matrix, typology, useModels)).ToArray();
        cancel.ThrowIfCancellationRequested();

        Begins("screen");
        var released = await ClearedPairs.ReadAsync(workspace, run.StartedAt, cancel).ConfigureAwait(false);
        var screening = NightScreening.Of(workspace, settings.Screening, view, matrix.Rows, lists, matcher, released, Remembers, cancel);

        Begins("decide");
        var night = new ScoredNight(matrix, behaviour, screening, models, useModels);
        var suppressions = await NightSuppressions.ReadAsync(workspace, run, view, matrix.Rows, cancel).ConfigureAwait(false);
        return (night, NightFindings.Of(workspace, settings.Alerting, view, night, suppressions, run.RunKey), suppressions.Lapsed);
    }
}
