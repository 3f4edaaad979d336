// What tonight is compared with: the same pay cycle of last year where the lake reaches back far enough, else the window the bundle was trained on.
using System.Globalization;
using System.Text.Json;
using Paysieve.Models;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Reporting;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Lifecycle;

/// <summary>The payouts of the same months a year before tonight's; features of those are wanted from the pass that describes tonight.</summary>
internal sealed record LastYearsCycle(bool[] Mask, int Count, string Words)
{
    /// <summary>Fewer payouts say nothing about a distribution.</summary>
    private const int Fewest = 200;

    /// <summary>Days of lake before the cycle: without them its features lack the history that tonight's have.</summary>
    private const int DaysBefore = 75;

    /// <summary>Null when the lake does not reach back far enough or holds too few such payouts.</summary>
    public static LastYearsCycle? Of(LakeView view, IReadOnlyList<DateOnly> payDates)
    {
        var t = view.Transfers;
        var months = payDates.Select(day => day.AddYears(-1)).Select(day => (day.Year, day.Month)).ToHashSet();
        if (t.Count == 0 || months.Count == 0) return null;
        var earliest = months.Min(month => new DateOnly(month.Year, month.Month, 1)).DayNumber;
        if (t.PayDay[0] > earliest - DaysBefore) return null;
        var mask = new bool[t.Count];
        var count = 0;
        for (var row = 0; row < t.Count; row++)
        {
            if (t.Amount[row] <= 0) continue;
            var day = DateOnly.FromDayNumber(t.PayDay[row]);
            if (!months.Contains((day.Year, day.Month))) continue;
            mask[row] = true;
            count++;
        }
        if (count < Fewest) return null;
        var words = string.Join(", ", months.Order().Select(month => string.Create(CultureInfo.InvariantCulture, $"{month.Year:0000}-{month.Month:00}")));
        return new LastYearsCycle(mask, count, $"the same pay cycle of last year ({words})");
    }
}

/// <summary>Measures how far tonight moved.</summary>
internal static class NightDrift
{
    /// <summary>Name of the card's document that holds the training window's spread.</summary>
    public const string ReferenceDocument = "reference";

    /// <param name="cycle">Described payouts of last year's cycle; null = none.</param>
    /// <returns>Null when the bundle carries no reference and there is no cycle.</returns>
    public static DriftFacts? Of(
        FeatureMatrix tonight, IReadOnlyList<TypologyEvidence> behaviour, (FeatureMatrix Matrix, string Words)? cycle, ModelBundle bundle, TypologyModels models, bool useModels)
    {
        SpreadReference reference;
        string words;
        if (cycle is { } past)
        {
            reference = SpreadReference.Of(past.Matrix, [.. TypologyWords.Behavioural.Select(typology => models.Assess(past.Matrix, typology, useModels))]);
            words = past.Words;
        }
        else
        {
            if (bundle.Card.Documents.GetValueOrDefault(ReferenceDocument)?.Deserialize<SpreadReference>() is not { } trained) return null;
            reference = trained;
            words = "the window the bundle was trained on";
        }
        var drifts = reference.Against(tonight, behaviour);
        var scores = TypologyWords.Behavioural.Select(typology => typology.Word()).ToHashSet(StringComparer.Ordinal);
        return new DriftFacts(words, reference.Rows,
        [
            .. drifts.OrderByDescending(drift => drift.Psi - drift.Noise).ThenBy(drift => drift.Name, StringComparer.Ordinal)
                .Select(drift => new DriftFact(drift.Name, scores.Contains(drift.Name), drift.Psi, drift.HasMoved, drift.MissingThen, drift.MissingNow)),
        ]);
    }
}
