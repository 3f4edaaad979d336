// A tree's first levels, asked of a group of rows at once.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Paysieve.Models;

/// <summary>
/// The upper levels of a packed tree. Walking needs one load after the other; here every question of these levels is put to all
/// rows of a group, in any order. Of a row's exits from the crown, one bit each, a yes strikes out those below the
/// first child; the lowest bit left is where the row's walk comes out. After QuickScorer (Lucchese et al., SIGIR 2015) and its form
/// for vectors (SIGIR 2016). Only comparisons are made, so the width of the processor's vectors changes nothing.
/// </summary>
internal sealed class TreeCrown
{
    /// <summary>Levels of questions: their exits fill the 32 bits that a row has.</summary>
    public const int Levels = 5;

    private readonly Question[] _questions;
    private readonly uint[] _exits;

    private TreeCrown(Question[] questions, uint[] exits) => (_questions, _exits) = (questions, exits);

    /// <param name="tree">The nodes of one tree, whose children are numbered within it.</param>
    public static TreeCrown Of(ReadOnlySpan<PackedForest.Node> tree)
    {
        var questions = new List<Question>();
        var exits = new List<uint>();
        Add(tree, 0, 0, questions, exits);
        return new TreeCrown([.. questions], [.. exits]);
    }

    /// <summary>For each row the exits left open.</summary>
    /// <param name="mirrored">Groups of rows, an even number; in each the values of one slot lie side by side.</param>
    /// <param name="slots">Values of a row.</param>
    public void Ask(ReadOnlySpan<float> mirrored, int slots, Span<uint> open)
    {
        ref var first = ref MemoryMarshal.GetReference(mirrored);
        for (var row = 0; row < open.Length; row += 2 * PackedForest.Group)
        {
            ref var second = ref Unsafe.Add(ref first, PackedForest.Group * slots);
            var (these, those) = (Vector256<uint>.AllBitsSet, Vector256<uint>.AllBitsSet);
            foreach (ref readonly var question in _questions.AsSpan())
            {
                var threshold = Vector256.Create(question.Threshold);
                var passed = Vector256.Create(question.Passed);
                these = Vector256.AndNot(these, Vector256.GreaterThan(Vector256.LoadUnsafe(ref first, question.Slot), threshold).AsUInt32() & passed);
                those = Vector256.AndNot(those, Vector256.GreaterThan(Vector256.LoadUnsafe(ref second, question.Slot), threshold).AsUInt32() & passed);
            }

            these.CopyTo(open[row..]);
            those.CopyTo(open[(row + PackedForest.Group)..]);
            first = ref Unsafe.Add(ref second, PackedForest.Group * slots);
        }
    }

    /// <summary>The numbers of the nodes behind the exits, as many as there are bits to find.</summary>
    public ref uint Exits => ref MemoryMarshal.GetArrayDataReference(_exits);

    private static void Add(ReadOnlySpan<PackedForest.Node> tree, int at, int level, List<Question> questions, List<uint> exits)
    {
        var node = tree[at];
        if (level == Levels || node.Child == at)
        {
            exits.Add((uint)at);
            return;
        }

        var (question, first) = (questions.Count, exits.Count);
        questions.Add(default);
        Add(tree, node.Child, level + 1, questions, exits);
        var passed = (1u << exits.Count) - (1u << first);
        questions[question] = new Question(node.Threshold, passed, (uint)(node.Slot * PackedForest.Group));
        Add(tree, node.Child + 1, level + 1, questions, exits);
    }

    private readonly record struct Question(float Threshold, uint Passed, uint Slot);
}
