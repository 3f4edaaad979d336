// The bundles a data folder holds, and which of them is in charge. Files are the truth; there is no database beside them.
using System.Text;

namespace Paysieve.Models;

/// <summary>
/// A folder of bundles named ID.zip and a file CHAMPION that holds the id of the one to score with. Each change is one rename, so a
/// crash leaves the state before or after it.
/// </summary>
public sealed class BundleRegistry
{
    private const string Ending = ".zip";
    private const string ChampionFile = "CHAMPION";
    private readonly string _directory;

    /// <param name="modelsDirectory">The folder; made on the first <see cref="Add"/>.</param>
    public BundleRegistry(string modelsDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelsDirectory);
        _directory = modelsDirectory;
    }

    /// <summary>Id of the bundle to score with, or null when none was promoted yet.</summary>
    /// <exception cref="BundleDamagedException">The pointer does not name a bundle of this folder.</exception>
    public string? ChampionId
    {
        get
        {
            var file = Path.Combine(_directory, ChampionFile);
            if (!File.Exists(file))
                return null;
            var id = File.ReadAllText(file, Encoding.ASCII).Trim();
            return IsId(id) && File.Exists(PathOf(id)) ? id : throw new BundleDamagedException("the champion's pointer names no bundle of this folder");
        }
    }

    /// <summary>Stores a bundle. A bundle that is there already, whole, is left as it is, creation time included.</summary>
    /// <returns>The path of the file.</returns>
    public string Add(ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        Directory.CreateDirectory(_directory);
        var path = PathOf(bundle.Id);
        if (!IsWhole(bundle.Id))
            bundle.Save(path);
        return path;
    }

    /// <summary>Ids of all bundles in ordinal order; the files are not opened.</summary>
    public IReadOnlyList<string> Ids()
    {
        if (!Directory.Exists(_directory))
            return [];
        return [.. Directory.EnumerateFiles(_directory, "*" + Ending)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(IsId)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>All bundles, verified: by creation time, then id.</summary>
    /// <exception cref="BundleDamagedException">One of them is damaged.</exception>
    public IReadOnlyList<ModelBundle> List() =>
        [.. Ids().Select(Load).OrderBy(bundle => bundle.Card.CreatedAt).ThenBy(bundle => bundle.Id, StringComparer.Ordinal)];

    /// <summary>Loads a bundle by its id or the beginning of one.</summary>
    /// <returns>Null when no bundle, or more than one, begins so.</returns>
    /// <exception cref="BundleDamagedException">It is there but damaged, or its content belongs to another id.</exception>
    public ModelBundle? TryLoad(string idOrPrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(idOrPrefix);
        var found = Ids().Where(id => id.StartsWith(idOrPrefix, StringComparison.Ordinal)).ToArray();
        return found.Length == 1 ? Load(found[0]) : null;
    }

    /// <summary>The bundle to score with, or null when none was promoted yet.</summary>
    /// <exception cref="BundleDamagedException">It is damaged or missing.</exception>
    public ModelBundle? Champion() => ChampionId is { } id ? Load(id) : null;

    /// <summary>Puts a stored bundle in charge, after verifying it.</summary>
    /// <param name="id">The whole id.</param>
    /// <exception cref="FileNotFoundException">No such bundle.</exception>
    /// <exception cref="BundleDamagedException">It is damaged; the champion stays.</exception>
    public void Promote(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (!IsId(id) || !File.Exists(PathOf(id)))
            throw new FileNotFoundException($"There is no model bundle '{id}'.");
        _ = Load(id);
        AtomicFile.Write(Path.Combine(_directory, ChampionFile), Encoding.ASCII.GetBytes(id + "\n"));
    }

    private static bool IsId(string id) => id.Length == 16 && id.All(char.IsAsciiHexDigitLower);

    private string PathOf(string id) => Path.Combine(_directory, id + Ending);

    private ModelBundle Load(string id)
    {
        var bundle = ModelBundle.Load(PathOf(id));
        return string.Equals(bundle.Id, id, StringComparison.Ordinal)
            ? bundle
            : throw new BundleDamagedException($"the file of bundle {id} holds another bundle");
    }

    private bool IsWhole(string id)
    {
        if (!File.Exists(PathOf(id)))
            return false;
        try
        {
            _ = Load(id);
            return true;
        }
        catch (BundleDamagedException)
        {
            // Storing the same content again is the repair.
            return false;
        }
    }
}
