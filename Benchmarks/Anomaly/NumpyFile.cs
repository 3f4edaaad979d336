// numpy's .npz: a zip of arrays, each a short header in the spelling of a Python dictionary and then plain numbers.
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Paysieve.Benchmarks;

internal static partial class NumpyFile
{
    /// <summary>Array X row by row, and y.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or an array of a type other than bool, integers and floats of 1 to 8 bytes.</exception>
    public static (float[] X, float[] Y) Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var (x, shape) = Array(zip, "X");
        var (y, labels) = Array(zip, "y");
        if (shape.Length != 2 || labels.Length is < 1 or > 2 || y.Length != shape[0])
            throw new InvalidDataException($"{Path.GetFileName(path)} does not hold a matrix X with a label y for each row.");
        return (x, y);
    }

    private static (float[] Values, int[] Shape) Array(ZipArchive zip, string name)
    {
        var entry = zip.GetEntry(name + ".npy") ?? throw new InvalidDataException($"There is no array '{name}'.");
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray().AsSpan();
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"'{name}' is not an array as numpy writes it.");
        var (length, start) = bytes[6] == 1 ? (BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), 10) : ((int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), 12);
        var header = Encoding.Latin1.GetString(bytes.Slice(start, length));
        var type = Type().Match(header).Groups[1].Value;
        var shape = Shape().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var count = shape.Aggregate(1, (product, part) => checked(product * part));
        var (size, read) = Reader(type, name);
        var data = bytes[(start + length)..];
        if (data.Length < (long)count * size)
            throw new InvalidDataException($"'{name}' is cut off.");
        var values = new float[count];
        // Fortran's order runs down the columns.
        var (rows, columns) = shape.Length == 2 && header.Contains("'fortran_order': True", StringComparison.Ordinal) ? (shape[0], shape[1]) : (1, count);
        for (var i = 0; i < count; i++)
            values[i % rows * columns + i / rows] = read(data.Slice(i * size, size));
        return (values, shape);
    }

    private delegate float ReadNumber(ReadOnlySpan<byte> bytes);

    private static (int Size, ReadNumber Read) Reader(string type, string name) => type switch
    {
        "<f8" => (8, bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        "<f4" => (4, BinaryPrimitives.ReadSingleLittleEndian),
        "<i8" => (8, bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        "<i4" => (4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        "<i2" => (2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        "<u2" => (2, bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        "|i1" => (1, bytes => (sbyte)bytes[0]),
        "|u1" or "|b1" => (1, bytes => bytes[0]),
        _ => throw new InvalidDataException($"'{name}' holds numbers of type '{type}', which is not read."),
    };

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shape();
}
