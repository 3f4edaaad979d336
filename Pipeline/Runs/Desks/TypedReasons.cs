// What people type as a reason goes into the trail, which keeps it for good and out of reach of an erasure: it must not say whom it is about.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Lake;

namespace Paysieve.Pipeline.Runs.Desks;

internal static class TypedReasons
{
    /// <summary>Parts of a name that short stand in too many sentences.</summary>
    private const int ShortestPart = 3;

    /// <exception cref="RefusedException">The text has a part of the payee's or account holder's name, or the payee's number.</exception>
    public static void RefuseNames(Workspace workspace, string text, string employerId, string employeeId, CancellationToken cancel)
    {
        var said = Words(text).ToHashSet(StringComparer.Ordinal);
        var names = PayeeNames.Of(workspace.LakeSettings, employerId, employeeId, cancel).SelectMany(Words).Where(part => part.Length >= ShortestPart);
        if (names.Any(said.Contains) || (employeeId.Length >= ShortestPart && text.Contains(employeeId, StringComparison.OrdinalIgnoreCase)))
            throw new RefusedException(ExitCode.Usage, "--reason names the payee: the audit trail keeps it for good, even when the person is erased. Say it without name and number");
    }

    /// <summary>Letters and digits, lower case and without accents.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKD) + " ")
        {
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }
}
