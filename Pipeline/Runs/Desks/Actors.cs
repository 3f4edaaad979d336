// Reads who decides, for every desk alike.
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Runs.Desks;

internal static class Actors
{
    /// <summary>The name as it is recorded.</summary>
    /// <exception cref="RefusedException">It breaks <see cref="ActorName.Rule"/>.</exception>
    public static string Read(string? actor) => ActorName.TryRead(actor, out var name) ? name : throw new RefusedException(ExitCode.Usage, ActorName.Rule);
}
