// What of a payout is compared with lists letter by letter, where a name would have to be weighed: its person number, accounts, wallets and banks, of the payout and of its legs.
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Runs;

/// <summary>Something of a payout that is listed to the letter.</summary>
/// <param name="Party">Which part of the payout.</param>
/// <param name="Listed">Whose it is.</param>
/// <param name="MayBeAnothers">Whether another person may have the same by chance, so that a name has to agree before it is a match.</param>
/// <param name="Key">Keyed hash of a person's or a domestic account's number; 0 for all else, of which a release is not remembered.</param>
internal readonly record struct ExactMatch(string Party, ListedParty Listed, bool MayBeAnothers = false, ulong Key = 0)
{
    /// <summary>Whether it decides <c>match</c>, given the entries that the payee's name may match: not if by chance and no name agrees.</summary>
    public bool IsMatchBeside(IReadOnlyList<PossibleMatch> byName)
    {
        var listed = Listed;
        return !MayBeAnothers || byName.Any(match => match.Party.List == listed.List && match.Party.EntryId == listed.EntryId);
    }
}

/// <summary>
/// Listed person numbers, accounts, wallets and bank identifier codes among those of a view. All but the last are compared by keyed hash, so that the lake needs none of them; of a
/// BIC (ISO 9362) the first eight characters, since a branch is its bank. A list that names a domestic account seldom names its bank: that number is looked for at every bank of the view.
/// </summary>
internal sealed class ExactMatches
{
    private const int BankLetters = 8;

    private readonly TransferColumns _t;
    private readonly Dictionary<int, ExactMatch> _persons = [];
    private readonly Dictionary<int, ExactMatch> _accounts = [];
    private readonly Dictionary<int, ListedParty> _wallets = [];
    private readonly Dictionary<int, ListedParty> _banks = [];
    private readonly Dictionary<ulong, ExactMatch> _legAccounts = [];
    private readonly Dictionary<ulong, ListedParty> _legWallets = [];
    private readonly Dictionary<ulong, ListedParty> _legBanks = [];

    private ExactMatches(Workspace workspace, LakeView view, ListSnapshotSet lists)
    {
        _t = view.Transfers;
        foreach (var (address, party) in lists.Wallets())
        {
            var code = view.Accounts.Find(workspace.LakeSettings.Key.WalletKey(address));
            if (code >= 0) _wallets.TryAdd(code, party);
        }
        foreach (var (number, party, mayBeAnothers) in ListedNumbers(lists))
        {
            var key = workspace.LakeSettings.Key.PersonKey(number);
            var code = view.Persons.Find(key);
            if (code >= 0) _persons.TryAdd(code, new ExactMatch(MatchedParty.Identifier, party, mayBeAnothers, key));
        }
        foreach (var (key, match) in ListedAccounts(workspace.LakeSettings.Key, view, lists))
        {
            var code = view.Accounts.Find(key);
            if (code >= 0) _accounts.TryAdd(code, match);
        }
        var listed = ListedBanks(lists);
        for (var code = 0; code < view.Banks.Count && listed.Count > 0; code++)
            if (BankOf(view.Banks[code]) is { } bank && listed.TryGetValue(bank, out var party)) _banks.Add(code, party);
        if (_accounts.Count + _wallets.Count + _banks.Count == 0) return;
        var legs = view.Legs;
        for (var leg = 0; leg < legs.Count; leg++)
        {
            if (_accounts.TryGetValue(legs.ToAccount[leg], out var account) || _accounts.TryGetValue(legs.FromAccount[leg], out account)) _legAccounts.TryAdd(legs.TransferKey[leg], account with { Party = MatchedParty.LegAccount });
            if (_wallets.TryGetValue(legs.ToAccount[leg], out var owner) || _wallets.TryGetValue(legs.FromAccount[leg], out owner)) _legWallets.TryAdd(legs.TransferKey[leg], owner);
            if (_banks.TryGetValue(legs.Institution[leg], out var bank)) _legBanks.TryAdd(legs.TransferKey[leg], bank);
        }
    }

    public static ExactMatches Of(Workspace workspace, LakeView view, ListSnapshotSet lists) => new(workspace, view, lists);

