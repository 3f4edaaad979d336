// What a crash, a race, a stranger with the files or a missing key must not do.
using ParquetSharp;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;
using Encoding = System.Text.Encoding;

namespace Paysieve.Pipeline.Tests.Lake;

[TestClass]
public sealed class LakeSafetyTests
{
    [TestMethod]
    public void A_file_without_its_commit_does_not_exist_and_is_swept()
    {
        using var lake = new LakeFixture();
        lake.Ingest("good.csv", LakeFixture.Full("T-1"));
        // As a killed writer leaves them: staged rows, and parts moved into place before the manifest entry.
        var staged = Directory.CreateDirectory(Path.Combine(lake.Folder, ".staging", "99999-1"));
        File.WriteAllText(Path.Combine(staged.FullName, ".alive"), "");
        File.WriteAllText(Path.Combine(staged.FullName, "2026-03.parquet"), "half");
        var orphan = Path.Combine(lake.Folder, "transfers", "month=2026-03", new string('a', 64) + ".parquet");
        File.WriteAllText(orphan, "whole but not committed");
        File.WriteAllText(Path.Combine(lake.Folder, "manifest", ".00000002-half.json"), "{");

        Assert.AreEqual(1, lake.View().Transfers.Count);
        var swept = LakeWriter.Open(lake.Settings).Swept;

        Assert.AreEqual(new LakeSweep(1, 1), swept);
        Assert.IsFalse(staged.Exists && Directory.Exists(staged.FullName));
        Assert.IsFalse(File.Exists(orphan));
        Assert.AreEqual(1, lake.View().Transfers.Count);
        Assert.AreEqual(new LakeSweep(0, 0), LakeWriter.Open(lake.Settings).Swept);
    }

    [TestMethod]
    public void A_writer_at_work_is_not_swept_and_an_aborted_one_leaves_nothing()
    {
        using var lake = new LakeFixture();
        using var file = LakeWriter.Open(lake.Settings).Begin(LakeFixture.Source("slow.csv"), LakeFileKind.Transfers);
        for (var i = 0; i < 10_000; i++) file.Append(LakeFixture.Bare($"T-{i}"));

        Assert.AreEqual(new LakeSweep(0, 0), LakeWriter.Open(lake.Settings).Swept);
        Assert.AreEqual(0, lake.View().Transfers.Count);
        file.Abort();

        Assert.IsEmpty(lake.AllFiles("*.parquet"));
        Assert.IsEmpty(Directory.GetDirectories(Path.Combine(lake.Folder, ".staging")));
        Assert.ThrowsExactly<InvalidOperationException>(() => file.Append(LakeFixture.Bare("T-x")));
    }

