// What makes a profile usable: every failure told, not the first only.
using System.Text;

namespace Paysieve.Pipeline.Formats.Profiles;

internal static class ProfileChecks
{
    internal const int MostHeadings = 200;
    private const int LongestText = 200;
    private const int MostLinesSkipped = 1000;
    private static readonly string[] Transforms = ["digits", "upper", "negate", "cents"];

    static ProfileChecks() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>The contract's columns for a kind. Those that a join brings are not required of a register.</summary>
    internal static ExportColumn[] ColumnsOf(ProfileKind kind) => kind switch
    {
        ProfileKind.Legs => ExportColumns.Leg,
        ProfileKind.Elections => ExportColumns.Election,
        _ => ExportColumns.Payout,
    };

    internal static bool IsRequired(ProfileKind kind, ExportColumn column) =>
        column.IsRequired && !(kind == ProfileKind.Register && column.Name == "account");

    /// <summary>The decoder of a profile's encoding: throws <see cref="DecoderFallbackException"/> on bytes that are not in it. Null when there is none of that name.</summary>
    internal static Encoding? EncodingOf(string name)
    {
        try
        {
            return System.Text.Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    internal static IEnumerable<string> Failures(MappingProfile profile)
    {
        if (!IsName(profile.Profile)) yield return "profile: 1 to 40 of a-z, 0-9 and hyphen";
        if (EncodingOf(profile.Encoding) is null) yield return "encoding: not one that this program knows (utf-8, utf-16, shift_jis, windows-1252, ...)";
        if (profile.Delimiter is not ("," or ";" or "|" or "\t")) yield return "delimiter: one of , ; | and \\t";
        if (profile.SkipLines is < 0 or > MostLinesSkipped) yield return "skipLines: 0 to 1000";
        if (profile.DecimalMark is not ("." or ",")) yield return "decimalMark: . or ,";
        if (profile.GroupMark is not (null or "," or "." or " " or "'")) yield return "groupMark: one of , . ' and space, or absent";
        if (profile.GroupMark == profile.DecimalMark) yield return "groupMark: not the decimal mark";
        foreach (var format in profile.DateFormats)
            if (!IsDateFormat(format)) yield return "dateFormats: a format with d, M and y, such as dd/MM/yyyy";
        if (profile.JoinWith.Count > 0 != (profile.Kind == ProfileKind.Register)) yield return "joinWith: for a register, and needed there";
        foreach (var name in profile.JoinWith)
            if (!IsName(name)) yield return "joinWith: names of profiles";
        foreach (var prefix in profile.LeaveOut?.LinesStartingWith ?? [])
            if (prefix.Length is 0 or > LongestText) yield return "leaveOut.linesStartingWith: 1 to 200 characters each";

        var columns = ColumnsOf(profile.Kind);
        foreach (var (name, field) in profile.Columns)
        {
            if (!columns.Any(column => column.Name == name)) yield return $"columns: {Shown(name)} is no column of {profile.Kind.ToString().ToLowerInvariant()}";
            foreach (var failure in Failures(profile, name, field)) yield return $"columns.{Shown(name)}: {failure}";
        }
        foreach (var column in columns)
            if (IsRequired(profile.Kind, column) && !profile.Columns.ContainsKey(column.Name)) yield return $"columns: {column.Name} is required";
    }

    private static IEnumerable<string> Failures(MappingProfile profile, string name, ProfileField field)
    {
        var ways = (field.From.Count > 0 ? 1 : 0) + (field.Join.Count > 0 ? 1 : 0) + (field.Key.Count > 0 ? 1 : 0) + (field.Constant is null ? 0 : 1);
        if (ways != 1) yield return "exactly one of from, join, key and constant";
        if (field.Constant is { Length: 0 or > LongestText }) yield return "constant: 1 to 200 characters";
        if (field.Default is { Length: > LongestText } || field.Otherwise is { Length: > LongestText } || field.Between.Length > 10) yield return "default, otherwise: at most 200 characters; between: at most 10";
        if (field.From.Concat(field.Join).Concat(field.Key).Any(heading => Headings.Plain(heading).Length == 0 || heading.Length > LongestText)) yield return "headings: 1 to 200 characters each";
        if (field.From.Count > 50 || field.Join.Count > 50 || field.Key.Count > 50 || field.Words.Count > 1000) yield return "at most 50 headings and 1000 words";
        if (field.Transform is { } transform && Array.IndexOf(Transforms, transform) < 0 && PadLength(transform) is null)
            yield return "transform: digits, upper, negate, cents or pad:N with N from 1 to 34";
        // A key over a key is a key over what that one is made of.
        foreach (var part in field.Key)
            if (part == name || (profile.Columns.TryGetValue(part, out var other) && other.Key.Count > 0)) yield return "key: columns and headings that are no keys themselves";
    }

    internal static int? PadLength(string transform) =>
        transform.StartsWith("pad:", StringComparison.Ordinal)
        && int.TryParse(transform.AsSpan(4), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
        && length is >= 1 and <= 34 ? length : null;

    private static bool IsDateFormat(string format)
    {
        if (format.Length is < 5 or > 40 || !format.Contains('d', StringComparison.Ordinal) || !format.Contains('M', StringComparison.Ordinal) || !format.Contains('y', StringComparison.Ordinal)) return false;
        try
        {
            return new DateTime(2026, 11, 23).ToString(format, System.Globalization.CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Shown(string name) => string.Concat((name.Length > 64 ? name[..64] + "…" : name).Select(c => char.IsControl(c) ? '?' : c));
}
