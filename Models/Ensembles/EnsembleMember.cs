// Who is asked: the detectors an ensemble can be made of, in the order in which they are added up.
namespace Paysieve.Models;

/// <summary>A detector of an ensemble.</summary>
public enum EnsembleMember
{
    /// <summary>Isolation forest.</summary>
    Forest,

    /// <summary>Empirical tails (ECOD).</summary>
    Tail,

    /// <summary>Histograms (HBOS).</summary>
    Histogram,

    /// <summary>Principal components.</summary>
    Components,

    /// <summary>Nearest neighbours in small samples.</summary>
    Neighbours,
}
