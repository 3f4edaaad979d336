// Gzip and zip: the same rows out of them, each member a file of its own, and nothing beyond the limits.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Tests.Formats;

namespace Paysieve.Pipeline.Tests.Sources;

[TestClass]
public sealed class PackedFileTests
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T1"), Exports.Row("T2")));

    [TestMethod]
    public void A_gzip_file_is_read_whatever_it_is_called_and_known_by_its_own_bytes()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a.csv.gz", "b.csv" })
        {
            var file = folder.Write(name, Gzip(Good));
            var found = Resolve(folder, name).Files.Single();
            Assert.AreEqual(file, found);
            var (result, sink) = Exports.Read(found);
            Assert.AreEqual(2, result.RowsAccepted, result.FileRejection?.ToString());
            Assert.HasCount(2, sink.Transfers);
        }
    }

    [TestMethod]
    public void Gzip_that_is_cut_short_altered_or_changed_after_it_was_found_is_refused()
    {
        using var folder = new TestFolder();
        var packed = Gzip(Good);
        Assert.AreEqual(RejectionCode.FileDamaged, Code(folder.Write("short.csv.gz", packed[..^20])));
        byte[] altered = [.. packed];
        altered[packed.Length / 2] ^= 0x55;
        Assert.AreEqual(RejectionCode.FileDamaged, Code(folder.Write("altered.csv.gz", altered)));
        var found = folder.Write("changed.csv.gz", packed);
        File.WriteAllBytes(found.Path, Gzip(Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T1"), Exports.Row("T3")))));
        Assert.AreEqual(RejectionCode.FileChanged, Code(found));
    }

    [TestMethod]
    public void Members_of_a_zip_are_files_of_their_own_known_by_their_bytes()
    {
        using var folder = new TestFolder();
        var plain = folder.Write("plain.csv", Good);
        folder.Write("night.zip", Zip(("june/b.csv", Good), ("a.csv", [1, 2]), ("notes.txt", [3]), ("june/", [])));
        var listing = Resolve(folder, "night.zip");
        Assert.IsEmpty(listing.Problems);
        CollectionAssert.AreEqual(new[] { "night.zip/a.csv", "night.zip/june/b.csv" }, listing.Files.Select(file => file.Name).ToArray());
        Assert.AreEqual(plain.FileId, listing.Files[1].FileId);
        Assert.AreEqual(Good.Length, listing.Files[1].ByteSize);
        Assert.AreEqual(2, Exports.Read(listing.Files[1]).Result.RowsAccepted);
        Assert.AreEqual("night.zip/june/b.csv", Resolve(folder, "plain.csv", "night.zip").Repeats.Single().Name);
    }

    [TestMethod]
    public void A_member_that_climbs_is_named_and_refused_and_the_others_are_taken()
    {
        using var folder = new TestFolder();
        folder.Write("bad.zip", Zip(("../up.csv", Good), ("/root.csv", [1]), ("C:x.csv", [2]), ("a\\b.csv", [3]), ("fine/../no.csv", [4]), ("good.csv", [5])));
        var listing = Resolve(folder, "bad.zip");
        Assert.AreEqual("bad.zip/good.csv", listing.Files.Single().Name);
        Assert.HasCount(5, listing.Problems);
        Assert.IsTrue(listing.Problems.All(problem => problem.Code == SourceProblemCode.NameClimbs));
    }

    [TestMethod]
    public void A_bomb_is_refused_by_ratio_and_by_size_before_it_is_unpacked()
    {
        using var folder = new TestFolder();
        var bomb = new byte[32 << 20];
        folder.Write("bomb.zip", Zip(("bomb.csv", bomb), ("good.csv", Good)));
        var listing = Resolve(folder, "bomb.zip");
        Assert.AreEqual(SourceProblemCode.ExpandsTooFar, listing.Problems[0].Code);
        // A gzip file's own header may be honest: a real one in front, zeros behind.
        var gz = folder.Write("bomb.csv.gz", Gzip([.. Good, .. Encoding.UTF8.GetBytes(new string('\n', 32 << 20))]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.AreEqual(RejectionCode.FileExpandsTooFar, Code(gz));
        Assert.IsLessThan(8 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual(RejectionCode.FileExpandsTooFar, Code(folder.Write("small.csv.gz", Gzip(Good)), new UnpackLimits { MaxExpandedBytes = Good.Length - 1 }));
        Assert.IsNull(Code(folder.Write("just.csv.gz", Gzip(Good)), new UnpackLimits { MaxExpandedBytes = Good.Length }));
    }

    [TestMethod]
    public void Many_small_members_count_as_one_expansion()
    {
        using var folder = new TestFolder();
        var part = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
        folder.Write("parts.zip", Zip([.. Enumerable.Range(0, 8).Select(i => ($"p{i}.csv", (byte[])[.. part, (byte)i]))]));
        var listing = Resolve(folder, "parts.zip");
        Assert.HasCount(5, listing.Problems.Where(problem => problem.Code == SourceProblemCode.ExpandsTooFar).ToArray());
    }

    [TestMethod]
    public void Zips_that_are_damaged_overfull_empty_twice_packed_or_workbooks_say_so()
    {
        using var folder = new TestFolder();
        var zip = Zip(("a.csv", Good), ("b.csv", [1]));
        Assert.AreEqual(SourceProblemCode.Damaged, Problem(folder, zip[..^30]));
        byte[] altered = [.. zip];
        altered[60] ^= 0x55;
        Assert.AreEqual(SourceProblemCode.Damaged, Problem(folder, altered));
        Assert.AreEqual(SourceProblemCode.TooManyMembers, Problem(folder, Zip([.. Enumerable.Range(0, 1001).Select(i => ($"{i}.csv", (byte[])[1]))])));
        Assert.AreEqual(SourceProblemCode.NothingInFolder, Problem(folder, Zip(("a.txt", [1]))));
        Assert.AreEqual(SourceProblemCode.PackedTwice, Problem(folder, Zip(("a.csv.gz", Gzip(Good)))));
        Assert.AreEqual(SourceProblemCode.Workbook, Problem(folder, Zip(("[Content_Types].xml", [1]), ("xl/workbook.xml", [1]))));
        var mixed = folder.Write("m.zip", Zip(("a.csv", Good), ("in/pay.xlsx", [1]), ("read.me", [1]), ("__MACOSX/._a.csv", [1])));
        var listing = Resolve(folder, mixed.Name);
        Assert.HasCount(1, listing.Files);
        Assert.AreEqual(SourceProblemCode.Workbook, listing.Problems.Single().Code);
        Assert.AreEqual("m.zip/read.me", listing.PassedOver.Single());
        // An end record that promises few entries and a directory that holds many.
        var lying = Zip([.. Enumerable.Range(0, 30_000).Select(i => ($"{i:d60}.csv", Array.Empty<byte>()))]);
        BinaryPrimitives.WriteUInt16LittleEndian(lying.AsSpan(lying.Length - 12), 1);
        Assert.AreEqual(SourceProblemCode.TooManyMembers, Problem(folder, lying));
    }

    [TestMethod]
    public void A_zip_that_changes_after_it_was_found_is_refused_member_by_member()
    {
        using var folder = new TestFolder();
        folder.Write("z.zip", Zip(("a.csv", Good), ("b.csv", [.. Good, .. Encoding.UTF8.GetBytes(Exports.Csv(Exports.Row("T3")).Split('\n')[1] + "\n")])));
        var files = Resolve(folder, "z.zip").Files;
        folder.Write("z.zip", Zip(("a.csv", [.. Good, (byte)'\n'])));
        Assert.AreEqual(RejectionCode.FileChanged, Code(files[0]));
        Assert.AreEqual(RejectionCode.FileDamaged, Code(files[1]));
    }

    [TestMethod]
    public void Rows_of_a_packed_file_cut_at_its_end_are_known_for_cut()
    {
        using var folder = new TestFolder();
        Assert.AreEqual(RejectionCode.FileTruncated, Code(folder.Write("a.csv.gz", Gzip([.. Good, .. "T3,ACME"u8]))));
    }

    private static RejectionCode? Code(SourceFile file, UnpackLimits? limits = null) =>
        Exports.Read(file, new ReadLimits { Unpack = limits ?? new UnpackLimits() }).Result.FileRejection?.Code;

    private static SourceProblemCode Problem(TestFolder folder, byte[] zip)
    {
        folder.Write("p.zip", zip);
        return Resolve(folder, "p.zip").Problems[0].Code;
    }

    private static SourceListing Resolve(TestFolder folder, params string[] names) =>
        new FileSource([.. ExportFormats.Extensions]).Resolve(names.Select(name => Path.Combine(folder.Path, name)), CancellationToken.None);

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal)) stream.Write(bytes);
        return packed.ToArray();
    }

    internal static byte[] Zip(params (string Name, byte[] Bytes)[] members)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in members)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }
        return packed.ToArray();
    }
}
