// Rows a second of each detector on one core, and the forest's training on a long history: 12 columns of drawn numbers.
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Paysieve.Models;

namespace Paysieve.Benchmarks;

[Config(typeof(Here))]
[MemoryDiagnoser]
public class DetectorBenchmarks
{
    private const int Rows = 100_000;

    private FeatureTable _rows = null!;
    private IsolationForestTransformer _forest = null!;
    private EmpiricalTailTransformer _tail = null!;
    private HistogramTransformer _histogram = null!;
    private PrincipalComponentsTransformer _components = null!;
    private NearestNeighboursTransformer _neighbours = null!;
    private AnomalyEnsembleTransformer _ensemble = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _rows = DrawnTable.Of(Rows);
        _forest = new IsolationForestEstimator().Fit(_rows);
        _tail = new EmpiricalTailEstimator().Fit(_rows);
        _histogram = new HistogramEstimator().Fit(_rows);
        _components = new PrincipalComponentsEstimator().Fit(_rows);
        _neighbours = new NearestNeighboursEstimator().Fit(_rows);
        _ensemble = new AnomalyEnsembleEstimator().Fit(_rows);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public double[] Forest() => _forest.Score(_rows);

    [Benchmark(OperationsPerInvoke = Rows)]
    public double[] Tail() => _tail.Score(_rows);

    [Benchmark(OperationsPerInvoke = Rows)]
    public double[] Histogram() => _histogram.Score(_rows);

    [Benchmark(OperationsPerInvoke = Rows)]
    public double[] Components() => _components.Score(_rows);

    [Benchmark(OperationsPerInvoke = Rows)]
    public double[] Neighbours() => _neighbours.Score(_rows);

    [Benchmark(OperationsPerInvoke = Rows)]
    public AnomalyScores Ensemble() => _ensemble.Score(_rows);

    private sealed class Here : ManualConfig
    {
        public Here() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
