// The files of labelled numbers that the public benchmark reads: arrays as numpy writes them, and CSV.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Paysieve.Benchmarks;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class LabelledSetTests
{
    [TestMethod]
    [DataRow("<f8")]
    [DataRow("<f4")]
    [DataRow("<i8")]
    [DataRow("<i4")]
    [DataRow("<i2")]
    [DataRow("<u2")]
    [DataRow("|i1")]
    [DataRow("|u1")]
    public void Arrays_of_every_usual_type_give_the_same_set(string type)
    {
        using var folder = new TestFolder();
        var set = Read(folder, Npz((Npy(type, "(3, 2)", [1, 2, 3, 4, 5, 6]), "X.npy"), (Npy("<i8", "(3,)", [0, 1, 0]), "y.npy")));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, set.Rows.Rows(0, 3).ToArray());
        CollectionAssert.AreEqual(new[] { false, true, false }, set.Positive);
    }

    [TestMethod]
    public void Fortrans_order_runs_down_the_columns_and_a_label_may_be_a_column_or_a_bool()
    {
        using var folder = new TestFolder();
        var set = Read(folder, Npz((Npy("<f4", "(3, 2)", [1, 3, 5, 2, 4, 6], fortran: true), "X.npy"), (Npy("|b1", "(3, 1)", [1, 0, 0], version: 2), "y.npy")));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, set.Rows.Rows(0, 3).ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false }, set.Positive);
    }

    [TestMethod]
    public void What_is_no_such_array_is_said()
    {
        using var folder = new TestFolder();
        var x = Npy("<f4", "(3, 2)", [1, 2, 3, 4, 5, 6]);
        foreach (var (bytes, word) in new[]
        {
            (Npz((x, "X.npy")), "no array 'y'"),
            (Npz((x, "X.npy"), (Npy("<i8", "(2,)", [0, 1]), "y.npy")), "a label y for each row"),
            (Npz((Npy("<c8", "(3, 2)", []), "X.npy"), (x, "y.npy")), "type '<c8'"),
            (Npz((x[..^4], "X.npy"), (x, "y.npy")), "cut off"),
            (Npz((Encoding.ASCII.GetBytes("no array at all"), "X.npy"), (x, "y.npy")), "not an array"),
            (Npz((x, "X.npy"), (Npy("<i8", "(3,)", [0, 1, 2]), "y.npy")), "labels other than 0 and 1"),
            (Npz((Npy("<f8", "(3, 2)", [1, 2, 3, 1e300, 5, 6]), "X.npy"), (Npy("<i8", "(3,)", [0, 1, 0]), "y.npy")), "too large"),
        })
        {
            Assert.Contains(word, Assert.ThrowsExactly<InvalidDataException>(() => Read(folder, bytes)).Message);
        }
    }

    [TestMethod]
    [DataRow("a,b,label\n1,2,0\n3,,1\n")]
    [DataRow("1,2,0\r\n3,,1\r\n")]
    [DataRow("1.0, 2e0,0.0\n 3 ,nan,1")]
    public void A_csv_has_its_label_last_a_header_or_none_and_empty_fields_for_what_is_missing(string text)
    {
        using var folder = new TestFolder();
        var set = Read(folder, "set.csv", Encoding.UTF8.GetBytes(text));
        CollectionAssert.AreEqual(new[] { 1, 2, 3, float.NaN }, set.Rows.Rows(0, 2).ToArray());
        CollectionAssert.AreEqual(new[] { false, true }, set.Positive);
        Assert.AreEqual("set", set.Name);
    }

    [TestMethod]
    [DataRow("1,2,0\n3,1\n", "line 2")]
    [DataRow("1,2,0\n3,x,1\n", "field 2")]
    [DataRow("1,2,0\n3,4,\n", "labels other than 0 and 1")]
    [DataRow("1,2,0\n3,1e300,1\n", "too large")]
    [DataRow("a,b,c\n", "no rows")]
    public void A_csv_of_other_things_is_refused(string text, string word)
    {
        using var folder = new TestFolder();
        Assert.Contains(word, Assert.ThrowsExactly<InvalidDataException>(() => Read(folder, "set.csv", Encoding.UTF8.GetBytes(text))).Message);
    }

    [TestMethod]
    public void A_longer_set_is_thinned_evenly()
    {
        using var folder = new TestFolder();
        var set = Read(folder, "set.csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 10).Select(i => $"{i},0,{i % 2}\n"))), cap: 4);
        CollectionAssert.AreEqual(new float[] { 0, 2, 5, 7 }, Enumerable.Range(0, 4).Select(row => set.Rows[row, 0]).ToArray());
        Assert.AreEqual(10, set.RowsInFile);
    }

    private static LabelledSet Read(TestFolder folder, byte[] bytes) => Read(folder, "set.npz", bytes);

    private static LabelledSet Read(TestFolder folder, string name, byte[] bytes, int cap = 100)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return LabelledSet.Read(path, cap);
    }

    private static byte[] Npz(params (byte[] Array, string Name)[] arrays)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (array, name) in arrays)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(array);
            }
        }
        return memory.ToArray();
    }

    /// <summary>NEP 1: magic, version, length of the header, the header padded to a multiple of 64, the numbers.</summary>
    private static byte[] Npy(string type, string shape, double[] values, bool fortran = false, byte version = 1)
    {
        var opening = version == 1 ? 10 : 12;
        var header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";
        header = header.PadRight(((header.Length + opening + 1 + 63) / 64 * 64) - opening - 1) + "\n";
        var length = new byte[opening - 8];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. values.SelectMany(Number)];

        byte[] Number(double value) => type switch
        {
            "<f8" => BitConverter.GetBytes(value),
            "<f4" => BitConverter.GetBytes((float)value),
            "<i8" => BitConverter.GetBytes((long)value),
            "<i4" => BitConverter.GetBytes((int)value),
            "<i2" or "<u2" => BitConverter.GetBytes((short)value),
            _ => [(byte)value],
        };
    }
}
