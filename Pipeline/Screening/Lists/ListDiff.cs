// What two states of a list differ in, entry by entry: what an officer reads before a new list comes into force, and what tells
// screening whom to look at again.
namespace Paysieve.Pipeline.Screening.Lists;

/// <summary>How an entry differs.</summary>
public enum ListDifference
{
    Added,
    Removed,
    Changed,
}

/// <summary>One fact of a changed entry: values that came and values that went.</summary>
public sealed record ListFieldChange(string Field, IReadOnlyList<string> Added, IReadOnlyList<string> Removed);

/// <summary>One entry that differs. Name and kind are those of the later state, of a removed entry those of the earlier.</summary>
public sealed record ListEntryChange(string EntryId, ListDifference Difference, PartyKind Kind, string Name, IReadOnlyList<ListFieldChange> Fields);

/// <summary>Compares two states of one list.</summary>
public static class ListDiff
{
    private static readonly (string Field, Func<ListedParty, IEnumerable<string?>> Values)[] Fields =
    [
        ("kind", p => [p.Kind.ToString()]),
        ("name", p => p.Names.Where(n => n.Strength == NameStrength.Primary).Select(n => n.Text)),
        ("alias", p => p.Names.Where(n => n.Strength == NameStrength.Strong).Select(n => n.Text)),
        ("weak_alias", p => p.Names.Where(n => n.Strength == NameStrength.Weak).Select(n => n.Text)),
        ("birth_date", p => p.BirthDates.Select(d => d.ToString())),
        ("birth_place", p => p.BirthPlaces),
        ("nationality", p => p.Nationalities),
        ("country", p => p.Countries),
        ("identifier", p => p.Identifiers.Select(i => i.Kind + " " + i.Value + (i.Country is null ? "" : " (" + i.Country + ")"))),
        ("wallet", p => p.Wallets.Select(w => w.Currency + " " + w.Address)),
        ("programme", p => p.Programmes),
        ("address", p => p.Addresses.Select(a => PartyBuilder.Joined(", ", a.Street, a.City, a.Country))),
        ("contact", p => p.Contacts.Select(c => c.Value)),
        ("linked_to", p => p.LinkedTo),
        ("gender", p => [p.Gender]),
        ("title", p => [p.Title]),
        ("position", p => p.Positions),
        ("vessel", p => p.Vessel is { } v ? [v.Type, v.Flag, v.Tonnage, v.GrossTonnage, v.Owner] : []),
        ("listed_on", p => [p.ListedOn?.ToString("O", System.Globalization.CultureInfo.InvariantCulture)]),
        ("updated_on", p => [p.UpdatedOn?.ToString("O", System.Globalization.CultureInfo.InvariantCulture)]),
        ("reference", p => p.References),
        ("remarks", p => [p.Remarks]),
    ];

    /// <summary>Entries that were added, removed or changed, in ordinal order of entry id.</summary>
    public static IReadOnlyList<ListEntryChange> Between(IReadOnlyList<ListedParty> before, IReadOnlyList<ListedParty> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = before.ToDictionary(p => p.EntryId, StringComparer.Ordinal);
        var changes = new List<ListEntryChange>();
        foreach (var party in after)
        {
            if (!old.Remove(party.EntryId, out var earlier))
                changes.Add(new ListEntryChange(party.EntryId, ListDifference.Added, party.Kind, party.PrimaryName, []));
            else if (earlier.Version != party.Version)
                changes.Add(new ListEntryChange(party.EntryId, ListDifference.Changed, party.Kind, party.PrimaryName, Compare(earlier, party)));
        }
        changes.AddRange(old.Values.Select(p => new ListEntryChange(p.EntryId, ListDifference.Removed, p.Kind, p.PrimaryName, [])));
        changes.Sort(static (a, b) => string.CompareOrdinal(a.EntryId, b.EntryId));
        return changes;
    }

    private static List<ListFieldChange> Compare(ListedParty before, ListedParty after)
    {
        var changes = new List<ListFieldChange>();
        foreach (var (field, values) in Fields)
        {
            string[] was = [.. values(before).OfType<string>()];
            string[] now = [.. values(after).OfType<string>()];
            if (!was.AsSpan().SequenceEqual(now))
                changes.Add(new ListFieldChange(field, [.. now.Except(was, StringComparer.Ordinal)], [.. was.Except(now, StringComparer.Ordinal)]));
        }
        return changes;
    }
}
