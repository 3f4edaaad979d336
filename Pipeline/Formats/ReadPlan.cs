// How one file is to be read: what its first bytes say, before any of it is read in earnest.
using System.IO.Enumeration;
using System.Text;
using CsvHelper;
using Paysieve.Pipeline.Formats.Profiles;
using Paysieve.Pipeline.Sources;

namespace Paysieve.Pipeline.Formats;

/// <summary>What the reader needs to know beforehand. The default is the contract's own CSV.</summary>
internal sealed record ReadPlan
{
    internal static readonly ReadPlan Canonical = new();

    internal char Delimiter { get; init; } = ',';

    /// <summary>Null for UTF-8, which is read as it stands.</summary>
    internal Encoding? Encoding { get; init; }

    internal int SkipLines { get; init; }

    internal MappingProfile? Profile { get; init; }

    /// <summary>Why no plan can be made; the file is refused with it.</summary>
    internal (RejectionCode Code, string Found, string Expected)? Refusal { get; init; }
}

/// <summary>
/// Finds the plan: the contract's header, a quarantine fed again, or the one profile that the header fits. A profile declared for the
/// file's name goes before those that only fit, a customer's own before a shipped one.
/// </summary>
internal static class PlanFinder
{
    private const int HeadBytes = 1 << 16;
    private const int HeaderBytes = 1 << 12;
    private const string QuarantineMark = "rejected_line";

    internal static ReadPlan Find(SourceFile file, ProfileShelf shelf, UnpackLimits limits)
    {
        var head = Head(file, limits);
        // What cannot be opened or is no text is told by the reader, whatever the plan.
        if (head.Length == 0) return ReadPlan.Canonical;
        if (OfQuarantine(head, shelf) is { } quarantine) return quarantine;

        var declared = shelf.All.Where(shelved => shelved.Profile.Files is { } pattern && FileSystemName.MatchesSimpleExpression(pattern, NameOf(file))).ToList();
        var canonical = declared.Count == 0 && IsCanonical(Header(head, ReadPlan.Canonical, []));
        if (canonical) return ReadPlan.Canonical;
        var candidates = declared.Count > 0 ? declared : [.. shelf.All.Where(shelved => shelved.Profile.Files is null)];
        var headers = new Dictionary<(string Encoding, string Delimiter, int Skip, string Prefixes), string[]>();
        var fitting = candidates.Where(shelved => Fits(shelved.Profile)).ToList();
        if (fitting.Exists(shelved => shelved.IsOwn)) fitting.RemoveAll(shelved => !shelved.IsOwn);
        return fitting switch
        {
            [var only] => PlanOf(only.Profile),
            // Declared, and does not fit: its reader says what is missing.
            [] when declared is [var meant] => PlanOf(meant.Profile),
            [] => ReadPlan.Canonical,
            _ => new ReadPlan
            {
                Refusal = (RejectionCode.ProfileAmbiguous, "a header that fits " + string.Join(", ", fitting.Select(shelved => shelved.Profile.Profile)), "one profile that fits, or one whose files pattern names the file"),
            },
        };

        bool Fits(MappingProfile profile)
        {
            var key = (profile.Encoding, profile.Delimiter, profile.SkipLines, string.Join('\n', profile.LeaveOut?.LinesStartingWith ?? []));
            if (!headers.TryGetValue(key, out var header))
            {
                header = Array.ConvertAll(Header(head, PlanOf(profile), ColumnMapping.PrefixesOf(profile)), Headings.Plain);
                headers.Add(key, header);
            }
            return header.Length > 0 && ColumnMapping.Needed(profile).All(alternatives => alternatives.Any(heading => header.Contains(Headings.Plain(heading), StringComparer.Ordinal)));
        }
    }

    internal static ReadPlan PlanOf(MappingProfile profile) => new()
    {
        Delimiter = profile.Delimiter[0],
        Encoding = ProfileChecks.EncodingOf(profile.Encoding) is { CodePage: not 65001 } encoding ? encoding : null,
        SkipLines = profile.SkipLines,
        Profile = profile,
    };

