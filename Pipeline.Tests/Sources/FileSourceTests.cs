// Paths to files: order, folders, links, and what is no file.
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Tests.Formats;

namespace Paysieve.Pipeline.Tests.Sources;

[TestClass]
public sealed class FileSourceTests
{
    [TestMethod]
    public void A_folder_gives_its_csv_files_in_ordinal_order_one_level_deep()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "b.csv", "B.csv", "a.CSV", "ı.csv", "notes.txt", ".hidden.csv" }) folder.Write(name, Encoding.UTF8.GetBytes(name));
        Directory.CreateDirectory(Path.Combine(folder.Path, "deeper"));
        File.WriteAllText(Path.Combine(folder.Path, "deeper", "c.csv"), "c");

        var listing = Resolve(folder.Path);

        CollectionAssert.AreEqual(new[] { "B.csv", "a.CSV", "b.csv", "ı.csv" }, listing.Files.Select(file => file.Name).ToArray());
        Assert.IsEmpty(listing.Problems);
        CollectionAssert.AreEqual(new[] { "deeper/", "notes.txt" }, listing.PassedOver.ToArray());
    }

    [TestMethod]
    public void A_workbook_in_a_folder_is_trouble_but_for_the_mark_of_an_open_one()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a.csv", "pay.xlsx", "old.XLS", "~$pay.xlsx", "sheet.ods" }) folder.Write(name, Encoding.UTF8.GetBytes(name));

        var listing = Resolve(folder.Path);

        Assert.AreEqual("a.csv", listing.Files.Single().Name);
        CollectionAssert.AreEqual(new[] { "old.XLS", "pay.xlsx", "sheet.ods" }, listing.Problems.Select(problem => Path.GetFileName(problem.Path)).ToArray());
        Assert.IsTrue(listing.Problems.All(problem => problem.Code == SourceProblemCode.Workbook));
        Assert.IsEmpty(listing.PassedOver);
        File.Delete(Path.Combine(folder.Path, "a.csv"));
        Assert.DoesNotContain(SourceProblemCode.NothingInFolder, Resolve(folder.Path).Problems.Select(problem => problem.Code));
    }

    [TestMethod]
    public void A_file_is_known_by_its_bytes_and_taken_whatever_its_name()
    {
        using var folder = new TestFolder();
        var bytes = new byte[300_000];
        Array.Fill(bytes, (byte)'x');
        var expected = folder.Write("export.dat", bytes);
        var file = Resolve(expected.Path).Files.Single();
        Assert.AreEqual(expected, file);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.FileId);
    }

    [TestMethod]
    public void A_name_that_would_break_a_line_or_turn_the_writing_round_is_shown_without_that()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TestFolder();
        folder.Write("pay\n2026-11-25 info\u202E.csv", [1]);
        Assert.AreEqual("pay?2026-11-25 info?.csv", Resolve(folder.Path).Files.Single().Name);
    }

    [TestMethod]
    public void The_same_path_twice_is_one_file_and_the_same_bytes_twice_are_a_repeat()
    {
        using var folder = new TestFolder();
        folder.Write("a.csv", [1]);
        folder.Write("b.csv", [1]);
        var listing = Resolve(folder.Path, Path.Combine(folder.Path, "a.csv"));
        Assert.AreEqual("a.csv", listing.Files.Single().Name);
        Assert.AreEqual("b.csv", listing.Repeats.Single().Name);
    }

    [TestMethod]
    public void Trouble_with_one_path_is_named_and_the_others_are_listed()
    {
        using var folder = new TestFolder();
        var good = folder.Write("good.csv", [1]);
        var empty = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;
        Directory.CreateDirectory(Path.Combine(folder.Path, "folder.csv"));
        var gone = Path.Combine(folder.Path, "gone.csv");

        var listing = Resolve(gone, empty, folder.Path);

        Assert.AreEqual(good.FileId, listing.Files.Single().FileId);
        CollectionAssert.AreEqual(
            new[]
            {
                new SourceProblem(gone, SourceProblemCode.NotFound), new SourceProblem(empty, SourceProblemCode.NothingInFolder),
                new SourceProblem(Path.Combine(folder.Path, "folder.csv"), SourceProblemCode.NotAFile),
            },
            listing.Problems.ToArray());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Links_are_followed_when_given_or_when_they_stay_in_their_folder()
    {
        using var outside = new TestFolder();
        using var folder = new TestFolder();
        var secret = outside.Write("secret.csv", [1]);
        folder.Write("real.data", [2]);
        var inner = Path.Combine(folder.Path, "inner.csv");
        var outer = Path.Combine(folder.Path, "outer.csv");
        var nowhere = Path.Combine(folder.Path, "nowhere.csv");
        var circle = Path.Combine(folder.Path, "circle.csv");
        File.CreateSymbolicLink(inner, "real.data");
        File.CreateSymbolicLink(outer, secret.Path);
        File.CreateSymbolicLink(nowhere, "missing.data");
        File.CreateSymbolicLink(circle, "circle.csv");

        var listing = Resolve(folder.Path);

        Assert.AreEqual("inner.csv", listing.Files.Single().Name);
        Assert.AreEqual(1, listing.Files.Single().ByteSize);
        CollectionAssert.AreEqual(
            new[]
            {
                new SourceProblem(circle, SourceProblemCode.LinkLeavesFolder), new SourceProblem(nowhere, SourceProblemCode.NotFound),
                new SourceProblem(outer, SourceProblemCode.LinkLeavesFolder),
            },
            listing.Problems.ToArray());
        Assert.AreEqual(secret.FileId, Resolve(outer).Files.Single().FileId);
    }

    [TestMethod]
    public void An_empty_file_is_listed_without_being_opened()
    {
        using var folder = new TestFolder();
        var file = folder.Write("empty.csv", []);
        Assert.AreEqual(file, Resolve(folder.Path).Files.Single());
    }

    private static SourceListing Resolve(params string[] paths) => new FileSource(".csv").Resolve(paths, CancellationToken.None);
}
