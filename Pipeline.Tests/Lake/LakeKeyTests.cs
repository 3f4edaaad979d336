// Keys: what is alike gets the same one, what is not gets another, and without the key file nobody can tell.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Lake;

[TestClass]
public sealed class LakeKeyTests
{
    private static LakeKey Key(byte fill) => LakeKey.FromBytes(Enumerable.Repeat(fill, LakeKey.ByteLength).ToArray());

    [TestMethod]
    public void Batched_keys_are_the_platforms_hmac_for_every_length_and_lane()
    {
        var random = new Random(11);
        var secret = new byte[LakeKey.ByteLength];
        random.NextBytes(secret);
        var hasher = LakeKey.FromBytes(secret).Hasher;
        for (var round = 0; round < 20; round++)
        {
            var values = Enumerable.Range(0, random.Next(1, 40)).Select(_ => new string('x', random.Next(0, round < 10 ? 60 : 300)) + random.Next()).ToArray();
            var batch = new KeyBatch(hasher);
            batch.Begin(KeyKind.Email);
            for (var i = 0; i < values.Length; i++) batch.Add(i, values[i]);
            var keys = new ulong[values.Length];
            batch.Finish((row, key) => keys[row] = key);

            for (var i = 0; i < values.Length; i++)
            {
                var digest = HMACSHA256.HashData(secret, (byte[])[(byte)KeyKind.Email, .. Encoding.UTF8.GetBytes(values[i])]);
                Assert.AreEqual(BinaryPrimitives.ReadUInt64BigEndian(digest), keys[i], $"round {round}, length {values[i].Length}");
            }
        }
    }

    [TestMethod]
    public void Keys_differ_under_another_key_and_between_kinds()
    {
        var iban = LakeFixture.Iban("DE89370400440532013000");
        Assert.AreNotEqual(Key(1).AccountKey(iban, null), Key(2).AccountKey(iban, null));
        Assert.AreNotEqual(LakeKey.TransferKey("T-1"), LakeKey.TransferKey("T-2"));
        Assert.AreNotEqual(Key(1).Hasher.Hash(KeyKind.Phone, "+49"u8), Key(1).Hasher.Hash(KeyKind.Email, "+49"u8));
        Assert.AreEqual(Key(1).AccountKey(iban, "COBADEFF"), Key(1).AccountKey(iban, null));
        var domestic = LakeFixture.Domestic("12345678");
        Assert.AreNotEqual(Key(1).AccountKey(domestic, "200000"), Key(1).AccountKey(domestic, "200001"));
    }

    [TestMethod]
    public void A_wallet_is_one_wallet_in_any_letter_case()
    {
        var key = Key(3);
        var wallet = new AccountNumber("TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7", AccountScheme.TronWallet);
        Assert.AreEqual(key.WalletKey("tla2F6vpqdgre67v1736s7bj8ray5wyju7"), key.AccountKey(wallet, "PLATFORM"));
        // The dotless i of a Turkish culture must not creep in.
        Assert.AreEqual(key.WalletKey("TITI"), key.WalletKey("titi"));
    }

    [TestMethod]
    public void Identifiers_written_differently_and_meant_alike_share_a_code()
    {
        using var lake = new LakeFixture();
        lake.Ingest("a.csv",
            LakeFixture.Bare("T-1") with { Phone = "+49 (170) 555-01", Email = " Ines.Titi@Example.ORG", Address = "Main St. 5, 10115 Berlin", DeviceId = "ABC" },
            LakeFixture.Bare("T-2") with { Phone = "0049 170 55501", Email = "ines.titi@example.org", Address = "MAIN ST 5 10115 BERLIN", DeviceId = "abc " },
            LakeFixture.Bare("T-3") with { Phone = "+", Email = "  ", Address = "--" });

        var counts = lake.View().Counts;

        Assert.AreEqual((1, 1, 1, 1), (counts.Phones, counts.Emails, counts.Addresses, counts.Devices));
    }

    [TestMethod]
    public void The_key_file_is_made_once_and_readable_by_its_owner_alone()
    {
        var folder = Directory.CreateTempSubdirectory("paysieve-keys-");
        try
        {
            var keys = Path.Combine(folder.FullName, "keys");
            var made = new ulong[8];
            Parallel.For(0, made.Length, i => made[i] = LakeKey.OpenOrCreate(keys, Path.Combine(keys, "none")).WalletKey("0xabc"));

            Assert.AreEqual(1, made.Distinct().Count());
            var path = Path.Combine(keys, LakeKey.FileName);
            Assert.AreEqual(LakeKey.ByteLength, new FileInfo(path).Length);
            if (!OperatingSystem.IsWindows())
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
            }
            Assert.IsEmpty(Directory.GetFiles(keys, ".lake.key.*"));

            // A lake with rows gets no other key, and no new one.
            using var lake = new LakeFixture(keyByte: 7);
            lake.Ingest("full.csv", LakeFixture.Full("T-1"));
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => LakeKey.OpenOrCreate(keys, lake.Folder)).Message, "not the one");
            File.Delete(path);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => LakeKey.OpenOrCreate(keys, lake.Folder)).Message, "missing");
            Assert.IsFalse(File.Exists(path));
            File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)7, LakeKey.ByteLength)]);
            Assert.AreEqual(lake.Settings.Key.WalletKey("0xabc"), LakeKey.OpenOrCreate(keys, lake.Folder).WalletKey("0xabc"));

            File.WriteAllText(path, "short");
            Assert.ThrowsExactly<InvalidDataException>(() => LakeKey.OpenOrCreate(keys, Path.Combine(keys, "none")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
