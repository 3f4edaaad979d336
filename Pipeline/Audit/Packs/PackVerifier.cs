// Checks a pack with nothing but the pack: no database, no program that made it, no network.
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Paysieve.Pipeline.Audit.Signing;
using Paysieve.Pipeline.Formats;

namespace Paysieve.Pipeline.Audit.Packs;

/// <summary>What a check of a pack found.</summary>
/// <param name="File">The file at fault; null when none is.</param>
/// <param name="Line">The first bad line of it, 1 for the first; null when the fault is in no line.</param>
/// <param name="Explanation">One sentence.</param>
/// <param name="Manifest">What the pack says it is; null when that cannot be read.</param>
/// <param name="NotSeen">What this check cannot see, in words.</param>
public sealed record PackVerdict(bool IsGood, string? File, long? Line, string Explanation, PackManifest? Manifest, string NotSeen);

/// <summary>
/// In this order: manifest and its signature, the set of files, every row of every table (naming the first bad one), every file's hash, the
/// spreadsheet copies, the chain of events, the checkpoints, decisions against events. Reads line by line; memory does not grow with
/// the pack, but for some hundred bytes a decision.
/// </summary>
public static class PackVerifier
{
    /// <param name="keyId">The key that the examiner trusts (<c>audit keys</c> names it); null: the pack's own key is believed.</param>
    public static async Task<PackVerdict> VerifyAsync(string folder, string? keyId, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var check = new Check(folder, keyId);
        try
        {
            await check.RunAsync(cancel).ConfigureAwait(false);
        }
        catch (BadPackException bad)
        {
            return check.Verdict(bad);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return check.Verdict(new BadPackException("", null, "a file of the pack cannot be read"));
        }
        return check.Verdict(null);
    }

    private sealed class BadPackException(string file, long? line, string why) : Exception(why)
    {
        public string File { get; } = file;

        public long? Line { get; } = line;
    }

    private sealed class Check(string folder, string? trusted)
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private readonly SortedDictionary<string, VerifyingKey> _keys = new(StringComparer.Ordinal);
        private PackManifest? _manifest;

        public PackVerdict Verdict(BadPackException? bad) => new(
            bad is null, bad is null || bad.File.Length == 0 ? null : bad.File, bad?.Line, bad?.Message ?? Good(), _manifest,
            (trusted is null
                ? "The pack vouches for itself: compare its key with the one that the owner of the store names, or give it here. "
                : "") + "Events before and after the pack's period are not in it.");

        public async Task RunAsync(CancellationToken cancel)
        {
            var manifest = ReadManifest();
            CheckFiles(manifest);
            ReadKeys(manifest);
            CheckSignature(PackManifest.FileName, PackManifest.SignatureName, manifest.KeyId);
            CheckOrigin(manifest);
            if (trusted is not null && !string.Equals(trusted, manifest.KeyId, StringComparison.Ordinal))
                throw new BadPackException(PackManifest.SignatureName, null, "the pack is signed with another key than the trusted one");
            _manifest = manifest;

            foreach (var table in PackCatalog.Of(manifest.SchemaVersion)) CheckTable(table, cancel);
            foreach (var file in manifest.Files) CheckHash(file, cancel);
            await CheckChainAsync(manifest, cancel).ConfigureAwait(false);
            if (manifest.Differences.Count > 0)
                throw new BadPackException(PackManifest.FileName, null, "the pack says itself that the store did not agree with its trail: " + string.Join("; ", manifest.Differences));
        }

        private string Good() => FormattableString.Invariant(
            $"{_manifest!.Files.Count} files and {_manifest.Chain.LastSeq - _manifest.Chain.FirstSeq + (_manifest.Chain.FirstSeq == 0 ? 0 : 1)} events are as they were signed with key {_manifest.KeyId}");

        private PackManifest ReadManifest() =>
            PackManifest.TryParse(ReadText(PackManifest.FileName)) ?? throw new BadPackException(PackManifest.FileName, null, "is no manifest as Paysieve writes it");

