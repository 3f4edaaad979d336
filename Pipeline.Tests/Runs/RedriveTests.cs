// However a payroll is cut, in whatever order it is fed, and however often its quarantine is corrected and fed again: one lake, the same flags.
using System.Globalization;
using System.Text;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Tests.Features;
using Paysieve.Pipeline.Tests.Sources;

namespace Paysieve.Pipeline.Tests.Runs;

[TestClass]
public sealed class RedriveTests
{
    private static readonly Payout[] Staff =
    [
        .. Enumerable.Range(100, 16).Select(number => Payroll.Payee(number) with { Phone = "+49 30 " + number, Address = "Long Street 1; Berlin, \"rear\"" }),
        // Two who share an account tonight, so that there is something to flag.
        Payroll.Payee(200) with { Account = "5550001112" }, Payroll.Payee(201) with { Account = "5550001112" },
    ];

    private static readonly Payout[] All =
    [
        .. Enumerable.Range(-6, 7).SelectMany(month => Staff.Select(payee => month == 0 || payee.Account != "5550001112" ? payee.On(Payroll.Month(month)) : payee.On(Payroll.Month(month)) with { Account = "44400" + payee.Employee[1..] })),
    ];

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public async Task Any_split_any_order_and_any_number_of_re_drives_give_the_same_lake_and_flags(int seed)
    {
        var draw = new Random(seed);
        using var plain = new House();
        await plain.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [plain.Export(All)], default));
        using var house = new House();
        Directory.CreateDirectory(Path.Combine(house.Data, "keys"));
        File.Copy(Path.Combine(plain.Data, "keys", "lake.key"), Path.Combine(house.Data, "keys", "lake.key"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(house.Data, "keys", "lake.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var lines = All.Select(payout => draw.Next(12) == 0 ? payout.Line().Replace(",3000,", ",three thousand,", StringComparison.Ordinal) : payout.Line()).ToArray();
        Assert.IsTrue(lines.Any(line => line.Contains("three", StringComparison.Ordinal)), $"seed {seed}");
        draw.Shuffle(lines);
        var pieces = new List<string>();
        for (var at = 0; at < lines.Length;)
        {
            var length = Math.Min(lines.Length - at, draw.Next(1, 60));
            pieces.Add(Piece(house, draw, pieces.Count, lines.AsSpan(at, length)));
            at += length;
        }
        for (var round = 0; round < 2; round++)
        {
            foreach (var batch in Shuffled(pieces, draw).Chunk(draw.Next(1, 4)))
                await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, batch, default));
        }
        var quarantines = Directory.GetFiles(Path.Combine(house.Data, "quarantine"));
        Assert.AreNotEqual(0, quarantines.Length, $"seed {seed}");
        for (var round = 0; round < 2; round++)
        {
            foreach (var path in Shuffled(quarantines, draw))
            {
                // Corrected; as it is, or as a spreadsheet saves it; now and then uncorrected first.
                var text = File.ReadAllText(path);
                if (draw.Next(3) == 0) await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [path], default));
                var corrected = text.Replace("three thousand", "3000", StringComparison.Ordinal);
                if (draw.Next(2) == 0) corrected = corrected.Replace("\n", "\r\n", StringComparison.Ordinal).TrimStart('\uFEFF');
                var again = house.Write($"corrected/{Path.GetFileName(path)}-{round}.csv", corrected);
                await house.AskAsync(workspace => IngestRun.ExecuteAsync(workspace, [again], default));
            }
        }

        var (expected, found) = (await ContentAsync(plain), await ContentAsync(house));
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', found), $"seed {seed}");
        Assert.AreEqual(await FlagsAsync(plain), await FlagsAsync(house), $"seed {seed}");
    }

    private static string Piece(House house, Random draw, int number, ReadOnlySpan<string> lines)
    {
        var text = new StringBuilder(Payout.Header).Append('\n');
        foreach (var line in lines) text.Append(line).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var (ending, packed) = draw.Next(3) switch
        {
            0 => (".csv.gz", PackedFileTests.Gzip(bytes)),
            1 => (".zip", PackedFileTests.Zip(("in/side.csv", bytes))),
            _ => (".csv", bytes),
        };
        var path = house.Write($"piece-{number:00}{ending}", "");
        File.WriteAllBytes(path, packed);
        return path;
    }

    private static string[] Shuffled(IEnumerable<string> paths, Random draw)
    {
        string[] shuffled = [.. paths];
        draw.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Every payout the lake shows, with its features: what they say of account, history and peers, codes aside.</summary>
    private static Task<string[]> ContentAsync(House house) => house.AskAsync(workspace =>
    {
        var view = workspace.Lake.Open(new LakeQuery());
        var all = Enumerable.Range(0, view.Transfers.Count).ToArray();
        var wanted = Array.ConvertAll(all, _ => true);
        var described = new Described(FeaturePass.Describe(view, wanted, new bool[all.Length], new FeatureSettings(), CancellationToken.None), workspace.Lake.TransferIds(view, all));
        return Task.FromResult(all.Length == described.Ids.Count() ? described.Ids.Select(id => $"{id} {described.Fingerprint(id)}").ToArray() : throw new AssertFailedException("an id stands twice"));
    });

    private static async Task<string> FlagsAsync(House house)
    {
        var night = await house.NightAsync([], asOf: Payroll.Today);
        var flags = await house.FlagsAsync(night.RunId);
        Assert.AreNotEqual(0, flags.Length);
        return string.Join('\n', flags.Select(flag => string.Create(CultureInfo.InvariantCulture, $"{flag.Flag.TransferId} {flag.Flag.Typology} {flag.Flag.Score:R} {flag.Flag.Rank} {flag.Flag.HeldBack}")).Order(StringComparer.Ordinal));
    }
}
