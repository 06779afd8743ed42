using System.Text;

namespace NetGen;

/// <summary>A network as C#: a file of code and, where its numbers are too many for one, a file of weights.</summary>
public sealed class NetworkSource
{
    internal NetworkSource(string className, string code, byte[]? weights = null)
    {
        ClassName = className;
        Code = code;
        // Not by a conditional expression, in which null would become an empty memory.
        if (weights is not null)
            Weights = weights;
    }

    /// <summary>The name of the class, with which both files begin.</summary>
    public string ClassName { get; }

    /// <summary>The C# file.</summary>
    public string Code { get; }

    /// <summary>
    /// What the class's constructor takes; null where the code contains all numbers. 16 bytes of head (<c>NGW1</c>, the bytes of a number, how many
    /// there are, a mark of the architecture), then the numbers, all of them little-endian. The file of a network trained again fits the same code.
    /// </summary>
    public ReadOnlyMemory<byte>? Weights { get; }

    /// <summary>Writes <c>ClassName.cs</c> and, where there are <see cref="Weights"/>, <c>ClassName.bytes</c>, which Unity takes for a TextAsset.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or a file that is there, must not be written to.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Weights is { } weights)
            AtomicFile.Write(Path.Combine(folder, ClassName + ".bytes"), stream => stream.Write(weights.Span));
        AtomicFile.Write(Path.Combine(folder, ClassName + ".cs"), stream => stream.Write(Encoding.UTF8.GetBytes(Code)));
    }

    /// <summary>The C# file.</summary>
    public override string ToString() => Code;
}