    /// <summary>The first bytes, unpacked; empty when they cannot be had.</summary>
    internal static byte[] Head(SourceFile file, UnpackLimits limits)
    {
        if (file.ByteSize == 0) return [];
        try
        {
            using var content = SourceStream.Open(file, limits);
            var head = new byte[content.IsPacked ? HeadBytes : Math.Min(HeadBytes, file.ByteSize)];
            return head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>The headings as written, or none when there is no whole header in the head.</summary>
    internal static string[] Header(byte[] head, ReadPlan plan, byte[][] leftOut) => Records(head, plan).Where(record => !ColumnMapping.OpensWith(record.Raw, leftOut)).Select(record => record.Fields).FirstOrDefault() ?? [];

    /// <summary>The records of the head, the last of which may be cut short.</summary>
    internal static IEnumerable<(byte[] Raw, string[] Fields, long Line)> Records(byte[] head, ReadPlan plan)
    {
        var bytes = plan.Encoding is null ? head : Encoding.UTF8.GetBytes(Encoding.GetEncoding(plan.Encoding.CodePage).GetString(head));
        bytes = bytes[new LinesBehind(Stream.Null, plan.SkipLines).Skip(bytes)..];
        using var csv = CsvReader.Create(new MemoryStream(bytes), new CsvReaderOptions
        {
            Separator = plan.Delimiter, HasHeader = false, TrackLineNumbers = true, IncludeValuesInExceptions = false, MaxRecordSize = HeadBytes * 4, OnMalformedRecord = _ => { },
            BufferSize = HeaderBytes,
        });
        while (true)
        {
            try
            {
                if (!csv.Read()) yield break;
            }
            catch (CsvFormatException)
            {
                yield break;
            }
            var fields = new string[csv.FieldCount];
            for (var i = 0; i < fields.Length; i++) fields[i] = csv.GetString(i);
            yield return (csv.RawRecord.ToArray(), fields, csv.LineNumber);
        }
    }

    internal static bool IsCanonical(string[] header)
    {
        var names = header.Select(ExportColumns.Plain).ToHashSet(StringComparer.Ordinal);
        return Has(ExportColumns.Payout) || Has(ExportColumns.Leg);

        bool Has(ExportColumn[] columns) => columns.All(column => !column.IsRequired || names.Contains(column.Name));
    }

    // A spreadsheet may have put it into another encoding and given it the separator of its country.
    private static ReadPlan? OfQuarantine(byte[] head, ProfileShelf shelf)
    {
        Encoding? encoding = head is [0xFF, 0xFE, ..] ? Encoding.Unicode : null;
        var text = (encoding ?? Encoding.UTF8).GetString(head.AsSpan(0, Math.Min(head.Length, 200))).TrimStart('\uFEFF');
        var quoted = text.StartsWith('"');
        if (!text.AsSpan(quoted ? 1 : 0).StartsWith(QuarantineMark, StringComparison.OrdinalIgnoreCase)) return null;
        var at = QuarantineMark.Length + (quoted ? 2 : 0);
        if (at >= text.Length || text[at] is not (',' or ';' or '\t' or '|')) return null;
        var plan = new ReadPlan { Delimiter = text[at], Encoding = encoding is null ? null : ProfileChecks.EncodingOf("utf-16") };

        var records = Records(head, plan).Take(2).ToList();
        var column = records.Count < 2 ? -1 : Array.FindIndex(records[0].Fields, name => name.Trim().Equals(ExportColumns.QuarantineProfile, StringComparison.OrdinalIgnoreCase));
        if (column < 0 || column >= records[1].Fields.Length) return plan;
        var named = records[1].Fields[column].Trim();
        if (shelf.Find(named) is { } profile) return plan with { Profile = profile };
        return plan with
        {
            Refusal = (RejectionCode.ProfileUnknown, $"rows of profile {(ProfileChecks.IsName(named) ? named : "with no name")}", "a profile of that name among those of `paysieve profiles list`"),
        };
    }

    private static string NameOf(SourceFile file) => file.Name[(file.Name.LastIndexOf('/') + 1)..];
}
