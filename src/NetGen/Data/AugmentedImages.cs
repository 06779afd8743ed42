using System.Buffers;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Images and copies of them that are shifted and mirrored at random, so that a network learns that this does not matter. The data set has all of them: of n images, example i is image
/// i mod n, and the first n are as they are. What becomes of example i depends on the seed and i alone: the same bits whatever the batches, the threads and interruptions.
/// </summary>
/// <typeparam name="TInput">The type of an input.</typeparam>
/// <typeparam name="TTarget">The type of a target: it is not changed.</typeparam>
public sealed class AugmentedImages<TInput, TTarget> : IDataset<TInput, TTarget>, IExampleWeights<TInput>, IParallelReading, ISubset
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private const int ChunkLength = 256;
    private readonly IDataset<TInput, TTarget> _images;
    private readonly (int Channels, int Height, int Width) _shape;
    private readonly int _shift;
    private readonly bool _flips;
    private readonly ulong _key;
    private readonly TInput _fill;

    internal AugmentedImages(IDataset<TInput, TTarget> images, (int Channels, int Height, int Width) shape, int copies, int shift, bool flip, long seed, TInput fill)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(shift);
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1 || (long)shape.Channels * shape.Height * shape.Width != images.InputSize)
            throw new ArgumentException($"Expected the shape of {images.InputSize} inputs, got {shape.Channels} channels of {shape.Height} x {shape.Width}.");
        if (shift >= Math.Max(shape.Height, shape.Width))
            throw new ArgumentOutOfRangeException(nameof(shift), shift, $"Expected a shift that leaves something of {shape.Height} x {shape.Width} pixels.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copies, int.MaxValue / Math.Max(1, images.Count));
        (_images, _shape, _shift, _flips, _fill, Count) = (images, shape, shift, flip, fill, images.Count * copies);
        _key = Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Augmentation, 0);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int InputSize => _images.InputSize;

    /// <inheritdoc/>
    public int TargetSize => _images.TargetSize;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => _images is IParallelReading { CanReadInParallel: true };

    /// <inheritdoc/>
    bool IExampleWeights<TInput>.HasWeights => _images is IExampleWeights<TInput> { HasWeights: true };

    /// <inheritdoc/>
    int ISubset.NumberInWhole(int index) => _images is ISubset subset ? subset.NumberInWhole(index % _images.Count) : index % _images.Count;

    /// <inheritdoc/>
    void IExampleWeights<TInput>.CopyWeightsTo(ReadOnlySpan<int> indices, Span<TInput> weights)
    {
        IExampleWeights<TInput> images = (IExampleWeights<TInput>)_images;
        for (int i = 0; i < indices.Length; i++)
            images.CopyWeightsTo([Guard.Index(indices[i], Count, nameof(indices)) % _images.Count], weights.Slice(i, 1));
    }

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<TInput> inputs, Span<TTarget> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        Guard.Outputs(targets.Length, indices.Length, TargetSize, nameof(targets));
        Span<int> images = stackalloc int[ChunkLength];
        TInput[] copy = ArrayPool<TInput>.Shared.Rent(InputSize);
        for (int start = 0; start < indices.Length; start += ChunkLength)
        {
            int count = Math.Min(ChunkLength, indices.Length - start);
            for (int i = 0; i < count; i++)
                images[i] = Guard.Index(indices[start + i], Count, nameof(indices)) % _images.Count;
            _images.CopyTo(images[..count], inputs.Slice(start * InputSize, count * InputSize), targets.Slice(start * TargetSize, count * TargetSize));
            for (int i = start; i < start + count; i++)
            {
                if (indices[i] >= _images.Count)
                    Change(inputs.Slice(i * InputSize, InputSize), copy.AsSpan(0, InputSize), indices[i]);
            }
        }

        ArrayPool<TInput>.Shared.Return(copy);
    }

    /// <summary>Shifts an image by up to the shift in both directions, and mirrors every other one.</summary>
    private void Change(Span<TInput> image, Span<TInput> copy, int example)
    {
        (uint first, uint second, uint third, _) = Philox.Block((ulong)example, 0, _key);
        int down = Shift(first, Math.Min(_shift, _shape.Height - 1)), right = Shift(second, Math.Min(_shift, _shape.Width - 1));
        bool isMirrored = _flips && (third & 1) != 0;
        image.CopyTo(copy);
        for (int row = 0; row < _shape.Channels * _shape.Height; row++)
        {
            (int channel, int y) = Math.DivRem(row, _shape.Height);
            Span<TInput> to = image.Slice(row * _shape.Width, _shape.Width);
            if (y - down < 0 || y - down >= _shape.Height)
            {
                to.Fill(_fill);
                continue;
            }

            ReadOnlySpan<TInput> from = copy.Slice((channel * _shape.Height + y - down) * _shape.Width, _shape.Width);
            if (right >= 0)
            {
                from[..(_shape.Width - right)].CopyTo(to[right..]);
                to[..right].Fill(_fill);
            }
            else
            {
                from[-right..].CopyTo(to);
                to[(_shape.Width + right)..].Fill(_fill);
            }

            if (isMirrored)
                to.Reverse();
        }
    }

    /// <summary>A whole number from −most to most, from 32 random bits.</summary>
    private static int Shift(uint random, int most) => (int)((ulong)random * (uint)(2 * most + 1) >> 32) - most;
}
