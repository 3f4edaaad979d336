// The rules that the schema's triggers keep, in the words that a person reads when one refuses.
namespace Paysieve.Pipeline.Store;

internal static class Rules
{
    public const string TwoPeople = "a flag of a high band is cleared by two people";
    public const string OwnChange = "nobody clears a flag on a change of their own";
    public const string SuppressionByTwo = "a suppression is proposed by one person and approved by another";
    public const string SuppressionOfListMatch = "a list match is suppressed by releasing it, which two people do";
    public const string SuppressionOfOwnChange = "nobody suppresses a flag on a change of their own";
    public const string AppendOnly = "is append-only";
}
