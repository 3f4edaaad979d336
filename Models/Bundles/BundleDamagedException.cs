// A model that is not what it was must stop the run: better no score than a wrong one.
namespace Paysieve.Models;

/// <summary>A bundle's file is not what was saved: truncated, altered, or not a bundle.</summary>
public sealed class BundleDamagedException : IOException
{
    /// <param name="what">What is wrong, as the end of the sentence "The model bundle is damaged: …".</param>
    /// <param name="inner">The cause, if any.</param>
    public BundleDamagedException(string what, Exception? inner = null)
        : base($"The model bundle is damaged: {what}.", inner)
    {
    }

    /// <summary>For serialisers and tests.</summary>
    public BundleDamagedException()
        : this("no reason given")
    {
    }
}
