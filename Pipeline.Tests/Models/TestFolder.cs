// A folder of a test's own, gone when the test is.
namespace Paysieve.Pipeline.Tests.Models;

internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paysieve-models-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
