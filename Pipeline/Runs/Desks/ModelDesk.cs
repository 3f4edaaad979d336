// What models there are, told without loading one into memory for scoring.
using Paysieve.Models;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>One bundle for a list or a card.</summary>
/// <param name="InUse">The next night is scored with it.</param>
public sealed record BundleLine(string BundleId, bool InUse, ModelCard Card, IReadOnlyList<string> Models);

/// <summary>The verbs <c>models …</c>.</summary>
public static class ModelDesk
{
    /// <summary>All bundles, oldest first.</summary>
    /// <exception cref="BundleDamagedException">One of them is damaged.</exception>
    public static IReadOnlyList<BundleLine> List(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var champion = workspace.Bundles.ChampionId;
        return [.. workspace.Bundles.List().Select(bundle => Line(bundle, champion))];
    }

    /// <summary>The one bundle whose id begins with <paramref name="bundle"/>.</summary>
    /// <exception cref="RefusedException">None, or several.</exception>
    /// <exception cref="BundleDamagedException">It is damaged.</exception>
    public static BundleLine Show(Workspace workspace, string bundle)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentException.ThrowIfNullOrEmpty(bundle);
        var found = workspace.Bundles.TryLoad(bundle)
            ?? throw new RefusedException(ExitCode.NoInput, "no bundle, or more than one, begins with that id");
        return Line(found, workspace.Bundles.ChampionId);
    }

    private static BundleLine Line(ModelBundle bundle, string? champion) =>
        new(bundle.Id, string.Equals(bundle.Id, champion, StringComparison.Ordinal), bundle.Card, bundle.ModelNames);
}
