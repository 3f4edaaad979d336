// Opens invented accounts at real banks: right length, right shape, right check digits for the country, and wallets and platform
// accounts besides. Every party of the payroll, honest or not, has its accounts opened here.
using System.Globalization;

namespace Paysieve.Pipeline.Synthetic;

/// <summary>Where pay can go. Number: IBAN, domestic number, wallet address or platform account. BankId as the payroll writes it, empty for wallets;
/// Country empty for wallets and platforms; Channel bank, platform, wallet or card; Bank null where there is none.</summary>
internal sealed record Account(string Number, string BankId, string Country, string Channel, Bank? Bank);

internal static class AccountNumbers
{
    public static readonly IReadOnlyList<string> Platforms = ["WISE", "PAYONEER", "DEEL", "REMOTE", "PAYPAL"];

    public static Bank HouseBank(Draw draw, string country) => draw.Weighted(Countries.Of(country).Banks, b => b.Weight);

    /// <summary>Where people go when they change banks: online and prepaid more often than the average payee.</summary>
    public static Bank NextBank(Draw draw, string country, Bank? old)
    {
        for (var tries = 0; ; tries++)
        {
            var bank = draw.Weighted(Countries.Of(country).Banks, b => b.Kind switch { BankKind.Neobank => 2.2, BankKind.Prepaid => 2.0, _ => 1.0 } * b.Weight);
            if (bank != old || tries > 8) return bank;
        }
    }

    /// <summary>Opens an account; <paramref name="abroad"/> when the payer sits in another country, which some countries answer with an IBAN instead of a domestic number.</summary>
    public static Account Open(Draw draw, Bank bank, bool abroad = false)
    {
        var (number, bankId) = Number(draw, bank, abroad);
        var channel = bank.Kind == BankKind.Prepaid && bank.Country is "US" or "PH" && draw.Chance(.5) ? "card" : "bank";
        return new Account(number, bankId, bank.Country, bank.Kind == BankKind.Prepaid ? channel : "bank", bank);
    }

    /// <summary>Countries whose account numbers run on to their last digit: no check digits at the end, no dash.</summary>
    public static bool NumbersRunOn(string country) => country is "DE" or "US" or "GB" or "PL" or "NL" or "AT" or "IE" or "IN" or "JP" or "ES" or "CH" or "PT";

    /// <summary>Accounts opened one after the other: their numbers are a few apart.</summary>
    public static IReadOnlyList<Account> OpenRow(Draw draw, Bank bank, int count)
    {
        var first = Open(draw, bank);
        var iban = first.Number.StartsWith(bank.Country, StringComparison.Ordinal);
        var digits = iban ? first.Number[4..] : first.Number;
        // The head stays; four digits of the tail count on, without running over.
        var at = int.Parse(digits[^4..], CultureInfo.InvariantCulture) % 9000;
        var row = new List<Account>();
        for (var i = 0; i < count; i++)
        {
            var number = digits[..^4] + at.ToString("0000", CultureInfo.InvariantCulture);
            row.Add(first with { Number = iban ? CheckDigits.Iban(bank.Country, number) : number });
            at += draw.Int(1, 4);
        }
        return row;
    }

    public static Account Platform(Draw draw, string platform) => new(
        platform switch
        {
            "WISE" => "P" + draw.Digits(8, leadingZero: false),
            "PAYONEER" => draw.Digits(8, leadingZero: false),
            "PAYPAL" => draw.Hex(13).ToUpperInvariant(),
            _ => platform[..2] + "-" + draw.Hex(10),
        },
        platform, "", "platform", null);

    /// <summary>A wallet that can hold the currency; addresses differ in shape from one tag to the next.</summary>
    public static Account Wallet(Draw draw, string currency)
    {
        var tron = currency == "TRX" || (currency == "USDT" && draw.Chance(.6));
        var number = currency == "XBT" ? CheckDigits.Base58Check(0x00, draw.Bytes(20))
            : tron ? CheckDigits.Base58Check(0x41, draw.Bytes(20))
            : draw.Chance(.5) ? CheckDigits.Eip55(draw.Hex(40)) : "0x" + draw.Hex(40);
        return WalletAt(number);
    }

