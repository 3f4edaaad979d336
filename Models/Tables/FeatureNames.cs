// How column names travel through ML.NET (as slot names of a vector column), and the check that a model is shown the
// columns it was trained on: the one mistake that would give wrong scores without an error.
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Paysieve.Models;

internal static class FeatureNames
{
    private const string SlotNamesKind = "SlotNames";

    public static string[] Checked(IEnumerable<string> columns)
    {
        var names = columns.ToArray();
        if (names.Length is 0 or > MaxColumns)
            throw new ArgumentException($"A table has 1 to {MaxColumns} columns, found {names.Length}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name) || !seen.Add(name))
                throw new ArgumentException($"Column names are non-empty and distinct; '{name}' is not.");
        }

        return names;
    }

    /// <summary>A packed tree node holds a mirrored column number in 16 bits.</summary>
    public const int MaxColumns = 32_767;

    public static DataViewSchema.Annotations SlotAnnotations(string[] names)
    {
        var slots = new ReadOnlyMemory<char>[names.Length];
        for (var i = 0; i < names.Length; i++)
            slots[i] = names[i].AsMemory();
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(SlotNamesKind, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var editor = VBufferEditor.Create(ref value, slots.Length);
                slots.CopyTo(editor.Values);
                value = editor.Commit();
            });
        return builder.ToAnnotations();
    }

    public static DataViewSchema.Column VectorColumn(DataViewSchema schema, string column, out int size)
    {
        var found = schema.GetColumnOrNull(column)
            ?? throw new ArgumentException($"The data have no column '{column}'.");
        if (found.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw new ArgumentException($"Column '{column}' is {found.Type}; a vector of Single with a fixed size is expected.");
        size = vector.Size;
        return found;
    }

    /// <summary>Slot names where there are usable ones, otherwise "Slot0", "Slot1", ….</summary>
    public static string[] OfSlots(DataViewSchema.Column column, int size)
    {
        var names = TrySlots(column, size);
        if (names is not null)
            return names;
        names = new string[size];
        for (var i = 0; i < size; i++)
            names[i] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Slot{i}");
        return names;
    }

    /// <exception cref="ArgumentException">The column is not the one the model was trained on.</exception>
    public static DataViewSchema.Column Matching(DataViewSchema schema, string column, string[] trained)
    {
        var found = VectorColumn(schema, column, out var size);
        if (size != trained.Length)
            throw new ArgumentException($"The model was trained on {trained.Length} columns; '{column}' has {size}.");
        var names = TrySlots(found, size);
        if (names is not null)
            RefuseOthers(names, trained);
        return found;
    }

    /// <exception cref="ArgumentException">The table's columns are not the trained ones in the trained order.</exception>
    public static void RefuseOthers(IReadOnlyList<string> found, string[] trained)
    {
        if (found.Count != trained.Length)
            throw new ArgumentException($"The model was trained on {trained.Length} columns; the table has {found.Count}.");
        for (var i = 0; i < trained.Length; i++)
        {
            if (!string.Equals(found[i], trained[i], StringComparison.Ordinal))
                throw new ArgumentException($"Column {i} is '{found[i]}'; the model was trained with '{trained[i]}' there.");
        }
    }

    private static string[]? TrySlots(DataViewSchema.Column column, int size)
    {
        var slots = column.Annotations.Schema.GetColumnOrNull(SlotNamesKind);
        if (slots is null || slots.Value.Type is not VectorDataViewType { ItemType: TextDataViewType } type || type.Size != size)
            return null;
        VBuffer<ReadOnlyMemory<char>> value = default;
        column.Annotations.GetValue(SlotNamesKind, ref value);
        var names = value.DenseValues().Select(name => name.ToString()).ToArray();
        return names.All(name => name.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == size ? names : null;
    }
}
