using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Grey images with class labels in IDX files, larger than memory if need be: labels are in memory, one byte each, and of
/// the images only those of a batch are read, scaled to [0, 1] on the way. <see cref="IdxFile.OpenDataset"/> opens them.
/// </summary>
public sealed class ImageFileDataset : IDataset<float, int>, IDataset<double, int>, IParallelReading, IDisposable
{
    private const int ChunkBytes = 4096;

    private readonly DatasetFile _images;
    private readonly byte[] _labels;
    private readonly int _headerLength;

    internal ImageFileDataset(DatasetFile images, int headerLength, byte[] labels, int height, int width, int classes)
    {
        (_images, _headerLength, _labels) = (images, headerLength, labels);
        (Height, Width, Classes) = (height, width, classes);
    }

    /// <inheritdoc cref="IDataset{TInput, TTarget}.Count"/>
    public int Count => _labels.Length;

    /// <summary>The rows of an image.</summary>
    public int Height { get; }

    /// <summary>The columns of an image.</summary>
    public int Width { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <inheritdoc cref="IDataset{TInput, TTarget}.InputSize"/>
    public int InputSize => Height * Width;

    /// <inheritdoc cref="IDataset{TInput, TTarget}.TargetSize"/>
    public int TargetSize => 1;

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
    {
        Begin(indices, inputs.Length, targets);
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        for (int i = 0; i < indices.Length; i++)
        {
            for (int rest = InputSize; rest > 0; rest -= Math.Min(ChunkBytes, rest))
                PixelScale.Scale(Read(chunk, indices[i], InputSize - rest), inputs.Slice((i * InputSize) + InputSize - rest, Math.Min(ChunkBytes, rest)));
        }
    }

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<double> inputs, Span<int> targets)
    {
        Begin(indices, inputs.Length, targets);
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        for (int i = 0; i < indices.Length; i++)
        {
            for (int rest = InputSize; rest > 0; rest -= Math.Min(ChunkBytes, rest))
                PixelScale.Scale(Read(chunk, indices[i], InputSize - rest), inputs.Slice((i * InputSize) + InputSize - rest, Math.Min(ChunkBytes, rest)));
        }
    }

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => true;

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();

    private void Begin(ReadOnlySpan<int> indices, int inputsLength, Span<int> targets)
    {
        Guard.Outputs(inputsLength, indices.Length, InputSize, "inputs");
        Guard.Outputs(targets.Length, indices.Length, 1, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
            targets[i] = _labels[Guard.Index(indices[i], Count, nameof(indices))];
    }

    private ReadOnlySpan<byte> Read(Span<byte> chunk, int image, int pixel)
    {
        Span<byte> bytes = chunk[..Math.Min(chunk.Length, InputSize - pixel)];
        _images.Read(bytes, _headerLength + ((long)image * InputSize) + pixel);
        return bytes;
    }
}