    public static Account WalletAt(string address) => new(address, "", "", "wallet", null);

    private static (string Number, string BankId) Number(Draw draw, Bank bank, bool abroad)
    {
        string Iban(string bban) => CheckDigits.Iban(bank.Country, bban);
        switch (bank.Country)
        {
            case "US": return (draw.Digits(draw.Int(9, 12), leadingZero: false), bank.Code);
            case "JP": return (draw.Digits(7), bank.Code + (draw.Int(1, 24) * 37).ToString("000", CultureInfo.InvariantCulture));
            case "KR": return (draw.Digits(bank.Code switch { "004" or "011" => 14, "090" or "092" => 13, _ => 12 }), bank.Code);
            case "IN": return (draw.Digits(bank.Code is "HDFC" ? 14 : bank.Code is "UTIB" ? 15 : 12, leadingZero: false), bank.Code + "0" + (draw.Int(1, 18) * 53).ToString("000000", CultureInfo.InvariantCulture));
            case "BR": return (draw.Digits(4) + "-" + draw.Digits(bank.Code is "260" or "077" ? 9 : 7, leadingZero: false), bank.Code);
            case "MX":
                var clabe = bank.Code + draw.Digits(14);
                return (clabe + CheckDigits.Weighted(clabe, "371", eachMod10: true), bank.Code);
            case "NG": return (draw.Digits(10), bank.Code);
            case "CN": return ("62" + draw.Digits(17), bank.Bic);
            case "HK": return (bank.Code + draw.Digits(9), bank.Bic);
            case "SG": return (draw.Digits(draw.Int(9, 10)), bank.Bic);
            case "VN": return (draw.Digits(draw.Int(10, 13)), bank.Bic);
            case "PH": return (draw.Digits(draw.Int(10, 12)), bank.Bic);
            case "GB":
                var local = draw.Digits(8);
                return abroad ? (Iban(bank.Bic[..4] + bank.Code + local), bank.Bic) : (local, bank.Code);
            case "FR":
                var (branch, account) = (draw.Digits(5), draw.Digits(11));
                return (Iban(bank.Code + branch + account + CheckDigits.Rib(bank.Code, branch, account)), bank.Bic);
            case "PL":
                var office = bank.Code + draw.Digits(3);
                return (Iban(office + CheckDigits.Weighted(office, "3971397", eachMod10: false) + draw.Digits(16)), bank.Bic);
            case "IT":
                var cin = (char)('A' + draw.Int(0, 25));
                return (Iban(cin + bank.Code + draw.Digits(5) + draw.Digits(12)), bank.Bic);
            case "IE": return (Iban(bank.Code + draw.Digits(14)), bank.Bic);
            case "BE":
                var body = bank.Code + draw.Digits(7);
                var rest = long.Parse(body, CultureInfo.InvariantCulture) % 97;
                return (Iban(body + (rest == 0 ? 97 : rest).ToString("00", CultureInfo.InvariantCulture)), bank.Bic);
            case "TR": return (Iban(bank.Code + "0" + draw.Digits(16)), bank.Bic);
            default:
                var length = BbanLengths[bank.Country];
                return (Iban(bank.Code + draw.Digits(length - bank.Code.Length)), bank.Bic);
        }
    }

    private static readonly Dictionary<string, int> BbanLengths = new(StringComparer.Ordinal)
    {
        ["DE"] = 18, ["NL"] = 14, ["ES"] = 20, ["CH"] = 17, ["AT"] = 16, ["PT"] = 21, ["LT"] = 16, ["RO"] = 20, ["CZ"] = 20, ["UA"] = 25, ["AE"] = 19,
    };
}
