// What settings were in force when: kept in the trail as changes, key by key, and put together again for a run of any age.
using System.Text.Json;
using System.Text.Json.Nodes;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

/// <summary>One key of one <c>settings.changed</c> event. Values are JSON text; null: the key was not there.</summary>
public sealed record SettingChange(AuditEvent Event, string RunId, string Key, string? Before, string? After, string? Reason);

/// <summary>
/// The first run puts every key on record; a run that starts with other settings than those on record adds what differs. Nothing is
/// recorded for a run with the settings of the one before.
/// </summary>
public static class SettingsTrail
{
    /// <summary>The settings with this hash, by key; null when no event tells of them (a run of a program that did not record them yet).</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> FindAsync(IStore store, string hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var (known, sheet) in States(await store.Audit.OfActionAsync(AuditActions.SettingsChanged, cancellationToken).ConfigureAwait(false)))
            if (string.Equals(known, hash, StringComparison.Ordinal)) return sheet;
        return null;
    }

    /// <summary>Every key that an event says was changed, in order of key.</summary>
    public static IReadOnlyList<SettingChange> Changes(AuditEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        using var payload = JsonDocument.Parse(item.Payload);
        var root = payload.RootElement;
        var (run, reason) = (root.GetProperty("run_id").GetString()!, root.GetProperty("reason").GetString());
        return [.. root.GetProperty("changes").EnumerateArray().Select(change => new SettingChange(
            item, run, change.GetProperty("key").GetString()!, change.GetProperty("from").GetString(), change.GetProperty("to").GetString(), reason))];
    }

    /// <summary>Adds the event in the transaction in which a run starts, if its settings are other than those on record.</summary>
    internal static async Task RecordAsync(AuditTrail audit, UnitOfWork work, string actor, string runId, RunStart start)
    {
        if (start.Settings.Count == 0) return;
        var (hash, known) = States(await audit.OfActionAsync(work, AuditActions.SettingsChanged).ConfigureAwait(false)).LastOrDefault();
        if (string.Equals(hash, start.ConfigHash, StringComparison.Ordinal)) return;
        var changes = new JsonArray();
        foreach (var key in start.Settings.Keys.Union(known?.Keys ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (from, to) = (known?.GetValueOrDefault(key), start.Settings.GetValueOrDefault(key));
            if (!string.Equals(from, to, StringComparison.Ordinal)) changes.Add(new JsonObject { ["key"] = key, ["from"] = from, ["to"] = to });
        }
        await audit.AppendAsync(work, new AuditEntry(actor, AuditActions.SettingsChanged, start.ConfigHash, new JsonObject
        {
            ["run_id"] = runId, ["before"] = hash, ["reason"] = start.Reason, ["changes"] = changes,
        })).ConfigureAwait(false);
    }

    private static IEnumerable<(string Hash, IReadOnlyDictionary<string, string> Sheet)> States(IEnumerable<AuditEvent> events)
    {
        var sheet = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in events)
        {
            foreach (var change in Changes(item))
            {
                if (change.After is { } value) sheet[change.Key] = value;
                else sheet.Remove(change.Key);
            }
            yield return (item.Subject, new SortedDictionary<string, string>(sheet, StringComparer.Ordinal));
        }
    }
}
