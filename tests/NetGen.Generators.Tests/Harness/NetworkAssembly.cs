using System.Reflection;
using System.Runtime.Loader;

namespace NetGen.Generators.Tests.Harness;

/// <summary>A compilation with its generated code, compiled and loaded; unloaded when disposed.</summary>
internal sealed class NetworkAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("Generated", isCollectible: true);

    private NetworkAssembly(byte[] image)
    {
        Image = image;
        using MemoryStream stream = new(image);
        Assembly = _context.LoadFromStream(stream);
    }

    public Assembly Assembly { get; }

    /// <summary>The assembly's bytes, for what reads metadata.</summary>
    public byte[] Image { get; }

    public static NetworkAssembly Load(params string[] sources) => Load(Generation.WithoutWarnings(sources));

    public static NetworkAssembly Load(Generation generation) => new(generation.Image);

    public Type Type(string name) => Assembly.GetType(name, throwOnError: true)!;

    public void Dispose() => _context.Unload();
}
