// The column names that ML.NET's own trainers use by default; its constants are not public.
namespace Paysieve.Models;

internal static class ColumnNames
{
    public const string Features = "Features";
    public const string Score = "Score";
    public const string Contributions = "Contributions";
}
