// Screening alone: one name or wallet, or a file of names of any size, against every list in force.
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsvHelper;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs.Desks;

/// <summary>One possible match, as it is written and shown. Fields of the entry are empty when there is none.</summary>
public sealed record ScreenedLine(string Id, string List, string EntryId, string MatchedName, double Score, string Decision, string Why)
{
    /// <summary>The same for programs; null for a wallet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MatchExplanation? Explanation { get; init; }

    /// <summary>Names never print.</summary>
    public override string ToString() => $"{Id} {List}:{EntryId} {Decision}";
}

/// <summary>What screening one name came to.</summary>
/// <param name="Lists">The lists screened against, with their dates.</param>
public sealed record ScreenedName(IReadOnlyList<ScreenedLine> Matches, IReadOnlyList<ScreenedAgainst> Lists)
{
    /// <summary>What to look at before an answer is relied on: whole sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="ListDate">The publisher's date, where the files told it.</param>
public sealed record ScreenedAgainst(string Source, DateOnly? ListDate, DateTimeOffset LoadedAt, int Entries);

/// <summary>What screening a file came to.</summary>
/// <param name="NotUnderstood">Birth dates and types that could not be read and were left out of the comparison.</param>
/// <param name="WithoutName">Rows without a name, which no list can match.</param>
public sealed record ScreenedFile(long Names, long WithMatches, long Matches, long Reviews, long NotUnderstood, long WithoutName, IReadOnlyList<ScreenedAgainst> Lists);

/// <summary>The verb <c>screen</c>.</summary>
public static partial class ScreeningDesk
{
    private const int BatchNames = 20_000;

    private static readonly CsvWriterOptions Written = CsvWriterOptions.Default with
    {
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=@+-\t\r\n",
        FormatProvider = CultureInfo.InvariantCulture,
        WriteByteOrderMark = false,
    };

    /// <summary>Screens one name, one wallet, or both.</summary>
    /// <param name="birthDate">A day or a year; null when unknown.</param>
    /// <param name="country">ISO 3166-1 alpha-2; null when unknown.</param>
    /// <param name="asOf">Screen against the lists in force at the end of that day (UTC); null for those in force now.</param>
    /// <exception cref="RefusedException">No list is loaded, or a field cannot be read.</exception>
    public static ScreenedName ScreenOne(Workspace workspace, string? name, string? birthDate, string? country, string? wallet, DateOnly? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (string.IsNullOrWhiteSpace(name) && string.IsNullOrWhiteSpace(wallet)) throw new RefusedException(ExitCode.Usage, "screen takes --name, --wallet or --file");
        if (!TryBirthDate(birthDate, out var born) || (born is not null && !IsoDate().IsMatch(birthDate!.Trim())))
            throw new RefusedException(ExitCode.Usage, "--dob takes a date (yyyy-MM-dd) or a year; in other forms it is not told which is the day and which the month");
        if (country is not null && !IsCountry(country)) throw new RefusedException(ExitCode.Usage, "--country takes an ISO 3166-1 alpha-2 code");
        var (screener, lists) = Open(workspace, asOf);
        var lines = new List<ScreenedLine>();
        if (!string.IsNullOrWhiteSpace(name))
            lines.AddRange(screener.Screen(new ScreeningSubject("name", name, PartyKind.Unknown, born, country is null ? null : [country])).Select(Line));
        if (!string.IsNullOrWhiteSpace(wallet))
            lines.AddRange(screener.ScreenWallet(wallet).Select(party => new ScreenedLine("wallet", party.List, party.EntryId, PrimaryName(party), 1, "match", "The wallet address is listed for this entry.")));
        // A listed one may be of a chain that is not known here; one that nobody lists was perhaps mistyped.
        var isOdd = !string.IsNullOrWhiteSpace(wallet) && !lines.Any(line => line.Id == "wallet")
            && !(WalletAddress.TryRecognise(wallet.Trim(), expected: true, out _, out var checksumHolds) && checksumHolds);
        return new ScreenedName(lines, lists) { Notes = isOdd ? ["The wallet address fails its checksum or has no form known here: see that no character is wrong."] : [] };
    }

