// Keys and checkpoints: who signed, what was signed, and what a person who owns the database alone cannot do.
using System.Text;
using Paysieve.Pipeline.Audit;
using Paysieve.Pipeline.Audit.Signing;
using Paysieve.Pipeline.Tests.Jobs;

namespace Paysieve.Pipeline.Tests.Audit;

[TestClass]
public sealed class SigningTests
{
    [TestMethod]
    public void The_signature_is_that_of_RFC_8032()
    {
        // Section 7.1, test 2.
        var key = SigningKey.FromSeed(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        var signature = key.Sign([0x72]);

        Assert.AreEqual(
            "92A009A9F0D4CAB8720E820B5F642540A2B27B5416503F8FB3762223EBDB69DA085AC1E43E15996E458F3613D0F11D8C387B2EAEB4302AEEB00D291612BB0C00",
            Convert.ToHexString(signature));
        Assert.IsTrue(key.Verifying.Verify([0x72], signature));
        Assert.IsFalse(key.Verifying.Verify([0x73], signature));
        Assert.IsTrue(VerifyingKey.TryParse(key.Verifying.Pem, out var read));
        Assert.AreEqual(key.Id, read!.Id);
        Assert.IsFalse(VerifyingKey.TryParse(key.Verifying.Pem + " ", out _), "one spelling only");
    }

    [TestMethod]
    public async Task A_ring_keeps_every_public_key_and_one_private_one()
    {
        using var house = new TemporaryFolder();
        var ring = KeyRing.OpenOrCreate(house.Path);
        var before = ring.Current;
        byte[]? handOver = null;
        await ring.RotateAsync((_, signature) =>
        {
            handOver = signature;
            return Task.CompletedTask;
        });
        var again = KeyRing.OpenOrCreate(house.Path);

        Assert.AreEqual(ring.Current.Id, again.Current.Id);
        Assert.AreNotEqual(before.Id, again.Current.Id);
        CollectionAssert.AreEquivalent(new[] { before.Id, again.Current.Id }, again.Known.Keys.ToArray());
        Assert.IsTrue(before.Verifying.Verify(Encoding.UTF8.GetBytes(again.Current.Verifying.Pem), handOver));
        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(house.At(KeyRing.PrivateName)));
        Assert.AreEqual(1, Directory.EnumerateFiles(house.Path).Count(file => File.ReadAllText(file).Contains("PRIVATE", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_hand_over_that_cannot_be_recorded_changes_nothing()
    {
        using var house = new TemporaryFolder();
        var ring = KeyRing.OpenOrCreate(house.Path);
        var before = ring.Current.Id;

        await Assert.ThrowsExactlyAsync<IOException>(() => ring.RotateAsync((_, _) => throw new IOException("the store is gone")));

        Assert.AreEqual(before, KeyRing.OpenOrCreate(house.Path).Current.Id);
        Assert.IsFalse(Directory.EnumerateFiles(house.Path, ".*").Any(), "nothing staged is left");
    }

    [TestMethod]
    public void A_checkpoint_is_read_as_it_was_written_and_a_cut_line_is_left_out()
    {
        using var house = new TemporaryFolder();
        var key = SigningKey.Create();
        var known = new Dictionary<string, VerifyingKey>(StringComparer.Ordinal) { [key.Id] = key.Verifying };
        var path = house.At(CheckpointFile.Name);
        var first = AuditCheckpoint.Sign(key, new AuditHead(7, new string('a', 64)), DateTimeOffset.UnixEpoch);
        CheckpointFile.Append(path, first);
        File.AppendAllText(path, "{\"at\":\"19");
        CollectionAssert.AreEqual(new[] { first }, CheckpointFile.Read(path, known, out var bad).ToArray());
        Assert.AreEqual(0, bad);

        var second = AuditCheckpoint.Sign(key, new AuditHead(9, new string('b', 64)), DateTimeOffset.UnixEpoch);
        CheckpointFile.Append(path, second);
        CollectionAssert.AreEqual(new[] { first, second }, CheckpointFile.Read(path, known, out bad).ToArray());
        Assert.AreEqual(0, bad);

        File.WriteAllText(path, File.ReadAllText(path).Replace("\"seq\":7", "\"seq\":6", StringComparison.Ordinal));
        CollectionAssert.AreEqual(new[] { second }, CheckpointFile.Read(path, known, out bad).ToArray());
        Assert.AreEqual(1, bad);
    }
}
