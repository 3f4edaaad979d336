// Where the lake is and what it is kept with, and the paths of everything in it.
using System.Globalization;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Lake;

/// <summary>The lake's folder and secrets.</summary>
public sealed record LakeSettings
{
    /// <summary>The folder <c>lake/</c>; made when a writer opens it.</summary>
    public required string Folder { get; init; }
    public required LakeKey Key { get; init; }

    /// <summary>16, 24 or 32 bytes: party files are then written encrypted (Parquet modular encryption, AES-GCM, footer included). Null: plain.</summary>
    public byte[]? PartyEncryptionKey { get; init; }

    /// <summary>Threads that read. The result does not depend on it; memory grows a little with each.</summary>
    public int ReadThreads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    public override string ToString() => $"lake in {Folder}";
}

/// <summary>Paths inside the lake.</summary>
internal sealed class LakeLayout(string folder)
{
    internal string Folder { get; } = folder;

    internal string Manifest => Path.Combine(Folder, "manifest");

    internal string Staging => Path.Combine(Folder, ".staging");

    internal string Lock => Path.Combine(Folder, ".lock");

    /// <summary>By which a lake knows its key again.</summary>
    internal string KeyMark => Path.Combine(Folder, "key.mark");

    internal bool HoldsFiles => Directory.Exists(Manifest) && Directory.EnumerateFiles(Manifest).Any();

    internal static string MonthOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <param name="month">Null for a file kept whole whose rows are of several months.</param>
    internal static string TransferPath(string fileId, string? month) => $"transfers/month={month ?? "mixed"}/{fileId}.parquet";

    internal static string PartyPath(string fileId) => $"parties/{fileId}.parquet";

    internal static string LegPath(string fileId) => $"legs/{fileId}.parquet";

    internal string Full(string relative) => Path.Combine(Folder, relative);

    internal void Create()
    {
        foreach (var part in (string[])["", "manifest", ".staging", "transfers", "parties", "legs"])
        {
            MakeFolder(Path.Combine(Folder, part));
        }
    }

    internal static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        // History of pay is nobody else's business, names least of all.
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary>Where an account is: what the export says, else what the number says of itself.</summary>
internal static class AccountPlace
{
    /// <summary>The bank as stated, else country and bank code of the IBAN; null when neither says.</summary>
    internal static string? Bank(StandingDetails details)
    {
        if (details.BankId is not null) return details.BankId;
        return details.Account.Scheme == AccountScheme.Iban ? Iban.BankOf(details.Account.Reveal()) : null;
    }

    /// <summary>The country as stated, else the IBAN's, else the BIC's; null for a wallet, which is in no country.</summary>
    internal static string? Country(StandingDetails details)
    {
        if (details.BankCountry is { } stated) return stated.Code;
        if (details.Account.IsWallet) return null;
        if (details.Account.Scheme == AccountScheme.Iban && CountryCode.TryParse(details.Account.Reveal().AsSpan(0, 2), out var country)) return country.Code;
        return details.BankId is { } bic && BankIdentifier.TryBicCountry(bic, out var seat) ? seat.Code : null;
    }
}