    /// <summary>Screens a CSV of <c>id,name[,dob,country,type]</c> in bounded memory and writes one row per possible match, and one for a name without any.</summary>
    /// <param name="asOf">As in <see cref="ScreenOne"/>.</param>
    /// <exception cref="RefusedException">
    /// No list is loaded, the file has no id or name column, or a row cannot be told from the next: a name that was swallowed would be one that nobody screened.
    /// </exception>
    public static async Task<ScreenedFile> ScreenFileAsync(Workspace workspace, string file, string outFile, DateOnly? asOf, IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!File.Exists(file)) throw new RefusedException(ExitCode.NoInput, $"{file}: {(Directory.Exists(file) ? "is a folder; --file takes one CSV" : "nothing is there")}");
        if (string.Equals(WholeFile.Target(file), WholeFile.Target(outFile), StringComparison.Ordinal)) throw new RefusedException(ExitCode.Usage, "--out would overwrite --file");
        var (screener, lists) = Open(workspace, asOf);
        var counts = new Counts();
        await WholeFile.WriteAsync(outFile, stream => Screen(screener, file, stream, counts, progress, cancel), cancel).ConfigureAwait(false);
        return new ScreenedFile(counts.Names, counts.WithMatches, counts.Matches, counts.Reviews, counts.NotUnderstood, counts.WithoutName, lists);
    }

    private static void Screen(Screener screener, string file, Stream output, Counts counts, IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        CsvMalformedReason? malformed = null;
        try
        {
            using var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            var options = new CsvReaderOptions { HasHeader = true, TrackLineNumbers = true, IncludeValuesInExceptions = false, MaxRecordSize = 4 << 20, OnMalformedRecord = record => malformed = record.Reason };
            using var reader = CsvReader.Create(input, options, leaveOpen: true);
            if (!reader.TryGetFieldIndex("id", out var id) || !reader.TryGetFieldIndex("name", out var name))
                throw new RefusedException(ExitCode.Usage, $"{Path.GetFileName(file)} needs a header with the columns id and name (and may have dob, country, type)");
            var dob = Optional(reader, "dob");
            var country = Optional(reader, "country");
            var type = Optional(reader, "type");

            using var csv = CsvWriter.Create(output, Written, leaveOpen: true);
            csv.WriteHeader(["id", "list", "entry_id", "matched_name", "score", "decision", "why"]);
            var batch = new List<ScreeningSubject>(BatchNames);
            var leftOut = new Dictionary<int, string>();
            while (reader.Read())
            {
                if (Fault(reader, malformed) is { } fault) throw new RefusedException(ExitCode.NoInput, $"{Path.GetFileName(file)}, line {reader.LineNumber}: {fault}; nothing was screened");
                var subject = Subject(Field(reader, id), Field(reader, name), Field(reader, dob), Field(reader, country), Field(reader, type), out var notUnderstood);
                if (subject.Name.Length == 0) counts.WithoutName++;
                counts.NotUnderstood += notUnderstood.Count;
                if (notUnderstood.Count > 0) leftOut.Add(batch.Count, string.Join(", ", notUnderstood));
                batch.Add(subject);
                if (batch.Count == BatchNames) Write(screener, batch, leftOut, csv, counts, progress, input, cancel);
            }
            if (batch.Count > 0) Write(screener, batch, leftOut, csv, counts, progress, input, cancel);
            csv.Flush();
        }
        catch (CsvFormatException failure)
        {
            // Values are kept out of the library's messages; the type says what is wrong with the form.
            throw new RefusedException(ExitCode.NoInput, $"{Path.GetFileName(file)} is not a readable CSV ({failure.GetType().Name} after {counts.Names} names)");
        }
    }

    /// <summary>What makes a row another than the one that was meant; null when nothing does. Empty fields behind the last column are none.</summary>
    private static string? Fault(CsvReader reader, CsvMalformedReason? malformed)
    {
        if (malformed == CsvMalformedReason.UnterminatedQuote) return "a quote stays open to the end of the file, and the names behind it are one";
        // A quote within a name is a nickname's.
        if (malformed == CsvMalformedReason.TextAfterClosingQuote) return "text stands behind a closing quote; quotes inside quotes are doubled";
        if (!Utf8.IsValid(reader.RawRecord)) return "bytes that are not UTF-8";
        for (var i = reader.Headers.Count; i < reader.FieldCount; i++)
            if (!string.IsNullOrWhiteSpace(reader.GetString(i))) return $"{reader.FieldCount} fields, and the header has {reader.Headers.Count}; a name with a separator in it is written in quotes";
        return null;
    }

    /// <param name="leftOut">By place in the batch, the columns of which something was left out.</param>
    private static void Write(Screener screener, List<ScreeningSubject> batch, Dictionary<int, string> leftOut, CsvWriter csv, Counts counts, IProgress<StageProgress>? progress, FileStream input, CancellationToken cancel)
    {
        var results = screener.ScreenMany(batch, cancel);
        for (var i = 0; i < batch.Count; i++)
        {
            var left = leftOut.TryGetValue(i, out var columns) ? $" Left out of the comparison, because not understood: {columns}." : "";
            if (results[i].Count == 0)
            {
                var why = batch[i].Name.Length == 0 ? "There is no name to screen." : "No entry comes near this name.";
                Row(csv, new ScreenedLine(batch[i].Id, "", "", "", 0, "none", why + left));
                continue;
            }
            counts.WithMatches++;
            foreach (var match in results[i])
            {
                if (match.Decision == ScreeningDecision.Match) counts.Matches++;
                else counts.Reviews++;
                Row(csv, Line(match) is var line && left.Length > 0 ? line with { Why = line.Why + left } : line);
            }
        }
        counts.Names += batch.Count;
        batch.Clear();
        leftOut.Clear();
        progress?.Report(new StageProgress("screen", input.Position, input.Length));
    }

