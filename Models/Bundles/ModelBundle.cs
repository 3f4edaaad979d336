// Everything a run needs to score, in one file: named ML.NET models and the card that describes them.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>
/// Named ML.NET models with their card. The file is a zip: card.json, models/NAME.zip (each as <c>mlContext.Model.Save</c> writes it,
/// time stamps normalised). The zip's comment, its last 64 bytes, is the SHA-256 of all bytes before it, so that any change is
/// noticed. The same content gives the same bytes.
/// </summary>
public sealed class ModelBundle
{
    private const string CardEntry = "card.json";
    private const string ModelFolder = "models/";
    private const string ModelEnding = ".zip";
    private const long MaxContentBytes = 1L << 30;
    private readonly SortedDictionary<string, byte[]> _models;

    private ModelBundle(ModelCard card, SortedDictionary<string, byte[]> models)
    {
        Card = card;
        _models = models;
        Id = IdOf(card, models);
    }

    /// <summary>
    /// First 16 hexadecimal digits of the SHA-256 over models and card without its creation time: the same training gives the
    /// same id, whenever it ran.
    /// </summary>
    public string Id { get; }

    /// <summary>The bundle's description.</summary>
    public ModelCard Card { get; }

    /// <summary>Names of the models in ordinal order.</summary>
    public IReadOnlyList<string> ModelNames => [.. _models.Keys];

    /// <summary>Makes a bundle from trained models.</summary>
    /// <param name="context">Saves the models.</param>
    /// <param name="card">Describes them.</param>
    /// <param name="models">At least one; a name is 1 to 64 of the letters a-z, digits, '-', '_' and '.'.</param>
    /// <exception cref="ArgumentException">No model, or a name outside these letters.</exception>
    public static ModelBundle Create(MLContext context, ModelCard card, IReadOnlyDictionary<string, ITransformer> models)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
            throw new ArgumentException("A bundle holds at least one model.", nameof(models));
        var saved = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, model) in models)
        {
            if (!IsName(name))
                throw new ArgumentException($"'{name}' cannot name a model: 1 to 64 of a-z, 0-9, '-', '_' and '.' are expected.", nameof(models));
            saved.Add(name, CanonicalZip.Write(CanonicalZip.Read(Saved(context, model), MaxContentBytes), compress: true));
        }

        // Read back, so that a fresh bundle and a loaded one are the same thing.
        return new ModelBundle(CardJson.Read(CardJson.Write(card, withCreation: true)), saved);
    }

    // Beside its numbers ML.NET writes a calibrator in words, and the words in the culture of the day.
    private static byte[] Saved(MLContext context, ITransformer model)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            using var stream = new MemoryStream();
            context.Model.Save(model, null, stream);
            return stream.ToArray();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>Loads one of the models; the context is registered for this project's models on the way.</summary>
    /// <exception cref="KeyNotFoundException">No model of that name.</exception>
    /// <exception cref="BundleDamagedException">ML.NET cannot read it, or it is of another type.</exception>
    public T LoadModel<T>(MLContext context, string name)
        where T : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_models.TryGetValue(name, out var bytes))
            throw new KeyNotFoundException($"Bundle {Id} has no model '{name}'.");
        ITransformer model;
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            model = context.RegisterPaysieveModels().Model.Load(stream, out _);
        }
        catch (Exception reason) when (reason is not OutOfMemoryException)
        {
            throw new BundleDamagedException($"its model '{name}' cannot be loaded", reason);
        }

        return model as T ?? throw new BundleDamagedException($"its model '{name}' is a {model.GetType().Name}, not a {typeof(T).Name}");
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [CardEntry] = CardJson.Write(Card, withCreation: true) };
        foreach (var (name, bytes) in _models)
            entries[ModelFolder + name + ModelEnding] = bytes;
        return Seal.Close(CanonicalZip.Write(entries, compress: false, Seal.Open));
    }

    /// <summary>Writes the file: first beside <paramref name="path"/>, then renamed over it, so that it is whole or not there.</summary>
    /// <exception cref="IOException">The folder is absent or cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, ToBytes());
    }

    /// <summary>Reads a file and verifies every byte of it against its seal.</summary>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="BundleDamagedException">The file is not exactly what <see cref="Save"/> wrote.</exception>
    public static ModelBundle Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromBytes(File.ReadAllBytes(path));
    }

    /// <inheritdoc cref="Load"/>
    public static ModelBundle FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (!Seal.IsIntact(bytes))
            throw new BundleDamagedException("its bytes are not those that were saved");
        SortedDictionary<string, byte[]> entries;
        try
        {
            entries = CanonicalZip.Read(bytes, MaxContentBytes);
        }
        catch (Exception reason) when (reason is InvalidDataException or EndOfStreamException or IOException or ArgumentException)
        {
            throw new BundleDamagedException("it is not a whole zip file", reason);
        }

        if (!entries.Remove(CardEntry, out var card))
            throw new BundleDamagedException("it has no card");
        var models = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (entry, content) in entries)
        {
            var name = entry.StartsWith(ModelFolder, StringComparison.Ordinal) && entry.EndsWith(ModelEnding, StringComparison.Ordinal)
                ? entry[ModelFolder.Length..^ModelEnding.Length]
                : "";
            if (!IsName(name))
                throw new BundleDamagedException("it holds an entry that is no model");
            models.Add(name, content);
        }

        if (models.Count == 0)
            throw new BundleDamagedException("it holds no model");
        return new ModelBundle(CardJson.Read(card), models);
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');

    private static string IdOf(ModelCard card, SortedDictionary<string, byte[]> models)
    {
        // The inner zips' content, not their bytes: the id outlives a change of the compressor.
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [CardEntry] = CardJson.Write(card, withCreation: false) };
        foreach (var (name, bytes) in models)
        {
            foreach (var (entry, content) in ReadModel(name, bytes))
                entries[$"{ModelFolder}{name}/{entry}"] = content;
        }

        var text = new StringBuilder();
        foreach (var (name, content) in entries)
            text.Append(Convert.ToHexStringLower(SHA256.HashData(content))).Append("  ").Append(name).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static SortedDictionary<string, byte[]> ReadModel(string name, byte[] bytes)
    {
        try
        {
            return CanonicalZip.Read(bytes, MaxContentBytes);
        }
        catch (Exception reason) when (reason is InvalidDataException or EndOfStreamException)
        {
            throw new BundleDamagedException($"its model '{name}' is not a whole zip file", reason);
        }
    }
}
