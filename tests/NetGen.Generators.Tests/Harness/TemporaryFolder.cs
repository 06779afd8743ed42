namespace NetGen.Generators.Tests.Harness;

/// <summary>A new folder, deleted with what is in it when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