    private static void Row(CsvWriter csv, ScreenedLine line)
    {
        foreach (var text in (ReadOnlySpan<string>)[line.Id, line.List, line.EntryId, line.MatchedName]) Text(text);
        csv.WriteField(line.Score, "R");
        Text(line.Decision);
        Text(line.Why);
        csv.EndRecord();

        // East Asian spreadsheets take the full-width signs for formulas too; the library's list is ASCII only.
        void Text(string text) => csv.WriteField(text.Length > 0 && text[0] is '＝' or '＋' or '－' or '＠' ? "'" + text : text);
    }

    /// <param name="notUnderstood">The columns of which something could not be read and is left out.</param>
    private static ScreeningSubject Subject(string id, string name, string dob, string country, string type, out List<string> notUnderstood)
    {
        notUnderstood = [];
        if (!TryBirthDate(dob, out var born)) notUnderstood.Add("dob");
        PartyKind? kind = type.Trim().ToLowerInvariant() switch
        {
            "" => PartyKind.Unknown,
            "person" => PartyKind.Person,
            "company" => PartyKind.Company,
            "vessel" => PartyKind.Vessel,
            _ => null,
        };
        if (kind is null) notUnderstood.Add("type");
        var countries = country.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!Array.TrueForAll(countries, IsCountry))
        {
            notUnderstood.Add("country");
            countries = Array.FindAll(countries, IsCountry);
        }
        return new ScreeningSubject(id, name.Trim(), kind ?? PartyKind.Unknown, born, countries.Length == 0 ? null : countries);
    }

    private static (Screener Screener, IReadOnlyList<ScreenedAgainst> Lists) Open(Workspace workspace, DateOnly? asOf)
    {
        ListSnapshotSet lists;
        try
        {
            lists = asOf is { } day ? workspace.Lists.OpenAsOf(day) : workspace.Lists.Open();
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(ExitCode.IntegrityFailed, "a list in force was altered or damaged after it was loaded; load it again");
        }
        // A clean answer from no list at all would be the most dangerous one this program can give.
        if (lists.IsEmpty)
        {
            throw new RefusedException(ExitCode.NoInput, asOf is { } then
                ? $"no list was in force on {then:yyyy-MM-dd}, and none that is kept is dated up to then" : "no list is loaded, so nothing can be screened: `paysieve lists load SOURCE PATH` first");
        }
        return (
            new Screener(lists, workspace.Settings.Screening, TrainedBundle.MatcherInUse(workspace)),
            [.. lists.Lists.Select(list => new ScreenedAgainst(list.Facts.Source, list.Facts.ListDate, list.Facts.LoadedAt, list.Facts.Entries))]);
    }

    private static ScreenedLine Line(PossibleMatch match) => new(
        match.SubjectId, match.Party.List, match.Party.EntryId, match.Explanation.MatchedName, match.Score,
        match.Decision == ScreeningDecision.Match ? "match" : "review", string.Join(" ", match.Explanation.Sentences)) { Explanation = match.Explanation };

    private static string PrimaryName(ListedParty party) => party.Names.Count == 0 ? "" : party.Names[0].Text;

    private static bool TryBirthDate(string? text, out BirthDate? born)
    {
        born = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (DayOrMonth().IsMatch(text.Trim()) || !BirthDate.TryParse(text, out var date)) return false;
        born = date;
        return true;
    }

    /// <summary>12/7/1986: lists say which comes first, whoever asks here does not.</summary>
    [GeneratedRegex(@"^\d{1,2}[/-]\d{1,2}[/-]\d{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DayOrMonth();

    /// <summary>A day, a month or a year, the largest first: what lists write in other ways a person at the keyboard need not.</summary>
    [GeneratedRegex(@"^\d{4}(-\d{2}(-\d{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDate();

    private static bool IsCountry(string text) => CountryCode.TryParse(text, out _);

    private static int Optional(CsvReader reader, string column) => reader.TryGetFieldIndex(column, out var index) ? index : -1;

    private static string Field(CsvReader reader, int index) => index < 0 || index >= reader.FieldCount ? "" : reader.GetString(index);

    private sealed class Counts
    {
        public long Names { get; set; }
        public long WithMatches { get; set; }
        public long Matches { get; set; }
        public long Reviews { get; set; }
        public long NotUnderstood { get; set; }
        public long WithoutName { get; set; }
    }
}
