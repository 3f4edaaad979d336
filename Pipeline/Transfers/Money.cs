// Money: an exact amount and the currency whose minor unit bounds its decimals.
using System.Globalization;

namespace Paysieve.Pipeline.Transfers;

/// <summary>
/// An ISO 4217 currency or one of the contract's crypto tags (USDT, USDC, XBT, ETH, TRX), with its minor unit.
/// Historic codes that old payrolls still carry (HRK, BGN) are kept.
/// </summary>
public readonly record struct Currency
{
    private readonly CurrencyTable.Row? _row;

    internal Currency(CurrencyTable.Row row) => _row = row;

    private CurrencyTable.Row Row => _row ?? throw new InvalidOperationException("an uninitialised currency has no code");

    public string Code => Row.Code;

    /// <summary>Decimals of the minor unit: 2 for most, 0 for JPY or KRW, 3 for KWD; for crypto the ledger's own.</summary>
    public int MinorUnits => Row.MinorUnits;

    public bool IsCrypto => Row.IsCrypto;

    public static bool TryParse(ReadOnlySpan<char> text, out Currency currency) => CurrencyTable.TryFind(text, out currency);

    public override string ToString() => _row?.Code ?? "";
}

/// <summary>An exact amount with its currency. Zero and negative are adjustments and legal.</summary>
public readonly record struct Money(decimal Amount, Currency Currency)
{
    /// <summary>Largest absolute amount accepted: beyond it a row is a scale error, not a salary.</summary>
    public const decimal MaxAbsolute = 1_000_000_000_000m;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");
}
