// Where employees want their pay to go: what election exports say, looked up by the registers that name no account.
using Paysieve.Pipeline.Formats.Profiles;

namespace Paysieve.Pipeline.Formats;

/// <summary>What a split takes.</summary>
internal enum SplitRule : byte { Balance, Amount, Percent }

/// <summary>One account to which an employee wants pay to go, or a part of it. Values are the contract's, in UTF-8.</summary>
public sealed class PayElection
{
    public required string EmployeeId { get; init; }

    /// <summary>First day on which it holds; null: always.</summary>
    internal DateOnly? Effective { get; init; }
    internal int? SplitNo { get; init; }
    internal SplitRule Rule { get; init; }

    /// <summary>An amount in the register's currency, or a percentage of the whole pay.</summary>
    internal decimal Value { get; init; }

    /// <summary>True for a row that was rejected: pay of this employee is not divided without it.</summary>
    internal bool IsBroken { get; init; }

    /// <summary>Columns of the payout that it fills.</summary>
    internal (PayoutColumn Column, byte[] Value)[] Fills { get; init; } = [];

    /// <summary>Says nothing of whom or where.</summary>
    public override string ToString() => nameof(PayElection);
}

/// <summary>
/// The elections of one command, by profile. Within a file all rows stand; a later file's row replaces an earlier one's of the same
/// employee, effective date and split number, so that a corrected file amends. Memory grows with the rows.
/// </summary>
public sealed class ElectionTable
{
    private readonly Dictionary<(string Profile, string EmployeeId), List<(int File, PayElection Election)>> _elections = [];
    private readonly HashSet<string> _profiles = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>Says that a file's rows follow.</summary>
    public void BeginFile(string profile)
    {
        _files++;
        _profiles.Add(profile);
    }

    /// <summary>Takes a row of the file begun last.</summary>
    public void Add(string profile, PayElection election)
    {
        ArgumentNullException.ThrowIfNull(election);
        if (!_elections.TryGetValue((profile, election.EmployeeId), out var known)) _elections.Add((profile, election.EmployeeId), known = []);
        known.RemoveAll(other => other.File != _files && other.Election.Effective == election.Effective && other.Election.SplitNo == election.SplitNo);
        known.Add((_files, election));
    }

    /// <summary>The elections that a register is joined with.</summary>
    internal ElectionView Of(MappingProfile register) => new(this, [.. register.JoinWith.Where(_profiles.Contains)]);

    /// <summary>An employee's elections under one profile, in order of arrival.</summary>
    internal IEnumerable<PayElection> Find(string profile, string employeeId) =>
        _elections.TryGetValue((profile, employeeId), out var known) ? known.Select(entry => entry.Election) : [];
}

/// <summary>The elections that one register sees.</summary>
internal sealed class ElectionView(ElectionTable table, string[] profiles)
{
    internal bool IsEmpty => profiles.Length == 0;

    /// <summary>Those in effect on a day: the latest that began by then, in order of their number, then of arrival. Empty when there is none.</summary>
    internal IReadOnlyList<PayElection> InEffect(string employeeId, DateOnly day)
    {
        List<PayElection> begun = [.. profiles.SelectMany(profile => table.Find(profile, employeeId)).Where(election => election.Effective is not { } from || from <= day)];
        if (begun.Count < 2) return begun;
        var latest = begun.Max(election => election.Effective ?? DateOnly.MinValue);
        return [.. begun.Where(election => (election.Effective ?? DateOnly.MinValue) == latest).OrderBy(election => election.SplitNo ?? int.MaxValue)];
    }
}

/// <summary>Row of an election export -> election.</summary>
internal static class ElectionRow
{
    private const int MostSplits = 255;
    private static readonly WordList Rules = new("balance amount percent");
    private static readonly WordList Channels = new("bank platform wallet card cheque");

    private static readonly (ElectionColumn From, PayoutColumn To)[] Carried =
    [
        (ElectionColumn.Account, PayoutColumn.Account), (ElectionColumn.BankId, PayoutColumn.BankId), (ElectionColumn.BankCountry, PayoutColumn.BankCountry),
        (ElectionColumn.BeneficiaryName, PayoutColumn.BeneficiaryName), (ElectionColumn.Channel, PayoutColumn.Channel),
        (ElectionColumn.AccountChangedAt, PayoutColumn.AccountChangedAt),
    ];

    /// <summary>
    /// The election. When <paramref name="row"/> noted what is wrong it is a broken one, which says only that something of this employee is
    /// missing; null when not even the employee is known.
    /// </summary>
    internal static PayElection? Read(RowFields row)
    {
        var employee = row.Text((int)ElectionColumn.EmployeeId);
        var effective = row.Date((int)ElectionColumn.EffectiveDate);
        var splitNo = row.Integer((int)ElectionColumn.SplitNo, 0, MostSplits);
        var amount = row.Number((int)ElectionColumn.SplitAmount, Transfers.Money.MaxAbsolute);
        var percent = row.Number((int)ElectionColumn.SplitPercent, 100);
        var rule = (SplitRule)Math.Max(0, row.Word((int)ElectionColumn.SplitType, Rules) - 1);
        // An empty or zero cell beside a filled one is how exports say that it does not apply.
        if (amount > 0) rule = SplitRule.Amount;
        else if (percent > 0) rule = SplitRule.Percent;
        else amount = percent = null;
        var value = amount ?? percent ?? (rule == SplitRule.Balance ? 0 : row.Number((int)ElectionColumn.SplitValue, rule == SplitRule.Percent ? 100 : Transfers.Money.MaxAbsolute));
        if (value is null && !row.IsBad) row.Fail((int)ElectionColumn.SplitValue, RejectionCode.ValueMissing, default, "the amount or the percentage of the split");
        var channel = (Transfers.Channel)row.Word((int)ElectionColumn.Channel, Channels);
        var bank = row.Repeated((int)ElectionColumn.BankId);
        row.Country((int)ElectionColumn.BankCountry);
        row.Name((int)ElectionColumn.BeneficiaryName);
        row.Date((int)ElectionColumn.AccountChangedAt);
        var findings = Transfers.RowFindings.None;
        row.Account((int)ElectionColumn.Account, channel, bank, null, ref findings);
        if (employee is null) return null;
        if (row.IsBad) return new PayElection { EmployeeId = employee, Effective = effective, SplitNo = splitNo, IsBroken = true };
        return new PayElection
        {
            EmployeeId = employee,
            Effective = effective,
            SplitNo = splitNo,
            Rule = rule,
            Value = value ?? 0,
            Fills = [.. Carried.Select(pair => (pair.To, Value: row.Bytes((int)pair.From).ToArray())).Where(fill => fill.Value.Length > 0)],
        };
    }
}
