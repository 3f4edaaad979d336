// Arrays in a model's bytes: little-endian, length first, with a limit so that a damaged length cannot exhaust memory.
using System.Runtime.InteropServices;

namespace Paysieve.Models;

internal static class BinaryArrays
{
    private const int MaxLength = 1 << 28;

    public static void WriteArray<T>(this BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static T[] ReadArray<T>(this BinaryReader reader)
        where T : unmanaged
    {
        var length = reader.ReadInt32();
        if (length is < 0 or > MaxLength)
            throw new InvalidDataException("A model holds an array of impossible length.");
        // Read in steps: memory grows with the bytes that are really there.
        var values = new T[Math.Min(length, 4096)];
        for (var done = 0; done < length;)
        {
            if (done == values.Length)
                Array.Resize(ref values, (int)Math.Min(length, values.Length * 4L));
            var bytes = MemoryMarshal.AsBytes(values.AsSpan(done));
            reader.ReadExactly(bytes);
            done = values.Length;
        }

        return values;
    }

    public static void WriteNames(this BinaryWriter writer, string[] names)
    {
        writer.Write(names.Length);
        foreach (var name in names)
            writer.Write(name);
    }

    public static string[] ReadNames(this BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 1 or > FeatureNames.MaxColumns)
            throw new InvalidDataException("A model names an impossible number of columns.");
        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = reader.ReadString();
        return FeatureNames.Checked(names);
    }
}
