using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Examples in two files of raw little-endian numbers, row by row, as numpy's <c>tofile</c> writes them: larger than memory
/// if need be, for only the examples of a batch are read.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, else as the inputs.</typeparam>
/// <example>
/// <code>
/// using var train = new RawFileDataset&lt;float, int&gt;("x.f32", "y.i32", inputSize: 784);
/// net.Fit(train, null, new FitOptions { Epochs = 5 });
/// </code>
/// </example>
public sealed class RawFileDataset<TInput, TTarget> : IDataset<TInput, TTarget>, IParallelReading, IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly DatasetFile _inputs;
    private readonly DatasetFile _targets;

    /// <summary>Opens the files.</summary>
    /// <param name="inputsPath">Count · <paramref name="inputSize"/> numbers.</param>
    /// <param name="targetsPath">Count · <paramref name="targetSize"/> numbers.</param>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <param name="targetSize">The number of targets of one example, at least 1.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A length is no whole number of examples, or the two differ in their number.</exception>
    public RawFileDataset(string inputsPath, string targetsPath, int inputSize, int targetSize = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Raw files are little-endian; this machine is not.");
        (InputSize, TargetSize) = (inputSize, targetSize);
        _inputs = new DatasetFile(inputsPath);
        try
        {
            _targets = new DatasetFile(targetsPath);
            Count = Examples(_inputs, (long)inputSize * Unsafe.SizeOf<TInput>());
            int targets = Examples(_targets, (long)targetSize * Unsafe.SizeOf<TTarget>());
            if (targets != Count)
                throw new InvalidDataException($"{targetsPath}: offset {_targets.Length}: expected targets of {Count} examples like {inputsPath}, got {targets}.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file became shorter.</exception>
    public void CopyTo(ReadOnlySpan<int> indices, Span<TInput> inputs, Span<TTarget> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        Guard.Outputs(targets.Length, indices.Length, TargetSize, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
        {
            long example = Guard.Index(indices[i], Count, nameof(indices));
            _inputs.ReadNumbers(inputs.Slice(i * InputSize, InputSize), example * InputSize * Unsafe.SizeOf<TInput>());
            _targets.ReadNumbers(targets.Slice(i * TargetSize, TargetSize), example * TargetSize * Unsafe.SizeOf<TTarget>());
        }
    }

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _targets?.Dispose();
    }

    private static int Examples(DatasetFile file, long bytes)
    {
        (long count, long rest) = Math.DivRem(file.Length, bytes);
        if (rest != 0)
            throw new InvalidDataException($"{file.Path}: offset {file.Length - rest}: expected a whole number of examples of {bytes} bytes each, got {count} and {rest} bytes.");
        return count <= int.MaxValue ? (int)count : throw new InvalidDataException($"{file.Path}: offset 0: expected at most {int.MaxValue} examples, got {count}.");
    }
}
