// Measures: `whole ROWS[,ROWS...] [MONTHS] [TIMES] [lake]` runs nights of the real program over generated payrolls and tells stage by stage where time, processor and memory went;
// `ablation SEED [PAYEES]` or `ablation DIR` judges one labelled night with one part of detection left out at a time, and two plain detectors on plain features;
// `anomaly DIR` ranks labelled sets with every detector; `training ROWS` fits models on a long history;
// `screening LISTSDIR` prints every figure of the README's section on screening, with `speed` behind it those of time alone,
// `listsize LISTSDIR` its cost by the size of the lists, `matcher LISTSDIR FILE` trains the model it ships with;
// `fuzz csv|profile|settings|list [CASES] [SEED] [FIRST]` feeds the readers damaged input;
// `kill KILLS [SEED]` kills the real program at every stage and compares what comes of it;
// `store [EVENTS] [FLAGS] [ALTERATIONS]` measures the store beside its database, the check of a long trail, export and check of a large pack, and changes bytes of it;
// anything else goes to BenchmarkDotNet (`--filter *` for all stages).
using System.Globalization;
using BenchmarkDotNet.Running;
using Paysieve.Benchmarks;
using Paysieve.Benchmarks.Fuzzing;
using Paysieve.Benchmarks.Killing;
using Paysieve.Benchmarks.Screening;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["whole", .. var wholes])
{
    if (WholeOptions.Parse(wholes) is not { } whole)
    {
        await Console.Error.WriteLineAsync(WholeOptions.Usage).ConfigureAwait(false);
        return 2;
    }
    await WholeNight.RunAsync(whole).ConfigureAwait(false);
    return 0;
}
if (args is ["training", var many] && int.TryParse(many, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var trained) && trained > 0)
{
    LongTraining.Run(trained);
    return 0;
}
if (args is ["anomaly", .. var options]) return AnomalyBenchmark.Run(options);
if (args is ["ablation", var payroll] && Directory.Exists(payroll))
{
    await Ablation.RunAsync(0, 0, payroll).ConfigureAwait(false);
    return 0;
}
if (args is ["ablation", var drawn, .. var size])
{
    var payees = 20_000;
    if (size.Length > 1 || !int.TryParse(drawn, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
        || (size.Length == 1 && (!int.TryParse(size[0], NumberStyles.None, CultureInfo.InvariantCulture, out payees) || payees < 50)))
    {
        await Console.Error.WriteLineAsync("usage: ablation SEED [PAYEES], 20,000 payees when absent");
        return 2;
    }
    await Ablation.RunAsync(seed, payees).ConfigureAwait(false);
    return 0;
}
if (args is ["kill", var kills, .. var seeds])
{
    if (seeds.Length > 1 || !int.TryParse(kills, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted < 1)
    {
        await Console.Error.WriteLineAsync("usage: kill KILLS [SEED]");
        return 2;
    }
    return await KillDrill.RunAsync(wanted, seeds.Length == 1 ? int.Parse(seeds[0], NumberStyles.None, CultureInfo.InvariantCulture) : 1).ConfigureAwait(false);
}
if (args is ["store", .. var sizes])
{
    var given = sizes.Select(text => int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
    if (given.Length > 3 || given.Any(number => number < 1))
    {
        await Console.Error.WriteLineAsync("usage: store [EVENTS] [FLAGS] [ALTERATIONS], a million events, 200,000 flags and no alteration when absent");
        return 2;
    }
    await StoreBenchmark.RunAsync(given.Length > 0 ? given[0] : 1_000_000, given.Length > 1 ? given[1] : 200_000, given.ElementAtOrDefault(2)).ConfigureAwait(false);
    return 0;
}
if (args is ["fuzz", "csv" or "profile" or "settings" or "list", .. var numbers])
{
    var given = numbers.Select(text => int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
    if (given.Length > 3 || given.Any(number => number < 0))
    {
        await Console.Error.WriteLineAsync("usage: fuzz csv|profile|settings|list [CASES] [SEED] [FIRST]");
        return 2;
    }
    using IFuzzTarget target = args[1] switch { "csv" => new CsvTarget(), "profile" => new ProfileTarget(), "settings" => new SettingsTarget(), _ => new ListTarget() };
    return new Fuzzer(target, given.ElementAtOrDefault(1)).Run(given.Length == 0 ? 20_000 : given[0], given.ElementAtOrDefault(2));
}
if (args is ["screening", var lists, .. { Length: 0 } or ["speed"]])
{
    ScreeningMeasure.Run(lists, speedAlone: args.Length == 3);
    return 0;
}
if (args is ["listsize", var sized])
{
    ListSizeMeasure.Run(sized);
    return 0;
}
if (args is ["matcher", var learnt, var file])
{
    MatcherTraining.Run(learnt, file);
    return 0;
}
BenchmarkSwitcher.FromAssembly(typeof(StageBenchmarks).Assembly).Run(args);
return 0;
