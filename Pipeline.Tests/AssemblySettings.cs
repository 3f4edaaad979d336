// One place for what holds for every test: an unusual culture, so that nothing passes by the machine's own,
// and tests that run side by side.
using System.Globalization;

[assembly: Parallelize(Workers = 0, Scope = ExecutionScope.ClassLevel)]

namespace Paysieve.Pipeline.Tests;

[TestClass]
public static class AssemblySettings
{
    [AssemblyInitialize]
    public static void SetCulture(TestContext context)
    {
        _ = context;
        var culture = CultureInfo.GetCultureInfo("tr-TR");
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.CurrentCulture = culture;
    }
}
