// What of a payout a list match is about, in the words that reports and packs use.
namespace Paysieve.Pipeline.Findings;

public static class MatchedParty
{
    public const string Employee = "employee";
    public const string Holder = "account holder";
    public const string Identifier = "identifier";
    public const string Account = "account";
    public const string LegAccount = "leg account";
    public const string Wallet = "wallet";
    public const string LegWallet = "leg wallet";
    public const string Bank = "bank";
    public const string IntermediaryBank = "intermediary bank";
    public const string LegInstitution = "leg institution";

    public static bool IsAccount(string party) => party is Account or LegAccount;

    public static bool IsWallet(string party) => party is Wallet or LegWallet;

    public static bool IsBank(string party) => party is Bank or IntermediaryBank or LegInstitution;
}