    [TestMethod]
    [DataRow(1234, true)]
    [DataRow(1234, false)]
    [DataRow(LakeFileWriter.BytesKeptWhole, true)]
    [DataRow(LakeFileWriter.BytesKeptWhole, false)]
    public void A_finished_file_waits_aside_until_its_commit(long bytes, bool isSealed)
    {
        using var lake = new LakeFixture { SourceBytes = bytes };
        var writer = LakeWriter.Open(lake.Settings);
        using (var given = Finished("given up.csv")) Assert.HasCount(bytes < LakeFileWriter.BytesKeptWhole ? 2 : 3, lake.AllFiles("*.parquet"));
        Assert.IsEmpty(lake.AllFiles("*.parquet"));
        using var file = Finished("kept.csv");

        Assert.AreEqual(0, lake.View().Transfers.Count);
        Assert.ThrowsExactly<InvalidOperationException>(() => file.Append(LakeFixture.Bare("T-3")));
        var entry = file.Commit(new LakeCommit(2, 0)).Entry;

        Assert.AreEqual(2, lake.View().Transfers.Count);
        foreach (var part in entry.Parts.Append(entry.Parties!))
            Assert.AreEqual(part.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(lake.Folder, part.Path)))));

        LakeFileWriter Finished(string name)
        {
            var begun = writer.Begin(LakeFixture.Source(name, bytes), LakeFileKind.Transfers);
            begun.Append(LakeFixture.Bare("T-1"));
            begun.Append(LakeFixture.Bare("T-2", "2026-04-30"));
            begun.Finish();
            if (isSealed) begun.Seal();
            return begun;
        }
    }

    [TestMethod]
    public void Two_writers_of_one_file_at_once_leave_it_once()
    {
        using var lake = new LakeFixture();
        var outcomes = new LakeCommitted[4];
        Parallel.For(0, outcomes.Length, i => outcomes[i] = lake.Ingest("same.csv", Enumerable.Range(0, 5000).Select(r => LakeFixture.Bare($"T-{r}"))));

        Assert.AreEqual(1, outcomes.Count(outcome => outcome.Added));
        Assert.HasCount(1, lake.Reader.Entries());
        Assert.AreEqual(5000, lake.View().Transfers.Count);
    }

    [TestMethod]
    public void Different_files_at_once_get_different_sequence_numbers()
    {
        using var lake = new LakeFixture();
        Parallel.For(0, 8, i => lake.Ingest($"{i}.csv", LakeFixture.Bare($"T-{i}")));

        CollectionAssert.AreEqual(Enumerable.Range(1, 8).Select(i => (long)i).ToArray(), lake.Reader.Entries().Select(e => e.Sequence).ToArray());
        Assert.AreEqual(8, lake.View().Transfers.Count);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Of_files_put_in_together_those_before_the_one_in_trouble_are_there_and_no_other(bool atTheEntry)
    {
        using var lake = new LakeFixture();
        var writer = LakeWriter.Open(lake.Settings);
        var files = new[] { "a.csv", "b.csv", "c.csv" }.Select(name => Begun(writer, name)).ToArray();
        // A folder stands where the second one's entry, or its part, is to be.
        var id = LakeFixture.Source("b.csv").FileId;
        var inTheWay = Directory.CreateDirectory(Path.Combine(lake.Folder, atTheEntry ? "manifest/" + LakeManifest.NameOf(2, id) : LakeLayout.TransferPath(id, "2026-03")));

        Assert.Throws<SystemException>(() => LakeFileWriter.CommitAll([.. files.Select(file => (file, new LakeCommit(1, 0)))]));

        CollectionAssert.AreEqual(new[] { true, false, false }, files.Select(file => file.Committed is not null).ToArray());
        inTheWay.Delete();
        CollectionAssert.AreEqual(new[] { "a.csv" }, lake.Reader.Entries().Select(entry => entry.Name).ToArray());
        Assert.IsEmpty(Directory.GetDirectories(Path.Combine(lake.Folder, ".staging")));
        // Of the others nothing is left once the lake was opened again, and they go in as if they had never been tried.
        _ = LakeWriter.Open(lake.Settings);
        Assert.IsEmpty(lake.AllFiles().Where(path => path.Contains(id, StringComparison.Ordinal)).ToArray());
        LakeFileWriter.CommitAll([(Begun(writer, "b.csv"), new LakeCommit(1, 0)), (Begun(writer, "c.csv"), new LakeCommit(1, 0))]);
        CollectionAssert.AreEqual(new[] { 1L, 2, 3 }, lake.Reader.Entries().Select(entry => entry.Sequence).ToArray());
        Assert.AreEqual(3, lake.View().Transfers.Count);
    }

    [TestMethod]
    public void A_file_that_stands_twice_among_those_put_in_together_is_there_once()
    {
        using var lake = new LakeFixture();
        var writer = LakeWriter.Open(lake.Settings);
        var files = new[] { "a.csv", "b.csv", "a.csv", "c.csv" }.Select(name => Begun(writer, name)).ToArray();

        LakeFileWriter.CommitAll([.. files.Select(file => (file, new LakeCommit(1, 0)))]);

        CollectionAssert.AreEqual(new[] { true, true, false, true }, files.Select(file => file.Committed!.Added).ToArray());
        CollectionAssert.AreEqual(new[] { 1L, 2, 1, 3 }, files.Select(file => file.Committed!.Entry.Sequence).ToArray());
        Assert.AreEqual(3, lake.View().Transfers.Count);
    }

    private static LakeFileWriter Begun(LakeWriter writer, string name)
    {
        var file = writer.Begin(LakeFixture.Source(name), LakeFileKind.Transfers);
        file.Append(LakeFixture.Bare("T-" + name));
        return file;
    }

    [TestMethod]
    public void Counts_that_do_not_fit_are_refused_and_nothing_is_kept()
    {
        using var lake = new LakeFixture();
        using (var file = LakeWriter.Open(lake.Settings).Begin(LakeFixture.Source("a.csv"), LakeFileKind.Transfers))
        {
            file.Append(LakeFixture.Bare("T-1"));
            Assert.ThrowsExactly<ArgumentException>(() => file.Commit(new LakeCommit(3, 1)));
        }
        Assert.IsEmpty(lake.Reader.Entries());
    }

    [TestMethod]
    public void Transfer_files_hold_nothing_that_names_a_person()
    {
        using var lake = new LakeFixture();
        lake.Ingest("full.csv", LakeFixture.Full("T-1"));
        lake.IngestLegs("legs.csv", LakeFixture.Leg("L-1", "T-1", 1));
        string[] planted =
        [
            "Mária", "Kovács", "KOVACS", "Kovacs", "kovacs", "Brückner", "bruckner", "DE89370400440532013000", "0532013000", "Váci", "vaci", "0199",
            "Example.org", "example.org", "device-ABCDEF", "device-abcdef", "jane.doe", "person-token-77", "TLa2f6VPqDgRE67v", "tla2f6vpqdgre67v",
        ];
        var checkedColumns = 0;
        foreach (var path in lake.AllFiles("*.parquet").Where(p => !p.Contains("/parties/", StringComparison.Ordinal)))
        {
            var text = Encoding.UTF8.GetString(File.ReadAllBytes(path));
            foreach (var word in planted) Assert.DoesNotContain(word, text);
            // Pages are compressed, so the bytes alone could hide a name: every text value is looked at too.
            using var reader = new ParquetFileReader(path);
            using var group = reader.RowGroup(0);
            for (var c = 0; c < reader.FileMetaData.NumColumns; c++)
            {
                using var column = group.Column(c);
                using var logical = column.LogicalReader();
                if (logical is not LogicalColumnReader<string> texts) continue;
                checkedColumns++;
                foreach (var value in texts.ReadAll((int)group.MetaData.NumRows))
                {
                    foreach (var word in planted) Assert.IsFalse(value?.Contains(word, StringComparison.Ordinal), "a planted value in column " + c);
                }
            }
            CollectionAssert.DoesNotContain(ColumnNames(reader), "nationality");
            CollectionAssert.DoesNotContain(ColumnNames(reader), "date_of_birth");
        }
        Assert.IsGreaterThan(30, checkedColumns);
        foreach (var path in lake.AllFiles("*.json")) Assert.DoesNotContain("Kov", File.ReadAllText(path));
        Assert.DoesNotContain("Kov", lake.View().Files[0].ToString());
    }

    [TestMethod]
    public void The_same_rows_under_the_same_key_give_the_same_bytes()
    {
        using var one = new LakeFixture { SourceBytes = LakeFileWriter.BytesKeptWhole };
        using var two = new LakeFixture { SourceBytes = LakeFileWriter.BytesKeptWhole };
        var rows = Enumerable.Range(0, 3000).Select(i => LakeFixture.Full($"T-{i}", i % 2 == 0 ? "2026-03-31" : "2026-04-30") with { EmployeeId = $"{i % 50}" }).ToArray();

        var a = one.Ingest("a.csv", rows).Entry;
        var b = two.Ingest("a.csv", rows).Entry;

        Assert.HasCount(2, a.Parts);
        CollectionAssert.AreEqual(a.Parts.ToArray(), b.Parts.ToArray());
        Assert.AreEqual(a.Parties, b.Parties);
        foreach (var part in a.Parts.Append(a.Parties!))
            Assert.AreEqual(part.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(one.Folder, part.Path)))));
        Assert.AreEqual(50, a.Parties!.Rows / 2);
    }

    [TestMethod]
    public void A_small_file_of_several_months_is_kept_in_one_part_and_says_the_same_as_a_large_one()
    {
        using var small = new LakeFixture();
        using var large = new LakeFixture { SourceBytes = LakeFileWriter.BytesKeptWhole };
        string[] days = ["2026-04-30", "2026-02-28", "2026-03-31"];
        var rows = Enumerable.Range(0, 300).Select(i => LakeFixture.Full($"T-{i}", days[i % 3]) with { EmployeeId = $"{i % 7}", PaymentRef = $"P{i}" }).ToArray();
        var mixed = small.Ingest("a.csv", rows).Entry;
        var apart = large.Ingest("a.csv", rows).Entry;
        var single = small.Ingest("b.csv", LakeFixture.Full("T-x")).Entry;
        large.Ingest("b.csv", LakeFixture.Full("T-x"));

        Assert.AreEqual(($"transfers/month=mixed/{mixed.FileId}.parquet", null), (mixed.Parts.Single().Path, mixed.Parts.Single().Month));
        CollectionAssert.AreEqual(new[] { "2026-02", "2026-03", "2026-04" }, apart.Parts.Select(part => part.Month).ToArray());
        Assert.AreEqual("2026-03", single.Parts.Single().Month);
        foreach (var lastDay in (DateOnly?[])[null, new DateOnly(2026, 3, 31), new DateOnly(2026, 3, 30)])
        {
            var (a, b) = (small.View(lastDay), large.View(lastDay));
            Assert.AreEqual(lastDay is null ? 301 : lastDay.Value.Day == 31 ? 201 : 100, a.Transfers.Count);
            CollectionAssert.AreEqual(b.Transfers.TransferKey, a.Transfers.TransferKey);
            Assert.AreEqual(b.Files[0].Hidden, a.Files[0].Hidden);
            int[] all = [.. Enumerable.Range(0, a.Transfers.Count)];
            CollectionAssert.AreEqual(large.Reader.Details(b, all).ToArray(), small.Reader.Details(a, all).ToArray());
        }
    }

    [TestMethod]
    public void Party_files_are_encrypted_under_a_key_and_refuse_to_open_without_it()
    {
        var key = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();
        using var lake = new LakeFixture(partyKey: key);
        lake.Ingest("full.csv", LakeFixture.Full("T-1"));
        var party = lake.AllFiles("*.parquet").Single(p => p.Contains("/parties/", StringComparison.Ordinal));
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(party));

        Assert.DoesNotContain("Kov", text);
        Assert.DoesNotContain("date_of_birth", text);
        Assert.HasCount(2, lake.Reader.Parties(lake.View(), new[] { 0 }));
        var keyless = new LakeReader(lake.Settings with { PartyEncryptionKey = null });
        Assert.AreEqual(1, keyless.Open(new LakeQuery()).Transfers.Count);
        Assert.ThrowsExactly<LakeUnreadableException>(() => keyless.Parties(lake.View(), new[] { 0 }));
        var wrong = new LakeReader(lake.Settings with { PartyEncryptionKey = key.Reverse().ToArray() });
        Assert.ThrowsExactly<LakeUnreadableException>(() => wrong.Parties(lake.View(), new[] { 0 }));
    }

    [TestMethod]
    public void Plain_party_files_stay_readable_once_a_key_is_configured()
    {
        using var lake = new LakeFixture();
        lake.Ingest("full.csv", LakeFixture.Full("T-1"));
        var later = new LakeReader(lake.Settings with { PartyEncryptionKey = new byte[16] });

        Assert.HasCount(2, later.Parties(lake.View(), new[] { 0 }));
    }

    [TestMethod]
    public void Party_files_go_under_another_key_or_none_and_a_call_that_was_killed_is_repeated()
    {
        var (old, fresh) = (Enumerable.Range(1, 32).Select(i => (byte)i).ToArray(), Enumerable.Range(50, 16).Select(i => (byte)i).ToArray());
        using var lake = new LakeFixture(partyKey: old);
        lake.Ingest("a.csv", LakeFixture.Full("T-1"));
        lake.Ingest("b.csv", LakeFixture.Full("T-2"));
        var names = Names(lake.Settings);
        var before = lake.AllFiles("*.parquet").ToDictionary(path => path, File.ReadAllBytes);
        var under = lake.Settings with { PartyEncryptionKey = fresh };

        Assert.ThrowsExactly<LakeUnreadableException>(() => PartyRekeying.Rekey(under, [.. old.Reverse()], default));
        foreach (var (path, bytes) in before) CollectionAssert.AreEqual(bytes, File.ReadAllBytes(path), "nothing is changed when one file opens with neither key");

        Assert.AreEqual(new RekeyedParties(2, 2), PartyRekeying.Rekey(under, old, default));
        CollectionAssert.AreEqual(names, Names(under));
        Assert.ThrowsExactly<LakeUnreadableException>(() => Names(lake.Settings));
        Assert.IsEmpty(LakeCondition.Of(under, long.MaxValue, default).Faults, "the manifest names the new bytes");

        // As a kill leaves it: one file still under the old key, with what was written beside it.
        var party = before.Keys.First(path => path.Contains("/parties/", StringComparison.Ordinal));
        File.Move(party, party + ".rewritten");
        File.WriteAllBytes(party, before[party]);
        Assert.AreEqual(new RekeyedParties(0, 2), PartyRekeying.Rekey(under, old, default), "what lay beside took its place");
        CollectionAssert.AreEqual(names, Names(under));

        Assert.AreEqual(new RekeyedParties(2, 2), PartyRekeying.Rekey(lake.Settings with { PartyEncryptionKey = null }, fresh, default));
        CollectionAssert.AreEqual(names, Names(lake.Settings with { PartyEncryptionKey = null }));

        static string[] Names(LakeSettings settings)
        {
            var reader = new LakeReader(settings);
            var view = reader.Open(new LakeQuery());
            return [.. reader.Parties(view, [.. Enumerable.Range(0, view.Transfers.Count)]).OrderBy(party => party.Key).Select(party => party.Value.Name.Reveal())];
        }
    }

    [TestMethod]
    public void Writers_that_know_the_manifest_notice_what_another_one_added_meanwhile()
    {
        using var lake = new LakeFixture();
        var (a, b) = (LakeWriter.Open(lake.Settings), LakeWriter.Open(lake.Settings));
        Assert.IsNull(a.Find(LakeFixture.Source("x.csv").FileId));
        Assert.IsNull(b.Find(LakeFixture.Source("x.csv").FileId));

        Assert.IsTrue(Commit(a, "x.csv").Added);
        var again = Commit(b, "x.csv");
        var other = Commit(b, "y.csv");
        var third = Commit(a, "z.csv");

        Assert.IsFalse(again.Added);
        CollectionAssert.AreEqual(new[] { 1L, 2, 3 }, new[] { again.Entry.Sequence, other.Entry.Sequence, third.Entry.Sequence });
        Assert.AreEqual(3L, b.Find(LakeFixture.Source("z.csv").FileId)?.Sequence ?? Commit(b, "z.csv").Entry.Sequence);
        Assert.HasCount(3, a.Entries());

        static LakeCommitted Commit(LakeWriter writer, string name)
        {
            using var file = writer.Begin(LakeFixture.Source(name), LakeFileKind.Transfers);
            file.Append(LakeFixture.Bare("T-" + name));
            return file.Commit(new LakeCommit(1, 0));
        }
    }

    [TestMethod]
    public void A_missing_or_damaged_part_is_said_so()
    {
        using var lake = new LakeFixture();
        var entry = lake.Ingest("full.csv", LakeFixture.Full("T-1")).Entry;
        var path = Path.Combine(lake.Folder, entry.Parts[0].Path);
        File.WriteAllText(path, "not parquet at all");
        Assert.ThrowsExactly<LakeUnreadableException>(() => lake.View());
        File.Delete(path);
        Assert.ThrowsExactly<LakeUnreadableException>(() => lake.View());
    }

    [TestMethod]
    public void Whichever_byte_is_damaged_a_file_is_read_or_said_to_be_unreadable_by_its_name()
    {
        using var lake = new LakeFixture();
        var entry = lake.Ingest("full.csv", LakeFixture.Full("T-1"), LakeFixture.Full("T-2")).Entry;
        var said = 0;
        foreach (var part in (string[])[entry.Parts[0].Path, entry.Parties!.Path])
        {
            var path = Path.Combine(lake.Folder, part);
            var whole = File.ReadAllBytes(path);
            for (var at = 0; at < whole.Length; at += 11)
            {
                var bytes = (byte[])whole.Clone();
                bytes[at] ^= 0x55;
                File.WriteAllBytes(path, bytes);
                Read(path);
            }
            for (var length = 0; length < whole.Length; length += 97)
            {
                File.WriteAllBytes(path, whole[..length]);
                Read(path);
            }
            File.WriteAllBytes(path, whole);
        }
        Assert.IsGreaterThan(20, said);

        void Read(string path)
        {
            try
            {
                var view = lake.View();
                int[] all = [.. Enumerable.Range(0, view.Transfers.Count)];
                lake.Reader.Parties(view, all);
                lake.Reader.TransferIds(view, all);
            }
            catch (LakeUnreadableException damage)
            {
                said++;
                Assert.Contains(Path.GetFileName(path), damage.Message);
                Assert.DoesNotContain(lake.Folder, damage.Message);
            }
        }
    }

    [TestMethod]
    public void The_columns_open_in_a_plain_reader_with_their_documented_types()
    {
        using var lake = new LakeFixture();
        var entry = lake.Ingest("full.csv", LakeFixture.Full("T-1")).Entry;
        Assert.AreEqual($"transfers/month=2026-03/{entry.FileId}.parquet", entry.Parts[0].Path);
        using var reader = new ParquetFileReader(Path.Combine(lake.Folder, entry.Parts[0].Path));
        using var group = reader.RowGroup(0);
        var names = ColumnNames(reader);

        Assert.AreEqual("T-1", One<string>("transfer_id"));
        Assert.AreEqual(LakeKey.TransferKey("T-1"), One<ulong>("transfer_key"));
        Assert.AreEqual(new Date(2026, 3, 31), One<Date>("pay_date"));
        Assert.AreEqual(new Date(2019, 2, 28), One<Date?>("hire_date"));
        Assert.AreEqual(1234567.890123456789m, One<decimal>("amount"));
        Assert.AreEqual(2345678.9m, One<decimal?>("gross_amount"));
        Assert.AreEqual("off_cycle", One<string>("pay_type"));
        Assert.AreEqual("iban", One<string>("account_scheme"));
        Assert.AreEqual("3000", One<string>("account_last4"));
        Assert.AreEqual(2, One<int?>("split_no"));
        Assert.IsNotNull(One<float?>("holder_similarity"));
        Assert.AreEqual((int)(RowFindings.BankCountryDiffers | RowFindings.DatesOutOfOrder), One<int>("findings"));

        T One<T>(string name)
        {
            using var column = group.Column(Array.IndexOf(names, name));
            using var values = column.LogicalReader<T>();
            return values.ReadAll(1)[0];
        }
    }

    private static string[] ColumnNames(ParquetFileReader reader) =>
        [.. Enumerable.Range(0, reader.FileMetaData.NumColumns).Select(c => reader.FileMetaData.Schema.Column(c).Name)];
}