        private void CheckFiles(PackManifest manifest)
        {
            string[] besides = [PackManifest.FileName, PackManifest.SignatureName, PackWriter.OriginName, PackWriter.OriginSignatureName];
            var expected = manifest.Files.Select(file => file.Name).Concat(besides).ToHashSet(StringComparer.Ordinal);
            foreach (var name in Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal))
                if (!expected.Remove(name)) throw new BadPackException(name, null, "is not part of the pack");
            if (expected.Count > 0) throw new BadPackException(expected.Order(StringComparer.Ordinal).First(), null, "is missing from the pack");
            foreach (var table in PackCatalog.Of(manifest.SchemaVersion))
            {
                foreach (var name in (string[])[table.JsonName, table.CsvName])
                    if (manifest.Files.All(file => !string.Equals(file.Name, name, StringComparison.Ordinal))) throw new BadPackException(name, null, "is missing from the manifest");
            }
        }

        private void ReadKeys(PackManifest manifest)
        {
            foreach (var name in manifest.Files.Select(file => file.Name).Where(name => name.EndsWith(".pub", StringComparison.Ordinal)))
            {
                if (!VerifyingKey.TryParse(ReadText(name), out var key) || !string.Equals(KeyRing.PublicName(key!.Id), name, StringComparison.Ordinal))
                    throw new BadPackException(name, null, "is not the key that its name says");
                _keys[key.Id] = key;
            }
        }

        private void CheckOrigin(PackManifest manifest)
        {
            CheckSignature(PackWriter.OriginName, PackWriter.OriginSignatureName, manifest.KeyId);
            var named = PackOriginJson.ManifestHash(ReadText(PackWriter.OriginName));
            if (!string.Equals(named, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(PackManifest.FileName)))), StringComparison.Ordinal))
                throw new BadPackException(PackWriter.OriginName, null, "belongs to another pack");
        }

        private void CheckSignature(string name, string signatureName, string keyId)
        {
            var text = ReadText(signatureName);
            var signature = new byte[64];
            var strict = Convert.TryFromBase64String(text, signature, out var length) && length == signature.Length
                && string.Equals(Convert.ToBase64String(signature), text, StringComparison.Ordinal);
            if (!strict) throw new BadPackException(signatureName, null, "is no signature");
            if (!_keys.TryGetValue(keyId, out var key)) throw new BadPackException(KeyRing.PublicName(keyId), null, "is missing from the pack: the key that signed it");
            if (!key.Verify(File.ReadAllBytes(At(name)), signature)) throw new BadPackException(name, null, $"is not what {signatureName} signs: one of the two was altered");
        }

        /// <summary>Every row against the row before, and the spreadsheet copy against the rows.</summary>
        private void CheckTable(PackTable table, CancellationToken cancel)
        {
            using var copy = new ComparingStream(At(table.CsvName));
            using (var csv = SafeCsv.Create(copy))
            {
                table.WriteHeader(csv);
                var spelling = new RowSpelling(table);
                long number = 0;
                foreach (var line in ByteLines.Of(At(table.JsonName)))
                {
                    cancel.ThrowIfCancellationRequested();
                    number++;
                    if (!table.TryRead(line, out var cells, out var rowHash) || !IsRow(spelling, cells, rowHash, line.Span, out var follows))
                        throw new BadPackException(table.JsonName, number, "is no row as Paysieve writes it");
                    if (!follows) throw new BadPackException(table.JsonName, number, "does not give the hash it bears after the row before it: altered, moved, added or removed");
                    PackTable.WriteRecord(csv, cells, rowHash);
                }
            }
            if (!copy.IsSame(out var where)) throw new BadPackException(table.CsvName, where, "does not say what the rows of " + table.JsonName + " say");
        }

        /// <summary>Whether the line is spelled as a row is; and, with <paramref name="follows"/>, whether it is the one that comes after the row before.</summary>
        private static bool IsRow(RowSpelling spelling, object?[] cells, string rowHash, ReadOnlySpan<byte> line, out bool follows)
        {
            try
            {
                follows = spelling.Next(cells).SequenceEqual(line);
                return follows || spelling.With(cells, rowHash).AsSpan().SequenceEqual(line);
            }
            catch (FormatException)
            {
                return follows = false;
            }
        }

        private void CheckHash(PackFile file, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            using var stream = File.OpenRead(At(file.Name));
            if (stream.Length != file.Bytes || !string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), file.Sha256, StringComparison.Ordinal))
                throw new BadPackException(file.Name, null, "is not the file that was signed: it was altered, cut or added to");
        }

        private async Task CheckChainAsync(PackManifest manifest, CancellationToken cancel)
        {
            var chain = manifest.Chain;
            var before = chain.FirstSeq <= 1 ? null : new AuditHead(chain.FirstSeq - 1, chain.PrevHash);
            AuditHead[] heads = [.. Checkpoints().Select(checkpoint => checkpoint.Head).Where(head => head.Seq >= chain.FirstSeq && head.Seq <= chain.LastSeq)];
            var decided = new HashSet<string>(StringComparer.Ordinal);
            var verdict = await AuditVerifier.VerifyAsync(new EventSource(Events(Seen)), before, heads, cancel).ConfigureAwait(false);
            if (!verdict.IsGood) throw new BadPackException(PackCatalog.Events.JsonName, verdict.BadSeq - (chain.FirstSeq - 1), verdict.Explanation);
            if (chain.FirstSeq != 0 && verdict.Head is { } head && (head.Seq != chain.LastSeq || !string.Equals(head.Hash, chain.HeadHash, StringComparison.Ordinal)))
                throw new BadPackException(PackCatalog.Events.JsonName, null, "the events end elsewhere than the manifest says");

            // A pack without identifiers has no events to hold its decisions against.
            if (chain.FirstSeq == 0) return;
            long number = 0;
            foreach (var line in ByteLines.Of(At(PackCatalog.Decisions.JsonName)))
            {
                number++;
                PackCatalog.Decisions.TryRead(line, out var cells, out _);
                if (!decided.Remove((string)cells[0]!) && InPeriod(manifest.Filter, (string)cells[8]!))
                    throw new BadPackException(PackCatalog.Decisions.JsonName, number, "no event of the trail speaks of this decision");
            }

            void Seen(AuditEvent item)
            {
                if (!string.Equals(item.Action, AuditActions.FlagDecided, StringComparison.Ordinal)) return;
                using var payload = JsonDocument.Parse(item.Payload);
                decided.Add(payload.RootElement.GetProperty("disposition_id").GetString()!);
            }
        }

        private static bool InPeriod(PackFilter filter, string at) =>
            filter.From is not { } from || string.CompareOrdinal(at[..10], from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) >= 0;

        private IEnumerable<AuditCheckpoint> Checkpoints()
        {
            long number = 0;
            foreach (var line in Lines(CheckpointFile.Name))
            {
                number++;
                if (!AuditCheckpoint.TryParse(line, out var checkpoint) || !checkpoint!.IsSignedBy(_keys))
                    throw new BadPackException(CheckpointFile.Name, number, "is no checkpoint signed with a key of the pack");
                yield return checkpoint;
            }
        }

        private IEnumerable<AuditEvent> Events(Action<AuditEvent> seen)
        {
            foreach (var line in ByteLines.Of(At(PackCatalog.Events.JsonName)))
            {
                PackCatalog.Events.TryRead(line, out var cells, out _);
                var item = new AuditEvent(
                    (long)cells[0]!, (string)cells[1]!, (string)cells[2]!, (string)cells[3]!, (string)cells[4]!, (string)cells[5]!, (string)cells[6]!, (string)cells[7]!);
                seen(item);
                yield return item;
            }
        }

        private IEnumerable<string> Lines(string name)
        {
            using var reader = new StreamReader(At(name), Strict, detectEncodingFromByteOrderMarks: false);
            while (true)
            {
                string? line;
                try
                {
                    line = reader.ReadLine();
                }
                catch (DecoderFallbackException)
                {
                    throw new BadPackException(name, null, "holds bytes that are no UTF-8 text");
                }
                if (line is null) yield break;
                yield return line;
            }
        }

        private string ReadText(string name)
        {
            if (!File.Exists(At(name))) throw new BadPackException(name, null, "is missing from the pack");
            try
            {
                return Strict.GetString(File.ReadAllBytes(At(name)));
            }
            catch (DecoderFallbackException)
            {
                throw new BadPackException(name, null, "holds bytes that are no UTF-8 text");
            }
        }

        private string At(string name) => Path.Combine(folder, name);
    }

    private sealed class EventSource(IEnumerable<AuditEvent> events) : IAuditSource
    {
        public async IAsyncEnumerable<AuditEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (var item in events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }
}
