// profiles list and profiles check.
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;

namespace Paysieve.Jobs.Commands;

internal static class ProfileVerbs
{
    public static Task<ExitCode> ListAsync(VerbCall call, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var shelf = Shelf(call);
        call.Printer.Show(
            new { Profiles = shelf.All.Select(shelved => new { shelved.Profile.Profile, shelved.Profile.Kind, Own = shelved.IsOwn, shelved.Profile.JoinWith, shelved.Profile.About }) },
            printer => printer.Table(
                [new("profile"), new("from"), new("holds"), new("joined with")],
                [.. shelf.All.Select(shelved => (IReadOnlyList<string>)[shelved.Profile.Profile, shelved.IsOwn ? "own" : "shipped", shelved.Profile.Kind.ToString().ToLowerInvariant(), string.Join(", ", shelved.Profile.JoinWith)])]));
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>The profile alone goes to standard output or into a file, ready to be used; what is to be said of it goes beside.</summary>
    public static async Task<ExitCode> CheckAsync(VerbCall call, string file, string? target, CancellationToken cancel)
    {
        var found = ProfileDesk.Check(file, Shelf(call), call.Settings.Ingest, cancel);
        if (target is not null && found.Profile is { } kept) await ProfileDesk.SaveAsync(kept, target, cancel).ConfigureAwait(false);
        if (call.Printer.IsJson)
        {
            call.Printer.Show(new { found.Fits, Profile = found.Profile is null ? null : ProfileJson.Write(found.Profile), found.NotMapped, found.NotUsed, found.Remarks }, _ => { });
        }
        else
        {
            var name = Path.GetFileName(file);
            call.Errors.Line(found.Fits is { } fits ? $"{name}: is read through {fits}" : $"{name}: no profile fits");
            if (found.NotMapped.Count > 0) call.Errors.Line("  required and not found: " + string.Join(", ", found.NotMapped));
            if (found.NotUsed.Count > 0) call.Errors.Line("  headings not used: " + string.Join(", ", found.NotUsed));
            foreach (var remark in found.Remarks) call.Errors.Line("  - " + remark);
            if (target is not null) call.Printer.Line(found.Profile is null ? "Nothing to write: there is no profile for it" : "Wrote " + target);
            else if (found.Profile is { } profile) await call.Around.Out.WriteAsync(ProfileJson.Write(profile)).ConfigureAwait(false);
        }
        return found.Profile is null && found.Fits is null ? ExitCode.NoInput : ExitCode.Done;
    }

    private static ProfileShelf Shelf(VerbCall call) => ProfileDesk.Shelf(Path.Combine(call.Globals.Data, "profiles"));
}
