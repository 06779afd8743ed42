using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>The keys and values of the steps that a stream has had, of each sequence.</summary>
/// <param name="layer">The attention.</param>
/// <param name="steps">The most steps.</param>
/// <param name="keyWidth">Elements of a key, of all heads.</param>
/// <param name="positions">The number of the step of each sequence, from 0: a number of the network's precision in a row of its own, as lengths are.</param>
internal sealed class AttentionCache(Layer layer, int steps, int keyWidth, Buffer positions)
{
    /// <summary>The most vectors of keys at a time.</summary>
    public const int Vectors = 4;

    public int Steps => steps;

    public Buffer Positions => positions;

    /// <summary>Element i of all keys lies side by side, so that lanes are keys: so far from element i + 1.</summary>
    public int KeyStride { get; } = (steps + Vectors * VectorPlan.MaxLanes - 1) / (Vectors * VectorPlan.MaxLanes) * (Vectors * VectorPlan.MaxLanes);

    /// <summary>The keys.</summary>
    public Buffer Keys => field ??= new Buffer($"{layer.LocalName}Keys", Place.PerExample, keyWidth * KeyStride);

    /// <summary>The values, step by step.</summary>
    public Buffer Values { get; } = new($"{layer.LocalName}Values", Place.PerExample, Value.Padded(steps * keyWidth));

    /// <summary>The step of the sequence in row r.</summary>
    public string Position(KernelWriter code) => StepLengths.Of(code, positions);
}
