// A pack carried away and altered: whatever was touched is found, and the first bad record is named.
using System.Text;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Audit.Signing;
using Paysieve.Pipeline.Tests.Jobs;

namespace Paysieve.Pipeline.Tests.Audit;

[TestClass]
public sealed class PackVerifierTests : IDisposable
{
    private static readonly SigningKey Key = SigningKey.FromSeed(Enumerable.Range(1, 32).Select(number => (byte)number).ToArray());
    private static readonly PackFilter Filter = new(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), PackRoles.Auditor);

    private readonly TemporaryFolder _house = new();

    private string Folder => _house.At("pack");

    [TestInitialize]
    public void Make() => Write(Folder, Key);

    public void Dispose() => _house.Dispose();

    [TestMethod]
    public async Task A_pack_as_it_was_made_is_good_and_says_what_it_cannot_see()
    {
        var verdict = await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None);

        Assert.IsTrue(verdict.IsGood, $"{verdict.File} {verdict.Line} {verdict.Explanation}");
        StringAssert.Contains(verdict.NotSeen, "vouches for itself");
        Assert.IsTrue((await PackVerifier.VerifyAsync(Folder, Key.Id, CancellationToken.None)).IsGood);
        var other = await PackVerifier.VerifyAsync(Folder, SigningKey.Create().Id, CancellationToken.None);
        Assert.IsFalse(other.IsGood, "signed with another key than the trusted one");
    }

    [TestMethod]
    public async Task The_same_pack_made_again_has_the_same_bytes_but_for_who_made_it_when()
    {
        Write(_house.At("again"), Key, new PackOrigin("somebody else", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        foreach (var file in Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!))
        {
            var same = File.ReadAllBytes(Path.Combine(Folder, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(_house.At("again"), file)));
            Assert.AreEqual(file is not (PackWriter.OriginName or PackWriter.OriginSignatureName), same, file);
        }
        Assert.IsTrue((await PackVerifier.VerifyAsync(_house.At("again"), Key.Id, CancellationToken.None)).IsGood);
    }

    [TestMethod]
    public async Task A_pack_of_an_earlier_schema_still_verifies_and_one_of_a_later_is_not_guessed_at()
    {
        Write(_house.At("old"), Key, version: "1");
        Assert.IsFalse(File.Exists(_house.At("old/settings_changes.csv")));
        var old = await PackVerifier.VerifyAsync(_house.At("old"), Key.Id, CancellationToken.None);
        Assert.IsTrue(old.IsGood, $"{old.File} {old.Line} {old.Explanation}");
        Assert.IsEmpty(PackCatalog.Of("4"));
        Assert.IsEmpty(PackCatalog.Of("0"));
    }

    [TestMethod]
    public async Task Every_single_byte_changed_in_any_file_is_found()
    {
        var tried = 0;
        foreach (var path in Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal))
        {
            var original = await File.ReadAllBytesAsync(path);
            // What is the same in every pack, and covered by one hash, is sampled.
            var step = Path.GetFileName(path) is "README.txt" or "schema.json" ? 997 : 1;
            for (var position = 0; position < original.Length; position += step)
            {
                var altered = (byte[])original.Clone();
                altered[position] ^= (byte)(position % 2 == 0 ? 0x01 : 0x20);
                await File.WriteAllBytesAsync(path, altered);
                var verdict = await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None);
                Assert.IsFalse(verdict.IsGood, $"{Path.GetFileName(path)}, byte {position}");
                tried++;
            }
            await File.WriteAllBytesAsync(path, original);
        }
        Assert.IsGreaterThan(5_000, tried);
        Assert.IsTrue((await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None)).IsGood);
    }

    [TestMethod]
    [DataRow("decisions.jsonl", 2L)]
    [DataRow("events.jsonl", 3L)]
    [DataRow("alerts.jsonl", 1L)]
    public async Task The_first_bad_record_is_named(string file, long line)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        lines[line - 1] = lines[line - 1].Replace("CALLED", "SILENT", StringComparison.Ordinal).Replace("tester", "nobody", StringComparison.Ordinal).Replace("E1", "E9", StringComparison.Ordinal);
        WriteLines(file, lines);
        var verdict = await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None);

        Assert.AreEqual((file, line), (verdict.File, verdict.Line), verdict.Explanation);
    }

    [TestMethod]
    public async Task A_row_taken_out_added_or_moved_is_found_and_so_is_a_file()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "decisions.jsonl"));
        foreach (var changed in (string[][])[[lines[1]], [lines[1], lines[0]], [lines[0], lines[0], lines[1]]])
        {
            WriteLines("decisions.jsonl", changed);
            Assert.AreEqual("decisions.jsonl", (await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None)).File);
        }
        WriteLines("decisions.jsonl", lines[..1]);
        Assert.IsFalse((await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None)).IsGood, "cut off at the end");
        WriteLines("decisions.jsonl", lines);

        File.WriteAllText(Path.Combine(Folder, "note.txt"), "nothing to see here");
        Assert.AreEqual("note.txt", (await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None)).File);
        File.Delete(Path.Combine(Folder, "note.txt"));
        File.Delete(Path.Combine(Folder, "runs.csv"));
        Assert.AreEqual("runs.csv", (await PackVerifier.VerifyAsync(Folder, null, CancellationToken.None)).File);
    }

    [TestMethod]
    public async Task A_pack_forged_as_a_whole_is_found_by_the_trusted_key_alone()
    {
        var forger = SigningKey.Create();
        Write(_house.At("forged"), forger);

        Assert.IsTrue((await PackVerifier.VerifyAsync(_house.At("forged"), null, CancellationToken.None)).IsGood);
        Assert.IsFalse((await PackVerifier.VerifyAsync(_house.At("forged"), Key.Id, CancellationToken.None)).IsGood);
    }

    [TestMethod]
    public void A_text_that_a_spreadsheet_would_run_is_escaped_in_the_csv_and_exact_in_the_lines()
    {
        var csv = File.ReadAllText(Path.Combine(Folder, "decisions.csv"));

        StringAssert.Contains(csv, "'=HYPERLINK");
        StringAssert.Contains(File.ReadAllText(Path.Combine(Folder, "decisions.jsonl")), "\"=HYPERLINK");
    }

    private void WriteLines(string file, IEnumerable<string> lines) =>
        File.WriteAllText(Path.Combine(Folder, file), string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));

    /// <summary>Three events, two decisions, an alert, a checkpoint.</summary>
    private static void Write(string folder, SigningKey key, PackOrigin? origin = null, string version = PackCatalog.SchemaVersion)
    {
        var at = new DateTimeOffset(2026, 2, 27, 2, 0, 0, TimeSpan.Zero);
        var events = new List<AuditEvent>();
        foreach (var (action, payload) in ((string, JsonObject)[])
            [(AuditActions.RunCompleted, []), (AuditActions.FlagDecided, new JsonObject { ["disposition_id"] = "d1" }), (AuditActions.FlagDecided, new JsonObject { ["disposition_id"] = "d2" })])
        {
            var head = events.Count == 0 ? null : new AuditHead(events[^1].Seq, events[^1].Hash);
            events.Add(AuditEvent.After(head, at.AddMinutes(events.Count), new AuditEntry("tester", action, "subject", payload)));
        }
        using var writer = PackWriter.Begin(folder);
        foreach (var table in PackCatalog.Of(version))
        {
            using var rows = writer.Open(table);
            if (table.Name == PackCatalog.Events.Name)
            {
                foreach (var item in events) rows.Add(item.Seq, item.At, item.Actor, item.Action, item.Subject, item.Payload, item.PrevHash, item.Hash);
            }
            else if (table.Name == PackCatalog.Decisions.Name)
            {
                rows.Add("d1", "f1", 1L, "in_review", "CALLED", "=HYPERLINK(\"x\")", "tester", null, events[1].At);
                rows.Add("d2", "f1", 2L, "cleared", "CALLED", "株式会社, with a \"quote\"\nand a line", "second", "tester", events[2].At);
            }
            else if (table.Name == PackCatalog.Alerts.Name)
            {
                object?[] cells =
                [
                    "f1", "r1", "E1", "P1", null, null, "T1", null, null, "2026-02-27", "2500.10", "EUR", "****1234", "payout_routing", "high", 0.1 + 0.2, 1L, false,
                    null, null, "c", "{}", "[]", "[]", "cleared", "second", events[2].At, 0.033, "s1",
                ];
                rows.Add(cells[..table.Columns.Count]);
            }
        }
        var checkpoint = AuditCheckpoint.Sign(key, new AuditHead(events[1].Seq, events[1].Hash), at);
        writer.Add(CheckpointFile.Name, checkpoint.ToLine() + "\n");
        writer.Add("schema.json", PackCatalog.SchemaJson());
        var chain = new PackChain(1, 3, AuditEvent.GenesisHash, events[^1].Hash);
        writer.Add("README.txt", PackReadMe.Text(Filter, chain));
        writer.Finish(Filter, chain, [], key, [], origin ?? new PackOrigin("tester", at), version);
    }
}
