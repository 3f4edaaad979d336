using Microsoft.ML;
using Microsoft.ML.Data;
using Paysieve.Models;

namespace Paysieve.Pipeline.Tests.Models;

[TestClass]
public sealed class FeatureTableTests
{
    [TestMethod]
    public void A_table_read_back_from_its_data_view_is_the_same_table()
    {
        var table = TestTables.Random(1500, 4, seed: 1);
        // Cached by ML.NET, so that the view is read by its cursor and slot names travel as annotations.
        var view = new MLContext(1).Data.Cache(table.AsDataView("Numbers"));
        var back = FeatureTable.FromDataView(view, "Numbers");
        CollectionAssert.AreEqual(table.Columns.ToArray(), back.Columns.ToArray());
        Assert.AreEqual(table.RowCount, back.RowCount);
        for (var i = 0; i < table.RowCount; i++)
            CollectionAssert.AreEqual(table.Row(i).ToArray(), back.Row(i).ToArray());
    }

    [TestMethod]
    public void A_view_of_unknown_length_is_read_whole()
    {
        var table = TestTables.Random(5000, 3, seed: 2);
        var context = new MLContext(1);
        var filtered = context.Data.TakeRows(table.AsDataView(), 4321);
        Assert.AreEqual(4321, FeatureTable.FromDataView(filtered).RowCount);
    }

    [TestMethod]
    public void A_second_cursor_starts_again_at_the_first_row()
    {
        var view = TestTables.Random(10, 2, seed: 3).AsDataView();
        for (var turn = 0; turn < 2; turn++)
        {
            using var cursor = view.GetRowCursor(view.Schema);
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
            VBuffer<float> buffer = default;
            var rows = 0;
            while (cursor.MoveNext())
            {
                getter(ref buffer);
                Assert.AreEqual(rows, cursor.Position);
                rows++;
            }

            Assert.AreEqual(10, rows);
        }
    }

    [TestMethod]
    public void A_subset_holds_the_rows_asked_for_in_their_order()
    {
        var table = TestTables.Random(20, 3, seed: 4, missing: 0);
        var subset = table.Subset([7, 2, 7]);
        Assert.AreEqual(3, subset.RowCount);
        CollectionAssert.AreEqual(table.Row(7).ToArray(), subset.Row(0).ToArray());
        CollectionAssert.AreEqual(table.Row(2).ToArray(), subset.Row(1).ToArray());
        CollectionAssert.AreEqual(table.Row(7).ToArray(), subset.Row(2).ToArray());
    }

    [TestMethod]
    public void Infinite_values_double_names_and_short_arrays_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new FeatureTable(["a", "b"], 1, [1, float.PositiveInfinity]));
        Assert.ThrowsExactly<ArgumentException>(() => new FeatureTable(["a", "a"], 1, [1, 2]));
        Assert.ThrowsExactly<ArgumentException>(() => new FeatureTable(["a", "b"], 2, [1, 2, 3]));
        Assert.ThrowsExactly<ArgumentException>(() => new FeatureTable([], 0, []));
    }

    [TestMethod]
    public void Names_that_only_a_Turkish_reader_holds_alike_are_two_columns()
    {
        var table = new FeatureTable(["ID", "id", "ıd", "İD"], 1, [1, 2, 3, 4]);
        Assert.AreEqual(4, table.ColumnCount);
    }
}
