// All profiles at hand: those shipped with the program, and a customer's own before them.
using System.Text;

namespace Paysieve.Pipeline.Formats.Profiles;

/// <summary>A profile and where it is from.</summary>
/// <param name="IsOwn">True for a customer's own, false for one that is shipped.</param>
public sealed record ShelvedProfile(MappingProfile Profile, bool IsOwn);

/// <summary>A file among the customer's profiles that is none.</summary>
public sealed record ProfileProblem(string FileName, IReadOnlyList<string> Failures);

/// <summary>The profiles in ordinal order of name. A customer's own hides the shipped one of its name.</summary>
public sealed class ProfileShelf
{
    private const string PresetFolder = ".Presets.";

    private static readonly Lazy<IReadOnlyList<MappingProfile>> Shipped = new(() => ReadShipped());

    private ProfileShelf(IReadOnlyList<ShelvedProfile> profiles, IReadOnlyList<ProfileProblem> problems)
    {
        All = profiles;
        Problems = problems;
    }

    /// <summary>No profile at all: the contract's own CSV alone is read.</summary>
    public static ProfileShelf Empty { get; } = new([], []);

    public IReadOnlyList<ShelvedProfile> All { get; }

    /// <summary>Files of the folder that are no profiles; a run refuses to start over them.</summary>
    public IReadOnlyList<ProfileProblem> Problems { get; }

    /// <summary>The shipped profiles and those of a folder, which need not be there.</summary>
    public static ProfileShelf Open(string? folder)
    {
        var own = new List<MappingProfile>();
        var problems = new List<ProfileProblem>();
        if (folder is not null && Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.json").Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal))
            {
                var (profile, failures) = ReadFile(path);
                if (profile is not null && own.Any(other => other.Profile == profile.Profile)) failures = [$"profile {profile.Profile} is there twice"];
                if (failures.Count > 0) problems.Add(new ProfileProblem(Path.GetFileName(path), failures));
                else own.Add(profile!);
            }
        }
        var all = own.Select(profile => new ShelvedProfile(profile, true))
            .Concat(Shipped.Value.Where(profile => own.All(other => other.Profile != profile.Profile)).Select(profile => new ShelvedProfile(profile, false)))
            .OrderBy(shelved => shelved.Profile.Profile, StringComparer.Ordinal);
        return new ProfileShelf([.. all], problems);
    }

    public MappingProfile? Find(string name) => All.FirstOrDefault(shelved => shelved.Profile.Profile == name)?.Profile;

    private static (MappingProfile? Profile, IReadOnlyList<string> Failures) ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > ProfileJson.MostBytes) return (null, ["larger than 1 MiB"]);
            return ProfileJson.Read(File.ReadAllBytes(path), out var profile, out var failures) ? (profile, []) : (null, failures);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, ["cannot be read"]);
        }
    }

    private static List<MappingProfile> ReadShipped()
    {
        var assembly = typeof(ProfileShelf).Assembly;
        var shipped = new List<MappingProfile>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(PresetFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            if (!ProfileJson.Read(Encoding.UTF8.GetBytes(reader.ReadToEnd()), out var profile, out var failures))
                throw new InvalidDataException($"{name}: {string.Join("; ", failures)}");
            shipped.Add(profile);
        }
        return shipped;
    }
}
