// The stages of a night one by one, warm, over the same generated payroll: for comparing two versions of a stage, not for promises.
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Synthetic;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Benchmarks;

[Config(typeof(Here))]
[MemoryDiagnoser]
public class StageBenchmarks
{
    private const int Employees = 5_000;
    private const int Months = 4;

    private readonly List<Transfer> _transfers = [];
    private DirectoryInfo _folder = null!;
    private IReadOnlyList<SourceFile> _files = [];
    private LakeSettings _lake = null!;
    private LakeView _view = null!;
    private bool[] _all = [];
    private int[] _rows = [];
    private FeatureMatrix _matrix = null!;
    private TypologyModels _models = null!;
    private int _written;

    [GlobalSetup]
    public void Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("paysieve-stages-");
        SyntheticPayroll.Write(new SyntheticOptions(Employees, Months, 7), _folder.FullName);
        _files = new FileSource(".csv").Resolve([Path.Combine(_folder.FullName, "history"), Path.Combine(_folder.FullName, "night")], CancellationToken.None).Files;
        _lake = Settings("lake");
        var writer = LakeWriter.Open(_lake);
        foreach (var file in _files)
        {
            var sink = new ListSink();
            var result = new CanonicalCsvReader().Read(file, sink, new ReadLimits(), null, CancellationToken.None);
            using var into = writer.Begin(file, LakeFileKind.Transfers);
            foreach (var transfer in sink.Transfers) into.Append(transfer);
            into.Commit(new LakeCommit(result.RowsRead, result.RowsRejected));
            _transfers.AddRange(sink.Transfers);
        }
        _view = new LakeReader(_lake).Open(new LakeQuery());
        _all = Enumerable.Repeat(true, _view.Transfers.Count).ToArray();
        _matrix = FeaturePass.Describe(_view, _all, _all, new FeatureSettings(), CancellationToken.None);
        _rows = Enumerable.Range(0, _matrix.Count).ToArray();
        _models = TypologyModels.Train(_matrix, _rows, new DetectionSettings(), out _);
    }

    [GlobalCleanup]
    public void Clear() => _folder.Delete(recursive: true);

    [Benchmark]
    public long ReadCsv()
    {
        long rows = 0;
        foreach (var file in _files) rows += new CanonicalCsvReader().Read(file, new NoSink(), new ReadLimits(), null, CancellationToken.None).RowsAccepted;
        return rows;
    }

    [Benchmark]
    public long WriteLakeAsOneFile()
    {
        var settings = Settings("written-" + _written++.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using (var file = LakeWriter.Open(settings).Begin(_files[0], LakeFileKind.Transfers))
        {
            foreach (var transfer in _transfers) file.Append(transfer);
            file.Commit(new LakeCommit(_transfers.Count, 0));
        }
        Directory.Delete(settings.Folder, recursive: true);
        return _transfers.Count;
    }

    [Benchmark]
    public int OpenLake() => new LakeReader(_lake).Open(new LakeQuery()).Transfers.Count;

    [Benchmark]
    public int Describe() => FeaturePass.Describe(_view, _all, _all, new FeatureSettings(), CancellationToken.None).Count;

    [Benchmark]
    public int Train() => TypologyModels.Train(_matrix, _rows, new DetectionSettings(), out var left).Percentiles.Quantiles.Count + left;

    [Benchmark]
    public double Score() => TypologyWords.Behavioural.Sum(typology => _models.Assess(_matrix, typology).Evidence[0]);

    [Benchmark]
    public double ExplainAThousand()
    {
        var weight = 0.0;
        for (var i = 0; i < 1_000; i++)
        {
            foreach (var typology in TypologyWords.Behavioural) weight += _models.Explain(_matrix, i, typology).Sum(part => part.Weight);
        }
        return weight;
    }

    [Benchmark]
    public int ReadPartiesOfAll() => new LakeReader(_lake).Parties(_view, _rows).Count;

    [Benchmark]
    public int ReadIdsOfAll() => new LakeReader(_lake).TransferIds(_view, _rows).Length;

    private LakeSettings Settings(string name) => new()
    {
        Folder = Path.Combine(_folder.FullName, name), Key = LakeKey.OpenOrCreate(Path.Combine(_folder.FullName, "keys"), Path.Combine(_folder.FullName, name)),
    };

    private class NoSink : IExportSink
    {
        public void Begin(ExportLayout layout)
        {
        }

        public virtual void Accept(Transfer transfer)
        {
        }

        public void Accept(PaymentLeg leg)
        {
        }

        public void Reject(RejectedRecord record, ReadOnlySpan<byte> rawRow)
        {
        }
    }

    private sealed class ListSink : NoSink
    {
        public List<Transfer> Transfers { get; } = [];

        public override void Accept(Transfer transfer) => Transfers.Add(transfer);
    }

    private sealed class Here : ManualConfig
    {
        public Here() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
