// What a data folder holds, for comparing one that saw kills with one that did not. Used by the tests too, which take this file as it is.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Paysieve.Benchmarks.Killing;

internal static class DataFolder
{
    /// <summary>Locks, which come and go; a folder that got its key from elsewhere has none there.</summary>
    private static readonly string[] Locks = ["keys/.lock", ".work/.gate"];

    /// <summary>Of these the bytes are decided by input, settings, seed and key. The rest hold times.</summary>
    private static readonly string[] SameBytes = ["lake/", "quarantine/", "runs/"];

    /// <summary>Every file; with a hash where equal nights have equal bytes.</summary>
    public static string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(name => !Locks.Contains(name, StringComparer.Ordinal))
            // Named after itself, and drawn anew in every folder.
            .Where(name => !name.StartsWith("keys/audit-", StringComparison.Ordinal))
            .Select(name => IsSame(name) ? $"{name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))))}" : name)
            .Order(StringComparer.Ordinal),
    ];

    public static bool HasStore(string folder) => File.Exists(Store(folder));

    /// <summary>What the store holds that a kill must not change.</summary>
    public static async Task<string[]> RowsAsync(string folder)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Store(folder), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await using var closing = connection.ConfigureAwait(false);
        await connection.OpenAsync().ConfigureAwait(false);
        var rows = new List<string>();
        foreach (var question in (string[])
        [
            "SELECT 'run', run_id, status, transfers_scored, flags_raised, flags_held_back FROM run WHERE status <> 'failed' ORDER BY 2",
            "SELECT 'flag', flag_id, run_id, transfer_id, typology, score, rank, band, held_back FROM flagged_transfer ORDER BY 2",
            "SELECT 'reason', flag_id, ordinal, code, contribution FROM flag_reason ORDER BY 2, 3",
            "SELECT 'file', file_id, rows_read, rows_accepted, rows_rejected FROM source_file ORDER BY 2",
            "SELECT 'rejected', file_id, line_no, column_name, code FROM rejected_record ORDER BY 2, 3",
            "SELECT 'bundle', bundle_id, state FROM model_bundle ORDER BY 2",
            "SELECT 'list', snapshot_id, is_current FROM list_snapshot ORDER BY 2",
        ])
        {
            var command = connection.CreateCommand();
            command.CommandText = question;
            await using var ending = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using var closed = reader.ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
                rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }
        return [.. rows];
    }

    /// <summary>What killed processes said of themselves last: stage by stage of the notes that are still up. Only while nobody is at work.</summary>
    public static string[] Interrupted(string folder)
    {
        var notes = Path.Combine(folder, ".work");
        if (!Directory.Exists(notes)) return [];
        return [.. Directory.EnumerateFiles(notes, "*.json").Order(StringComparer.Ordinal).Select(file =>
        {
            var text = File.ReadAllText(file);
            if (text.Length == 0) return "start";
            using var note = JsonDocument.Parse(text);
            return note.RootElement.GetProperty("stage").GetString()!;
        })];
    }

    private static string Store(string folder) => Path.Combine(folder, "paysieve.db");

    private static bool IsSame(string name) =>
        Array.Exists(SameBytes, beginning => name.StartsWith(beginning, StringComparison.Ordinal)) && !name.EndsWith(".lock", StringComparison.Ordinal)
        || name.EndsWith("/flags.csv", StringComparison.Ordinal);
}
