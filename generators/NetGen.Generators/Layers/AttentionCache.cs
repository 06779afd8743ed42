using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>The keys and values of the steps that a stream has had, of each sequence.</summary>
/// <param name="layer">The attention.</param>
/// <param name="stream">Where they are kept from step to step.</param>
/// <param name="keyWidth">Elements of a key, of all heads.</param>
internal sealed class AttentionCache(Layer layer, StreamSteps stream, int keyWidth)
{
    /// <summary>The most vectors of keys at a time.</summary>
    public const int Vectors = 4;

    public int Steps => stream.Steps;

    /// <summary>The number of the step of each sequence, from 0.</summary>
    public Buffer Positions { get; } = stream.Positions;

    /// <summary>Element i of all keys lies side by side, so that lanes are keys: so far from element i + 1.</summary>
    public int KeyStride { get; } = (stream.Steps + Vectors * VectorPlan.MaxLanes - 1) / (Vectors * VectorPlan.MaxLanes) * (Vectors * VectorPlan.MaxLanes);

    /// <summary>The keys.</summary>
    public Buffer Keys => field ??= stream.State($"{layer.LocalName}Keys", keyWidth * KeyStride);

    /// <summary>The values, step by step.</summary>
    public Buffer Values { get; } = stream.State($"{layer.LocalName}Values", stream.Steps * keyWidth);

    /// <summary>The step of the sequence in row r.</summary>
    public string Position(KernelWriter code) => StepLengths.Of(code, Positions);
}
