// The one call a program makes before it loads models of this project with ML.NET.
using Microsoft.ML;

namespace Paysieve.Models;

/// <summary>Makes the models of this project loadable.</summary>
public static class ModelRegistration
{
    /// <summary>
    /// Registers the loader of this project's transformers, so that <c>context.Model.Load</c> finds them. Saving needs no
    /// registration; loading without it fails with ML.NET's "Couldn't load model". Calling it again changes nothing.
    /// </summary>
    /// <returns>The same context.</returns>
    public static MLContext RegisterPaysieveModels(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MlNetInternals.Register(context.ComponentCatalog);
        return context;
    }
}
