// profiles: which there are, and what one would look like for a file.
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>The verbs <c>profiles list</c> and <c>profiles check</c>.</summary>
public static class ProfileDesk
{
    /// <summary>The shipped profiles and the customer's own.</summary>
    /// <exception cref="RefusedException">A file among the customer's is no profile: every failure is told.</exception>
    public static ProfileShelf Shelf(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return Shelf(workspace.ProfilesFolder);
    }

    /// <inheritdoc cref="Shelf(Workspace)"/>
    /// <param name="folder">The customer's folder; need not be there.</param>
    public static ProfileShelf Shelf(string folder)
    {
        var shelf = ProfileShelf.Open(folder);
        if (shelf.Problems.Count == 0) return shelf;
        var failures = shelf.Problems.SelectMany(problem => problem.Failures.Select(failure => $"\n  - profiles/{problem.FileName}: {failure}"));
        throw new RefusedException(ExitCode.Usage, "profiles refused:" + string.Concat(failures));
    }

    /// <summary>Saves a profile, whole or not at all; the folder is made when it is not there.</summary>
    /// <exception cref="RefusedException">The place cannot be written.</exception>
    public static Task SaveAsync(MappingProfile profile, string path, CancellationToken cancel) =>
        WholeFile.WriteAsync(path, stream => stream.Write(Encoding.UTF8.GetBytes(ProfileJson.Write(profile))), cancel);

    /// <summary>What fits the file, or a proposal for it. Of a zip the first member.</summary>
    /// <exception cref="RefusedException">There is no such file, or it cannot be read.</exception>
    public static ProfileFinding Check(string path, ProfileShelf shelf, IngestSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var limits = IngestRun.Limits(settings);
        var listing = new FileSource(limits.Unpack, [.. ExportFormats.Extensions]).Resolve([path], cancel);
        if (Directory.Exists(path)) throw new RefusedException(ExitCode.Usage, "profiles check takes a file, not a folder");
        if (listing.Files.Count == 0) throw new RefusedException(ExitCode.NoInput, "no usable input: " + string.Join("; ", listing.Problems));
        return ProfileProposal.Of(listing.Files[0], shelf, limits.Unpack);
    }
}