    /// <summary>What of the payout is listed.</summary>
    public IEnumerable<ExactMatch> At(int row)
    {
        if (_persons.TryGetValue(_t.Person[row], out var person)) yield return person;
        if (_accounts.TryGetValue(_t.Account[row], out var account)) yield return account;
        if (_legAccounts.TryGetValue(_t.TransferKey[row], out var legAccount)) yield return legAccount;
        if (_wallets.TryGetValue(_t.Account[row], out var owner)) yield return new ExactMatch(MatchedParty.Wallet, owner);
        if (_legWallets.TryGetValue(_t.TransferKey[row], out var legOwner)) yield return new ExactMatch(MatchedParty.LegWallet, legOwner);
        if (_banks.TryGetValue(_t.Bank[row], out var bank)) yield return new ExactMatch(MatchedParty.Bank, bank);
        if (_banks.TryGetValue(_t.IntermediaryBank[row], out var intermediary)) yield return new ExactMatch(MatchedParty.IntermediaryBank, intermediary);
        if (_legBanks.TryGetValue(_t.TransferKey[row], out var institution)) yield return new ExactMatch(MatchedParty.LegInstitution, institution);
    }

    /// <summary>As they are written, and letters and digits alone. Numbers so short that employees' own may be among them by chance are left out.</summary>
    private static IEnumerable<(string Number, ListedParty Party, bool MayBeAnothers)> ListedNumbers(ListSnapshotSet lists)
    {
        foreach (var party in lists.Parties)
            foreach (var identifier in party.Identifiers.Where(identifier => identifier.Type != IdentifierType.Bank))
            {
                if (IdentifierForm.Of(identifier.Value) is not { } form || !IdentifierForm.IsOnesOwn(form)) continue;
                var mayBeAnothers = IdentifierForm.MayBeAnothers(form);
                yield return (form, party, mayBeAnothers);
                if (identifier.Value.Trim() is var written && written != form) yield return (written, party, mayBeAnothers);
            }
    }

    /// <summary>
    /// IBANs whose check digits hold, whatever they are called; and numbers that are called an account's, or nothing else (a list of one's own), of nine digits or more.
    /// </summary>
    private static IEnumerable<(ulong Key, ExactMatch Match)> ListedAccounts(LakeKey key, LakeView view, ListSnapshotSet lists)
    {
        var banks = new Lazy<Dictionary<int, List<int>>>(() => BanksByEnd(view.Transfers));
        foreach (var party in lists.Parties)
            foreach (var identifier in party.Identifiers)
            {
                if (!AccountNumber.TryParse(identifier.Value, Channel.Bank, "", null, out var number, out var findings)) continue;
                if (number.Scheme == AccountScheme.Iban)
                {
                    if ((findings & RowFindings.IbanChecksum) == 0) yield return (key.AccountKey(number, null), new ExactMatch(MatchedParty.Account, party));
                }
                else if (number.Scheme == AccountScheme.Domestic && MayBeAccount(identifier) && IdentifierForm.Of(identifier.Value) is { } form && IdentifierForm.IsOnesOwn(form) && form.All(char.IsAsciiDigit))
                {
                    // A leg's account stands without a bank, and a payout's where none was told.
                    List<int> at = [CodeBook.Missing];
                    if (banks.Value.TryGetValue(view.AccountEnds.Find(number.LastFour), out var paid)) at.AddRange(paid);
                    foreach (var bank in at)
                    {
                        var account = key.AccountKey(number, view.Banks.Text(bank));
                        yield return (account, new ExactMatch(MatchedParty.Account, party, IdentifierForm.MayBeAnothers(form), account));
                    }
                }
            }
    }

    // The banks at which an account with these last four characters was paid: a hash for each of them, and none for the thousands at which there is no such account.
    private static Dictionary<int, List<int>> BanksByEnd(TransferColumns transfers)
    {
        var known = new HashSet<(int, int)>();
        var banks = new Dictionary<int, List<int>>();
        for (var row = 0; row < transfers.Count; row++)
        {
            var (end, bank) = (transfers.AccountEnd[row], transfers.Bank[row]);
            if (end < 0 || bank < 0 || !known.Add((end, bank))) continue;
            if (!banks.TryGetValue(end, out var at)) banks.Add(end, at = []);
            at.Add(bank);
        }
        return banks;
    }

    private static bool MayBeAccount(ListedIdentifier identifier) =>
        string.Equals(identifier.Kind, OwnCsvLoader.AnyIdentifier, StringComparison.Ordinal) || identifier.Kind.Contains("account", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, ListedParty> ListedBanks(ListSnapshotSet lists)
    {
        var banks = new Dictionary<string, ListedParty>(StringComparer.Ordinal);
        foreach (var party in lists.Parties)
            foreach (var identifier in party.Identifiers.Where(identifier => identifier.Type == IdentifierType.Bank))
                if (BankOf(BankIdentifier.Normalise(identifier.Value)) is { } bank) banks.TryAdd(bank, party);
        return banks;
    }

    private static string? BankOf(string identifier) => BankIdentifier.TryBicCountry(identifier, out _) ? identifier[..BankLetters] : null;
}
